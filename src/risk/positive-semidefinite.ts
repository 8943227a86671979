/**
 * A correlation matrix must be positive semidefinite, or some book would have a negative variance. Matrices
 * put together pair by pair, or edited by hand, often are not.
 */
import { eigen } from './linear-algebra';

/** Rounding leaves eigenvalues this far below zero in a matrix that is singular, not wrong. */
const ROUNDING = 1e-10;

/**
 * The matrix itself when it is positive semidefinite, else its repair: negative eigenvalues are cut to
 * zero and the result is scaled back to a unit diagonal. `correlation` is flat n×n, symmetric, with ones on
 * the diagonal.
 */
export function repairCorrelation(
  correlation: Float64Array,
  n: number,
): { correlation: Float64Array; repaired: boolean } {
  const { values, vectors } = eigen(correlation, n);
  if (n === 0 || values[0]! >= -ROUNDING * n) return { correlation, repaired: false };
  const clipped = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    const value = values[k]!;
    if (value <= 0) continue;
    for (let i = 0; i < n; i++) {
      const scaled = value * vectors[k * n + i]!;
      for (let j = 0; j < n; j++) clipped[i * n + j] = clipped[i * n + j]! + scaled * vectors[k * n + j]!;
    }
  }
  // A unit diagonal leaves no row of a trace-n matrix without positive part.
  const root = Float64Array.from({ length: n }, (_, i) => Math.sqrt(clipped[i * n + i]!));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const value = clipped[i * n + j]! / (root[i]! * root[j]!);
      clipped[i * n + j] = i === j ? 1 : Math.min(1, Math.max(-1, value));
    }
  }
  return { correlation: clipped, repaired: true };
}
