/**
 * The probability that a pool is liquidated within a horizon, by paths: step after step of log returns, each
 * step with a bridge between its ends, without which hourly steps miss a third of the liquidations.
 *
 * What the steps are is the source's: normal ones, or the hours that there have been (block-bootstrap.ts).
 * Many paths are a second of work: `pathRun` draws some at a time, and as many in all give the same digits.
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

export interface PathRun {
  /** Draws so many more. */
  draw(paths: number): void;
  /** Of those that were drawn; of none nothing is known: between 0 and 1. */
  result(): PathProbability;
}

export interface PathOptions {
  /** Of a path. */
  steps: number;
  seed: number;
  /** Flat n×n, of one step; null: the pool is looked at once a step, without a bridge. */
  covariance: Float64Array | null;
}

/**
 * Each path's chance of survival is the product over its steps of 1 − e^(−2·g₀·g₁/σ_g²), σ_g² = ∇gᵀΣ∇g with
 * the covariance of one step.
 */
export function pathRun(
  state: LimitState,
  source: StepSource,
  { steps, seed, covariance }: PathOptions,
): PathRun {
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
  let drawn = 0;
  let sum = 0;
  let squares = 0;

  /** The chance that one path survives. */
  const survival = (): number => {
    x.fill(0);
    source.start(next);
    let alive = 1;
    let g = start;
    for (let step = 0; step < steps && alive > 0; step++) {
      source.step(next, move);
      for (let i = 0; i < n; i++) x[i]! += move[i]!;
      const then = state.value(x);
      if (!(then > 0)) return 0;
      if (g * then < 4 * SURE * usual) {
        const spread = variance();
        if (spread > 0) alive *= -Math.expm1((-2 * g * then) / spread);
      }
      g = then;
    }
    return alive;
  };

  return {
    draw(paths) {
      for (let path = 0; path < paths; path++) {
        const lost = 1 - survival();
        sum += lost;
        squares += lost ** 2;
      }
      drawn += paths;
    },
    result() {
      if (drawn === 0) return { probability: 0, low: 0, high: 1, paths: 0 };
      const mean = sum / drawn;
      const error = Math.sqrt(Math.max(0, squares / drawn - mean * mean) / Math.max(1, drawn - 1));
      // With nothing seen in n paths the rule of three still bounds it.
      const unseen = Math.min(1, 3 / drawn);
      return {
        probability: mean,
        low: Math.max(0, mean - 1.96 * error),
        high: Math.min(1, Math.max(mean + 1.96 * error, unseen)),
        paths: drawn,
      };
    },
  };
}

/** All paths in one go. */
export function pathProbability(
  state: LimitState,
  source: StepSource,
  options: PathOptions & { paths: number },
): PathProbability {
  const run = pathRun(state, source, options);
  run.draw(options.paths);
  return run.result();
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
