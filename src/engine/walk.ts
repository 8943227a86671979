/**
 * The walk in float64: a pool whose prices move along a ray, from the mark outwards, one stretch at a time.
 * On a stretch no tier, haircut step or sign of a balance changes, and headroom is one curve.
 */
import { emptyCurve, type FloatCurve, rootsWithin, valueAt } from './roots';
import { floatStepAt } from './schedule';
import type { Shape } from './shape';

/** Speeds d of a ray: a price at a move s ≥ 0 is its present one times max(0, 1 + d·s). */
export interface Ray {
  /** One for each position of the shape. */
  positions: ArrayLike<number>;
  /** One for each collateral row. */
  rows: ArrayLike<number>;
  threshold: number;
  /** The requirement stays at its present amount. */
  fixedMaintenance: boolean;
}

/** A stretch between two moves; `curve` is headroom on it, and is used again for the next one. */
export interface FloatStretch {
  from: number;
  /** Infinite for the last one. */
  to: number;
  curve: FloatCurve;
  /** How many elements bend or jump where it starts. */
  changes: number;
  /** What a rounding error of the curve at `to` (at `from` of the last one) is relative to. */
  scale: number;
}

/** Moves that are as near as this to each other are one event, relative to 1 + s. */
const TOGETHER = 1e-13;

/** Calls `visit` for stretch after stretch until it returns true or the prices can move no further. */
export function walk(shape: Shape, ray: Ray, visit: (stretch: FloatStretch) => boolean): void {
  const { moving, inverse, row: rowOf, price } = shape;
  const t = ray.threshold;
  const n = moving.length;
  const active: number[] = [];
  const speeds: number[] = [];
  const slot = new Array<number>(n).fill(-1);
  const settledMoves = new Array<boolean>(price.length).fill(false);
  let last = Number.POSITIVE_INFINITY;
  const clamps: number[] = [];
  for (let i = 0; i < n; i++) {
    const d = ray.positions[i]!;
    const row = rowOf[i]!;
    if (d !== 0 && row >= 0) settledMoves[row] = true;
    if (d === 0 && (row < 0 || ray.rows[row] === 0)) continue;
    active.push(i);
    if (d < 0) {
      // An inverse contract's value grows without end as its price goes to 0: the walk ends there.
      if (inverse[i]) last = Math.min(last, -1 / d);
      else clamps.push(-1 / d);
    }
    if (d === 0 || !inverse[i]) continue;
    slot[i] = speeds.indexOf(d);
    if (slot[i]! < 0) slot[i] = speeds.push(d) - 1;
  }
  const activeRows: number[] = [];
  for (let r = 0; r < price.length; r++) {
    const d = ray.rows[r]!;
    if (d < 0) clamps.push(-1 / d);
    if (d !== 0 || settledMoves[r]) activeRows.push(r);
  }
  clamps.sort((x, y) => x - y);

  // What stands still: headroom now less the moved parts now.
  let standing = shape.equityNow - t * shape.requirementNow;
  if (t === shape.threshold) standing = shape.headroom;
  const now = standing;
  for (const i of active) {
    const row = rowOf[i]!;
    if (row < 0) standing -= shape.pnl[i]!;
    if (!ray.fixedMaintenance) standing += t * shape.requirement[i]! * (row < 0 ? 1 : price[row]!);
  }
  for (const r of activeRows) {
    standing -= shape.counted[r]!;
    if (!ray.fixedMaintenance) standing += t * shape.rowRequirement[r]!;
  }

  const step = new Array<number>(n).fill(0);
  for (const i of active) step[i] = firstStep(shape, i, ray.positions[i]!);
  const curve = emptyCurve(speeds);
  const balances = new Map<number, FloatCurve>();
  let rowEvents: number[] = [];
  let from = 0;
  let changes = 0;
  let clamp = 0;
  let regime = -1;
  let scale = 0;

  for (;;) {
    while (clamp < clamps.length && clamps[clamp]! <= from) clamp++;
    if (regime !== clamp) {
      regime = clamp;
      readRows();
    }
    let to = last;
    if (clamp < clamps.length) to = Math.min(to, clamps[clamp]!);
    for (const i of active) to = Math.min(to, boundOf(i));
    while (rowEvents.length > 0 && rowEvents[0]! <= from) rowEvents.shift();
    if (rowEvents.length > 0) to = Math.min(to, rowEvents[0]!);
    if (to < from) to = from;
    if (to > from) {
      readCurve(to === Number.POSITIVE_INFINITY ? 2 * from + 1 : from + (to - from) / 2);
      // Exact where nothing jumps at the mark itself: beside a jump headroom is not what it is now.
      if (from === 0 && changes === 0 && !shape.jumps) curve.c0 = now;
      if (visit({ from, to, curve, changes, scale: scaleAt(Number.isFinite(to) ? to : from) })) return;
    }
    if (to >= last) return;
    if (to > from) changes = 0;
    const near = to + TOGETHER * (1 + to);
    for (const i of active) {
      while (boundOf(i) <= near) {
        step[i]! += stepsUp(i) ? 1 : -1;
        changes++;
      }
    }
    while (rowEvents.length > 0 && rowEvents[0]! <= near) {
      rowEvents.shift();
      changes++;
    }
    while (clamp < clamps.length && clamps[clamp]! <= near) clamp++;
    from = to;
  }

  /** True while moving on raises the quantity that finds the tier. */
  function stepsUp(i: number): boolean {
    return ray.positions[i]! > 0 !== (inverse[i] === 1);
  }

  /** The move at which position i leaves its step; infinite: never. */
  function boundOf(i: number): number {
    const d = ray.positions[i]!;
    if (d === 0 || shape.byValue[i] === 0 || ray.fixedMaintenance) return Number.POSITIVE_INFINITY;
    const up = stepsUp(i);
    const at = step[i]!;
    if (up ? at >= shape.last[i]! : at <= shape.first[i]!) return Number.POSITIVE_INFINITY;
    const bound = shape.from[up ? at + 1 : at]!;
    const quantity = shape.tierQuantity[i]!;
    if (!(bound > 0)) return Number.POSITIVE_INFINITY;
    return inverse[i] ? (quantity - bound) / (bound * d) : (bound - quantity) / (quantity * d);
  }

  /** The multiplier of a price is a + d·s: with a and d zero once it is clamped at 0. */
  function frozen(d: number): boolean {
    return d < 0 && from >= -1 / d;
  }

  function readRows(): void {
    balances.clear();
    rowEvents = [];
    for (const r of activeRows) balances.set(r, emptyCurve(speeds));
    for (const r of activeRows) balances.get(r)!.c0 = shape.balance[r]!;
    for (const i of active) {
      const balance = balances.get(rowOf[i]!);
      const d = ray.positions[i]!;
      if (!balance || d === 0) continue;
      if (slot[i]! >= 0) balance.k[slot[i]!]! -= moving[i]! * d;
      else if (frozen(d)) balance.c0 -= moving[i]!;
      else balance.c1 += moving[i]! * d;
    }
    for (const r of activeRows) {
      if (!shape.bends[r]) continue;
      const balance = balances.get(r)!;
      rowEvents.push(...rootsWithin(balance, from, last));
      const valued = shape.rowByAmount[r] ? balance : valueCurve(r, balance);
      for (let at = shape.rowFirst[r]! + 1; at <= shape.rowLast[r]!; at++) {
        rowEvents.push(...rootsWithin({ ...valued, c0: valued.c0 - shape.rowFrom[at]! }, from, last));
      }
    }
    rowEvents.sort((x, y) => x - y);
  }

  /** Balance times price. With h = s/(1 + d·s): s·h = (s − h)/d. */
  function valueCurve(r: number, balance: FloatCurve): FloatCurve {
    const d = ray.rows[r]!;
    const a = frozen(d) ? 0 : 1;
    const g = frozen(d) ? 0 : d;
    const p = price[r]!;
    const value = emptyCurve(speeds);
    value.c0 = p * a * balance.c0;
    value.c1 = p * (a * balance.c1 + g * balance.c0);
    value.c2 = p * g * balance.c1;
    for (let j = 0; j < speeds.length; j++) {
      value.k[j] = p * balance.k[j]! * (a - g / speeds[j]!);
      value.c1 += (p * balance.k[j]! * g) / speeds[j]!;
    }
    return value;
  }

  /** Headroom on the stretch around a move. */
  function readCurve(middle: number): void {
    curve.c0 = standing;
    curve.c1 = 0;
    curve.c2 = 0;
    curve.k.fill(0);
    for (const i of active) {
      const d = ray.positions[i]!;
      const row = rowOf[i]!;
      const still = frozen(d);
      if (row < 0) {
        curve.c0 += shape.pnl[i]!;
        if (slot[i]! >= 0) curve.k[slot[i]!]! -= moving[i]! * d;
        else if (still) curve.c0 -= moving[i]!;
        else curve.c1 += moving[i]! * d;
      }
      if (ray.fixedMaintenance) continue;
      let rate = shape.feeRate[i]!;
      let owed = 0;
      if (shape.last[i]! >= shape.first[i]!) {
        rate += shape.rate[step[i]!]!;
        owed = shape.deduction[step[i]!]!;
      }
      // The requirement is −t·(value·ratio − fixed), value and fixed in the pool's unit.
      const p = row < 0 ? 1 : price[row]!;
      let value = -t * p * rate * Math.abs(moving[i]!);
      let fixed = 0;
      if (shape.byValue[i]) fixed = t * p * owed;
      else value += t * p * owed;
      addRequirement(value, fixed, d, slot[i]!, still, row < 0 ? 0 : ray.rows[row]!);
    }
    for (const r of activeRows) addRow(r, middle);
  }

  /** Adds (value·ratio + fixed) · (a + g·s), the latter being the row's price relative to now. */
  function addRequirement(
    value: number,
    fixed: number,
    d: number,
    hyperbola: number,
    still: boolean,
    rowSpeed: number,
  ): void {
    const gone = frozen(rowSpeed);
    const a = gone ? 0 : 1;
    const g = gone ? 0 : rowSpeed;
    curve.c0 += a * fixed;
    curve.c1 += g * fixed;
    if (hyperbola >= 0) {
      // ratio = 1 − d·h, and (1 − d·h)·s = h.
      curve.c0 += a * value;
      curve.k[hyperbola]! += value * (g - a * d);
      return;
    }
    if (still) return;
    curve.c0 += a * value;
    curve.c1 += value * (g + a * d);
    curve.c2 += value * g * d;
  }

  function addRow(r: number, middle: number): void {
    const balance = balances.get(r)!;
    const value = valueCurve(r, balance);
    let rate = 1;
    if (shape.bends[r]) {
      const atMiddle = valueAt(balance, middle);
      if (atMiddle < 0) {
        rate = shape.weight[r]! + (ray.fixedMaintenance ? 0 : t * shape.maintenanceRate[r]!);
      } else if (shape.rowLast[r]! >= shape.rowFirst[r]!) {
        const quantity = shape.rowByAmount[r] ? atMiddle : valueAt(value, middle);
        const at = floatStepAt(shape.rowFrom, shape.rowFirst[r]!, shape.rowLast[r]!, quantity);
        rate = shape.rowRate[at]!;
        const deduction = shape.rowDeduction[at]!;
        if (!shape.rowByAmount[r]) curve.c0 -= deduction;
        else {
          const gone = frozen(ray.rows[r]!);
          curve.c0 -= gone ? 0 : deduction * price[r]!;
          curve.c1 -= gone ? 0 : deduction * price[r]! * ray.rows[r]!;
        }
      }
    }
    curve.c0 += rate * value.c0;
    curve.c1 += rate * value.c1;
    curve.c2 += rate * value.c2;
    for (let j = 0; j < speeds.length; j++) curve.k[j]! += rate * value.k[j]!;
  }

  /** An upper bound of the size of the terms at a move. */
  function scaleAt(s: number): number {
    if (scale === 0) {
      scale = shape.scale;
      for (const i of active)
        scale += Math.abs(moving[i]! * ray.positions[i]!) * (rowOf[i]! < 0 ? 1 : price[rowOf[i]!]!);
    }
    return scale * (1 + s) * (1 + (activeRows.length > 0 ? s : 0));
  }
}

/** The step that holds right beside the mark on the side to which the ray goes. */
export function firstStep(shape: Shape, i: number, d: number): number {
  const first = shape.first[i]!;
  const last = shape.last[i]!;
  if (last < first) return first;
  const quantity = shape.tierQuantity[i]!;
  const at = floatStepAt(shape.from, first, last, quantity);
  const falls = shape.byValue[i] && d !== 0 && d > 0 === (shape.inverse[i] === 1);
  return falls && at > first && shape.from[at] === quantity ? at - 1 : at;
}
