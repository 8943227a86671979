import { describe, expect, it } from 'vitest';
import { estimate, logReturns } from './statistics';

describe('estimates', () => {
  it('weight the last hours most: by hand, for two hours of two coins', () => {
    const a = [0.01, 0.02];
    const b = [0.02, 0.01];
    const { volatility, correlation, betas, shrinkage } = estimate(['A', 'B'], [a, b], 'A');
    const fast = 0.5 ** (1 / 60);
    const slow = 0.5 ** (1 / 269);
    const sigma = (x: number[]) => Math.sqrt((fast * x[0]! ** 2 + x[1]! ** 2) / (fast + 1));
    const cross = (x: number[], y: number[]) => slow * x[0]! * y[0]! + x[1]! * y[1]!;
    expect(volatility[0]).toBeCloseTo(sigma(a), 15);
    expect(volatility[1]).toBeCloseTo(sigma(b), 15);
    const rho = cross(a, b) / Math.sqrt(cross(a, a) * cross(b, b));
    expect(correlation[0]![1]).toBeCloseTo(rho, 14);
    expect(betas.B).toBeCloseTo((rho * sigma(b)) / sigma(a), 14);
    expect(shrinkage).toBe(0);
  });

  it('draw the correlations of three coins towards their mean', () => {
    // A fixed, uneven sample: two that follow each other and one that does not.
    const wave = (k: number, phase: number) =>
      0.01 * Math.sin(k * 1.7 + phase) + 0.004 * Math.sin(k * 0.37 * (phase + 1));
    const returns = [0, 0.3, 1.5].map(phase => Array.from({ length: 60 }, (_, k) => wave(k, phase)));
    const { correlation, shrinkage } = estimate(['A', 'B', 'C'], returns, 'A');
    const plain = (i: number, j: number) => {
      const weight = (t: number) => 0.5 ** ((59 - t) / 269);
      const sum = (x: number[], y: number[]) => x.reduce((total, v, t) => total + weight(t) * v * y[t]!, 0);
      const [x, y] = [returns[i]!, returns[j]!];
      return sum(x, y) / Math.sqrt(sum(x, x) * sum(y, y));
    };
    expect(shrinkage).toBeGreaterThan(0);
    expect(shrinkage).toBeLessThan(1);
    const mean = (plain(0, 1) + plain(0, 2) + plain(1, 2)) / 3;
    for (const [i, j] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      expect(correlation[i]![j]).toBeCloseTo((1 - shrinkage) * plain(i, j) + shrinkage * mean, 12);
    }
  });

  it('take logarithms of neighbours', () => {
    expect(logReturns([1, Math.E, 1])).toEqual([1, -1]);
  });
});
