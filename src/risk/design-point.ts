/**
 * The design point: of all moves that liquidate, the likeliest, that is the one at the smallest
 * Mahalanobis distance √(xᵀΣ⁻¹x) (Hasofer and Lind's reliability index).
 *
 * From the present prices alone the search (hl-rf.ts) stops at whatever minimum is reached first, which
 * need not be the nearest: a haircut or a tier that begins far away may decide. So it is started from many
 * sides, and every distinct minimum is kept.
 */

import type { LimitPoint } from './hl-rf';
import { between, hlrf, pointAt } from './hl-rf';
import type { LimitState } from './limit-state';
import type { Eigen } from './linear-algebra';
import { eigen, multiply } from './linear-algebra';

export type { LimitPoint } from './hl-rf';

/** A covariance with what the search needs of it. */
export interface Metric {
  /** Flat n×n. */
  covariance: Float64Array;
  eigen: Eigen;
}

export function metric(covariance: Float64Array, n: number): Metric {
  return { covariance, eigen: eigen(covariance, n) };
}

/** Minima whose moves differ by less than this part of their distance are one. */
const SAME = 0.02;
const MOST_POINTS = 6;
/** Where no minimum is known yet, searches start this many standard deviations out … */
const FIRST_RADIUS = 6;
/** … and rays are followed this far. */
const FARTHEST_RAY = 60;
/** Where a ray is probed, as parts of its length; beyond what is known more sparsely. */
const PROBES = [0.5, 0.8, 0.999];
const FAR_PROBES = [0.05, 0.1, 0.15, 0.25, 0.4, 0.65, 1];

/**
 * The local minima of the distance to {g ≤ 0}, nearest first; empty when nothing liquidates. g must be
 * above zero at x = 0, else there are none. Cost: 2n + 7 searches of a few evaluations each. On random books
 * with tiers and haircuts no sampled move was nearer than the first within 40 standard deviations; beyond,
 * one in a few hundred was, by some percent.
 */
export function designPoints(state: LimitState, { covariance, eigen: axes }: Metric): LimitPoint[] {
  const n = state.size;
  const origin = new Float64Array(n);
  const g0 = state.value(origin);
  if (!(g0 > 0)) return [];
  const search = hlrf(state, covariance, g0);
  const found: LimitPoint[] = [];
  const from = (y: Float64Array) => keep(found, search(y, found));
  from(origin);
  for (const direction of directions(n, covariance, axes)) {
    const known = found[0]?.distance;
    // What liquidates on this ray inside the nearest minimum is nearer than the nearest.
    const inside = firstOnRay(
      state,
      covariance,
      direction,
      known ?? FARTHEST_RAY,
      known ? PROBES : FAR_PROBES,
    );
    from(scaled(direction, inside ?? known ?? FIRST_RADIUS));
    // A jump of g (a whole-position tier) has no gradient to follow: then the ray's own crossing stands.
    if (inside !== null && !(found[0] && found[0].distance <= inside)) {
      keep(found, pointAt(state, covariance, scaled(direction, inside)));
    }
  }
  return found.slice(0, MOST_POINTS);
}

/** Directions y of unit Mahalanobis length: the first three axes of Σ, and the column of each factor. */
function directions(n: number, covariance: Float64Array, axes: Eigen): Float64Array[] {
  const list: Float64Array[] = [];
  const both = (y: Float64Array) => list.push(y, scaled(y, -1));
  for (let k = n - 1; k >= Math.max(0, n - 3); k--) {
    const value = axes.values[k]!;
    if (value > 0) both(scaled(axes.vectors.slice(k * n, (k + 1) * n), 1 / Math.sqrt(value)));
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

/** The distance along a unit ray at which g is no longer above zero, by probes and bisection; null: none. */
function firstOnRay(
  state: LimitState,
  covariance: Float64Array,
  direction: Float64Array,
  length: number,
  probes: number[],
): number | null {
  const unit = new Float64Array(state.size);
  const x = new Float64Array(state.size);
  multiply(covariance, direction, unit);
  const isSafe = (t: number) => {
    for (let f = 0; f < x.length; f++) x[f] = unit[f]! * t;
    return state.value(x) > 0;
  };
  let safe = 0;
  for (const probe of probes) {
    let unsafe = probe * length;
    if (isSafe(unsafe)) {
      safe = unsafe;
      continue;
    }
    while (unsafe - safe > 1e-12 * unsafe) {
      const middle = (safe + unsafe) / 2;
      if (middle === safe || middle === unsafe) break;
      if (isSafe(middle)) safe = middle;
      else unsafe = middle;
    }
    return unsafe;
  }
  return null;
}

function scaled(y: Float64Array, by: number): Float64Array {
  return y.map(each => each * by);
}

/** Of minima that are the same but for the last digits, the nearest is kept. */
function keep(found: LimitPoint[], point: LimitPoint | null): void {
  if (!point) return;
  const twin = found.findIndex(each => between(each.y, each.x, point.y, point.x) < SAME * each.distance);
  if (twin >= 0 && found[twin]!.distance <= point.distance) return;
  if (twin >= 0) found.splice(twin, 1);
  found.push(point);
  found.sort((a, b) => a.distance - b.distance);
}
