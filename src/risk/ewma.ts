/**
 * Exponentially weighted moments of returns with mean zero (90 days of hours say nothing about a mean).
 *
 * Two speeds: volatility changes within days, correlation does not. RiskMetrics' λ = 0.94 is for daily
 * returns; on hourly ones it would leave 32 effective observations. So the decay is given as a half-life.
 */

/** Half-life of the volatility, in hours. */
export const FAST_HALF_LIFE = 60;
/** Half-life of the correlation, in hours: that of λ = 0.94 a day. */
export const SLOW_HALF_LIFE = 269;

/** λ per interval of so many hours. */
export function decay(halfLife: number, intervalHours: number): number {
  return 2 ** (-intervalHours / halfLife);
}

/**
 * Weights of n observations, oldest first, that add up to 1: (1−λ)λ^k/(1−λⁿ) for the one k intervals
 * before the last. Normalising instead of seeding the recursion keeps a short sample unbiased.
 */
export function ewmaWeights(n: number, lambda: number): Float64Array {
  const weights = new Float64Array(n);
  let weight = 1;
  let sum = 0;
  for (let t = n - 1; t >= 0; t--) {
    weights[t] = weight;
    sum += weight;
    weight *= lambda;
  }
  for (let t = 0; t < n; t++) weights[t] = weights[t]! / sum;
  return weights;
}

/** Σ_t w_t r_t r_tᵀ, flat p×p, of returns laid out row by row (n×p, oldest first). */
export function weightedCovariance(returns: Float64Array, p: number, weights: Float64Array): Float64Array {
  const s = new Float64Array(p * p);
  for (let t = 0; t < weights.length; t++) {
    const at = t * p;
    for (let i = 0; i < p; i++) {
      const scaled = weights[t]! * returns[at + i]!;
      for (let j = 0; j <= i; j++) s[i * p + j] = s[i * p + j]! + scaled * returns[at + j]!;
    }
  }
  for (let i = 0; i < p; i++) for (let j = 0; j < i; j++) s[j * p + i] = s[i * p + j]!;
  return s;
}

/** √(Σ_t w_t r_t²) of each factor, per interval. */
export function weightedVolatility(returns: Float64Array, p: number, weights: Float64Array): Float64Array {
  const variance = new Float64Array(p);
  for (let t = 0; t < weights.length; t++) {
    for (let i = 0; i < p; i++) variance[i] = variance[i]! + weights[t]! * returns[t * p + i]! ** 2;
  }
  return variance.map(Math.sqrt);
}
