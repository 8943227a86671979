/** The v5 envelopes: `{ code, msg, data }` of an answer, `{ arg, data }` of a frame. Where they may come from. */
import * as v from 'valibot';
import { HOSTS } from './pages';

/** The EEA's and the US' own hosts of the API; [?] not verified that they answer as www does. */
const API_HOSTS = new Set([...HOSTS, 'eea.okx.com', 'us.okx.com']);
/** The wallet's sockets (wsdexpri) tell of other accounts. */
const SOCKET_HOST = /^ws(?:pri|eea|eeapri|us|uspri|aws)?\.okx\.com$/;

export interface Address {
  host: string;
  path: string;
  query: URLSearchParams;
}

export function addressOf(url: string): Address | null {
  try {
    const { hostname, pathname, searchParams } = new URL(url, 'https://www.okx.com');
    return { host: hostname, path: pathname.replace(/\/$/, ''), query: searchParams };
  } catch {
    return null;
  }
}

export const isVenueHost = (host: string): boolean => API_HOSTS.has(host);
export const isSocketHost = (host: string): boolean => SOCKET_HOST.test(host);

const answer = v.object({
  code: v.union([v.pipe(v.string(), v.regex(/^\d{1,6}$/)), v.pipe(v.number(), v.integer())]),
  data: v.optional(v.unknown()),
});

/** Null: not an answer of v5. */
export function readAnswer(json: unknown): { code: string; data: unknown } | null {
  const result = v.safeParse(answer, json);
  return result.success ? { code: String(result.output.code), data: result.output.data } : null;
}

export interface Frame {
  channel: string;
  /** Of the account that a private channel tells of; null: not said, or masked. */
  uid: string | null;
  /** True: the channel was asked for one currency or contract only. */
  partial: boolean;
  eventType: string | null;
  /** Of a snapshot in pages; null: it is whole. */
  page: { number: number; last: boolean } | null;
  rows: unknown;
}

const frame = v.object({
  arg: v.object({
    channel: v.string(),
    uid: v.optional(v.string()),
    ccy: v.optional(v.string()),
    instId: v.optional(v.string()),
    instFamily: v.optional(v.string()),
    instType: v.optional(v.string()),
  }),
  data: v.unknown(),
  eventType: v.optional(v.picklist(['snapshot', 'event_update'])),
  curPage: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  lastPage: v.optional(v.boolean()),
});

/** `field`: of a frame that carries data and lacks something; null: no frame with data. */
export function readFrame(json: unknown): Frame | { field: string } | null {
  if (typeof json !== 'object' || json === null || !('data' in json)) return null;
  const result = v.safeParse(frame, json);
  if (!result.success) return { field: v.getDotPath(result.issues[0]) ?? 'arg' };
  const { arg, data, eventType, curPage, lastPage } = result.output;
  if ((curPage === undefined) !== (lastPage === undefined))
    return { field: curPage === undefined ? 'curPage' : 'lastPage' };
  return {
    channel: arg.channel,
    uid: arg.uid && /^\d+$/.test(arg.uid) ? arg.uid : null,
    partial: Boolean(arg.ccy || arg.instId || arg.instFamily || (arg.instType && arg.instType !== 'ANY')),
    eventType: eventType ?? null,
    page: curPage === undefined ? null : { number: curPage, last: lastPage! },
    rows: data,
  };
}

/** `{ event: "error", code: "60009", msg }`: what the venue says of a login or a subscription. */
export function readEvent(json: unknown): { event: string; code: string } | null {
  const result = v.safeParse(v.object({ event: v.string(), code: v.optional(v.string()) }), json);
  return result.success ? { event: result.output.event, code: result.output.code ?? '' } : null;
}
