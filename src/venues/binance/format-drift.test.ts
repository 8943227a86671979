/**
 * Venues rename and retype their fields. Each field of each message in turn: dropped, renamed, given another
 * type. What comes of it may be right, unknown, or old with a problem that is named; never another number.
 */
import { describe, expect, it } from 'vitest';
import type { VenueMessage } from '../venue';
import { check, figures } from './fake-drift';
import {
  accountEvent,
  balanceList,
  bracketList,
  configList,
  fetched,
  framed,
  mark,
  positionList,
  type STEPS,
  T0,
  told,
} from './fake-page';
import { initial } from './state';

const SYMBOLS = ['BTCUSDT', 'ETHUSDT'];
const FEW: typeof STEPS = [
  [0, 300_000, 0.004, 0],
  [300_000, 9_000_000, 0.005, 300],
];
const before: VenueMessage[] = [
  bracketList(SYMBOLS, T0, FEW),
  configList([
    { symbol: 'BTCUSDT', marginType: 'CROSSED', leverage: 20 },
    { symbol: 'ETHUSDT', marginType: 'ISOLATED', leverage: 8 },
  ]),
  positionList([
    {
      symbol: 'BTCUSDT',
      amount: '5',
      entry: '85214.60',
      mark: '86000.00',
      liquidation: '79000',
      maintenance: '1',
    },
    { symbol: 'ETHUSDT', amount: '-6', entry: '2868.40', mark: '2800.00', isolatedWallet: '2151.30' },
  ]),
  balanceList({ USDT: '29500.41', BNB: '1.2' }),
];
const MINUTE = 60_000;
const later: VenueMessage[] = [
  bracketList(SYMBOLS, T0 + MINUTE, [
    [0, 200_000, 0.005, 0],
    [200_000, 9_000_000, 0.01, 1000],
  ]),
  configList([{ symbol: 'BTCUSDT', marginType: 'CROSSED', leverage: 10 }], T0 + MINUTE),
  positionList(
    [
      { symbol: 'BTCUSDT', amount: '7.5', entry: '85000', mark: '86500.00', updateTime: T0 + 50_000 },
      {
        symbol: 'ETHUSDT',
        amount: '-9',
        entry: '2850',
        mark: '2790.00',
        isolatedWallet: '3000',
        updateTime: T0 + 50_000,
      },
    ],
    T0 + MINUTE,
  ),
  balanceList({ USDT: '31000', BNB: '1.3' }, T0 + MINUTE),
  mark('BTCUSDT', '87000.00', T0 + 2 * MINUTE),
  framed(
    accountEvent(
      {
        balances: { USDT: '28000.5' },
        positions: [
          { symbol: 'BTCUSDT', amount: '8', entry: '85100' },
          { symbol: 'ETHUSDT', amount: '-4', entry: '2850', isolated: '1400' },
        ],
      },
      T0 + 2 * MINUTE,
    ),
    T0 + 2 * MINUTE,
  ),
  fetched(
    'https://www.binance.com/fapi/v1/premiumIndex',
    { symbol: 'BTCUSDT', markPrice: '86400.10', indexPrice: '1', time: T0 + 3 * MINUTE },
    T0 + 3 * MINUTE,
  ),
  framed(
    { e: 'ACCOUNT_CONFIG_UPDATE', E: T0 + 3 * MINUTE, T: T0 + 3 * MINUTE, ai: { j: true } },
    T0 + 3 * MINUTE,
  ),
];

describe('a field that is dropped, renamed or retyped', { timeout: 60_000 }, () => {
  it.each(before.map(({ url }, k) => [url.split('/').at(-1)!, k] as const))('in the first %s', (_, k) => {
    expect(check(initial, before, k)).toBeGreaterThan(0);
  });

  it.each(
    later.map(({ url, body }, k) => [`${url.split('/').at(-1)} ${String(body).slice(0, 30)}`, k] as const),
  )('in a later %s', (_, k) => {
    const from = told(before);
    expect(figures(told(later.slice(k, k + 1), from))).toBeDefined();
    check(from, [later[k]!], 0);
  });
});
