import { expect, test } from 'vitest';
import { vector, worst } from '../../test/vectors/risk/vector';
import { deviation } from './bets';
import { eigen, flatten } from './linear-algebra';
import { statistics } from './statistics';
import { stressed } from './stress';

const oracle = vector<{
  stressTowardOnes: {
    s: number;
    minEig: number;
    sigmaLong: number;
    sigmaLongShort: number;
    corr: number[][];
  }[];
  decorrelationStress: { s: number; sigmaLong: number; sigmaLongShort: number }[];
  tolerance: { rel: number };
}>('12_correlation_extras');
const books = vector<{ cases: Record<string, { names: string[]; cov: number[][]; w: number[] }> }>(
  '09_effective_number_of_bets',
).cases;
const base = statistics({
  format: 'plimsoll.covariance/1',
  interval: '1d',
  factors: books.long5!.names,
  matrix: books.long5!.cov,
});
const sigma = (covariance: number[][], name: string) =>
  deviation(Float64Array.from(books[name]!.w), flatten(covariance));

test.each(oracle.stressTowardOnes)('together by $s', ({ s, corr, minEig, sigmaLong, sigmaLongShort }) => {
  const { correlation, covariance, volatility } = stressed(base, 'together', s);
  expect(worst(correlation.flat(), corr.flat())).toBeLessThan(oracle.tolerance.rel);
  expect(Math.abs(eigen(flatten(correlation), 5).values[0]! - minEig)).toBeLessThan(1e-12);
  expect(worst([sigma(covariance, 'long5')], [sigmaLong])).toBeLessThan(oracle.tolerance.rel);
  expect(worst([sigma(covariance, 'longshort5')], [sigmaLongShort])).toBeLessThan(oracle.tolerance.rel);
  expect(volatility).toEqual(base.volatility);
});

test.each(oracle.decorrelationStress)('apart by $s', ({ s, sigmaLong, sigmaLongShort }) => {
  const { covariance } = stressed(base, 'apart', s);
  expect(worst([sigma(covariance, 'long5')], [sigmaLong])).toBeLessThan(oracle.tolerance.rel);
  expect(worst([sigma(covariance, 'longshort5')], [sigmaLongShort])).toBeLessThan(oracle.tolerance.rel);
});

test('betas follow, and a coin at its peg keeps to itself', () => {
  const withPeg = statistics({
    format: 'plimsoll.covariance/1',
    interval: '1h',
    factors: ['BTC', 'ETH', 'USDC'],
    matrix: [
      [2.5e-5, 2e-5, 1e-9],
      [2e-5, 4e-5, 1e-9],
      [1e-9, 1e-9, 1e-8],
    ],
  });
  expect(withPeg.stable).toEqual(['USDC']);
  const together = stressed(withPeg, 'together', 1);
  expect(together.correlation).toEqual([
    [1, 1, 0],
    [1, 1, 0],
    [0, 0, 1],
  ]);
  expect(together.beta[1]).toBeCloseTo(Math.sqrt(4e-5 / 2.5e-5), 12);
  expect(stressed(withPeg, 'apart', 1).beta).toEqual([1, 0, 0]);
});
