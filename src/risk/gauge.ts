/**
 * The distance of one pool after another in the measure of a target, for whoever looks for the size that keeps
 * it: every trial is a whole pool, filled by the engine.
 *
 * A trial is much like the pool that it came from. So only what changed is compiled (changed-book.ts), and the
 * search for the likeliest path starts from where the last ones ended, which costs a fortieth of a search from
 * all sides; what is found in the end is measured from all sides, as the risk figures measure it.
 */
import type { Pool } from '../engine/account';
import { changedBooks, type Headroom, holdsNothing } from './changed-book';
import type { Distance, Target } from './decisions';
import { designPoints, type LimitPoint } from './design-point';
import { type FactorModel, factorModel } from './factor-model';
import { hlrf } from './hl-rf';
import { joint, jointDirection } from './joint';
import { type LimitState, logLimitState } from './limit-state';
import { dot, multiply } from './linear-algebra';
import { pricedBook } from './priced-book';
import type { Statistics } from './statistics';

export interface Gauge {
  target: Target;
  /** As the risk figures say it. */
  distance(pool: Pool): Distance;
  /**
   * Above zero, or zero, when a pool keeps the target as far as the paths tell that are known by now: what is
   * left of headroom, in money, at the target. Infinity: no move liquidates; NaN: unknown.
   */
  margin(pool: Pool): number;
  /**
   * The distance as far as the paths tell that are known by now, in daily sigmas whatever the target; below zero:
   * liquidatable already. Infinity and NaN as above.
   */
  sigmas(pool: Pool): number;
}

/** @param base the pool that those to be measured come from by a change. */
export function gauge(base: Pool, statistics: Statistics | null, target: Target): Gauge {
  const headroomOf = changedBooks(base);
  /** Ends of earlier searches, Σ⁻¹x by factor: the factors of a pool change when one is opened or closed. */
  const starts: Map<string, number>[] = [];

  /** Those of the points that may become the nearest by a change: the others are found again in the end. */
  function remember(points: LimitPoint[], factors: string[]): void {
    for (const { y, distance: far } of points) {
      if (far > RIVAL * points[0]!.distance) break;
      const known = starts.some(start => factors.every((factor, f) => close(start.get(factor) ?? 0, y[f]!)));
      if (!known && starts.length < MOST_STARTS) {
        starts.push(new Map(factors.map((factor, f) => [factor, y[f]!])));
      }
    }
  }

  function distance(pool: Pool): Distance {
    // Whether anything can liquidate a pool without contracts, its book alone does not tell.
    if (holdsNothing(pool) && pricedBook(pool)?.idle) return statistics ? 'none' : 'unknown';
    const whole = target.by === 'move' ? (pricedBook(pool)?.book ?? null) : null;
    const book = whole ?? headroomOf(pool);
    if (!book || !statistics) return 'unknown';
    const { market } = statistics;
    const model = factorModel(statistics, book.factors);
    const present = book.headroom(new Float64Array(book.factors.length).fill(1));
    if (!Number.isFinite(present)) return 'unknown';
    if (!(present > 0)) return 0;
    if (typeof model === 'string' || market === null) return 'unknown';
    if (!whole) {
      const points = designPoints(logLimitState(book), model);
      remember(points, book.factors);
      return points[0]?.distance ?? 'none';
    }
    const { down, up } = joint(whole, market, model.beta, model.believed);
    const nearest = Math.min(Math.abs(down ?? Number.POSITIVE_INFINITY), up ?? Number.POSITIVE_INFINITY);
    return Number.isFinite(nearest) ? nearest : 'none';
  }

  /** The nearest end of a search from where earlier ones ended; null: no move liquidates. */
  function nearest(state: LimitState, model: FactorModel, present: number): LimitPoint | null {
    const search = hlrf(state, model.covariance, present);
    let best: LimitPoint | null = null;
    for (const [k, start] of starts.entries()) {
      const found = search(
        Float64Array.from(model.factors, factor => start.get(factor) ?? 0),
        [],
      );
      if (!found) continue;
      starts[k] = new Map(model.factors.map((factor, f) => [factor, found.y[f]!]));
      if (!best || found.distance < best.distance) best = found;
    }
    if (best) return best;
    const points = designPoints(state, model);
    remember(points, model.factors);
    return points[0] ?? null;
  }

  /** What a trial is measured by; a number where the answer needs no search. */
  function read(
    pool: Pool,
  ): number | { book: Headroom; model: FactorModel; present: number; slope(): Float64Array } {
    const book = statistics && headroomOf(pool);
    if (!book) return Number.NaN;
    if (holdsNothing(pool)) {
      const measured = distance(pool);
      return measured === 'none' ? Number.POSITIVE_INFINITY : Number(measured);
    }
    const model = factorModel(statistics, book.factors);
    if (typeof model === 'string') return Number.NaN;
    const ones = new Float64Array(book.factors.length).fill(1);
    const slope = () => {
      const gradient = new Float64Array(ones.length);
      book.gradient(ones, gradient);
      return gradient;
    };
    return { book, model, present: book.headroom(ones), slope };
  }

  function margin(pool: Pool): number {
    const subject = read(pool);
    if (typeof subject === 'number') return subject - target.atLeast;
    const { book, model, present, slope } = subject;
    if (target.by === 'move') return moveMargin(book, slope(), model, target.atLeast);
    if (!(present > 0)) return present - target.atLeast * sigma(slope(), model);
    const point = nearest(logLimitState(book), model, present);
    if (!point) return Number.POSITIVE_INFINITY;
    return (point.distance - target.atLeast) * (sigma(point.gradient, model) || 1);
  }

  function sigmas(pool: Pool): number {
    const subject = read(pool);
    if (typeof subject === 'number') return subject;
    const { book, model, present, slope } = subject;
    if (!(present > 0)) return present / (sigma(slope(), model) || 1);
    return nearest(logLimitState(book), model, present)?.distance ?? Number.POSITIVE_INFINITY;
  }

  return { target, distance, margin, sigmas };
}

const MOST_STARTS = 8;
const RIVAL = 1.6;

/** True when a distance is at least the target; of an unknown one false. */
export function keeps(distance: Distance, { atLeast }: Target): boolean {
  return distance === 'none' || (typeof distance === 'number' && distance >= atLeast);
}

/** Headroom where the market has moved by the target, on the worse side. */
function moveMargin(
  { headroom }: Headroom,
  gradient: Float64Array,
  model: FactorModel,
  move: number,
): number {
  const at = (side: 1 | -1) => {
    const direction = jointDirection(gradient, model.beta, model.believed, side);
    return headroom(direction.map(each => Math.max(0, 1 + side * each * move)));
  };
  return Math.min(move < 1 ? at(-1) : Number.POSITIVE_INFINITY, at(1));
}

/** √(∇gᵀΣ∇g): money a standard deviation of 24 h. */
function sigma(gradient: Float64Array, { covariance }: FactorModel): number {
  const weighted = new Float64Array(gradient.length);
  multiply(covariance, gradient, weighted);
  return Math.sqrt(Math.max(0, dot(gradient, weighted)));
}

function close(a: number, b: number): boolean {
  return Math.abs(a - b) <= 0.05 * (Math.abs(a) + Math.abs(b));
}
