/**
 * The probability that a pool is liquidated within a horizon, by paths: step after step of log returns, each
 * step with a bridge between its ends, without which hourly steps miss a third of the liquidations.
 *
 * What the steps are is the source's: normal ones, or the hours that there have been (block-bootstrap.ts).
 * Seconds of work for many paths: meant for a worker.
 */
import type { LimitState } from './limit-state';
import { dot, multiply } from './linear-algebra';
import { type Random, random } from './random';

export interface StepSource {
  /** Begins a new path. */
  start(next: Random): void;
  /** The log returns of the next step, in the order of the limit state's factors. */
  step(next: Random, out: Float64Array): void;
}

export interface PathProbability {
  probability: number;
  /** A 95 % interval of the sampling error; the model's own is not in it. */
  low: number;
  high: number;
  paths: number;
}

/** A bridge that far from the limit state at both ends hits it with less than e^−40. */
const SURE = 20;

/**
 * Each path's chance of survival is the product over its steps of 1 − e^(−2·g₀·g₁/σ_g²), σ_g² = ∇gᵀΣ∇g with
 * the covariance of one step. Without one the pool is looked at once a step.
 */
export function pathProbability(
  state: LimitState,
  source: StepSource,
  options: { steps: number; paths: number; seed: number; covariance: Float64Array | null },
): PathProbability {
  const { steps, paths, seed, covariance } = options;
  const n = state.size;
  const next = random(seed);
  const x = new Float64Array(n);
  const move = new Float64Array(n);
  const gradient = new Float64Array(n);
  const weighted = new Float64Array(n);
  const variance = () => {
    if (!covariance) return 0;
    state.gradient(x, gradient);
    multiply(covariance, gradient, weighted);
    return Math.max(0, dot(gradient, weighted));
  };
  const start = state.value(x);
  const usual = variance();
  let sum = 0;
  let squares = 0;
  for (let path = 0; path < paths; path++) {
    x.fill(0);
    source.start(next);
    let alive = 1;
    let g = start;
    for (let step = 0; step < steps && alive > 0; step++) {
      source.step(next, move);
      for (let i = 0; i < n; i++) x[i]! += move[i]!;
      const then = state.value(x);
      if (!(then > 0)) alive = 0;
      else if (g * then < 4 * SURE * usual) {
        const spread = variance();
        if (spread > 0) alive *= -Math.expm1((-2 * g * then) / spread);
      }
      g = then;
    }
    sum += 1 - alive;
    squares += (1 - alive) ** 2;
  }
  const mean = sum / paths;
  const error = Math.sqrt(Math.max(0, squares / paths - mean * mean) / Math.max(1, paths - 1));
  // With nothing seen in n paths the rule of three still bounds it.
  const unseen = 3 / paths;
  return {
    probability: mean,
    low: Math.max(0, mean - 1.96 * error),
    high: Math.min(1, Math.max(mean + 1.96 * error, unseen)),
    paths,
  };
}

/** Independent normal steps of a covariance, by its eigenvectors. */
export function normalSteps(eigen: { values: Float64Array; vectors: Float64Array }): StepSource {
  const n = eigen.values.length;
  const roots = eigen.values.map(value => Math.sqrt(Math.max(0, value)));
  return {
    start() {},
    step(next, out) {
      out.fill(0);
      for (let k = 0; k < n; k++) {
        if (roots[k] === 0) continue;
        const u = roots[k]! * next.normal();
        for (let i = 0; i < n; i++) out[i]! += u * eigen.vectors[k * n + i]!;
      }
    },
  };
}
