/**
 * Ledoit and Wolf's shrinkage towards a constant correlation ("Honey, I shrunk the sample covariance
 * matrix", 2004), for weighted observations.
 *
 * The identity as a target would pull crypto correlations down and mix volatilities; the average
 * correlation of the risky factors is the natural centre here.
 */

export interface Shrunk {
  /** Part of the way from the sample to the target, 0…1. */
  intensity: number;
  /** Mean of the sample's correlations off the diagonal: the target. */
  meanCorrelation: number;
  /** (1 − intensity)·sample + intensity·target, flat p×p. The variances are the sample's. */
  covariance: Float64Array;
}

/**
 * Of returns laid out row by row (n×p) and their weights w_t, with S = Σ w_t x_t x_tᵀ and T its constant
 * correlation twin (T_ii = S_ii, T_ij = r̄√(S_ii S_jj)):
 *
 *     π = Σ_ij [Σ_t w_t x_ti² x_tj² − S_ij²]
 *     ρ = Σ_i π_ii + r̄ Σ_{i≠j} √(S_jj/S_ii)·[Σ_t w_t x_ti³ x_tj − S_ii S_ij]
 *     γ = Σ_ij (S_ij − T_ij)²
 *     intensity = min(1, max(0, (π − ρ)/γ · Σw²/Σw))
 *
 * With demeaned rows and w = 1/(n−1) this is the authors' own estimator. With fewer than three factors the
 * target is the sample itself and the intensity is 0. Every variance must be above zero.
 */
export function shrinkToConstantCorrelation(returns: Float64Array, p: number, weights: Float64Array): Shrunk {
  const { s, fourth, third } = moments(returns, p, weights);
  const root = Float64Array.from({ length: p }, (_, i) => Math.sqrt(s[i * p + i]!));
  let correlations = 0;
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) if (i !== j) correlations += s[i * p + j]! / (root[i]! * root[j]!);
  }
  const meanCorrelation = p > 1 ? correlations / (p * (p - 1)) : 0;

  let pi = 0;
  let rho = 0;
  let gamma = 0;
  let size = 0;
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      const at = i * p + j;
      const error = fourth[at]! - s[at]! ** 2;
      pi += error;
      size += s[at]! ** 2;
      if (i === j) {
        rho += error;
      } else {
        const theta = third[at]! - s[i * p + i]! * s[at]!;
        rho += (meanCorrelation * root[j]! * theta) / root[i]!;
        gamma += (s[at]! - meanCorrelation * root[i]! * root[j]!) ** 2;
      }
    }
  }
  let sum = 0;
  let squares = 0;
  for (const weight of weights) {
    sum += weight;
    squares += weight * weight;
  }
  // The sample is the target already (always so with two factors): nothing to shrink.
  const same = gamma <= 1e-24 * size;
  const intensity = same ? 0 : Math.min(1, Math.max(0, (((pi - rho) / gamma) * squares) / sum));
  const covariance = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      const at = i * p + j;
      const target = i === j ? s[at]! : meanCorrelation * root[i]! * root[j]!;
      covariance[at] = (1 - intensity) * s[at]! + intensity * target;
    }
  }
  return { intensity, meanCorrelation, covariance };
}

/** Σ w x_i x_j, Σ w x_i² x_j² and Σ w x_i³ x_j in one pass over the rows. */
function moments(returns: Float64Array, p: number, weights: Float64Array) {
  const s = new Float64Array(p * p);
  const fourth = new Float64Array(p * p);
  const third = new Float64Array(p * p);
  for (let t = 0, row = 0; t < weights.length; t++, row += p) {
    for (let i = 0, at = 0; i < p; i++) {
      const x = returns[row + i]!;
      const first = weights[t]! * x;
      const square = first * x;
      const cube = square * x;
      for (let j = 0; j < i; j++, at++) {
        const other = returns[row + j]!;
        s[at] = s[at]! + first * other;
        fourth[at] = fourth[at]! + square * other * other;
        third[at] = third[at]! + cube * other;
      }
      s[at] = s[at]! + square;
      fourth[at] = fourth[at]! + square * x * x;
      third[at] = third[at]! + cube * x;
      at++;
      for (let j = i + 1; j < p; j++, at++) third[at] = third[at]! + cube * returns[row + j]!;
    }
  }
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < i; j++) {
      s[j * p + i] = s[i * p + j]!;
      fourth[j * p + i] = fourth[i * p + j]!;
    }
  }
  return { s, fourth, third };
}
