import { describe, expect, test } from 'vitest';
import { vector, worst } from '../../test/vectors/risk/vector';
import type { Pool, Position } from '../engine/account';
import { positionRisk } from './position-risk';
import { type Statistics, statistics } from './statistics';

const oracle = vector<{
  cov: number[][];
  names: string[];
  cases: {
    book: string;
    w: number[];
    alpha: number;
    total: number;
    component: number[];
    share: number[];
    incremental: number[];
  }[];
  tolerance: { rel: number };
}>('11_component_var');
const daily: Statistics = statistics({
  format: 'plimsoll.covariance/1',
  interval: '1d',
  factors: oracle.names,
  matrix: oracle.cov,
});

function poolOf(values: number[], cash = '60000', change: Partial<Position> = {}): Pool {
  return {
    id: 'pool',
    kind: 'cross',
    unit: 'USDT',
    collateral: [{ asset: 'USDT', amount: cash, price: '1', follows: null }],
    positions: values.map((value, k) => ({
      symbol: `${oracle.names[k]}USDT`,
      factor: oracle.names[k]!,
      size: String(value / 100),
      contract: { type: 'linear', multiplier: '1' },
      entryPrice: '100',
      markPrice: '100',
      maintenance: { basis: 'value', style: 'marginal', steps: [{ from: '0', rate: '0.01' }] },
      ...change,
    })),
    orders: [],
    rules: {
      liquidatedWhen: 'at-or-below',
      threshold: '1',
      ratio: 'maintenance/equity',
      printed: { moves: 'symbol', tickOffset: 0, fixedMaintenance: false, onlySinglePosition: false },
    },
  };
}

test.each(oracle.cases.filter(({ alpha }) => alpha === 0.99))('Euler parts and increments: $book', row => {
  const { positions, dailySigma } = positionRisk(poolOf(row.w), daily);
  // VaR of a normal is its sigma times one quantile, so are its parts and increments.
  const quantile = row.total / dailySigma!;
  const inOrder = row.w.map((_, k) => positions.find(each => each.factor === oracle.names[k])!);
  expect(
    worst(
      inOrder.map(each => each.component! * quantile),
      row.component,
    ),
  ).toBeLessThan(oracle.tolerance.rel);
  expect(
    worst(
      inOrder.map(each => each.component! / dailySigma!),
      row.share,
    ),
  ).toBeLessThan(oracle.tolerance.rel);
  expect(
    worst(
      inOrder.map(each => -each.incremental! * quantile),
      row.incremental,
    ),
  ).toBeLessThan(1e-9);
  expect(quantile).toBeCloseTo(2.3263478740408408, 9);
});

describe('leverage, and the candidate', () => {
  test('by hand: 409,000 on 60,000; BTC moves the most money, though DOGE is the most volatile', () => {
    const found = positionRisk(poolOf([192_000, 96_000, 60_000, 40_000, 21_000]), daily);
    expect(found.leverage).toBeCloseTo(409 / 60, 12);
    expect(found.netLeverage).toBeCloseTo(409 / 60, 12);
    expect(found.candidate).toBe('BTCUSDT');
    expect(found.positions[0]).toMatchObject({ symbol: 'BTCUSDT', value: 192_000, guessed: false });
    expect(found.positions[0]!.dailySigma).toBeCloseTo(192_000 * Math.sqrt(0.0006), 9);
    const most = [...found.positions].sort((a, b) => b.volatility! - a.volatility!)[0]!;
    expect(most.factor).toBe('DOGE');
  });

  test('shorts net', () => {
    const found = positionRisk(poolOf([192_000, -130_000]), daily);
    expect(found.leverage).toBeCloseTo(322 / 60, 12);
    expect(found.netLeverage).toBeCloseTo(62 / 60, 12);
  });

  test('fully hedged: sigmas of the legs, no parts', () => {
    const pool = poolOf([100_000, -100_000]);
    pool.positions[1]!.factor = 'BTC';
    const found = positionRisk(pool, daily);
    expect(found.netLeverage).toBe(0);
    expect(found.positions.map(({ component, incremental }) => [component, incremental])).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(found.positions[0]!.dailySigma).toBeGreaterThan(0);
  });

  test('unknown: no equity, no mark, no statistics; one position is no choice', () => {
    expect(positionRisk(poolOf([192_000], '-1'), daily)).toMatchObject({ leverage: null, candidate: null });
    const noMark = positionRisk(poolOf([192_000], '60000', { markPrice: null }), daily);
    expect(noMark).toMatchObject({ leverage: null, netLeverage: null, dailySigma: null });
    expect(noMark.positions[0]).toMatchObject({ value: null, volatility: null, dailySigma: null });
    expect(positionRisk(poolOf([192_000, 1]), null)).toMatchObject({ dailySigma: null, candidate: null });
    const stranger = positionRisk(poolOf([192_000, 9000], '60000', { factor: 'NEW' }), daily);
    expect(stranger.positions.every(({ guessed }) => guessed)).toBe(true);
  });
});
