/**
 * Venues rename and retype their fields. Each field of each message in turn: dropped, renamed, given another
 * type. What comes of it may be right, unknown, or old with a problem that is named; never another number.
 */
import { describe, expect, it } from 'vitest';
import { driftCheck } from '../shared/fake-drift';
import type { VenueMessage } from '../venue';
import { accounts } from './account';
import {
  answered,
  balance,
  balanceRow,
  config,
  detailRow,
  discounts,
  fees,
  framed,
  instrumentRow,
  instruments,
  mark,
  orderRow,
  orders,
  positionRow,
  positions,
  T0,
  tiers,
  told,
} from './fake-venue';
import { initial, type State } from './state';
import { tap } from './tap';

const MINUTE = 60_000;
const STEPS: [string, string][] = [
  ['0', '0.004'],
  ['2000', '0.005'],
];
const BTC = {
  instId: 'BTC-USDT-SWAP',
  pos: '900',
  avgPx: '85214.6',
  markPx: '86000',
  liqPx: '80000',
  mgnRatio: '9',
};
const ETH = {
  instId: 'ETH-USDT-SWAP',
  pos: '-300',
  avgPx: '2868.4',
  markPx: '2800',
  mgnMode: 'isolated' as const,
  margin: '1500.5',
};
const common = [
  instruments([
    instrumentRow('BTC-USDT-SWAP'),
    instrumentRow('ETH-USDT-SWAP', { ctVal: '0.1', tickSz: '0.01' }),
  ]),
  tiers('BTC-USDT', STEPS),
  tiers('ETH-USDT', STEPS, { mode: 'isolated' }),
  fees('SWAP', '-0.0005'),
];
const order = { instId: 'BTC-USDT-SWAP', side: 'buy' as const, sz: '1500', px: '84000' };
const futures: VenueMessage[] = [
  config('2'),
  ...common,
  positions([BTC, ETH]),
  balance([
    { ccy: 'USDT', cashBal: '129500.41' },
    { ccy: 'BTC', cashBal: '0.25' },
  ]),
  orders([order]),
];
const multi: VenueMessage[] = [
  config('3'),
  ...common,
  discounts('USDT', [['0', '1000000', '1']]),
  discounts('BTC', [
    ['0', '20', '0.98'],
    ['20', '25', '0.9775'],
  ]),
  tiers('USDT', [['0', '0.02']], { type: 'MARGIN', by: 'ccy' }),
  positions([BTC]),
  balance(
    [
      { ccy: 'USDT', cashBal: '-40000', eqUsd: '-40000', disEq: '-40000' },
      { ccy: 'BTC', cashBal: '1.25', eqUsd: '107500', disEq: '105350' },
    ],
    T0,
    { adjEq: '65350', mgnRatio: '3', mmr: '1000' },
  ),
];

const stamp = T0 + MINUTE;
const snapshot = { eventType: 'snapshot', curPage: 1, lastPage: true };
const later: VenueMessage[] = [
  mark('BTC-USDT-SWAP', '87000', T0 + 2 * MINUTE),
  answered(
    'public/mark-price?instType=SWAP',
    [{ instType: 'SWAP', instId: 'BTC-USDT-SWAP', markPx: '86400.1', ts: String(stamp) }],
    stamp,
  ),
  positions([{ ...BTC, pos: '1200', avgPx: '85500', markPx: '86500', uTime: T0 + 50_000 }], stamp),
  framed(
    'positions',
    [
      positionRow({ ...BTC, pos: '700', markPx: '86500', uTime: T0 + 50_000, pTime: String(stamp) }),
      positionRow({ ...ETH, pos: '-100', margin: '480', uTime: T0 + 50_000, pTime: String(stamp) }),
    ],
    stamp,
    snapshot,
    { instType: 'ANY' },
  ),
  framed(
    'positions',
    [positionRow({ ...BTC, pos: '0', uTime: T0 + 55_000, pTime: String(stamp) })],
    stamp,
    { eventType: 'event_update' },
    { instType: 'ANY' },
  ),
  framed('account', [balanceRow([{ ccy: 'USDT', cashBal: '120000', uTime: stamp }])], stamp, {
    eventType: 'event_update',
  }),
  balance([{ ccy: 'USDT', cashBal: '99000.5', uTime: stamp }], stamp),
  framed(
    'balance_and_position',
    [
      {
        pTime: String(stamp),
        eventType: 'filled',
        balData: [{ ccy: 'USDT', cashBal: '111111', uTime: String(stamp) }],
        posData: [
          {
            posId: '1',
            tradeId: '2',
            instId: 'BTC-USDT-SWAP',
            instType: 'SWAP',
            mgnMode: 'cross',
            posSide: 'net',
            pos: '650',
            ccy: 'USDT',
            posCcy: '',
            avgPx: '85214.6',
            uTime: String(stamp),
          },
        ],
        trades: [],
      },
    ],
    stamp,
  ),
  framed(
    'orders',
    [orderRow({ ...order, accFillSz: '700', state: 'partially_filled', uTime: stamp })],
    stamp,
    {},
    {
      instType: 'ANY',
    },
  ),
  orders([], stamp),
  tiers('BTC-USDT', [['0', '0.01']], { at: stamp }),
  fees('SWAP', '-0.0004', {}, stamp),
];

const retyped = (value: unknown): unknown[] => [
  null,
  true,
  'abc',
  'NaN',
  '1 000',
  -1.5,
  // An empty list in the place of a list, or "" in the place of a number, are messages like any other.
  ...(Array.isArray(value) ? [] : [[]]),
  {},
  [value],
  { value },
  typeof value === 'string' ? Number(value) || 7 : String(value),
];

const { figures, check } = driftCheck<State>({
  readings: state => accounts(state, T0),
  told,
  tap,
  retyped,
});

const nameOf = ({ url, body, via }: VenueMessage): string =>
  via === 'websocket' ? String(body).slice(0, 60) : url.split('/v5/')[1]!;

describe('a field that is dropped, renamed or retyped', { timeout: 120_000 }, () => {
  it.each(futures.map((message, k) => [nameOf(message), k] as const))('futures mode: %s', (_, k) => {
    expect(check(initial, futures, k)).toBeGreaterThan(0);
  });

  it.each(multi.map((message, k) => [nameOf(message), k] as const))('multi-currency: %s', (_, k) => {
    expect(check(initial, multi, k)).toBeGreaterThan(0);
  });

  it.each(later.map((message, k) => [nameOf(message), k] as const))('later: %s', (_, k) => {
    const from = told(futures);
    expect(figures(told(later.slice(k, k + 1), from))).not.toEqual({});
    check(from, [later[k]!], 0);
  });

  it('the messages tell of accounts that are known', () => {
    expect(Object.keys(figures(told(futures))).sort()).toEqual([
      'cross:BTC',
      'cross:USDT',
      'isolated:ETH-USDT-SWAP',
    ]);
    expect(Object.keys(figures(told(multi)))).toEqual(['cross']);
    expect(detailRow({ ccy: 'USDT', cashBal: '1' })).toHaveProperty('cashBal', '1');
  });
});
