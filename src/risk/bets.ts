/**
 * How many independent bets a pool's positions amount to.
 *
 * Principal components, not minimum torsion: five coins with equal risk and equal correlation would count as
 * five bets by torsion, however high that correlation is.
 */

import type { Eigen } from './linear-algebra';
import { dot, multiply } from './linear-algebra';

export interface Bets {
  /** Meucci's effective number of bets: exp(−Σ p_k ln p_k), 1 … the number of factors. */
  effective: number;
  /** The share of the variance that lies on the first principal component, 0…1. */
  firstShare: number;
}

/**
 * Of exposures w (amounts of money per factor, signed) and the covariance's eigensystem:
 * p_k = λ_k (v_k·w)² / wᵀΣw. Null when the pool has no variance: nothing held, or fully hedged.
 */
export function bets(exposures: Float64Array, axes: Eigen): Bets | null {
  const n = exposures.length;
  const parts: number[] = [];
  let total = 0;
  let gross = 0;
  for (let k = 0; k < n; k++) {
    const value = Math.max(0, axes.values[k]!);
    const along = dot(axes.vectors.subarray(k * n, (k + 1) * n), exposures);
    parts.push(value * along * along);
    total += value * along * along;
    gross += value;
  }
  // Rounding of a hedge that is complete, against the variance that its legs have alone.
  if (!(total > 1e-18 * gross * dot(exposures, exposures))) return null;
  let entropy = 0;
  for (const part of parts) {
    const share = part / total;
    if (share > 0) entropy -= share * Math.log(share);
  }
  return { effective: Math.exp(entropy), firstShare: parts[n - 1]! / total };
}

/** σ of the pool over the covariance's horizon, in the exposures' money. */
export function deviation(exposures: Float64Array, covariance: Float64Array): number {
  const product = new Float64Array(exposures.length);
  multiply(covariance, exposures, product);
  return Math.sqrt(Math.max(0, dot(exposures, product)));
}
