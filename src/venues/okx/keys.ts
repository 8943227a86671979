/**
 * Read-only keys: how requests are signed, what a key may do, which private requests complete the state, and the
 * private stream. Source: OKX documents v5, "Authentication", "Get account configuration", "WebSocket login",
 * "Error Code", 2026-06-28.
 */
import * as v from 'valibot';
import type { ApiKey, KeyAccess, KeyAnswer, KeyStream, KeyVerdict } from '../key-access';
import { hmacBase64 } from '../shared/hmac';
import { parse } from '../shared/json-text';
import type { ApiRequest } from '../venue';
import { API } from './api';
import { readAnswer, readEvent } from './envelope';
import type { State } from './state';

const SECOND = 1_000;

/** What is signed: the time as it stands in the header, the method, the path with its query, the body. */
async function sign(request: ApiRequest, { key, secret, passphrase }: ApiKey, at: number) {
  const { url, method } = request;
  const { pathname, search } = new URL(url);
  const body = method === 'POST' ? JSON.stringify(request.body ?? {}) : null;
  const timestamp = new Date(Math.round(at)).toISOString();
  return {
    url,
    method,
    headers: {
      'OK-ACCESS-KEY': key,
      'OK-ACCESS-SIGN': await hmacBase64(secret, `${timestamp}${method}${pathname}${search}${body ?? ''}`),
      'OK-ACCESS-TIMESTAMP': timestamp,
      'OK-ACCESS-PASSPHRASE': passphrase ?? '',
      ...(body === null ? {} : { 'Content-Type': 'application/json' }),
    },
    body,
  };
}

/** By the venue's code. */
const REFUSED: Record<string, string> = {
  50100: 'unknown-key',
  50101: 'wrong-region',
  50102: 'clock',
  50103: 'unknown-key',
  50104: 'wrong-passphrase',
  50105: 'wrong-passphrase',
  50106: 'wrong-signature',
  50107: 'clock',
  50110: 'ip-restricted',
  50111: 'unknown-key',
  50112: 'clock',
  50113: 'wrong-signature',
  50114: 'unknown-key',
  50119: 'unknown-key',
  50035: 'ip-restricted',
  50038: 'wrong-region',
};
const UNKNOWN: Record<string, string> = {
  50001: 'maintenance',
  50004: 'maintenance',
  50011: 'rate-limited',
  50013: 'maintenance',
  50026: 'maintenance',
  50027: 'refused',
  50061: 'rate-limited',
};

const configuration = v.object({
  perm: v.string(),
  uid: v.pipe(v.string(), v.regex(/^\d{1,25}$/)),
  label: v.optional(v.string(), ''),
});

const refused = (code: string, message = ''): KeyVerdict => ({ is: 'refused', code, message });
const unknown = (code: string, message = ''): KeyVerdict => ({ is: 'unknown', code, message });

/** A key is kept when its permission is "read_only" and nothing beside it. */
function verdict({ status, body }: KeyAnswer): KeyVerdict {
  if (status === 429) return unknown('rate-limited');
  const parsed = parse(body, 100_000);
  const answer = 'json' in parsed ? readAnswer(parsed.json) : null;
  if (!answer) return unknown(status >= 500 ? 'maintenance' : 'unreadable');
  const { code, data } = answer;
  if (code !== '0') {
    const why = REFUSED[code];
    if (why) return refused(why, code);
    // A new refusal of the same family: not kept, and not called wrong either.
    return unknown(UNKNOWN[code] ?? (status >= 500 ? 'maintenance' : 'refused'), code);
  }
  const result = v.safeParse(v.tuple([configuration]), data);
  if (!result.success) return unknown('unreadable');
  const [{ perm, uid, label }] = result.output;
  const rights = perm.split(',').map(right => right.trim());
  if (rights.includes('withdraw')) return refused('may-withdraw', perm);
  if (rights.includes('trade')) return refused('may-trade', perm);
  if (rights.length !== 1 || rights[0] !== 'read_only') return unknown('unreadable', perm.slice(0, 40));
  return { is: 'read-only', account: uid, label: label.trim().slice(0, 24) || `…${uid.slice(-4)}` };
}

/** Algorithmic orders are listed by their kind: one question each. Source: "Get algo order list", 2026-06-28. */
const ALGO_TYPES = ['conditional,oco', 'trigger', 'move_order_stop'];

/**
 * The stream tells of balances, positions and orders as they change; lists are asked for at the start, after a gap
 * (the requester forgets what it knew), and from time to time against what a stream may have lost.
 */
function needs(state: State, now: number): ApiRequest[] {
  const { trader } = state;
  const list: ApiRequest[] = [];
  const get = (key: string, path: string, every: number) =>
    list.push({ key: `okx:key:${key}`, url: `${API}/${path}`, method: 'GET', every });
  get('config', 'account/config', 300 * SECOND);
  get('balance', 'account/balance', 20 * SECOND);
  get('positions', 'account/positions', 20 * SECOND);
  get('orders', 'trade/orders-pending', 60 * SECOND);
  for (const type of ALGO_TYPES)
    get(`algos:${type}`, `trade/orders-algo-pending?ordType=${type}`, 60 * SECOND);
  if (trader.feesAt === null || now - trader.feesAt > 3600 * SECOND) {
    for (const type of ['SWAP', 'FUTURES', 'MARGIN']) {
      get(`fees:${type}`, `account/trade-fee?instType=${type}`, 600 * SECOND);
    }
  }
  return list;
}

const stream: KeyStream<State> = {
  url: () => 'wss://ws.okx.com:8443/ws/v5/private',
  async greeting({ key, secret, passphrase }, at) {
    const timestamp = String(Math.floor(at / SECOND));
    const signature = await hmacBase64(secret, `${timestamp}GET/users/self/verify`);
    const args = [{ apiKey: key, passphrase: passphrase ?? '', timestamp, sign: signature }];
    return [JSON.stringify({ op: 'login', args })];
  },
  answer(frame) {
    const parsed = parse(frame, 1_000_000);
    const event = 'json' in parsed ? readEvent(parsed.json) : null;
    if (event?.event !== 'login' || event.code !== '0') return [];
    const args = [
      // Every event at once; regular pushes go on beside them.
      { channel: 'account' },
      { channel: 'positions', instType: 'ANY' },
      { channel: 'balance_and_position' },
      { channel: 'orders', instType: 'ANY' },
    ];
    return [JSON.stringify({ op: 'subscribe', args })];
  },
  // The venue closes a connection that is silent for 30 s.
  ping: { every: 20 * SECOND, text: 'ping' },
};

export const keys: KeyAccess<State> = {
  passphrase: true,
  help: 'https://www.okx.com/account/my-api',
  permission: { key: 'okx:key:config', url: `${API}/account/config`, method: 'GET', every: 0 },
  verdict,
  needs,
  sign,
  clock: {
    request: { key: 'okx:time', url: `${API}/public/time`, method: 'GET', every: 10 * SECOND },
    read(body) {
      const parsed = parse(body, 10_000);
      const answer = 'json' in parsed ? readAnswer(parsed.json) : null;
      const result = v.safeParse(
        v.tuple([v.object({ ts: v.pipe(v.string(), v.regex(/^\d{13}$/)) })]),
        answer?.data,
      );
      return result.success ? Number.parseInt(result.output[0].ts, 10) : null;
    },
  },
  stream,
};
