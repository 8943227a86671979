/**
 * One run of the iteration of Hasofer, Lind, Rackwitz and Fiessler towards the nearest liquidation,
 * x ← ((∇g·x − g)/(∇gᵀΣ∇g))·Σ∇g, with a merit function after Zhang and Der Kiureghian to bound its steps.
 *
 * Every iterate is kept as y with x = Σy, so that its distance is √(y·x) and Σ is never inverted: a
 * singular one does no harm.
 */
import type { LimitState } from './limit-state';
import { dot, multiply } from './linear-algebra';

export interface LimitPoint {
  /** √(xᵀΣ⁻¹x), in standard deviations of the covariance's horizon. */
  distance: number;
  /** The moves that lead there. */
  x: Float64Array;
  /** x = Σy. */
  y: Float64Array;
  /** ∇g there. */
  gradient: Float64Array;
}

/** Beyond so many standard deviations nothing is called liquidation any more … */
const UNREACHABLE = 200;
/** … and steps that far, from where the limit state looks flat, are cut; a search that needs more ends. */
const CUTS = 3;
const ITERATIONS = 60;
const HALVINGS = 12;
/** Steps below this part of the distance, and a g below this part of the headroom, end the iteration. */
const STEP = 1e-10;
const LEVEL = 1e-11;
/** What rounding leaves of g, as a part of the exposures: near the line that is more than LEVEL asks for. */
const ROUNDING = 1e-14;
/** The smallest part of a step that is tried first. */
const LEAST_PART = 0.05;
/** An iterate so near to a known minimum, as a part of its distance, would only find it again. */
const NEAR = 0.01;

/**
 * A search for starts of this limit state; g0 is g at x = 0, above zero. It works in buffers of its own (a
 * tick runs some fifty searches); what it returns is the caller's.
 */
export function hlrf(state: LimitState, covariance: Float64Array, g0: number) {
  const n = state.size;
  const a = new Float64Array(n);
  const sa = new Float64Array(n);
  let [y, x, nextY, nextX] = [
    new Float64Array(n),
    new Float64Array(n),
    new Float64Array(n),
    new Float64Array(n),
  ];
  const stepX = new Float64Array(n);

  /** Null: it came to a minimum that is known, to the far side of the unsafe set, or nowhere. */
  return function search(start: Float64Array, known: readonly LimitPoint[]): LimitPoint | null {
    y.set(start);
    multiply(covariance, y, x);
    let g = state.value(x);
    let norm = Math.sqrt(Math.max(0, dot(y, x)));
    let cuts = 0;
    let relaxation = 1;
    let lastGap = 0;
    for (let iteration = 0; iteration < ITERATIONS; iteration++) {
      state.gradient(x, a);
      multiply(covariance, a, sa);
      const slope = Math.sqrt(Math.max(0, dot(a, sa)));
      if (!(slope > 0)) return null;
      let factor = (dot(a, x) - g) / (slope * slope);
      let targetNorm = Math.abs(factor) * slope;
      if (!(targetNorm < UNREACHABLE)) {
        if (++cuts > CUTS || !(targetNorm < Number.MAX_VALUE)) return null;
        factor *= UNREACHABLE / targetNorm;
        targetNorm = UNREACHABLE;
      }

      mix(y, a, factor, 1, nextY);
      mix(x, sa, factor, 1, nextX);
      const gap = between(y, x, nextY, nextX);
      let gross = 0;
      for (let i = 0; i < n; i++) gross += Math.abs(a[i]!);
      if (gap <= STEP * (1 + norm) && Math.abs(g) <= LEVEL * g0 + ROUNDING * gross) {
        // x = factor·Σ∇g with a factor above zero is where g rises outwards: the way back to safety.
        if (factor >= 0) return null;
        return {
          distance: targetNorm,
          x: Float64Array.from(nextX),
          y: Float64Array.from(nextY),
          gradient: Float64Array.from(a),
        };
      }
      for (const each of known) if (between(y, x, each.y, each.x) < NEAR * each.distance) return null;

      // Where the limit state is much curved, full steps overshoot to and fro. If the last step s, of which a
      // part p was taken, left the step s' = (1 − p(1 − λ))·s, the part 1/(1 − λ) ends it.
      if (iteration > 0 && lastGap > 0) {
        let along = 0;
        for (let i = 0; i < n; i++) along += (nextY[i]! - y[i]!) * stepX[i]!;
        const left = along / (lastGap * lastGap);
        relaxation = Math.min(1, Math.max(LEAST_PART, left < 1 ? relaxation / (1 - left) : 1));
      }
      for (let i = 0; i < n; i++) stepX[i] = nextX[i]! - x[i]!;
      lastGap = gap;

      const weight = 2 * Math.max(norm / slope, g === 0 ? 0 : (0.5 * targetNorm ** 2) / Math.abs(g));
      const merit = 0.5 * norm * norm + weight * Math.abs(g);
      let nextG = 0;
      let square = 0;
      for (let halving = 0; ; halving++) {
        if (relaxation < 1) {
          mix(y, a, factor, relaxation, nextY);
          mix(x, sa, factor, relaxation, nextX);
        }
        nextG = state.value(nextX);
        square = Math.max(0, dot(nextY, nextX));
        if (0.5 * square + weight * Math.abs(nextG) <= merit) break;
        if (halving === HALVINGS || gap <= 1e-9 * (1 + norm)) break;
        relaxation /= 2;
      }
      [y, nextY] = [nextY, y];
      [x, nextX] = [nextX, x];
      g = nextG;
      norm = Math.sqrt(square);
    }
    return null;
  };
}

/** The point Σy as it is, wherever that lies. */
export function pointAt(state: LimitState, covariance: Float64Array, y: Float64Array): LimitPoint {
  const x = new Float64Array(state.size);
  multiply(covariance, y, x);
  const gradient = new Float64Array(state.size);
  state.gradient(x, gradient);
  return { distance: Math.sqrt(Math.max(0, dot(y, x))), x, y, gradient };
}

/** Mahalanobis distance of two points that are given with their y. */
export function between(
  y: Float64Array,
  x: Float64Array,
  otherY: Float64Array,
  otherX: Float64Array,
): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) sum += (otherY[i]! - y[i]!) * (otherX[i]! - x[i]!);
  return Math.sqrt(Math.max(0, sum));
}

/** out = from + part·(factor·direction − from). */
function mix(from: Float64Array, direction: Float64Array, factor: number, part: number, out: Float64Array) {
  for (let i = 0; i < out.length; i++) out[i] = (1 - part) * from[i]! + part * factor * direction[i]!;
}
