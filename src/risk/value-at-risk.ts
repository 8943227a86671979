/**
 * What a pool may lose over a horizon: value at risk (the loss that is exceeded with probability 1 − α) and
 * expected shortfall (the mean loss beyond it). Losses are above zero. Neither knows that a pool is liquidated
 * on the way: what that costs stands beside them.
 */
import { normalQuantile } from './normal-quantile';
import { DEGREES, UNIT_VARIANCE } from './student';

export interface TailLoss {
  valueAtRisk: number;
  expectedShortfall: number;
}

const SQRT_2PI = Math.sqrt(2 * Math.PI);

/** Normal profit and loss of mean `mean` and deviation `sigma`. */
export function normalTail(sigma: number, alpha: number, mean = 0): TailLoss {
  const z = normalQuantile(alpha);
  return {
    valueAtRisk: -mean + sigma * z,
    expectedShortfall: -mean + (sigma * Math.exp(-0.5 * z * z)) / SQRT_2PI / (1 - alpha),
  };
}

/** t₄ profit and loss of the same deviation: the fat-tailed end, as of the probabilities. */
export function studentTail(sigma: number, alpha: number): TailLoss {
  const scale = sigma * UNIT_VARIANCE;
  const q = studentQuantile(alpha);
  const density = 0.375 * (1 + (q * q) / DEGREES) ** -2.5;
  return {
    valueAtRisk: scale * q,
    expectedShortfall: ((scale * density) / (1 - alpha)) * ((DEGREES + q * q) / (DEGREES - 1)),
  };
}

/** The quantile of t₄, which is algebraic (Shaw 2006): with a = 4p(1 − p), ±2√(cos(⅓·arccos √a)/√a − 1). */
export function studentQuantile(p: number): number {
  const a = 4 * p * (1 - p);
  if (!(a > 0)) return p < 0.5 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const root = Math.sqrt(a);
  const ratio = Math.cos(Math.acos(Math.min(1, root)) / 3) / root;
  return Math.sign(p - 0.5) * 2 * Math.sqrt(Math.max(0, ratio - 1));
}

/**
 * Of losses that there have been: the mean of the worst (1 − α)·n, the last of them in part (Acerbi and Tasche
 * 2002); the value at risk is that last one. Null: there are none.
 */
export function historicalTail(losses: readonly number[], alpha: number): TailLoss | null {
  const sorted = [...losses].sort((a, b) => b - a);
  const count = (1 - alpha) * sorted.length;
  // A whole number that rounding left a little above itself is one.
  const whole = Math.floor(count + 1e-9);
  const part = Math.max(0, count - whole);
  const last = sorted[Math.min(sorted.length - 1, part > 1e-9 ? whole : Math.max(0, whole - 1))];
  if (last === undefined || !(count > 0)) return null;
  let sum = 0;
  for (let k = 0; k < whole; k++) sum += sorted[k]!;
  if (part > 1e-9) sum += part * last;
  return { valueAtRisk: last, expectedShortfall: sum / count };
}
