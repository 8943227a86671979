import { expect, test } from 'vitest';
import { vector } from '../../test/vectors/risk/vector';
import { normalCdf } from './normal';
import { studentCdf } from './student';

const oracle = vector<{
  normalCdf: { x: number; p: number }[];
  tCdf: { x: number; nu: number; p: number }[];
  tolerance: { rel: number };
}>('16_sobol_rng_special');

test.each(oracle.normalCdf)('Φ($x) is $p', ({ x, p }) => {
  // Below the smallest normal double a value has few digits left, and the vector prints nine of them.
  const tolerance = p < 2.3e-308 ? 1e-8 : oracle.tolerance.rel;
  expect(Math.abs(normalCdf(x) / p - 1)).toBeLessThan(tolerance);
});

test('Φ joins its two methods without a step, and grows', () => {
  for (const x of [-2.5, 2.5]) {
    const inside = normalCdf(x - Math.sign(x) * 1e-12);
    const outside = normalCdf(x + Math.sign(x) * 1e-12);
    expect(Math.abs(outside / inside - 1)).toBeLessThan(2e-11);
  }
  let before = 0;
  for (let x = -37; x <= 8; x += 0.01) {
    const p = normalCdf(x);
    expect(p).toBeGreaterThanOrEqual(before);
    before = p;
  }
  expect(normalCdf(Number.NEGATIVE_INFINITY)).toBe(0);
  expect(normalCdf(Number.POSITIVE_INFINITY)).toBe(1);
});

const four = oracle.tCdf.filter(({ nu }) => nu === 4);

test.each(four)('F₄($x) is $p', ({ x, p }) => {
  expect(Math.abs(studentCdf(x) / p - 1)).toBeLessThan(oracle.tolerance.rel);
});

test('there are vectors for t₄, in the tail too', () => {
  expect(four.map(({ x }) => x)).toContain(-20);
  expect(studentCdf(-1e200)).toBe(0);
  expect(studentCdf(Number.NEGATIVE_INFINITY)).toBe(0);
  expect(studentCdf(Number.POSITIVE_INFINITY)).toBe(1);
});
