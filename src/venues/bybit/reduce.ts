/** The entrance: one raw message of a Bybit page, of its public API, or of a read-only key, into the state. */
import { screenTable } from '../page/screen-account';
import { API_LIMIT, PAGE_LIMIT, parse } from '../shared/json-text';
import type { VenueMessage } from '../venue';
import {
  type Address,
  addressOf,
  isSocketHost,
  isVenueHost,
  listOf,
  readAnswer,
  readFrame,
} from './envelope';
import { cleared, type Fault, type Source, withFailure } from './failures';
import { onRows } from './on-rows';
import { type Kind, namedKind, shapeOf } from './shapes';
import type { State } from './state';

export function reduce(state: State, message: VenueMessage): State {
  if (message.direction !== 'in') return state;
  const table = screenTable(message);
  if (table) return { ...state, screen: { at: message.at, table } };
  const address = addressOf(message.url);
  if (!address) return state;
  return message.via === 'websocket' ? onFrame(state, message, address) : onAnswer(state, message, address);
}

/** Source: Bybit v5 documents, "Error Codes", 2026-07-24. */
const LOGGED_OUT = new Set([10007, 401]);
const KEY_REFUSED = new Set([10003, 10004, 10005, 10010, 33004]);
const SLOWER = new Set([10006, 10018, 10429]);
const REGION = new Set([10009, 10024, 10029]);
const CLOCK = 10002;
const DOWN = new Set([10000, 10016, 10019]);

function onAnswer(state: State, message: VenueMessage, address: Address): State {
  if (!isVenueHost(address.host)) return state;
  const { at, via, status = 200 } = message;
  const named = namedKind(address.path);
  const fail = (fault: Fault): State =>
    named && named !== 'user' ? withFailure(state, named, fault, at) : state;
  if (status === 429) return fail({ code: 'rate-limited' });
  const parsed = parse(message.body, via === 'api' ? API_LIMIT : PAGE_LIMIT);
  if ('code' in parsed) {
    if (status === 403) return fail({ code: 'wrong-region' });
    return fail(status >= 500 ? { code: 'server-error', detail: String(status) } : parsed);
  }
  const answer = readAnswer(parsed.json);
  if (!answer) {
    if (status === 403) return fail({ code: 'wrong-region' });
    const fault: Fault =
      status >= 400
        ? { code: 'server-error', detail: String(status) }
        : { code: 'format-changed', field: 'retCode' };
    return fail(fault);
  }
  const { code, result, made } = answer;
  if (code !== 0) return onRefusal(state, code, { named, key: via === 'api', at, fail });
  if (typeof result !== 'object' || result === null) return fail({ code: 'format-changed', field: 'result' });
  const list = listOf(result);
  const shape = shapeOf(list.rows[0]);
  const kind = shape ?? named;
  if (!kind) return state;
  // A list that looks like nothing known is taken for empty only where the documents have it.
  const documented = 'list' in result && Array.isArray(result.list);
  if (!shape && !documented && kind !== 'user') return fail({ code: 'format-changed', field: 'result.list' });
  return onRows(state, kind, { at, made, list, query: questionOf(message, address), push: null });
}

function onRefusal(
  state: State,
  code: number,
  { named, key, at, fail }: { named: Kind | null; key: boolean; at: number; fail: (fault: Fault) => State },
): State {
  if (SLOWER.has(code)) return fail({ code: 'rate-limited' });
  if (code === CLOCK) return fail({ code: 'clock' });
  if (REGION.has(code)) return fail({ code: 'wrong-region' });
  if (key && KEY_REFUSED.has(code)) return fail({ code: 'key-refused', detail: String(code) });
  if (LOGGED_OUT.has(code)) {
    if (key) return fail({ code: 'key-refused', detail: String(code) });
    return named ? { ...state, trader: { ...state.trader, loggedOutAt: at } } : state;
  }
  if (DOWN.has(code)) return fail({ code: 'server-error', detail: String(code) });
  return fail({ code: 'refused', detail: String(code) });
}

/** Of the URL; a call by POST carries the same names in its body. */
function questionOf({ request }: VenueMessage, { query }: Address): URLSearchParams {
  const parsed = parse(request, 20_000);
  if ('code' in parsed || typeof parsed.json !== 'object' || parsed.json === null) return query;
  const all = new URLSearchParams(query);
  for (const [name, value] of Object.entries(parsed.json)) {
    if (typeof value === 'string' || typeof value === 'number') all.set(name, String(value));
  }
  return all;
}

function onFrame(state: State, { body, at }: VenueMessage, address: Address): State {
  if (!isSocketHost(address.host)) return state;
  const parsed = parse(body, PAGE_LIMIT);
  if ('code' in parsed) return withFailure(state, lostIn(String(body)), parsed, at);
  const frame = readFrame(parsed.json);
  if (!frame) return state;
  const named = namedKind(frame.topic);
  if ('field' in frame) {
    return named && named !== 'user'
      ? withFailure(state, named, { code: 'format-changed', field: frame.field }, at)
      : state;
  }
  const { rows, delta, time: made } = frame;
  const kind = shapeOf(rows[0]) ?? named;
  // Nothing is told of who is logged in by a stream.
  if (!kind || kind === 'user') return state;
  const list = { rows, category: null, next: null };
  const next = onRows(state, kind, { at, made, list, query: new URLSearchParams(), push: { delta } });
  return cleared(next, 'stream');
}

/** What was said is lost; which kind it was, its text may still tell. */
function lostIn(text: string): Source {
  const topic = /"topic"\s*:\s*"([a-zA-Z\d._-]{1,60})"/.exec(text)?.[1];
  const kind = topic ? namedKind(topic) : null;
  return kind && kind !== 'user' ? kind : 'stream';
}
