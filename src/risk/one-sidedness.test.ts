import { describe, expect, test } from 'vitest';
import { flatten } from './linear-algebra';
import { oneSided, pairs, SAME_BET } from './one-sidedness';

const factors = ['BTC', 'ETH', 'SOL'];
const correlation = flatten([
  [1, 0.84, 0.78],
  [0.84, 1, 0.8],
  [0.78, 0.8, 1],
]);
const beta = Float64Array.of(1, 1.2, 1.5);
const stacked = (...exposures: number[]) =>
  oneSided(factors, Float64Array.from(exposures), beta, correlation);

describe('a stack on one side', () => {
  test('longs: named, the largest by beta-weighted exposure first', () => {
    expect(stacked(100, 50, 90)).toEqual({
      side: 'long',
      factors: ['SOL', 'BTC', 'ETH'],
      share: 1,
      correlation: expect.closeTo((0.84 + 0.78 + 0.8) / 3, 12),
    });
  });
  test('shorts', () => {
    expect(stacked(-100, -50, 0)).toMatchObject({ side: 'short', factors: ['BTC', 'ETH'], share: 1 });
  });
  test('a slight position against it does not change the side, one of a fifth does', () => {
    // 100 + 60 − 7.5 of 167.5
    expect(stacked(100, 50, -5)).toMatchObject({
      side: 'long',
      factors: ['BTC', 'ETH'],
      share: expect.closeTo(152.5 / 167.5, 12),
    });
    expect(stacked(100, 50, -50)).toBeNull();
  });
  test('one position is none, and a crumb beside it does not make two', () => {
    expect(stacked(100, 0, 0)).toBeNull();
    expect(stacked(100, 1, 0)).toBeNull();
    expect(stacked(100, 3, 0)).not.toBeNull();
  });
  test('positions that are little alike are no stack', () => {
    const apart = flatten([
      [1, 0.2, 0.1],
      [0.2, 1, 0.1],
      [0.1, 0.1, 1],
    ]);
    expect(oneSided(factors, Float64Array.of(100, 100, 100), beta, apart)).toBeNull();
  });
  test('a short of what moves against the market is on the long side', () => {
    const inverse = flatten([
      [1, -0.8],
      [-0.8, 1],
    ]);
    const result = oneSided(['BTC', 'VIX'], Float64Array.of(100, -100), Float64Array.of(1, -0.9), inverse);
    expect(result).toEqual({
      side: 'long',
      factors: ['BTC', 'VIX'],
      share: 1,
      correlation: expect.closeTo(0.8, 12),
    });
  });
  test('nothing held', () => {
    expect(stacked(0, 0, 0)).toBeNull();
    expect(oneSided([], new Float64Array(0), new Float64Array(0), new Float64Array(0))).toBeNull();
  });
});

test('pairs know their directions and come closest first; what is not held makes none', () => {
  expect(pairs(factors, Float64Array.of(100, -50, -1), correlation)).toEqual([
    { a: 'ETH', b: 'SOL', correlation: 0.8 },
    { a: 'BTC', b: 'SOL', correlation: -0.78 },
    { a: 'BTC', b: 'ETH', correlation: -0.84 },
  ]);
  expect(pairs(factors, Float64Array.of(100, 0, 1), correlation)).toHaveLength(1);
  // Half of each one's variance is the other's.
  expect(SAME_BET ** 2).toBeCloseTo(0.5, 12);
});
