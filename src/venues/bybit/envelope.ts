/**
 * The text of an answer or a frame, up to the rows in it. Two envelopes are in use: `{ retCode, result, time }` of
 * v5, and `{ ret_code, result, time_now }` of the page's older calls.
 */
import * as v from 'valibot';
import { Decimal } from '../../engine/decimal';
import { category, cursor, time } from './fields';
import type { Category } from './state';
import { tap } from './tap';

export interface Address {
  host: string;
  path: string;
  query: URLSearchParams;
}

export function addressOf(url: string): Address | null {
  try {
    const { hostname, pathname, searchParams } = new URL(url, 'https://www.bybit.com');
    return { host: hostname, path: pathname.replace(/\/$/, ''), query: searchParams };
  } catch {
    return null;
  }
}

const SITES = new Set([...tap.pages, ...tap.requests.map(({ host }) => host)]);
export const isVenueHost = (host: string): boolean => SITES.has(host);
export const isSocketHost = (host: string): boolean => tap.sockets.some(rule => rule.host.test(host));

export interface Answer {
  /** 0: well. */
  code: number;
  result: unknown;
  /** The venue's clock; null: not said. */
  made: number | null;
}

const code = v.pipe(v.number(), v.integer());
const v5 = v.object({ retCode: code, result: v.optional(v.unknown()), time: v.optional(v.unknown()) });
const older = v.object({
  ret_code: code,
  result: v.optional(v.unknown()),
  time_now: v.optional(v.unknown()),
});
/** Seconds with six digits behind the point. */
const seconds = v.pipe(
  v.string(),
  v.regex(/^\d{10}(\.\d{1,6})?$/),
  v.transform(text => new Decimal(text).times(1000).floor().toNumber()),
);

/** Null: neither of the two. */
export function readAnswer(json: unknown): Answer | null {
  const one = v.safeParse(v5, json);
  if (one.success) {
    const { retCode, result, time: said } = one.output;
    const made = v.safeParse(time, said);
    return { code: retCode, result, made: made.success ? made.output : null };
  }
  const other = v.safeParse(older, json);
  if (!other.success) return null;
  const made = v.safeParse(seconds, other.output.time_now);
  return {
    code: other.output.ret_code,
    result: other.output.result,
    made: made.success ? made.output : null,
  };
}

export interface List {
  rows: unknown[];
  category: Category | null;
  /** "": the last page, or no pages; null: not said. */
  next: string | null;
}

const page = v.object({
  category: v.fallback(v.optional(category), undefined),
  nextPageCursor: v.fallback(v.optional(cursor), undefined),
});

/** The rows of a result, whichever way they are wrapped; an object without a list is one row. */
export function listOf(result: unknown): List {
  if (Array.isArray(result)) return { rows: result, category: null, next: null };
  if (typeof result !== 'object' || result === null) return { rows: [], category: null, next: null };
  const { category: said, nextPageCursor } = v.parse(page, result);
  const held = 'list' in result && Array.isArray(result.list) ? result.list : null;
  const other = held ?? Object.values(result).find(isListOfRows);
  return { rows: other ?? [result], category: said ?? null, next: nextPageCursor ?? null };
}

const isListOfRows = (value: unknown): value is unknown[] =>
  Array.isArray(value) && value.length > 0 && value.every(one => typeof one === 'object' && one !== null);

export interface Frame {
  topic: string;
  rows: unknown[];
  /** True: a part of what was said before. */
  delta: boolean;
  time: number | null;
}

const frame = v.object({
  topic: v.fallback(v.optional(v.string()), undefined),
  data: v.union([v.array(v.unknown()), v.looseObject({})]),
  type: v.optional(v.string()),
  creationTime: v.optional(v.unknown()),
  ts: v.optional(v.unknown()),
});

/** Told by its rows, if it has no topic. `field`: of a frame that lacks something; null: no frame with rows. */
export function readFrame(json: unknown): Frame | { field: string; topic: string } | null {
  const carries =
    v.is(v.looseObject({ topic: v.string() }), json) || v.is(v.looseObject({ data: v.unknown() }), json);
  if (!carries) return null;
  const result = v.safeParse(frame, json);
  if (!result.success) {
    const named = v.safeParse(v.looseObject({ topic: v.string() }), json);
    return {
      field: v.getDotPath(result.issues[0]) ?? 'data',
      topic: named.success ? named.output.topic : '',
    };
  }
  const { topic = '', data, type, creationTime, ts } = result.output;
  const said = v.safeParse(time, creationTime ?? ts);
  return {
    topic,
    rows: Array.isArray(data) ? data : [data],
    delta: type === 'delta',
    time: said.success ? said.output : null,
  };
}
