import { expect, test } from 'vitest';
import { vector, worst } from '../../test/vectors/risk/vector';
import { decay, ewmaWeights } from './ewma';
import { flatten } from './linear-algebra';
import { shrinkToConstantCorrelation } from './shrinkage';

const oracle = vector<{
  sklearnDocCheck: { X: number[][] };
  case48: {
    X: number[][];
    expected: { lwConstCorr: { shrinkage: number; rbar: number; cov: number[][] } };
  };
  tolerance: { rel: number };
}>('07_shrinkage_covariance');

/** As the authors have it: demeaned, divisor n − 1. */
function authors(rows: number[][]) {
  const means = rows[0]!.map((_, i) => rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length);
  const demeaned = rows.map(row => row.map((value, i) => value - means[i]!));
  const weights = new Float64Array(rows.length).fill(1 / (rows.length - 1));
  return shrinkToConstantCorrelation(flatten(demeaned), means.length, weights);
}

test('the authors’ estimator on 48 hours of five coins', () => {
  const expected = oracle.case48.expected.lwConstCorr;
  const actual = authors(oracle.case48.X);
  expect(actual.intensity).toBe(expected.shrinkage);
  expect(Math.abs(actual.meanCorrelation / expected.rbar - 1)).toBeLessThan(oracle.tolerance.rel);
  expect(worst(actual.covariance, expected.cov.flat())).toBeLessThan(oracle.tolerance.rel);
});

/** The estimator once more, straight from the paper's sums, one triple loop a term. */
function byDefinition(x: number[][], w: number[]) {
  const p = x[0]!.length;
  const at = [...Array(p).keys()];
  const mean = (f: (row: number[]) => number) => x.reduce((sum, row, t) => sum + w[t]! * f(row), 0);
  const s = at.map(i => at.map(j => mean(row => row[i]! * row[j]!)));
  const rho = at.map(i => at.map(j => s[i]![j]! / Math.sqrt(s[i]![i]! * s[j]![j]!)));
  const off = at.flatMap(i => at.filter(j => j !== i).map(j => rho[i]![j]!));
  const rbar = off.reduce((a, b) => a + b, 0) / off.length;
  let pi = 0;
  let diagonal = 0;
  let mixed = 0;
  let gamma = 0;
  for (const i of at) {
    for (const j of at) {
      // With weights that add up to 1: Σ w (x_i x_j − s_ij)².
      const pij = mean(row => (row[i]! * row[j]! - s[i]![j]!) ** 2);
      pi += pij;
      if (i === j) diagonal += pij;
      const theta = (a: number) => mean(row => (row[a]! ** 2 - s[a]![a]!) * (row[i]! * row[j]! - s[i]![j]!));
      if (i !== j) {
        const ratio = Math.sqrt(s[j]![j]! / s[i]![i]!);
        mixed += (rbar / 2) * (ratio * theta(i) + theta(j) / ratio);
        gamma += (s[i]![j]! - rbar * Math.sqrt(s[i]![i]! * s[j]![j]!)) ** 2;
      }
    }
  }
  return ((pi - diagonal - mixed) / gamma) * w.reduce((sum, each) => sum + each * each, 0);
}

test('weighted observations: the same as the paper’s sums', () => {
  // Returns with a strong common part and clear differences, so that the intensity is inside (0, 1).
  const rows = Array.from({ length: 300 }, (_, t) =>
    [0, 1, 2, 3].map(
      i => Math.sin(1.7 * t) * (i < 2 ? 1 : 0.2) + 0.6 * Math.sin((2.3 + i) * t + i) + 0.3 * Math.cos(t * t),
    ),
  );
  const weights = ewmaWeights(rows.length, decay(269, 1));
  const expected = byDefinition(rows, [...weights]);
  expect(expected).toBeGreaterThan(0.01);
  expect(expected).toBeLessThan(0.99);
  const { intensity } = shrinkToConstantCorrelation(flatten(rows), 4, weights);
  expect(Math.abs(intensity / expected - 1)).toBeLessThan(1e-9);
});

test('fewer than three factors have nothing to be shrunk to', () => {
  const two = authors(oracle.sklearnDocCheck.X);
  expect(two.intensity).toBe(0);
  expect(shrinkToConstantCorrelation(flatten([[1], [2]]), 1, Float64Array.of(0.5, 0.5))).toEqual({
    intensity: 0,
    meanCorrelation: 0,
    covariance: Float64Array.of(2.5),
  });
  expect(
    shrinkToConstantCorrelation(new Float64Array(0), 0, Float64Array.of(0.5, 0.5)).covariance,
  ).toHaveLength(0);
});
