/**
 * JSON whose numbers keep their text. Deribit writes amounts as JSON numbers (`54.968258`, `-1e-08`): read by
 * `JSON.parse` they would pass through binary floating point, so each becomes a text before it is parsed.
 */

/** What the tap cuts a text to: one of this length is not whole. */
export const PAGE_LIMIT = 1024 * 1024;
/** The public list of all contracts is larger than what a page may send. */
export const API_LIMIT = 16 * 1024 * 1024;

/**
 * A string as a whole, so that digits inside it are left alone; or a number. A string without an end takes the rest:
 * looked for again from each of its signs, it would take forever.
 */
const TOKEN = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"?|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

export type Parsed = { json: unknown } | { code: 'not-json' } | { code: 'too-large' };

/** A body that comes parsed already is taken as it is: `decimal` in messages.ts reads its numbers. */
export function parse(body: unknown, limit: number): Parsed {
  if (typeof body !== 'string') return body === undefined ? { code: 'not-json' } : { json: body };
  if (body.length >= limit) return { code: 'too-large' };
  try {
    return { json: JSON.parse(body.replace(TOKEN, token => (token[0] === '"' ? token : `"${token}"`))) };
  } catch {
    return { code: 'not-json' };
  }
}

const NUMBER = /^(-?)(\d{1,40})(?:\.(\d{1,60}))?(?:[eE]([+-]?\d{1,3}))?$/;
/** Digits of a figure that the engine takes. */
const DIGITS = 40;

/** A JSON number's text as a plain decimal string, exactly; null: it is none, or longer than the engine reads. */
export function plainDecimal(text: string): string | null {
  const found = NUMBER.exec(text);
  if (!found) return null;
  const [, sign, whole = '', fraction = '', exponent = '0'] = found;
  const digits = whole + fraction;
  // Where the point stands in `digits`; parseInt reads a small count here, no amount.
  const point = whole.length + Number.parseInt(exponent, 10);
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const left = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const right = padded.slice(at).replace(/0+$/, '');
  if (left.length + right.length > DIGITS) return null;
  const plain = right ? `${left}.${right}` : left;
  return plain === '0' ? '0' : sign + plain;
}
