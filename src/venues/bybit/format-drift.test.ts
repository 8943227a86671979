/**
 * Venues rename and retype their fields. Each field of each message in turn: dropped, renamed, given another type.
 * What comes of it may be right, unknown, or old with a problem that is named; never another number.
 */
import { describe, expect, it } from 'vitest';
import { driftCheck } from '../shared/fake-drift';
import type { VenueMessage } from '../venue';
import { accounts } from './account';
import {
  accountInfo,
  collateralTiers,
  feeRates,
  loanTiers,
  mark,
  orderList,
  orderPush,
  positionList,
  positionPush,
  RATIOS,
  riskLimits,
  T0,
  type Tier,
  ticker,
  told,
  walletList,
  walletPush,
} from './fake-page';
import { initial, type State } from './state';
import { tap } from './tap';

const FEW: Tier[] = [
  ['300000', '0.005', ''],
  ['900000', '0.01', '1500'],
];
const btc = {
  symbol: 'BTCUSDT',
  size: '5',
  entry: '85214.60',
  mark: '86000.00',
  leverage: '20',
  maintenance: '1',
  liquidation: '79000',
};
const eth = { symbol: 'ETHUSDT', size: '6', side: 'Sell' as const, entry: '2868.40', mark: '2800.00' };
const coins = [
  { coin: 'USDT', wallet: '29500.41', price: 0.9998 },
  { coin: 'BTC', wallet: '0.3', price: 86000 },
  { coin: 'ETH', wallet: '-1.5', price: 2800, borrow: '1.5' },
];
const before: VenueMessage[] = [
  accountInfo('REGULAR_MARGIN'),
  collateralTiers(RATIOS),
  loanTiers({ USDT: '0.04', BTC: '0.04', ETH: '0.05' }),
  riskLimits('BTCUSDT', FEW),
  riskLimits('ETHUSDT', FEW),
  feeRates({ BTCUSDT: '0.00055', ETHUSDT: '0.00055' }),
  walletList(coins),
  positionList([btc, eth]),
  orderList([{ id: 'rests', symbol: 'BTCUSDT', price: '80000', qty: '0.5' }]),
];
const MINUTE = 60_000;
const later: VenueMessage[] = [
  riskLimits(
    'BTCUSDT',
    [
      ['200000', '0.006', ''],
      ['900000', '0.012', '1200'],
    ],
    T0 + MINUTE,
  ),
  collateralTiers({ ...RATIOS, BTC: [['0', '', '0.8']] }, T0 + MINUTE),
  loanTiers({ USDT: '0.04', BTC: '0.04', ETH: '0.08' }, T0 + MINUTE),
  feeRates({ BTCUSDT: '0.0004', ETHUSDT: '0.0004' }, T0 + MINUTE),
  walletList(
    [{ ...coins[0]!, wallet: '31000' }, { ...coins[1]!, wallet: '0.2' }, coins[2]!],
    {},
    T0 + MINUTE,
  ),
  positionList([{ ...btc, size: '7.5', entry: '85000', updated: T0 + 50_000 }, eth], undefined, T0 + MINUTE),
  orderList(
    [{ id: 'rests', symbol: 'BTCUSDT', price: '80000', qty: '1.5', updated: T0 + 50_000 }],
    undefined,
    T0 + MINUTE,
  ),
  mark('BTCUSDT', '87000.00', T0 + 2 * MINUTE),
  ticker('BTCUSDT', { markPrice: '87100', indexPrice: '87090' }, 'snapshot', T0 + 2 * MINUTE),
  positionPush([{ ...btc, size: '8', entry: '85100' }], T0 + 2 * MINUTE),
  walletPush([{ ...coins[0]!, wallet: '28000.5' }], T0 + 2 * MINUTE),
  orderPush([{ id: 'rests', symbol: 'BTCUSDT', status: 'Cancelled' }], T0 + 2 * MINUTE),
];

const retyped = (value: unknown): unknown[] => [
  null,
  // The other answer of a switch is no other type.
  ...(typeof value === 'boolean' ? [] : [true]),
  'abc',
  'NaN',
  '1 000',
  {},
  [value],
  { value },
  // An empty list in the place of a list is a message like any other.
  ...(Array.isArray(value) ? [] : [[]]),
  // "" is how the venue writes that something does not apply.
  typeof value === 'string' ? Number(value) || 7 : String(value),
];

const { figures, check } = driftCheck<State>({
  readings: state => accounts(state, T0),
  told,
  tap,
  retyped,
  rows: 2,
});

const nameOf = ({ url, body }: VenueMessage) =>
  `${url.split('/').at(-1)!.split('?')[0]} ${/"topic":"([^"]+)"/.exec(String(body))?.[1] ?? ''}`;

describe('a field that is dropped, renamed or retyped', { timeout: 120_000 }, () => {
  it.each(before.map((message, k) => [nameOf(message), k] as const))('in the first %s', (_, k) => {
    expect(figures(told(before))).toHaveProperty('uta');
    expect(check(initial, before, k)).toBeGreaterThan(0);
  });

  it.each(later.map((message, k) => [nameOf(message), k] as const))('in a later %s', (_, k) => {
    const from = told(before);
    // The message says something new: what it says wrongly would show.
    expect(figures(told([later[k]!], from))).not.toEqual(figures(from));
    check(from, [later[k]!], 0);
  });
});
