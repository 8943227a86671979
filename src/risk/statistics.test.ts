import { describe, expect, test } from 'vitest';
import { vector, worst } from '../../test/vectors/risk/vector';
import { decay, ewmaWeights, weightedCovariance } from './ewma';
import { eigen, flatten } from './linear-algebra';
import { shrinkToConstantCorrelation } from './shrinkage';
import { type Statistics, statistics } from './statistics';
import { intervalHours, parseReturns, type StatisticsInput } from './statistics-input';

const { X } = vector<{ X: number[][] }>('08_ewma');
const names = ['BTC', 'ETH', 'SOL', 'DOGE', 'LINK'];
const returns = (rows: number[][], factors: string[], interval = '1h'): Statistics =>
  statistics({ format: 'plimsoll.returns/1', interval, factors, returns: rows });
const covariance = (matrix: number[][], factors: string[], interval = '1h'): Statistics =>
  statistics({ format: 'plimsoll.covariance/1', interval, factors, matrix });

/** JSON keeps it all: no NaN, no infinity. */
function sound(result: Statistics) {
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  const p = result.factors.length;
  const lowest = eigen(flatten(result.correlation), p).values[0] ?? 0;
  expect(lowest).toBeGreaterThan(-1e-9);
  for (const [i, row] of result.correlation.entries()) {
    expect(row[i]).toBe(1);
    for (const [j, rho] of row.entries()) {
      expect(Math.abs(rho)).toBeLessThanOrEqual(1);
      expect(rho).toBe(result.correlation[j]![i]);
    }
  }
}

/** Reproducible noise: a linear congruential generator, summed to about a normal variable. */
function noise(seed: number) {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return () => Array.from({ length: 12 }, uniform).reduce((a, b) => a + b) - 6;
}

/** ρ_ij = part(i)·part(j): 0.95, 0.8, 0.65, 0.5, 0.95, … */
const part = (i: number) => 0.95 - 0.15 * (i % 4);

/** Hours of coins with a common part m: r_i = 0.005·(1 + i/10)·(part·m + √(1 − part²)·e_i). */
function coins(n: number, p: number, seed = 7): number[][] {
  const next = noise(seed);
  return Array.from({ length: n }, () => {
    const m = next();
    return Array.from(
      { length: p },
      (_, i) => 0.005 * (1 + i / 10) * (part(i) * m + Math.sqrt(1 - part(i) ** 2) * next()),
    );
  });
}

describe('from returns', () => {
  const result = returns(X, names);
  test('two speeds, shrunk: the formulas of the documentation, step by step', () => {
    const fast = weightedCovariance(flatten(X), 5, ewmaWeights(48, 2 ** (-1 / 60)));
    const slow = shrinkToConstantCorrelation(flatten(X), 5, ewmaWeights(48, 2 ** (-1 / 269)));
    for (let i = 0; i < 5; i++) {
      expect(result.volatility[i]).toBeCloseTo(Math.sqrt(fast[i * 5 + i]!), 15);
      for (let j = 0; j < 5; j++) {
        const s = slow.covariance;
        const rho = i === j ? 1 : s[i * 5 + j]! / Math.sqrt(s[i * 5 + i]! * s[j * 5 + j]!);
        expect(result.correlation[i]![j]).toBeCloseTo(rho, 14);
        expect(result.covariance[i]![j]).toBeCloseTo(
          rho * Math.sqrt(fast[i * 5 + i]! * fast[j * 5 + j]!),
          18,
        );
      }
      expect(result.beta[i]).toBeCloseTo(result.covariance[i]![0]! / result.covariance[0]![0]!, 14);
    }
    expect(result).toMatchObject({
      intervalHours: 1,
      market: 'BTC',
      observations: 48,
      shrinkage: slow.intensity,
      stable: [],
      repaired: false,
      short: [],
    });
    sound(result);
  });

  test('shrinkage fades as hours come in, and known moments are found again', () => {
    const few = returns(coins(100, 5), names);
    const many = returns(coins(2160, 5), names);
    expect(few.shrinkage!).toBeGreaterThan(many.shrinkage!);
    // Kish's effective number is 776 for the slow weights: ±0.08 on ρ = 0.5 is three standard errors.
    for (let i = 1; i < 5; i++)
      expect(Math.abs(many.correlation[0]![i]! - part(0) * part(i))).toBeLessThan(0.08);
    // 173 effective observations of the fast weights: ±16 % is three standard errors.
    many.volatility.forEach((each, i) => {
      expect(Math.abs(each / (0.005 * (1 + i / 10)) - 1)).toBeLessThan(0.17);
    });
  });

  test('half-lives are in hours whatever the interval', () => {
    const rows = coins(200, 2);
    const hourly = returns(rows, ['BTC', 'ETH']);
    const daily = returns(rows, ['BTC', 'ETH'], '1d');
    const fast = weightedCovariance(flatten(rows), 2, ewmaWeights(200, decay(60, 24)));
    expect(daily.volatility[0]).toBeCloseTo(Math.sqrt(fast[0]!), 15);
    expect(daily.volatility[0]).not.toBeCloseTo(hourly.volatility[0]!, 5);
    expect(daily.intervalHours).toBe(24);
  });

  test('a coin at its peg stays out of the average correlation', () => {
    const next = noise(3);
    const rows = coins(500, 4);
    const withPeg = returns(
      rows.map(row => [...row, 1e-5 * next()]),
      ['BTC', 'ETH', 'SOL', 'DOGE', 'USDC'],
    );
    const without = returns(rows, ['BTC', 'ETH', 'SOL', 'DOGE']);
    expect(withPeg.stable).toEqual(['USDC']);
    expect(withPeg.shrinkage).toBe(without.shrinkage);
    for (let i = 0; i < 4; i++) {
      expect(withPeg.correlation[i]!.slice(0, 4)).toEqual(without.correlation[i]);
      expect(Math.abs(withPeg.correlation[i]![4]!)).toBeLessThan(0.15);
    }
    sound(withPeg);
  });

  test('without BTC the market is the factor that the others follow most', () => {
    const next = noise(5);
    const rows = Array.from({ length: 400 }, () => {
      const m = next();
      return [0.01 * next(), 0.01 * m, 0.01 * (0.8 * m + 0.6 * next()), 0.01 * (0.8 * m + 0.6 * next())];
    });
    const result = returns(rows, ['X', 'ETH', 'SOL', 'DOGE']);
    expect(result.market).toBe('ETH');
    expect(result.beta[1]).toBe(1);
  });

  test('a constant price, one coin, two rows, no factor: numbers all the same', () => {
    const constant = returns(
      coins(300, 3).map(row => [row[0]!, 0, row[2]!]),
      ['BTC', 'DEAD', 'SOL'],
    );
    sound(constant);
    expect(constant.volatility[1]).toBe(0);
    expect(constant.beta[1]).toBe(0);
    expect(constant.stable).toEqual(['DEAD']);
    const still = returns(
      [
        [0, 0.01],
        [0, -0.01],
        [0, 0.02],
      ],
      ['BTC', 'ETH'],
    );
    sound(still);
    expect(still.beta).toEqual([null, null]);
    sound(returns(coins(300, 1), ['BTC']));
    sound(returns(coins(2, 3), ['BTC', 'ETH', 'SOL']));
    const none = returns([], []);
    sound(none);
    expect(none.market).toBeNull();
  });

  test('sixty coins, more than there are rows', () => {
    const many = returns(
      coins(50, 60),
      Array.from({ length: 60 }, (_, i) => (i ? `C${i}` : 'BTC')),
    );
    sound(many);
    expect(many.shrinkage!).toBeGreaterThan(0);
  });
});

describe('from a covariance', () => {
  const { inputs } = vector<{ inputs: { covHourly: number[][] } }>('03_design_point_linear');
  test('is used as it is', () => {
    const result = covariance(inputs.covHourly, names);
    sound(result);
    expect(result.covariance).toEqual(inputs.covHourly);
    expect(result.volatility).toEqual(inputs.covHourly.map((row, i) => Math.sqrt(row[i]!)));
    expect(result.beta).toEqual(inputs.covHourly[0]!.map(each => each / inputs.covHourly[0]![0]!));
    expect(result).toMatchObject({ shrinkage: null, observations: null, repaired: false, market: 'BTC' });
  });

  test('that no returns can have is repaired, and says so', () => {
    const torn = covariance(
      [
        [1e-4, 9e-5, -9e-5],
        [9e-5, 1e-4, 9e-5],
        [-9e-5, 9e-5, 1e-4],
      ],
      ['BTC', 'ETH', 'SOL'],
    );
    expect(torn.repaired).toBe(true);
    sound(torn);
    expect(worst(torn.volatility, [0.01, 0.01, 0.01])).toBeLessThan(1e-12);
    // Symmetric under the exchange that the matrix is symmetric under, and less extreme.
    expect(torn.correlation[0]![1]).toBeCloseTo(torn.correlation[1]![2]!, 9);
    expect(torn.correlation[0]![1]!).toBeLessThan(0.9);
    expect(torn.correlation[0]![1]!).toBeGreaterThan(0.4);
    const beyond = covariance(
      [
        [1e-4, 3e-4],
        [3e-4, 1e-4],
      ],
      ['BTC', 'ETH'],
    );
    expect(beyond.repaired).toBe(true);
    sound(beyond);
    expect(beyond.correlation[0]![1]).toBeCloseTo(1, 12);
    const ghost = covariance(
      [
        [1e-4, 1e-5],
        [1e-5, 0],
      ],
      ['BTC', 'ETH'],
    );
    expect(ghost.repaired).toBe(true);
    sound(ghost);
    expect(ghost.covariance).toEqual([
      [1e-4, 0],
      [0, 0],
    ]);
  });

  test('singular is not wrong', () => {
    const twice = covariance(
      [
        [4e-4, 4e-4],
        [4e-4, 4e-4],
      ],
      ['BTC', 'WBTC'],
    );
    sound(twice);
    expect(twice.repaired).toBe(false);
  });
});

describe('reading', () => {
  const good: StatisticsInput = {
    format: 'plimsoll.returns/1',
    interval: '1h',
    factors: ['BTC', 'ETH'],
    returns: [
      [0.01, -0.02],
      [0, 0.003],
    ],
  };
  const matrix = {
    format: 'plimsoll.covariance/1',
    interval: '4h',
    factors: ['BTC', 'ETH'],
    matrix: [
      [1e-4, 5e-5],
      [5e-5, 2e-4],
    ],
  };

  test('what is in order comes through', () => {
    expect(parseReturns(JSON.parse(JSON.stringify(good)))).toEqual(good);
    expect(parseReturns({ ...good, comment: 'ignored' })).toEqual(good);
    expect(parseReturns(matrix)).toEqual(matrix);
  });

  test.each([
    [null, '$'],
    [[], '$'],
    ['text', '$'],
    [{ ...good, format: 'plimsoll.returns/2' }, '$.format'],
    [{ ...good, interval: '0h' }, '$.interval'],
    [{ ...good, interval: 'hour' }, '$.interval'],
    [{ ...good, interval: 1 }, '$.interval'],
    [{ ...good, factors: [] }, '$.factors'],
    [{ ...good, factors: 'BTC' }, '$.factors'],
    [{ ...good, factors: ['BTC', ''] }, '$.factors[1]'],
    [{ ...good, factors: ['BTC', 'BTC'] }, '$.factors[1]'],
    [{ ...good, returns: undefined }, '$.returns'],
    [{ ...good, returns: [[0.1, 0.2]] }, '$.returns'],
    [{ ...good, returns: [[0.1, 0.2], [0.1]] }, '$.returns[1]'],
    [{ ...good, returns: [[0.1, 0.2], { 0: 0.1, 1: 0.2 }] }, '$.returns[1]'],
    [
      {
        ...good,
        returns: [
          [0.1, Number.NaN],
          [0.1, 0.2],
        ],
      },
      '$.returns[0][1]',
    ],
    [
      {
        ...good,
        returns: [
          [0.1, '0.2'],
          [0.1, 0.2],
        ],
      },
      '$.returns[0][1]',
    ],
    [
      {
        ...good,
        returns: [
          [0.1, null],
          [0.1, 0.2],
        ],
      },
      '$.returns[0][1]',
    ],
    [
      {
        ...good,
        returns: [
          [0.1, 1e200],
          [0.1, 0.2],
        ],
      },
      '$.returns[0][1]',
    ],
    [{ ...matrix, matrix: [[1e-4, 5e-5]] }, '$.matrix'],
    [{ ...matrix, matrix: [[1e-4], [5e-5]] }, '$.matrix[0]'],
    [
      {
        ...matrix,
        matrix: [
          [1e-4, 5e-5],
          [4e-5, 2e-4],
        ],
      },
      '$.matrix[0][1]',
    ],
    [
      {
        ...matrix,
        matrix: [
          [-1e-4, 0],
          [0, 2e-4],
        ],
      },
      '$.matrix[0][0]',
    ],
    [
      {
        ...matrix,
        matrix: [
          [1e-4, 0],
          [0, Number.POSITIVE_INFINITY],
        ],
      },
      '$.matrix[1][1]',
    ],
  ])('%j is bad input at %s', (json, path) => {
    expect(() => parseReturns(json)).toThrow(expect.objectContaining({ name: 'BadInput', path }));
  });

  test('intervals', () => {
    expect(['1h', '15m', '1d', '4h', '1w'].map(intervalHours)).toEqual([1, 0.25, 24, 4, 168]);
    expect(['', 'h', '1', '1s', '-1h', '1.5h', '01h'].map(intervalHours)).toEqual(Array(7).fill(Number.NaN));
  });
});
