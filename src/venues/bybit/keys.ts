/** What a read-only key asks for, and the private stream. */
import * as v from 'valibot';
import type { KeyAccess } from '../key-access';
import { parse } from '../shared/json-text';
import type { ApiRequest } from '../venue';
import { API } from './api';
import { readAnswer } from './envelope';
import { time } from './fields';
import { openPositions } from './moment';
import { login, sign } from './signing';
import type { Row, State, Table } from './state';
import { verdict } from './verdict';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** The stream tells of changes; the lists tell what it missed. */
const AGAIN = 30 * SECOND;
/** The wallet is not pushed when only prices move. */
const WALLET = 5 * SECOND;

/** Parts of the positions: the venue lists one category and coin at a time. */
const PARTS = [
  ['linear:USDT', 'category=linear&settleCoin=USDT'],
  ['linear:USDC', 'category=linear&settleCoin=USDC'],
  ['inverse', 'category=inverse'],
  ['option', 'category=option'],
] as const;

const ORDERS = [
  ['linear:USDT', 'category=linear&settleCoin=USDT'],
  ['linear:USDC', 'category=linear&settleCoin=USDC'],
  ['inverse', 'category=inverse'],
  ['spot', 'category=spot'],
] as const;

function privateNeeds(state: State, now: number): ApiRequest[] {
  const { trader } = state;
  const requests: ApiRequest[] = [];
  const get = (key: string, path: string, every: number) =>
    requests.push({ key: `bybit:${key}`, url: `${API}/v5/${path}`, method: 'GET', every });
  const isOld = (at: number | null | undefined, age: number) => at == null || now - at > age;
  if (isOld(trader.mode?.said ? trader.mode.at : null, MINUTE)) get('info', 'account/info', 10 * SECOND);
  if (isOld(trader.totals?.at, WALLET)) {
    get('wallet', 'account/wallet-balance?accountType=UNIFIED', WALLET);
  }
  for (const [part, query] of PARTS) {
    const next = cursorOf(trader.positions, `${part.split(':')[0]}:${part.split(':')[1] ?? ''}::`);
    if (next !== null) {
      get(
        `positions:${part}:${next}`,
        `position/list?${query}&limit=200&cursor=${encodeURIComponent(next)}`,
        AGAIN,
      );
    } else if (isOld(trader.positions.listed[part], AGAIN)) {
      get(`positions:${part}`, `position/list?${query}&limit=200`, 5 * SECOND);
    }
  }
  for (const [part, query] of ORDERS) {
    const [category, coin = ''] = part.split(':');
    const list = `${category}:${coin}::::0`;
    const next = cursorOf(trader.orders, list);
    const asked = `order/realtime?${query}&openOnly=0&limit=50`;
    if (next !== null) get(`orders:${part}:${next}`, `${asked}&cursor=${encodeURIComponent(next)}`, AGAIN);
    else if (isOld(trader.orders.listed[list], AGAIN)) get(`orders:${part}`, asked, 5 * SECOND);
  }
  const held = openPositions(trader);
  for (const category of ['linear', 'inverse']) {
    const wanted = held.some(row => row.category === category && trader.takerFee[row.symbol] === undefined);
    if (wanted || isOld(trader.takerFeeAt, 60 * MINUTE)) {
      get(`fees:${category}`, `account/fee-rate?category=${category}`, 10 * MINUTE);
    }
  }
  return requests;
}

/** The page that a list goes on with; null: it has not begun, or is whole. */
const cursorOf = (table: Table<Row>, list: string): string | null => table.pages[list]?.next ?? null;

const clock = v.object({ time });

export const keys: KeyAccess<State> = {
  passphrase: false,
  help: 'https://www.bybit.com/app/user/api-management',
  permission: { key: 'bybit:permission', url: `${API}/v5/user/query-api`, method: 'GET', every: MINUTE },
  verdict,
  needs: privateNeeds,
  sign,
  clock: {
    request: { key: 'bybit:clock', url: `${API}/v5/market/time`, method: 'GET', every: 10 * SECOND },
    read(body) {
      const parsed = parse(body, 10_000);
      if (!('json' in parsed) || readAnswer(parsed.json)?.code !== 0) return null;
      const said = v.safeParse(clock, parsed.json);
      return said.success ? said.output.time : null;
    },
  },
  stream: {
    url: () => 'wss://stream.bybit.com/v5/private',
    greeting: async (key, at) => [await login(key, at)],
    answer(frame) {
      const parsed = parse(frame, 10_000);
      if (!('json' in parsed)) return [];
      const isLogin = v.is(v.object({ op: v.literal('auth'), success: v.literal(true) }), parsed.json);
      return isLogin ? [JSON.stringify({ op: 'subscribe', args: ['wallet', 'position', 'order'] })] : [];
    },
    // Silence of more than ten minutes ends the connection; the documents ask for a ping every 20 s.
    ping: { every: 20 * SECOND, text: JSON.stringify({ op: 'ping' }) },
  },
};
