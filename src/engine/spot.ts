/**
 * Where to look for a crossing: the walk in float64, with a margin for its rounding errors. What it excludes
 * is certain; what it cannot tell it leaves to exact arithmetic.
 */
import { numerator, quadratic } from './roots';
import type { Shape } from './shape';
import { type FloatStretch, type Ray, walk } from './walk';

/** No crossing, one inside a stretch of moves, or undecided in float64. */
export type Spot = 'none' | 'unclear' | { from: number; to: number };

/** Relative to the terms: a thousand times and more what rounding adds up to in a pool of any real size. */
export const MARGIN = 1e-10;
/** A stretch narrower than this is too narrow to take a float inside it. */
export const NARROW = 1e-9;

/**
 * The first stretch along a ray in which headroom changes its sign.
 * @param end the move at which the prices reach zero; the walk stops short of it.
 */
export function crossingSpot(shape: Shape, ray: Ray, end: number): Spot {
  const now = shape.equityNow - ray.threshold * shape.requirementNow;
  if (!(Math.abs(now) > MARGIN * shape.scale)) return 'unclear';
  const keep = now > 0 ? 1 : -1;
  let spot: Spot = 'none';
  walk(shape, ray, stretch => {
    if (stretch.from >= end) return true;
    // Several jumps at one price: what holds at that very price is for exact arithmetic.
    if (shape.jumps && stretch.changes > 1) spot = 'unclear';
    else spot = look(stretch, keep, end);
    return spot !== 'none' || stretch.to >= end;
  });
  return spot;
}

function look({ from, to, curve, scale }: FloatStretch, keep: 1 | -1, end: number): Spot {
  if (curve.c2 === 0 && curve.speeds.length === 0 && Number.isFinite(Math.min(to, end))) {
    // A straight line, the common case: its ends tell everything.
    const near = MARGIN * scale;
    const last = Math.min(to, end);
    const start = keep * (curve.c0 + curve.c1 * from);
    const stop = keep * (curve.c0 + curve.c1 * last);
    if (start > near && stop > near) return 'none';
    if (start > near && stop < -near && last - from > NARROW * (1 + from)) return { from, to: last };
    return 'unclear';
  }
  const polynomial = numerator(curve);
  if (!polynomial) return 'unclear';
  const [p0, p1, p2, p3] = polynomial.map(p => keep * p) as [number, number, number, number];
  const last = Math.min(to, end);
  const margin =
    MARGIN * scale * (p3 === 0 && curve.k[0] === 0 ? 1 : 1 + (Number.isFinite(last) ? last : from));
  const evaluate = (s: number) => p0 + s * (p1 + s * (p2 + s * p3));
  const turns = quadratic(p1, 2 * p2, 3 * p3).filter(s => s > from && s < last);
  if (!(evaluate(from) > margin)) return 'unclear';
  let left = from;
  for (const right of [...turns, last]) {
    const value = Number.isFinite(right) ? evaluate(right) : beyond([p0, p1, p2, p3], margin);
    if (value < -margin) return right - left > NARROW * (1 + left) ? { from: left, to: right } : 'unclear';
    if (!(value > margin)) return 'unclear';
    left = right;
  }
  return 'none';
}

/** The sign of a polynomial towards infinity, as an infinite value; 0 when its leading part may be rounding. */
function beyond(polynomial: number[], margin: number): number {
  for (let power = 3; power >= 0; power--) {
    const coefficient = polynomial[power]!;
    if (coefficient === 0) continue;
    return Math.abs(coefficient) > margin ? coefficient * Number.POSITIVE_INFINITY : 0;
  }
  return 0;
}
