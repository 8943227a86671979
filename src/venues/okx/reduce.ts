/** The entrance: one raw message of an OKX page, of its public API, or of a read-only key, into the state. */
import { screenTable } from '../page/screen-account';
import { API_LIMIT, PAGE_LIMIT, parse } from '../shared/json-text';
import type { VenueMessage } from '../venue';
import {
  type Address,
  addressOf,
  type Frame,
  isSocketHost,
  isVenueHost,
  readAnswer,
  readEvent,
  readFrame,
} from './envelope';
import { type Fault, withFailure, without } from './failures';
import { onRows } from './on-rows';
import { type Kind, namedKind, shapeOf } from './shapes';
import type { State, Trader } from './state';

export function reduce(state: State, message: VenueMessage): State {
  if (message.direction !== 'in') return state;
  const table = screenTable(message);
  if (table) return { ...state, screen: { at: message.at, table } };
  const address = addressOf(message.url);
  if (!address) return state;
  return message.via === 'websocket' ? onFrame(state, message, address) : onAnswer(state, message, address);
}

/** What a key is refused for, and a page that is logged out. Source: OKX documents v5, "Error Code", 2026-06-28. */
const CLOCK = new Set(['50102', '50112']);
const SLOWER = new Set(['50011', '50013', '50061']);
const DOWN = new Set(['50001', '50004', '50026', '50027']);
const isRefusal = (code: string): boolean => /^(501\d\d|50007|50008|50035|50038)$/.test(code);

function onAnswer(state: State, message: VenueMessage, address: Address): State {
  if (!isVenueHost(address.host)) return state;
  const { at, via, status = 200 } = message;
  const named = namedKind(address.path);
  const fail = (fault: Fault): State => (named ? withFailure(state, named, fault, at) : state);
  if (status === 429) return fail({ code: 'rate-limited' });
  const parsed = parse(message.body, via === 'api' ? API_LIMIT : PAGE_LIMIT);
  if ('code' in parsed) {
    return fail(status >= 500 ? { code: 'server-error', detail: String(status) } : parsed);
  }
  const answer = readAnswer(parsed.json);
  if (!answer) {
    return fail(
      status >= 400
        ? { code: 'server-error', detail: String(status) }
        : { code: 'format-changed', field: 'code' },
    );
  }
  const { code, data } = answer;
  if (code !== '0') {
    if (SLOWER.has(code)) return fail({ code: 'rate-limited' });
    if (CLOCK.has(code)) return fail({ code: 'clock' });
    if (isRefusal(code) || status === 401) {
      if (via === 'api') return fail({ code: 'key-refused', detail: code });
      return named ? loggedOut(state, at) : state;
    }
    if (DOWN.has(code) || status >= 500) return fail({ code: 'server-error', detail: code });
    return fail({ code: 'refused', detail: code });
  }
  if (!Array.isArray(data)) return fail({ code: 'format-changed', field: 'data' });
  const kind = shapeOf(data[0]) ?? named;
  if (!kind) return state;
  return onRows(state, kind, data, { at, query: address.query, frame: null });
}

const loggedOut = (state: State, at: number): State => ({
  ...state,
  trader: { ...state.trader, loggedOutAt: at },
});

function onFrame(state: State, { body, at }: VenueMessage, address: Address): State {
  if (!isSocketHost(address.host) || body === 'pong' || body === 'ping') return state;
  const parsed = parse(body, PAGE_LIMIT);
  if ('code' in parsed) return onLostFrame(state, String(body), parsed, at);
  const event = readEvent(parsed.json);
  if (event) {
    if (event.event !== 'error') return state;
    return withFailure(state, 'stream', { code: 'refused', detail: event.code || '?' }, at);
  }
  const frame = readFrame(parsed.json);
  if (!frame) {
    const lost = kindIn(String(body));
    return lost ? withFailure(state, lost, { code: 'format-changed', field: 'data' }, at) : state;
  }
  if ('field' in frame) {
    const rows = (parsed.json as { data?: unknown }).data;
    const kind = (Array.isArray(rows) ? shapeOf(rows[0]) : null) ?? kindIn(String(body));
    return kind ? withFailure(state, kind, { code: 'format-changed', field: frame.field }, at) : state;
  }
  const next = onChannel(state, frame, at);
  if (next === state || !('stream' in next.trader.problems)) return next;
  return { ...next, trader: { ...next.trader, problems: without(next.trader.problems, 'stream') } };
}

/** What was said is lost; which kind it was, its text may still tell. */
function onLostFrame(state: State, text: string, fault: Fault, at: number): State {
  return withFailure(state, kindIn(text) ?? 'stream', fault, at);
}

function kindIn(text: string): Kind | null {
  const channel = /"channel"\s*:\s*"([a-z_-]{1,40})"/.exec(text)?.[1];
  return (channel && namedKind(channel)) || null;
}

function onChannel(state: State, frame: Frame, at: number): State {
  const { rows, channel, page } = frame;
  const named = namedKind(channel);
  if (!Array.isArray(rows)) {
    return named ? withFailure(state, named, { code: 'format-changed', field: 'data' }, at) : state;
  }
  const kind = shapeOf(rows[0]) ?? named;
  if (!kind) return state;
  const context = { at, query: new URLSearchParams(), frame };
  if (!page) return onRows(state, kind, rows, context);
  // Pages are a part of snapshots alone.
  if (frame.eventType === null) {
    return withFailure(state, kind, { code: 'format-changed', field: 'eventType' }, at);
  }
  if (frame.eventType !== 'snapshot') return onRows(state, kind, rows, context);
  return onPage(state, kind, frame, page, rows, at);
}

/**
 * One page of a snapshot. What it says counts at once as news; that the snapshot leaves something out is known only
 * with its last page, and only when none before it is missing.
 */
function onPage(
  state: State,
  kind: Kind,
  frame: Frame,
  page: { number: number; last: boolean },
  rows: unknown[],
  at: number,
): State {
  const { [kind]: known, ...others } = state.trader.pages;
  const before = page.number === 1 ? { next: 1, rows: [] } : known;
  const query = new URLSearchParams();
  if (before?.next !== page.number) {
    const news = onRows(state, kind, rows, { at, query, frame: { ...frame, eventType: null } });
    return withFailure(withPages(news, others), 'snapshot', { code: 'incomplete' }, at);
  }
  const all = [...before.rows, ...rows];
  if (page.last) return withPages(onRows(state, kind, all, { at, query, frame }), others);
  const news = onRows(state, kind, rows, { at, query, frame: { ...frame, eventType: null } });
  return withPages(news, { ...others, [kind]: { next: page.number + 1, rows: all } });
}

const withPages = (state: State, pages: Trader['pages']): State => ({
  ...state,
  trader: { ...state.trader, pages },
});
