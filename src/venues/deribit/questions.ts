/** What was asked: by the id on a socket, by the path of a request, or told from the shape of the answer. */
import type { VenueMessage } from '../venue';
import { PAGE_LIMIT, parse } from './exact-json';
import type { Source } from './failures';
import type { Asked, State } from './state';

/** The exchange's own hosts; test.deribit.com is another exchange with money of its own. */
export function isVenue(url: string): boolean {
  try {
    const { hostname } = new URL(url);
    return /^(?:[a-z\d-]+\.)?deribit\.com$/.test(hostname) && hostname !== 'test.deribit.com';
  } catch {
    return false;
  }
}

/** Only these few parameters are kept: never a token, a signature or a label. */
export function askedOf(method: string, params: unknown): Asked {
  const of = (typeof params === 'object' && params !== null ? params : {}) as Record<string, unknown>;
  const text = (name: string) => {
    const value = Object.hasOwn(of, name) ? of[name] : undefined;
    return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 60) : '';
  };
  return {
    method,
    currency: text('currency'),
    kind: text('kind'),
    instrument: text('instrument_name') || text('index_name'),
    subaccount: text('subaccount_id'),
  };
}

/** Questions that were never answered would pile up. */
const WAITING = 60;

export function remembered(state: State, id: string, asked: Asked): State {
  // A prefix, so that ids stay in the order in which they were asked: objects sort keys that are numbers.
  const { [`#${id}`]: _, ...others } = state.asked;
  const list = [...Object.entries(others), [`#${id}`, asked] as const].slice(-WAITING);
  return { ...state, asked: Object.fromEntries(list) };
}

/** The question of an answer, which is then forgotten. */
export function taken(state: State, id: string): [Asked | null, State] {
  const { [`#${id}`]: asked, ...others } = state.asked;
  return asked ? [asked, { ...state, asked: others }] : [null, state];
}

/** Of a request over HTTP: the method is its path, or stands in the body of a POST. */
export function methodOf({ url, request }: VenueMessage): Asked | null {
  const { pathname, searchParams } = new URL(url);
  const body = parse(request, PAGE_LIMIT);
  const posted =
    'json' in body && typeof body.json === 'object' ? (body.json as Record<string, unknown>) : null;
  const found = /^\/api\/v\d+\/((?:public|private)\/[a-z_]+)$/.exec(pathname)?.[1];
  const method = found ?? (typeof posted?.method === 'string' ? posted.method : null);
  if (method === null) return null;
  const query = Object.fromEntries(searchParams);
  const params = typeof posted?.params === 'object' ? posted.params : null;
  return askedOf(method, { ...query, ...params });
}

/** Which kind of answer this is, by the fields of its rows; null: none that is read. */
export function shapeOf(result: unknown): Source | null {
  const isRow = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null;
  if (!isRow(result)) return null;
  if ('summaries' in result || ('margin_balance' in result && 'margin_model' in result)) {
    return 'account summaries';
  }
  const row = Array.isArray(result) ? result[0] : result;
  if (!isRow(row) || !('instrument_name' in row)) return null;
  if (Array.isArray(result)) {
    if ('average_price' in row && 'size' in row && 'index_price' in row) return 'positions';
    if ('order_id' in row && 'order_state' in row) return 'open orders';
  } else if ('mark_price' in row && 'best_bid_price' in row) return 'ticker';
  return 'tick_size' in row && 'settlement_currency' in row ? 'instruments' : null;
}
