/** Bodies come as text, or parsed already: what may be made of them. */

/** What the tap cuts a text to: one of this length is not whole. */
export const PAGE_LIMIT = 1024 * 1024;
/** The public lists of all contracts are larger than what a page may send. */
export const API_LIMIT = 16 * 1024 * 1024;

export type Parsed = { json: unknown } | { code: 'not-json' } | { code: 'too-large' };

/** `prepare` mends the text before it is parsed, where parsing would lose digits. */
export function parse(body: unknown, limit: number, prepare = (text: string) => text): Parsed {
  if (typeof body === 'string' && body.length >= limit) return { code: 'too-large' };
  const value = json(typeof body === 'string' ? prepare(body) : body);
  return value === undefined ? { code: 'not-json' } : { json: value };
}

/** JSON as text, or parsed already; undefined: not JSON. */
export function json(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
