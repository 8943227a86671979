import fc from 'fast-check';
import { expect, test } from 'vitest';
import { vector, worst } from '../../test/vectors/risk/vector';
import { dot, eigen, flatten, multiply, unflatten } from './linear-algebra';

test('eigenvalues of the vectors’ correlation', () => {
  const { cases } = vector<{ cases: Record<string, { cov: number[][]; corrEigenvalues: number[] }> }>(
    '09_effective_number_of_bets',
  );
  for (const { cov, corrEigenvalues } of Object.values(cases)) {
    const correlation = cov.map((row, i) =>
      row.map((each, j) => each / Math.sqrt(cov[i]![i]! * cov[j]![j]!)),
    );
    expect(worst(eigen(flatten(correlation), cov.length).values, corrEigenvalues)).toBeLessThan(1e-12);
  }
});

test('A = Σ λ v vᵀ with orthogonal unit vectors, ascending, for any symmetric matrix', () => {
  const entry = fc.double({ min: -1, max: 1, noNaN: true });
  const symmetric = fc.integer({ min: 1, max: 8 }).chain(n =>
    fc.array(entry, { minLength: n * n, maxLength: n * n }).map(flat => ({
      n,
      a: Float64Array.from(flat, (_, at) => {
        const [i, j] = [Math.floor(at / n), at % n];
        return flat[Math.max(i, j) * n + Math.min(i, j)]!;
      }),
    })),
  );
  fc.assert(
    fc.property(symmetric, ({ n, a }) => {
      const { values, vectors } = eigen(a, n);
      const out = new Float64Array(n);
      for (let k = 0; k < n; k++) {
        const v = vectors.slice(k * n, (k + 1) * n);
        multiply(a, v, out);
        for (let i = 0; i < n; i++) expect(Math.abs(out[i]! - values[k]! * v[i]!)).toBeLessThan(1e-13 * n);
        if (k > 0) expect(values[k]!).toBeGreaterThanOrEqual(values[k - 1]!);
        for (let l = 0; l <= k; l++) {
          expect(Math.abs(dot(v, vectors.slice(l * n, (l + 1) * n)) - (k === l ? 1 : 0))).toBeLessThan(
            1e-13 * n,
          );
        }
      }
    }),
    { numRuns: 200, seed: 7 },
  );
});

test('an all-zero matrix, one entry, none; scales far apart', () => {
  expect([...eigen(new Float64Array(4), 2).values]).toEqual([0, 0]);
  expect([...eigen(Float64Array.of(5), 1).values]).toEqual([5]);
  expect(eigen(new Float64Array(0), 0).values).toHaveLength(0);
  expect(
    worst(
      eigen(
        flatten([
          [1e-300, 0],
          [0, 1e300],
        ]),
        2,
      ).values,
      [1e-300, 1e300],
    ),
  ).toBeLessThan(1e-12);
});

test('rows to flat and back', () => {
  const rows = [
    [1, 2],
    [3, 4],
  ];
  expect(unflatten(flatten(rows), 2)).toEqual(rows);
  expect(unflatten(flatten([]), 0)).toEqual([]);
});
