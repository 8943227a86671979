/**
 * A pool under a moving market: one changed mark is one changed row of numbers, and all liquidation prices
 * are solved again in float64, in about a tenth of a microsecond each.
 *
 * The profit and the requirement of a contract are straight between two tiers, of the price for a linear
 * contract and of 1/price for an inverse one. So each position that moves alone is a list of slopes, and its
 * crossing is found by walking them; positions that share a factor, and rows that bend or follow a price,
 * take the general walk.
 */
import type { Pool } from './account';
import { liquidatable } from './crossing';
import { leaving } from './headroom';
import { readLedger } from './ledger';
import { chargeOf, requirementAt, type Shape, shapeOf } from './shape';
import { walk } from './walk';

export interface LivePool {
  /** Sets the mark of the k-th position of the pool. */
  setMark(k: number, price: number): void;
  /** Equity − threshold·requirement at the marks that were set. */
  headroom(): number;
  /** The liquidation prices of every position by its index in the pool; NaN: none. */
  prices(below: Float64Array, above: Float64Array): void;
}

/** Null when anything that headroom depends on is missing. */
export function livePool(pool: Pool): LivePool | null {
  const ledger = readLedger(pool, { path: '$' });
  if (!ledger.known) return null;
  const start = shapeOf(ledger);
  const shape: Shape = {
    ...start,
    moving: start.moving.slice(),
    pnl: start.pnl.slice(),
    requirement: start.requirement.slice(),
    deduction: start.deduction.slice(),
    tierQuantity: start.tierQuantity.slice(),
    balance: start.balance.slice(),
    counted: start.counted.slice(),
    rowRequirement: start.rowRequirement.slice(),
  };
  const n = shape.index.length;
  const t = shape.threshold;
  const trigger = pool.rules.liquidatedWhen;
  const at = new Int32Array(pool.positions.length).fill(-1);
  for (let i = 0; i < n; i++) at[shape.index[i]!] = i;
  const factors = [...shape.index].map(k => pool.positions[k]!.factor);
  const alone = factors.map(
    (factor, i) =>
      factors.indexOf(factor) === factors.lastIndexOf(factor) &&
      pool.collateral.every(({ follows }) => follows !== factor) &&
      (shape.row[i]! < 0 ||
        (!shape.bends[shape.row[i]!] && (pool.collateral[shape.row[i]!]!.follows ?? null) === null)),
  );
  const marks = Float64Array.from(shape.index, k => ledger.positions[k]!.mark!.toNumber());
  const firstMarks = marks.slice();

  // What no mark moves, as equity and requirement now less the moved parts now.
  let standingEquity = start.equityNow;
  let standingRequirement = start.requirementNow;
  const atPrice = (i: number) => (shape.row[i]! < 0 ? 1 : shape.price[shape.row[i]!]!);
  for (let i = 0; i < n; i++) {
    if (shape.row[i]! < 0) standingEquity -= start.pnl[i]!;
    standingRequirement -= start.requirement[i]! * atPrice(i);
  }
  for (let r = 0; r < start.counted.length; r++) {
    standingEquity -= start.counted[r]!;
    standingRequirement -= start.rowRequirement[r]!;
  }

  const lines = straightLines(shape, firstMarks);
  let stale = false;

  function setMark(k: number, price: number): void {
    const i = at[k]!;
    if (i < 0 || !(price > 0)) return;
    marks[i] = price;
    const ratio = shape.inverse[i] ? firstMarks[i]! / price : price / firstMarks[i]!;
    const moving = start.moving[i]! * ratio;
    shape.moving[i] = moving;
    // From the figures of the start, so that no error adds up over many ticks.
    shape.pnl[i] = start.pnl[i]! + (moving - start.moving[i]!);
    if (shape.byValue[i]) shape.tierQuantity[i] = start.tierQuantity[i]! * ratio;
    else {
      for (let s = shape.first[i]!; s <= shape.last[i]!; s++)
        shape.deduction[s] = start.deduction[s]! * ratio;
    }
    shape.requirement[i] = requirementAt(shape, i, 1);
    stale = true;
  }

  function refresh(): void {
    if (!stale) return;
    stale = false;
    let equity = standingEquity;
    let requirement = standingRequirement;
    if (shape.balance.length > 0) shape.balance.set(start.balance);
    for (let i = 0; i < n; i++) {
      const row = shape.row[i]!;
      if (row < 0) {
        equity += shape.pnl[i]!;
        requirement += shape.requirement[i]!;
      } else {
        shape.balance[row]! += shape.moving[i]! - start.moving[i]!;
        requirement += shape.requirement[i]! * shape.price[row]!;
      }
    }
    for (let r = 0; r < shape.balance.length; r++) {
      const balance = shape.balance[r]!;
      shape.counted[r] = chargeOf(shape, r, balance, shape.price[r]!, 0);
      shape.rowRequirement[r] = balance < 0 ? -shape.maintenanceRate[r]! * balance * shape.price[r]! : 0;
      equity += shape.counted[r]!;
      requirement += shape.rowRequirement[r]!;
    }
    shape.equityNow = equity;
    shape.requirementNow = requirement;
    shape.headroom = equity - t * requirement;
  }

  function prices(below: Float64Array, above: Float64Array): void {
    refresh();
    below.fill(Number.NaN);
    above.fill(Number.NaN);
    if (shape.inert) return;
    const g = shape.headroom;
    const before = liquidatable(g < 0 ? -1 : g > 0 ? 1 : 0, trigger);
    const keep = before ? -1 : 1;
    for (let i = 0; i < n; i++) {
      const k = shape.index[i]!;
      if (alone[i]) {
        const x = shape.inverse[i] ? 1 / marks[i]! : marks[i]!;
        const low = lines.cross(i, x, keep * g, keep, -1);
        const high = lines.cross(i, x, keep * g, keep, 1);
        below[k] = shape.inverse[i] ? 1 / high : low;
        above[k] = shape.inverse[i] ? 1 / low : high;
      } else {
        below[k] = marks[i]! * multiplier(factors[i]!, -1, keep, before);
        above[k] = marks[i]! * multiplier(factors[i]!, 1, keep, before);
      }
    }
  }

  /** By the general walk; NaN: none. */
  function multiplier(factor: string, side: 1 | -1, keep: 1 | -1, before: boolean): number {
    const ray = {
      positions: factors.map(each => (each === factor ? side : 0)),
      rows: pool.collateral.map(({ follows }) => (follows === factor ? side : 0)),
      threshold: t,
      fixedMaintenance: false,
    };
    let found = Number.NaN;
    walk(shape, ray, stretch => {
      if (side < 0 && stretch.from >= 1) return true;
      found = leaving(stretch, keep, liquidatable(0, trigger) !== before) ?? Number.NaN;
      return !Number.isNaN(found);
    });
    return 1 + side * found;
  }

  return {
    setMark,
    headroom() {
      refresh();
      return shape.headroom;
    },
    prices,
  };
}

interface Lines {
  /**
   * The nearest x on a side at which `g`, kept above 0, falls to 0 or jumps below it; NaN: none.
   * @param x the present price, or 1/price of an inverse contract.
   */
  cross(i: number, x: number, g: number, keep: 1 | -1, side: 1 | -1): number;
}

/** Headroom of each position as slopes over x between its bounds, with the jumps at them. */
function straightLines(shape: Shape, marks: Float64Array): Lines {
  const { first, last, from, rate, deduction, byValue, moving, tierQuantity, feeRate, row, price } = shape;
  const n = marks.length;
  // Position i has pieces offset[i] … offset[i + 1] − 1; `bound` is where a piece starts.
  const offset = new Int32Array(n + 1);
  for (let i = 0; i < n; i++) offset[i + 1] = offset[i]! + (byValue[i] ? last[i]! - first[i]! + 1 : 1);
  const bound = new Float64Array(offset[n]!);
  const slope = new Float64Array(offset[n]!);
  const jump = new Float64Array(offset[n]!);
  for (let i = 0; i < n; i++) {
    const unit = row[i]! < 0 ? 1 : price[row[i]!]!;
    const x = shape.inverse[i] ? 1 / marks[i]! : marks[i]!;
    const perX = (Math.abs(moving[i]!) / x) * unit;
    const profit = (moving[i]! / x) * unit;
    const pieces = offset[i + 1]! - offset[i]!;
    for (let k = 0; k < pieces; k++) {
      const piece = offset[i]! + k;
      if (!byValue[i]) {
        // Its tier does not move: what it requires at the mark is all of the slope.
        slope[piece] = profit - shape.threshold * (shape.requirement[i]! / x) * unit;
        continue;
      }
      const step = first[i]! + k;
      slope[piece] = profit - shape.threshold * (rate[step]! + feeRate[i]!) * perX;
      if (k === 0) continue;
      bound[piece] = (from[step]! / tierQuantity[i]!) * x;
      const rise = (rate[step]! - rate[step - 1]!) * perX * bound[piece]!;
      const owed = (deduction[step]! - deduction[step - 1]!) * unit;
      const drop = rise - owed;
      jump[piece] = Math.abs(drop) > 1e-12 * (Math.abs(rise) + Math.abs(owed)) ? -shape.threshold * drop : 0;
    }
  }

  function cross(i: number, x: number, g: number, keep: 1 | -1, side: 1 | -1): number {
    let piece = offset[i]!;
    const end = offset[i + 1]! - 1;
    while (piece < end && bound[piece + 1]! <= x) piece++;
    let here = x;
    let value = g;
    for (;;) {
      const climb = keep * side * slope[piece]!;
      const next =
        side > 0
          ? piece < end
            ? bound[piece + 1]!
            : Number.POSITIVE_INFINITY
          : piece > offset[i]!
            ? bound[piece]!
            : 0;
      const reach = climb < 0 ? -value / climb : Number.POSITIVE_INFINITY;
      if (reach <= side * (next - here)) {
        const found = here + side * reach;
        return found > 0 && Number.isFinite(found) ? found : Number.NaN;
      }
      if (side > 0 ? piece >= end : piece <= offset[i]!) return Number.NaN;
      value += climb * side * (next - here);
      value += side > 0 ? keep * jump[piece + 1]! : -keep * jump[piece]!;
      here = next;
      piece += side;
      if (value < 0) return here;
    }
  }

  return { cross };
}
