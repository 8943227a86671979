import { expect, test } from 'vitest';
import { vector, worst } from '../../test/vectors/risk/vector';
import { bets } from './bets';
import { eigen, flatten } from './linear-algebra';

interface Case {
  names: string[];
  cov: number[][];
  w: number[];
  pcaBets: number[];
  pcaENB: number;
}
const oracle = vector<{ cases: Record<string, Case>; tolerance: { otherRel: number } }>(
  '09_effective_number_of_bets',
);

test.each(Object.entries(oracle.cases))('%s', (_, { cov, w, pcaBets, pcaENB }) => {
  const n = w.length;
  const result = bets(Float64Array.from(w), eigen(flatten(cov), n))!;
  expect(worst([result.effective], [pcaENB])).toBeLessThan(oracle.tolerance.otherRel);
  expect(worst([result.firstShare], [pcaBets[0]!])).toBeLessThan(oracle.tolerance.otherRel);
});

test('a hedge that is complete has no number of bets', () => {
  const one = eigen(
    flatten([
      [4e-4, 4e-4],
      [4e-4, 4e-4],
    ]),
    2,
  );
  expect(bets(Float64Array.of(1000, -1000), one)).toBeNull();
  expect(bets(Float64Array.of(0, 0), one)).toBeNull();
  expect(bets(new Float64Array(0), eigen(new Float64Array(0), 0))).toBeNull();
  expect(bets(Float64Array.of(1000, -999), one)!.effective).toBeCloseTo(1, 9);
});
