import { expect, test } from 'vitest';
import { vector, worst } from '../../test/vectors/risk/vector';
import { decay, ewmaWeights, SLOW_HALF_LIFE, weightedCovariance, weightedVolatility } from './ewma';
import { flatten } from './linear-algebra';

const oracle = vector<{
  X: number[][];
  expected: Record<string, { normalised: number[][]; diag: { halfLifeObs: number } }>;
  tolerance: { rel: number };
}>('08_ewma');

test.each(Object.entries(oracle.expected))('normalised covariance at λ = %s', (lambda, { normalised }) => {
  const weights = ewmaWeights(oracle.X.length, Number(lambda));
  const s = weightedCovariance(flatten(oracle.X), 5, weights);
  // The keys hold ten digits of λ.
  const tolerance = lambda.endsWith('0000') ? oracle.tolerance.rel : 1e-8;
  expect(worst(s, normalised.flat())).toBeLessThan(tolerance);
  expect(
    worst(
      weightedVolatility(flatten(oracle.X), 5, weights),
      normalised.map((row, i) => Math.sqrt(row[i]!)),
    ),
  ).toBeLessThan(tolerance);
});

test('a half-life is the age at which a weight has halved', () => {
  for (const [lambda, { diag }] of Object.entries(oracle.expected)) {
    expect(Math.abs(decay(diag.halfLifeObs, 1) / Number(lambda) - 1)).toBeLessThan(1e-9);
  }
  // λ = 0.94 a day.
  expect(decay(SLOW_HALF_LIFE, 24)).toBeCloseTo(0.94, 4);
  const weights = ewmaWeights(241, decay(60, 1));
  expect(weights[240 - 60]! / weights[240]!).toBeCloseTo(0.5, 12);
  expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
});
