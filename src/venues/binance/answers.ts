/** The text of an answer or a frame, up to the data in it. */
import * as v from 'valibot';
import { type Parsed, parse as parseText } from '../shared/json-text';
import type { Fault } from './failures';

/** "Not logged in", in the page's own calls [seen in public clients, 2026]. */
const LOGGED_OUT = new Set(['100001005', '100002002']);

export type Answer = { data: unknown } | { loggedOut: true } | { fault: Fault };

const envelope = v.object({ code: v.string(), data: v.optional(v.unknown()) });

/** The page's own calls: `{ code: "000000", data }`. */
export function unwrap(json: unknown): Answer {
  const result = v.safeParse(envelope, json);
  if (!result.success) return { fault: { code: 'format-changed', field: 'code' } };
  const { code, data } = result.output;
  if (LOGGED_OUT.has(code)) return { loggedOut: true };
  if (code !== '000000') return { fault: { code: 'refused', detail: code.slice(0, 20) } };
  return { data };
}

/** The API has no envelope; its errors are `{ code: −1121, msg }`. */
export function plainAnswer(json: unknown, status: number): Answer {
  const error = v.safeParse(v.object({ code: v.number(), msg: v.string() }), json);
  if (error.success && error.output.code < 0)
    return { fault: { code: 'refused', detail: String(error.output.code) } };
  if (status >= 400) return { fault: { code: 'refused', detail: String(status) } };
  return { data: json };
}

/** Ids have outgrown 2^53: as numbers two of them could become one. */
const LONG_IDS = /"(orderId|algoId|aid|i)"(\s*:\s*)(\d{16,25})(?=\s*[,}])/g;

/** Ids as texts, where they are too long for numbers. */
export const parse = (body: unknown, limit: number): Parsed =>
  parseText(body, limit, text => text.replace(LONG_IDS, '"$1"$2"$3"'));

export function pathOf(url: string): string {
  try {
    return new URL(url, 'https://www.binance.com').pathname;
  } catch {
    return '';
  }
}

export function hostOf(url: string): string {
  try {
    return new URL(url).hostname;
  } catch {
    return '';
  }
}
