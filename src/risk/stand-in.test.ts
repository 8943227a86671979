import { describe, expect, test } from 'vitest';
import { factorModel } from './factor-model';
import { eigen } from './linear-algebra';
import { standIn } from './stand-in';
import { type Statistics, statistics } from './statistics';

/** Coins with betas and residual volatilities as given, the market with σ = 1 % an hour. */
function market(coins: [beta: number, residual: number][]): Statistics {
  const loads = [[1, 0] as [number, number], ...coins];
  const factors = loads.map((_, i) => (i ? `C${i}` : 'BTC'));
  return statistics({
    format: 'plimsoll.covariance/1',
    interval: '1h',
    factors,
    matrix: loads.map(([b, e], i) => loads.map(([c], j) => 1e-4 * b * c + (i === j ? e * e : 0))),
  });
}

test('high among the coins: the 90th percentile of their betas and of their own moves', () => {
  const coins = Array.from({ length: 11 }, (_, i): [number, number] => [1 + i / 10, 0.01 + i / 1000]);
  // Order statistic 9 of 0…10.
  expect(standIn(market(coins), 'NEW')).toEqual({
    factor: 'NEW',
    reason: 'not among the returns',
    beta: expect.closeTo(1.9, 9),
    volatility: expect.closeTo(Math.hypot(0.019, 0.019), 9),
  });
});

test('among calm coins at least the market’s own', () => {
  const calm = market([
    [0.2, 0.001],
    [0.3, 0.001],
    [0.4, 0.001],
  ]);
  expect(standIn(calm, 'NEW')).toMatchObject({
    beta: 1,
    volatility: expect.closeTo(Math.hypot(0.01, 0.01), 12),
  });
});

test('too few coins for a percentile', () => {
  expect(standIn(market([[3, 0.05]]), 'NEW')).toMatchObject({
    beta: 1.6,
    volatility: expect.closeTo(Math.hypot(0.016, 0.01), 12),
  });
});

test('a short history counts where it is wilder, with its reason', () => {
  const stats = {
    ...market([]),
    short: [
      { factor: 'WILD', reason: 'only 40 hours', volatility: 0.2 },
      { factor: 'CALM', reason: 'only 50 hours', volatility: 0.001 },
      { factor: 'NONE', reason: 'no hourly prices', volatility: null },
    ],
  };
  expect(standIn(stats, 'WILD')).toMatchObject({ reason: 'only 40 hours', volatility: 0.2 });
  expect(standIn(stats, 'CALM')!.volatility).toBeCloseTo(Math.hypot(0.016, 0.01), 12);
  expect(standIn(stats, 'NONE')).toMatchObject({
    reason: 'no hourly prices',
    volatility: expect.closeTo(Math.hypot(0.016, 0.01), 12),
  });
});

test('without a market that moves there is none', () => {
  expect(
    standIn(
      statistics({ format: 'plimsoll.covariance/1', interval: '1h', factors: ['BTC'], matrix: [[0]] }),
      'NEW',
    ),
  ).toBeNull();
});

describe('in the model of a pool', () => {
  const stats = market([
    [1.2, 0.004],
    [1.5, 0.006],
    [1.1, 0.002],
  ]);
  test('it moves with the others through the market, over 24 hours; the matrix stays possible', () => {
    const model = factorModel(stats, ['NEW', 'C1', 'NEWER']);
    if (typeof model === 'string') throw new Error(model);
    const { beta, volatility } = standIn(stats, 'NEW')!;
    expect(model.covariance[0]).toBeCloseTo(24 * volatility ** 2, 12);
    expect(model.covariance[1]).toBeCloseTo(24 * beta * 1.2 * 1e-4, 12);
    expect(model.covariance[2]).toBeCloseTo(24 * beta * beta * 1e-4, 12);
    expect(model.covariance[4]).toBeCloseTo(24 * stats.covariance[1]![1]!, 12);
    expect([...model.beta]).toEqual([beta, expect.closeTo(1.2, 12), beta]);
    expect(eigen(model.correlation, 3).values[0]).toBeGreaterThan(0);
  });
  test('the same question has the same answer, by identity', () => {
    expect(factorModel(stats, ['C1', 'C2'])).toBe(factorModel(stats, ['C1', 'C2']));
    expect(factorModel(stats, ['C1', 'C2'])).not.toBe(factorModel(stats, ['C2', 'C1']));
  });
});
