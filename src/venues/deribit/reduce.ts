/**
 * The entrance: one raw message of a Deribit page, of its public API or of a key's stream, into the state.
 *
 * Everything is JSON-RPC 2.0, over a WebSocket or as a path (`/api/v2/private/get_positions`). An answer on a
 * socket bears the id of its question only, so the questions are remembered; where the question was not seen
 * (it carried a token, and was not copied), the answer is told by its shape.
 */
import type { VenueMessage } from '../venue';
import { API_LIMIT, PAGE_LIMIT, parse } from './exact-json';
import { cleared, faultOf, type Source, withFailure } from './failures';
import { onIndexPrice, onInstruments, onPriceIndex, onTicker } from './market';
import { check, envelope } from './messages';
import { askedOf, isVenue, methodOf, remembered, shapeOf, taken } from './questions';
import type { Asked, State } from './state';
import * as trader from './trader';

/** The next state, or where the message is not as documented. */
export type Read = State | { unreadable: string };

export function reduce(state: State, message: VenueMessage): State {
  if (!isVenue(message.url)) return state;
  if (message.via === 'websocket') {
    return message.direction === 'out' ? onQuestion(state, message) : onFrame(state, message);
  }
  return message.direction === 'out' ? state : onAnswer(state, message);
}

function onQuestion(state: State, { body, at }: VenueMessage): State {
  const parsed = parse(body, PAGE_LIMIT);
  const read = 'json' in parsed ? check(envelope, parsed.json) : null;
  if (!read?.ok || read.value.method === undefined) return state;
  const { method, id, params } = read.value;
  if (method === 'private/logout') {
    return { ...state, trader: { ...state.trader, loggedOutAt: at } };
  }
  if (id === undefined || sourceOf(method) === null) return state;
  return remembered(state, String(id), askedOf(method, params));
}

function onFrame(state: State, { body, at }: VenueMessage): State {
  const parsed = parse(body, PAGE_LIMIT);
  if ('code' in parsed) return lost(withFailure(state, 'stream', parsed, at), body, at, parsed);
  const read = check(envelope, parsed.json);
  if (!read.ok) return withFailure(state, 'stream', { code: 'format-changed', field: read.field }, at);
  const { id, method, params, result, error, usIn } = read.value;
  const next = cleared(state, 'stream');
  if (method === 'subscription') return onNotification(next, params, at);
  if (method !== undefined || id === undefined) return next;
  const [asked, rest] = taken(next, String(id));
  if (error) return asked ? onError(rest, asked.method, String(error.code), at) : rest;
  return onResult(rest, asked, result, at, usIn);
}

/** What a frame that cannot be read was about is gone: lists and later frames must tell it again. */
function lost(state: State, body: unknown, at: number, fault: { code: 'not-json' | 'too-large' }): State {
  const head = String(body).slice(0, 400);
  if (/user\.(changes|trades)\./.test(head)) return withFailure(state, 'changes', fault, at);
  if (/user\.portfolio\./.test(head)) return withFailure(state, 'portfolio', fault, at);
  return state;
}

function onAnswer(state: State, message: VenueMessage): State {
  const { at, via, status = 200 } = message;
  const asked = methodOf(message);
  const source = asked ? sourceOf(asked.method) : null;
  if (!asked || source === null) return state;
  if (status === 429) return withFailure(state, source, { code: 'rate-limited' }, at);
  if (status >= 500) return withFailure(state, source, { code: 'server-error', detail: String(status) }, at);
  const parsed = parse(message.body, via === 'api' ? API_LIMIT : PAGE_LIMIT);
  if ('code' in parsed) return withFailure(state, source, parsed, at);
  const read = check(envelope, parsed.json);
  if (!read.ok) return withFailure(state, source, { code: 'format-changed', field: read.field }, at);
  const { error, result, usIn } = read.value;
  if (error) return onError(state, asked.method, String(error.code), at);
  if (status >= 400) return withFailure(state, source, { code: 'refused', detail: String(status) }, at);
  return onResult(state, asked, result, at, usIn);
}

function onError(state: State, method: string, code: string, at: number): State {
  const source = sourceOf(method);
  const fault = faultOf(code);
  if (fault === null) {
    return method.startsWith('private/') ? { ...state, trader: { ...state.trader, loggedOutAt: at } } : state;
  }
  return source ? withFailure(state, source, fault, at) : state;
}

function onResult(state: State, asked: Asked | null, result: unknown, at: number, usIn?: number): State {
  const shape = shapeOf(result);
  const source = (asked && sourceOf(asked.method)) ?? shape;
  // Ids of two sockets may be the same: a question that does not fit its answer was another's.
  if (source === null || (asked && shape !== null && shape !== source)) {
    return shape === null ? state : settle(state, shape, read(state, shape, null, result, at, usIn), at);
  }
  // Another account's figures, asked for by number: not of the one that the page shows.
  if (asked?.subaccount) return state;
  return settle(state, source, read(state, source, asked, result, at, usIn), at);
}

function read(
  state: State,
  source: Source,
  asked: Asked | null,
  result: unknown,
  at: number,
  usIn = at,
): Read {
  const said: trader.Said = {
    at,
    said: usIn,
    whole: asked !== null,
    currency: asked?.currency || 'any',
    kind: asked?.kind || 'any',
  };
  switch (source) {
    case 'account summaries':
      return isList(result, 'summaries')
        ? trader.onSummaries(state, result, said)
        : asked?.method === 'private/get_account_summaries'
          ? { unreadable: 'summaries' }
          : trader.onOneSummary(state, result, said);
    case 'positions':
      return trader.onPositions(state, result, said);
    case 'open orders':
      return trader.onOrders(state, result, said, asked?.instrument ?? '');
    case 'ticker':
      return onTicker(state, result, at, false);
    case 'instruments':
      return onInstruments(state, result, asked?.instrument === '' ? said.currency : null, at);
    case 'price index':
      return asked ? onIndexPrice(state, asked.instrument, result, usIn, at) : state;
    default:
      return state;
  }
}

const isList = (value: unknown, name: string): boolean =>
  typeof value === 'object' && value !== null && Array.isArray((value as Record<string, unknown>)[name]);

function onNotification(state: State, params: unknown, at: number): State {
  if (typeof params !== 'object' || params === null) return state;
  const { channel, data } = params as Record<string, unknown>;
  if (typeof channel !== 'string') return state;
  const next = (source: Source, read: Read) => settle(state, source, read, at);
  if (channel.startsWith('user.portfolio.')) return next('portfolio', trader.onPortfolio(state, data, at));
  if (channel.startsWith('user.changes.')) return next('changes', trader.onChanges(state, data, at));
  if (channel.startsWith('user.orders.')) return next('open orders', trader.onOrderFrame(state, data, at));
  if (channel.startsWith('ticker.')) return next('ticker', onTicker(state, data, at, false));
  if (channel.startsWith('incremental_ticker.')) return next('ticker', onTicker(state, data, at, true));
  if (channel.startsWith('deribit_price_index.')) return next('price index', onPriceIndex(state, data, at));
  return state;
}

function settle(state: State, source: Source, read: Read, at: number): State {
  if (!('unreadable' in read)) return read;
  return withFailure(state, source, { code: 'format-changed', field: read.unreadable }, at);
}

const SOURCES: Record<string, Source> = {
  'private/get_account_summaries': 'account summaries',
  'private/get_account_summary': 'account summaries',
  'private/get_positions': 'positions',
  'private/get_open_orders': 'open orders',
  'private/get_open_orders_by_currency': 'open orders',
  'private/get_open_orders_by_instrument': 'open orders',
  'public/ticker': 'ticker',
  'public/get_instruments': 'instruments',
  'public/get_instrument': 'instruments',
  'public/get_index_price': 'price index',
};

export const sourceOf = (method: string): Source | null =>
  Object.hasOwn(SOURCES, method) ? SOURCES[method]! : null;
