/**
 * The private WebSocket of a key: a login by signature, then the account's own channels. The venue asks for a
 * sign of life in a heartbeat (`test_request`) and closes the socket of who does not answer.
 * Source: docs.deribit.com, "public/auth", "public/set_heartbeat", "Subscriptions".
 */
import type { KeyStream } from '../key-access';
import { PAGE_LIMIT, parse } from './exact-json';
import { credentials } from './signature';
import type { State } from './state';

const rpc = (id: number, method: string, params: Record<string, unknown>): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method, params });

/** Ids of this stream's own questions: their answers are no account's. */
const LOGIN = 1;
const HEARTBEAT = 2;
const SUBSCRIBE = 3;
const ALIVE = 4;

const CHANNELS = ['user.portfolio.any', 'user.changes.any.any.raw'];

export const stream: KeyStream<State> = {
  url: () => 'wss://www.deribit.com/ws/api/v2',
  greeting: async (key, at) => [rpc(LOGIN, 'public/auth', await credentials(key, at))],
  answer(text) {
    const parsed = parse(text, PAGE_LIMIT);
    const frame = 'json' in parsed && typeof parsed.json === 'object' ? parsed.json : null;
    if (!frame) return [];
    const { id, method, result, params } = frame as Record<string, unknown>;
    const typed = (value: unknown) => (typeof value === 'object' && value !== null ? value : {});
    if (method === 'heartbeat') {
      return 'type' in typed(params) && (params as { type: unknown }).type === 'test_request'
        ? [rpc(ALIVE, 'public/test', {})]
        : [];
    }
    if (String(id) !== String(LOGIN) || !('scope' in typed(result))) return [];
    return [
      rpc(HEARTBEAT, 'public/set_heartbeat', { interval: 30 }),
      rpc(SUBSCRIBE, 'private/subscribe', { channels: CHANNELS }),
    ];
  },
  ping: null,
};
