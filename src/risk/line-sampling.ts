/**
 * The probability that a pool is liquidatable at the end of a horizon under normal log moves, by line sampling
 * (Koutsourelakis and others, 2004): random lines parallel to the likeliest path, on each of which the limit
 * state is found and the tail beyond it taken exactly. A few hundred lines give three digits where plain
 * sampling would need millions; it tells by how much the limit state's bend moves 2Φ(−distance).
 */
import type { FactorModel } from './factor-model';
import type { LimitPoint } from './hl-rf';
import type { LimitState } from './limit-state';
import { normalCdf } from './normal';
import { random } from './random';

export interface Sampled {
  probability: number;
  /** Standard error of the probability. */
  error: number;
}

/** Beyond so many standard deviations along a line nothing is looked for. */
const FARTHEST = 38;
const LINES = 256;

/**
 * Of one limit point and the side of the limit state that it stands for. The model's covariance is that of
 * the horizon. With several points add their probabilities up: what lies beyond two of them counts twice.
 */
export function lineSampling(
  state: LimitState,
  { covariance, eigen }: Pick<FactorModel, 'covariance' | 'eigen'>,
  { y, distance }: Pick<LimitPoint, 'y' | 'distance'>,
  { lines = LINES, seed = 1 }: { lines?: number; seed?: number } = {},
): Sampled {
  const n = state.size;
  const next = random(seed);
  // x = V·√Λ·u, and u* = √Λ·Vᵀ·y: a singular covariance needs no inverse.
  const roots = eigen.values.map(value => Math.sqrt(Math.max(0, value)));
  const axis = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    let along = 0;
    for (let i = 0; i < n; i++) along += eigen.vectors[k * n + i]! * y[i]!;
    axis[k] = (roots[k]! * along) / distance;
  }
  const step = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) step[i]! += (covariance[i * n + j]! * y[j]!) / distance;
  }
  const base = new Float64Array(n);
  const x = new Float64Array(n);
  const at = (c: number) => {
    for (let i = 0; i < n; i++) x[i] = base[i]! + c * step[i]!;
    return state.value(x);
  };
  const u = new Float64Array(n);
  let sum = 0;
  let squares = 0;
  let last = distance;
  for (let line = 0; line < lines; line++) {
    let along = 0;
    for (let k = 0; k < n; k++) {
      u[k] = next.normal();
      along += u[k]! * axis[k]!;
    }
    base.fill(0);
    for (let k = 0; k < n; k++) {
      const across = (u[k]! - along * axis[k]!) * roots[k]!;
      if (across === 0) continue;
      for (let i = 0; i < n; i++) base[i]! += across * eigen.vectors[k * n + i]!;
    }
    const c = crossing(at, last);
    if (c !== null) last = c;
    const tail = c === null ? 0 : normalCdf(-c);
    sum += tail;
    squares += tail * tail;
  }
  const mean = sum / lines;
  const variance = Math.max(0, squares / lines - mean * mean) / Math.max(1, lines - 1);
  return { probability: mean, error: Math.sqrt(variance) };
}

/** Where g falls to zero along a line, near a guess; null: not within reason. */
function crossing(g: (c: number) => number, guess: number): number | null {
  let low = guess;
  let high = guess;
  let atLow = g(low);
  let atHigh = atLow;
  for (let reach = 0.25; atLow <= 0; reach *= 2) {
    if (low < -FARTHEST) return low;
    [high, atHigh] = [low, atLow];
    low -= reach;
    atLow = g(low);
  }
  for (let reach = 0.25; atHigh > 0; reach *= 2) {
    if (high > FARTHEST) return null;
    [low, atLow] = [high, atHigh];
    high += reach;
    atHigh = g(high);
  }
  for (let round = 0; round < 60 && high - low > 1e-10; round++) {
    const secant = low + ((high - low) * atLow) / (atLow - atHigh);
    const inside = secant > low && secant < high && round % 4 !== 3;
    const middle = inside ? secant : (low + high) / 2;
    const value = g(middle);
    if (Math.abs(value) <= 1e-13 * (atLow - atHigh)) return middle;
    if (value > 0) [low, atLow] = [middle, value];
    else [high, atHigh] = [middle, value];
  }
  return (low + high) / 2;
}
