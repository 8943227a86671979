import { expect, test } from 'vitest';
import { vector } from '../../test/vectors/risk/vector';
import { normalCdf } from './normal';
import { normalQuantile } from './normal-quantile';
import { random } from './random';

const oracle = vector<{
  sfc32: { seed: number; u32: number[]; f53: number[]; gaussInverseCdf: number[] };
  normalPpf: { p: number; x: number }[];
  tolerance: { rel: number; ppfRel: number };
}>('16_sobol_rng_special');

test('the vectors of sfc32: bits, 53-bit fractions, normals', () => {
  const { seed, u32, f53, gaussInverseCdf } = oracle.sfc32;
  const ints = random(seed);
  expect(u32.map(() => ints.bits())).toEqual(u32);
  const fractions = random(seed);
  expect(f53.map(() => fractions.uniform())).toEqual(f53);
  const normals = random(seed);
  for (const each of gaussInverseCdf) expect(normals.normal()).toBeCloseTo(each, 12);
});

test.each(oracle.normalPpf)('the quantile at $p is $x', ({ p, x }) => {
  expect(Math.abs(normalQuantile(p) - x)).toBeLessThanOrEqual(oracle.tolerance.ppfRel * Math.abs(x));
});

test('it inverts Φ over the whole range, and ends at infinity', () => {
  for (let x = -36; x <= 5; x += 0.25) {
    expect(Math.abs(normalQuantile(normalCdf(x)) - x)).toBeLessThan(1e-9 * Math.max(1, Math.abs(x)));
  }
  expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
  expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
});

test('another seed, another stream; a large one counts in both halves', () => {
  expect(random(1).bits()).not.toBe(random(2).bits());
  expect(random(2 ** 32 + 1).bits()).not.toBe(random(1).bits());
});
