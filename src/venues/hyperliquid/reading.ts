/** Untrusted text and JSON become typed values here, or a path to what is not as it should be. */
import { Inflate } from 'fflate';
import * as v from 'valibot';
import { json } from '../shared/json-text';

export type Reading<T> = { ok: true; value: T } | { ok: false; path: string; expected: string };

/** Larger messages are not read; the venue's largest is some 120 kB. */
export const LARGEST = 1_048_576;

export function check<T extends v.GenericSchema>(schema: T, body: unknown): Reading<v.InferOutput<T>> {
  const result = v.safeParse(schema, body, { abortEarly: true, abortPipeEarly: true });
  if (result.success) return { ok: true, value: result.output };
  const issue = result.issues[0];
  return { ok: false, path: v.getDotPath(issue) ?? '', expected: issue.expected ?? issue.message };
}

/** The first frame of the stream of prices, which carries all of them, has some 20 kB; unpacked some 60 kB. */
const PACKED = 131_072;
const UNPACKED = 1_048_576;

/** Base64 of raw DEFLATE of JSON; undefined: it is not that, or far larger than the venue's. */
export function unpack(base64: unknown): unknown {
  if (typeof base64 !== 'string' || base64.length > PACKED) return undefined;
  try {
    const packed = Uint8Array.from(atob(base64), sign => sign.charCodeAt(0));
    const text = new TextDecoder('utf-8', { fatal: true });
    let unpacked = '';
    let size = 0;
    const inflate = new Inflate(chunk => {
      size += chunk.length;
      if (size > UNPACKED) throw new RangeError('too large');
      unpacked += text.decode(chunk, { stream: true });
    });
    // In small steps, so that a bomb of zeros is noticed before it has grown.
    for (let from = 0; from < packed.length; from += 1024) {
      inflate.push(packed.subarray(from, from + 1024), from + 1024 >= packed.length);
    }
    return json(unpacked + text.decode());
  } catch {
    return undefined;
  }
}
