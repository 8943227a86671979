/**
 * The design point: of all moves that liquidate, the likeliest, that is the one at the smallest
 * Mahalanobis distance √(xᵀΣ⁻¹x) (Hasofer and Lind's reliability index).
 *
 * Found by the iteration of Hasofer, Lind, Rackwitz and Fiessler, x ← ((∇g·x − g)/(∇gᵀΣ∇g))·Σ∇g, with Zhang
 * and Der Kiureghian's merit function to bound its steps. Every iterate is kept as y with x = Σy, so that
 * distances are √(y·x) and Σ is never inverted: a singular one does no harm.
 *
 * From the present prices alone the iteration stops at whatever minimum is reached first, which need not be
 * the nearest (a haircut or a tier that begins far away may decide). So it is started from many sides, and
 * every distinct minimum is kept.
 */

import type { LimitState } from './limit-state';
import type { Eigen } from './linear-algebra';
import { dot, eigen, multiply } from './linear-algebra';

export interface LimitPoint {
  /** In standard deviations of the covariance's horizon. */
  distance: number;
  /** The moves that lead there. */
  x: Float64Array;
  /** ∇g there. */
  gradient: Float64Array;
}

/** A covariance with what the search needs of it. */
export interface Metric {
  /** Flat n×n. */
  covariance: Float64Array;
  eigen: Eigen;
}

export function metric(covariance: Float64Array, n: number): Metric {
  return { covariance, eigen: eigen(covariance, n) };
}

/** Beyond so many standard deviations nothing is called liquidation any more. */
const UNREACHABLE = 1000;
const ITERATIONS = 80;
const HALVINGS = 12;
/** Minima whose moves differ by less than this part of their distance are one. */
const SAME = 0.02;
const MOST_POINTS = 6;
/** Where no minimum is known yet, searches start this many standard deviations out. */
const FIRST_RADIUS = 6;

/**
 * The local minima of the distance to {g ≤ 0}, nearest first; empty when nothing liquidates. g must be
 * above zero at x = 0. Cost: about 2n + 7 searches of some six evaluations each.
 */
export function designPoints(state: LimitState, { covariance, eigen: axes }: Metric): LimitPoint[] {
  const n = state.size;
  const origin = new Float64Array(n);
  const g0 = state.value(origin);
  if (!(g0 > 0)) return [];
  const search = searcher(state, covariance, g0);
  const found: Found[] = [];
  const from = (y: Float64Array) => {
    const point = search(y, found);
    if (point) keep(found, point, covariance);
  };
  from(origin);
  for (const direction of directions(n, covariance, axes)) {
    const radius = found[0]?.distance ?? FIRST_RADIUS;
    // What lies inside the nearest minimum on this ray is nearer than the nearest.
    const inside = found.length > 0 ? nearestOnRay(state, covariance, direction, radius) : null;
    from(scaled(direction, inside ?? radius));
    if (inside !== null) {
      const y = scaled(direction, inside);
      const point = search.at(y);
      // A jump of g (a whole-position tier) has no gradient to follow: the ray's own crossing stands.
      if (!found[0] || point.distance < found[0].distance * (1 - 1e-6)) keep(found, point, covariance);
    }
  }
  return found.slice(0, MOST_POINTS).map(({ distance, x, gradient }) => ({ distance, x, gradient }));
}

interface Found extends LimitPoint {
  y: Float64Array;
}

/** Directions y of unit Mahalanobis length: along each factor's column of Σ, and its first three axes. */
function directions(n: number, covariance: Float64Array, axes: Eigen): Float64Array[] {
  const list: Float64Array[] = [];
  const both = (y: Float64Array) => list.push(y, scaled(y, -1));
  for (let k = n - 1; k >= Math.max(0, n - 3); k--) {
    const value = axes.values[k]!;
    if (value > 0) both(axes.vectors.slice(k * n, (k + 1) * n).map(each => each / Math.sqrt(value)));
  }
  for (let f = 0; f < n; f++) {
    const variance = covariance[f * n + f]!;
    if (!(variance > 0)) continue;
    const y = new Float64Array(n);
    y[f] = 1 / Math.sqrt(variance);
    both(y);
  }
  return list;
}

function scaled(y: Float64Array, by: number): Float64Array {
  return y.map(each => each * by);
}

/** The distance along a unit ray at which g is no longer above zero, if that is inside `radius`; else null. */
function nearestOnRay(
  state: LimitState,
  covariance: Float64Array,
  direction: Float64Array,
  radius: number,
): number | null {
  const x = new Float64Array(state.size);
  multiply(covariance, direction, x);
  const at = (t: number) => state.value(x.map(each => each * t));
  let safe = 0;
  let unsafe = 0;
  for (const part of [0.5, 0.8, 0.999]) {
    if (at(part * radius) > 0) {
      safe = part * radius;
    } else {
      unsafe = part * radius;
      break;
    }
  }
  if (unsafe === 0) return null;
  for (let i = 0; i < 60 && unsafe - safe > 1e-12 * unsafe; i++) {
    const middle = (safe + unsafe) / 2;
    if (at(middle) > 0) safe = middle;
    else unsafe = middle;
  }
  return unsafe;
}

function searcher(state: LimitState, covariance: Float64Array, g0: number) {
  const n = state.size;
  const a = new Float64Array(n);
  const sa = new Float64Array(n);

  /** Null: it ended at a minimum that is known, on the far side of the unsafe set, or nowhere. */
  function search(start: Float64Array, known: Found[]): Found | null {
    let y: Float64Array = Float64Array.from(start);
    let x: Float64Array = new Float64Array(n);
    multiply(covariance, y, x);
    let g = state.value(x);
    let norm = Math.sqrt(Math.max(0, dot(y, x)));
    for (let iteration = 0; iteration < ITERATIONS; iteration++) {
      state.gradient(x, a);
      multiply(covariance, a, sa);
      const slope = Math.sqrt(Math.max(0, dot(a, sa)));
      // Flat, or so flat that zero lies beyond all reason.
      if (!(slope * UNREACHABLE > Math.abs(g))) return null;
      const factor = (dot(a, x) - g) / (slope * slope);
      const targetNorm = Math.abs(factor) * slope;
      if (!(targetNorm < UNREACHABLE)) return null;
      const targetY = a.map(each => each * factor);
      const targetX = sa.map(each => each * factor);

      const gap = step(y, x, targetY, targetX);
      if (gap <= 1e-10 * (1 + norm) && Math.abs(g) <= 1e-11 * g0) {
        // x = factor·Σ∇g with a factor above zero is where g rises outwards: the way back to safety.
        if (factor >= 0) return null;
        return { distance: targetNorm, x: targetX, y: targetY, gradient: Float64Array.from(a) };
      }
      const near = known.find(each => step(y, x, each.y, each.x) < 1e-3 * each.distance);
      if (near) return null;

      const weight = 2 * Math.max(norm / slope, Math.abs(g) > 0 ? (0.5 * targetNorm ** 2) / Math.abs(g) : 0);
      const merit = 0.5 * norm * norm + weight * Math.abs(g);
      let part = 1;
      for (let halving = 0; ; halving++, part /= 2) {
        const nextY = mix(y, targetY, part);
        const nextX = mix(x, targetX, part);
        const nextG = state.value(nextX);
        const square = Math.max(0, dot(nextY, nextX));
        const better = 0.5 * square + weight * Math.abs(nextG) <= merit;
        if (!better && halving < HALVINGS && gap > 1e-9 * (1 + norm)) continue;
        y = nextY;
        x = nextX;
        g = nextG;
        norm = Math.sqrt(square);
        break;
      }
    }
    return null;
  }

  /** The point Σy as it is. */
  function at(y: Float64Array): Found {
    const x = new Float64Array(n);
    multiply(covariance, y, x);
    const gradient = new Float64Array(n);
    state.gradient(x, gradient);
    return { distance: Math.sqrt(Math.max(0, dot(y, x))), x, y, gradient };
  }
  return Object.assign(search, { at });
}

/** Mahalanobis distance of two points that are given with their y. */
function step(y: Float64Array, x: Float64Array, otherY: Float64Array, otherX: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) sum += (otherY[i]! - y[i]!) * (otherX[i]! - x[i]!);
  return Math.sqrt(Math.max(0, sum));
}

function mix(from: Float64Array, to: Float64Array, part: number): Float64Array {
  if (part === 1) return to;
  return from.map((each, i) => each + part * (to[i]! - each));
}

function keep(found: Found[], point: Found, _covariance: Float64Array): void {
  if (found.some(each => step(each.y, each.x, point.y, point.x) < SAME * each.distance)) return;
  found.push(point);
  found.sort((a, b) => a.distance - b.distance);
}
