import { describe, expect, test } from 'vitest';
import { vector, worst } from '../../test/vectors/risk/vector';
import { studentCdf } from './student';
import { historicalTail, normalTail, studentQuantile, studentTail } from './value-at-risk';

interface Tail {
  VaR: number;
  ES: number;
}
const oracle = vector<{
  cases: { book: string; alpha: number; normal: Tail & { sigma: number }; t4: Tail & { q: number } }[];
  withDrift: { alpha: number; expected: Tail & { sigma: number; mean: number } };
  historical: {
    scenarios: number[][];
    w: number[];
    alpha: number;
    VaR: number;
    ES: number;
    ES_alpha099: number;
    ES_alpha0968: number;
    VaR_alpha0968: number;
  };
  tolerance: { rel: number };
}>('10_var_es');
const quantiles = vector<{ tPpf: { p: number; nu: number; x: number }[]; tolerance: { ppfRel: number } }>(
  '16_sobol_rng_special',
);

test.each(oracle.cases)('$book at $alpha: normal and t₄ of one deviation', ({ alpha, normal, t4 }) => {
  const usual = normalTail(normal.sigma, alpha);
  const fat = studentTail(normal.sigma, alpha);
  const found = [usual.valueAtRisk, usual.expectedShortfall, fat.valueAtRisk, fat.expectedShortfall];
  expect(worst(found, [normal.VaR, normal.ES, t4.VaR, t4.ES])).toBeLessThan(oracle.tolerance.rel);
});

test('a mean profit comes off both', () => {
  const { alpha, expected } = oracle.withDrift;
  const found = normalTail(expected.sigma, alpha, expected.mean);
  expect(worst([found.valueAtRisk, found.expectedShortfall], [expected.VaR, expected.ES])).toBeLessThan(
    oracle.tolerance.rel,
  );
});

test.each(quantiles.tPpf.filter(({ nu }) => nu === 4))('the t₄ quantile at $p is $x', ({ p, x }) => {
  expect(worst([studentQuantile(p)], [x])).toBeLessThan(quantiles.tolerance.ppfRel);
});

test('it inverts F₄, and ends at infinity', () => {
  for (let x = -40; x <= 40; x += 0.7)
    expect(Math.abs(studentQuantile(studentCdf(x)) - x)).toBeLessThan(1e-6 * (1 + x * x));
  expect(studentQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
  expect(studentQuantile(1)).toBe(Number.POSITIVE_INFINITY);
  expect(studentQuantile(0.5)).toBe(0);
});

describe('losses that there have been', () => {
  const { scenarios, w, alpha, ...expected } = oracle.historical;
  const losses = scenarios.map(row => -row.reduce((sum, each, k) => sum + each * w[k]!, 0));
  const found = (level: number) => historicalTail(losses, level)!;

  test('a whole number of the worst, and a part of the last one', () => {
    expect(
      worst([found(alpha).valueAtRisk, found(alpha).expectedShortfall], [expected.VaR, expected.ES]),
    ).toBeLessThan(oracle.tolerance.rel);
    expect(worst([found(0.99).expectedShortfall], [expected.ES_alpha099])).toBeLessThan(oracle.tolerance.rel);
    expect(
      worst(
        [found(0.968).valueAtRisk, found(0.968).expectedShortfall],
        [expected.VaR_alpha0968, expected.ES_alpha0968],
      ),
    ).toBeLessThan(oracle.tolerance.rel);
  });

  test('none, one, and a level that nothing reaches', () => {
    expect(historicalTail([], 0.99)).toBeNull();
    expect(historicalTail([3], 0.5)).toEqual({ valueAtRisk: 3, expectedShortfall: 3 });
    expect(historicalTail([3, 1], 1)).toBeNull();
  });
});
