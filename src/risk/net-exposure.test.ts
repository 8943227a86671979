import { expect, test } from 'vitest';
import type { Account, Collateral, Pool, Position } from '../engine/account';
import { netExposures } from './net-exposure';

const rules: Pool['rules'] = {
  liquidatedWhen: 'at-or-below',
  threshold: '1',
  ratio: 'maintenance/equity',
  printed: { moves: 'symbol', tickOffset: 0, fixedMaintenance: false, onlySinglePosition: false },
};
const position = (factor: string, size: string, mark: string, more: Partial<Position> = {}): Position => ({
  symbol: factor,
  factor,
  size,
  contract: { type: 'linear', multiplier: '1' },
  entryPrice: mark,
  markPrice: mark,
  maintenance: null,
  ...more,
});
const cash = (asset: string, amount: string, price = '1', follows: string | null = null): Collateral => ({
  asset,
  amount,
  price,
  follows,
});
const account = (venue: string, unit: string, collateral: Collateral[], positions: Position[]): Account => ({
  format: 'plimsoll.account/1',
  venue,
  account: 'main',
  asOf: 0,
  pools: [{ id: `${venue}:${unit}`, kind: 'cross', unit, collateral, positions, orders: [], rules }],
});

const long = account(
  'one',
  'USDT',
  [cash('USDT', '9000')],
  [position('BTC', '2', '60000'), position('ETH', '10', '3000')],
);
const short = account('two', 'USDC', [cash('USDC', '9000')], [position('BTC', '-1.5', '60000')]);

test('a hedge on another venue nets the exposure, and is told apart from protection', () => {
  const { factors, excluded } = netExposures([long, short]);
  expect(excluded).toEqual([]);
  const [first, second] = factors;
  expect(first).toEqual({
    factor: 'BTC',
    net: 30_000,
    long: 120_000,
    short: -90_000,
    opposed: true,
    parts: [
      { venue: 'one', account: 'main', pool: 'one:USDT', exposure: 120_000 },
      { venue: 'two', account: 'main', pool: 'two:USDC', exposure: -90_000 },
    ],
  });
  expect(second).toMatchObject({ factor: 'ETH', net: 30_000, short: 0, opposed: false });
});

test('collateral counts: as its venue counts it', () => {
  const haircut = {
    ...cash('BTC', '1', '60000', 'BTC'),
    credit: { basis: 'value', style: 'marginal', steps: [{ from: '0', rate: '0.9' }] },
  } satisfies Collateral;
  const held = account('one', 'USDT', [haircut], [position('BTC', '-1', '60000')]);
  expect(netExposures([held]).factors[0]!.net).toBeCloseTo(-6000, 9);
});

test('a pool that counts in a coin is exposed to it by all of its equity', () => {
  // An inverse short of 60,000 dollars against one coin: worth 60,000 dollars whatever the price.
  const inverse = position('BTC', '-600', '60000', { contract: { type: 'inverse', multiplier: '100' } });
  const coin = account('three', 'BTC', [cash('BTC', '1')], [inverse]);
  const { factors } = netExposures([coin]);
  expect(factors[0]?.net ?? 0).toBeCloseTo(0, 6);
  const idle = account('three', 'BTC', [cash('BTC', '1')], []);
  expect(netExposures([idle, long]).factors[0]!.net).toBeCloseTo(180_000, 6);
});

test('left out and named: no mark, no price of the unit', () => {
  const noMark = account(
    'four',
    'USDT',
    [cash('USDT', '1')],
    [position('BTC', '1', '60000', { markPrice: null })],
  );
  const odd = account('five', 'SOL', [cash('SOL', '5')], []);
  const { factors, excluded } = netExposures([noMark, odd, short]);
  expect(factors).toHaveLength(1);
  expect(excluded.map(({ pool }) => pool)).toEqual(['four:USDT', 'five:SOL']);
  expect(excluded[1]!.reason).toMatch(/SOL/);
});
