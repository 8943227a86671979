/**
 * A pool compiled to flat float64 arrays, and its headroom g(p) = equity − threshold·requirement as a
 * function of the prices. Liquidation is where g reaches 0.
 */
import type { Pool } from './account';
import { liquidatable } from './crossing';
import { readLedger } from './ledger';
import { rootsWithin, valueAt } from './roots';
import { chargeOf, requirementAt, type Shape, shapeOf } from './shape';
import { type FloatStretch, walk } from './walk';

export interface Book {
  /** The factors that move something in this pool, in the order of all vectors below. */
  factors: string[];
  /** g at prices P_f·m_f, where P is the present price; all ones gives the present headroom. */
  headroom(multipliers: Float64Array): number;
  /** ∂g/∂m_f at such prices, written into `out` (from the right at a kink). */
  gradient(multipliers: Float64Array, out: Float64Array): void;
  /** ∂equity/∂m_f at such prices: what a relative move wins or loses, with the requirement left out. */
  exposure(multipliers: Float64Array, out: Float64Array): void;
  /**
   * The nearest s > 0 (side 1) or s < 0 (side −1) at which the pool becomes liquidatable along
   * m_f = max(0, 1 + direction_f·s), exact at kinks and jumps; of a pool that is liquidatable already the
   * nearest s at which it stops being so; null: none.
   */
  crossing(direction: Float64Array, side: 1 | -1): number | null;
}

/** Null when anything that headroom depends on is missing. */
export function compile(pool: Pool): Book | null {
  const ledger = readLedger(pool, { path: '$' });
  return ledger.known ? bookOf(pool, shapeOf(ledger)) : null;
}

/** Below this no inverse contract has a finite value. */
const LEAST = 1e-150;

function bookOf(pool: Pool, shape: Shape): Book {
  const moved = [...shape.index].map(k => pool.positions[k]!.factor);
  const followed = pool.collateral.map(({ follows }) => follows ?? null);
  const factors = [...new Set([...moved, ...followed.filter(factor => factor !== null)])];
  const factorOf = moved.map(factor => factors.indexOf(factor));
  const rowFactor = followed.map(factor => (factor === null ? -1 : factors.indexOf(factor)));
  const n = moved.length;
  const rows = rowFactor.length;
  const settles = rowFactor.map((_, r) => [...shape.row].flatMap((row, i) => (row === r ? [i] : [])));
  const trigger = pool.rules.liquidatedWhen;
  const t = shape.threshold;

  // Everything that no price moves: constant requirements, adjustments, as headroom now less the rest now.
  let constant = shape.headroom;
  for (let i = 0; i < n; i++) {
    const row = shape.row[i]!;
    if (row < 0) constant -= shape.pnl[i]! - t * shape.requirement[i]!;
    else constant += t * shape.requirement[i]! * shape.price[row]!;
  }
  for (let r = 0; r < rows; r++) constant -= shape.counted[r]! - t * shape.rowRequirement[r]!;

  /** The multiplier of a position's value. */
  function ratioOf(i: number, m: number): number {
    return shape.inverse[i] ? 1 / Math.max(m, LEAST) : m;
  }

  function balanceOf(r: number, multipliers: Float64Array): number {
    let balance = shape.balance[r]!;
    for (const i of settles[r]!) balance += shape.moving[i]! * (ratioOf(i, multipliers[factorOf[i]!]!) - 1);
    return balance;
  }

  function priceOf(r: number, multipliers: Float64Array): number {
    const factor = rowFactor[r]!;
    return factor < 0 ? shape.price[r]! : shape.price[r]! * multipliers[factor]!;
  }

  function headroom(multipliers: Float64Array): number {
    let g = constant;
    for (let i = 0; i < n; i++) {
      const ratio = ratioOf(i, multipliers[factorOf[i]!]!);
      const row = shape.row[i]!;
      const owed = t * requirementAt(shape, i, ratio);
      if (row < 0) g += shape.pnl[i]! + shape.moving[i]! * (ratio - 1) - owed;
      else g -= owed * priceOf(row, multipliers);
    }
    for (let r = 0; r < rows; r++)
      g += chargeOf(shape, r, balanceOf(r, multipliers), priceOf(r, multipliers), t);
    return g;
  }

  /** Marginal headroom of one more unit of a row's value, and the part of it that falls with the price. */
  function slopeOfRow(
    r: number,
    balance: number,
    price: number,
    threshold: number,
  ): { rate: number; byPrice: number } {
    if (balance < 0) return { rate: shape.weight[r]! + threshold * shape.maintenanceRate[r]!, byPrice: 0 };
    if (shape.rowLast[r]! < shape.rowFirst[r]!) return { rate: 1, byPrice: 0 };
    const byAmount = shape.rowByAmount[r] === 1;
    const quantity = byAmount ? balance : balance * price;
    let step = shape.rowFirst[r]!;
    while (step < shape.rowLast[r]! && shape.rowFrom[step + 1]! <= quantity) step++;
    return { rate: shape.rowRate[step]!, byPrice: byAmount ? shape.rowDeduction[step]! : 0 };
  }

  /** ∂(equity − threshold·requirement)/∂m_f. */
  function slopes(multipliers: Float64Array, out: Float64Array, threshold: number): void {
    out.fill(0);
    const rates = new Float64Array(rows);
    for (let r = 0; r < rows; r++) {
      const balance = balanceOf(r, multipliers);
      const price = priceOf(r, multipliers);
      const { rate, byPrice } = slopeOfRow(r, balance, price, threshold);
      rates[r] = rate;
      const factor = rowFactor[r]!;
      if (factor >= 0) out[factor]! += shape.price[r]! * (rate * balance - byPrice);
    }
    for (let i = 0; i < n; i++) {
      const m = multipliers[factorOf[i]!]!;
      const ratio = ratioOf(i, m);
      // ∂ratio/∂m: 1, or −1/m² of an inverse contract.
      const turn = shape.inverse[i] ? -ratio * ratio : 1;
      const row = shape.row[i]!;
      const price = row < 0 ? 1 : priceOf(row, multipliers);
      const profit = row < 0 ? 1 : rates[row]! * price;
      const marginal = marginalRequirement(i, ratio);
      out[factorOf[i]!]! += turn * (profit * shape.moving[i]! - threshold * price * marginal);
      if (row >= 0 && rowFactor[row]! >= 0) {
        out[rowFactor[row]!]! -= threshold * shape.price[row]! * requirementAt(shape, i, ratio);
      }
    }
  }

  /** ∂requirement/∂ratio in the settle asset. */
  function marginalRequirement(i: number, ratio: number): number {
    const value = Math.abs(shape.moving[i]!);
    const first = shape.first[i]!;
    const last = shape.last[i]!;
    if (last < first) return shape.feeRate[i]! * value;
    const quantity = shape.byValue[i] ? shape.tierQuantity[i]! * ratio : shape.tierQuantity[i]!;
    let step = first;
    while (step < last && shape.from[step + 1]! <= quantity) step++;
    return (shape.rate[step]! + shape.feeRate[i]!) * value - (shape.byValue[i] ? 0 : shape.deduction[step]!);
  }

  function crossing(direction: Float64Array, side: 1 | -1): number | null {
    if (shape.inert) return null;
    const ray = {
      positions: Float64Array.from(factorOf, factor => direction[factor]! * side),
      rows: Float64Array.from(rowFactor, factor => (factor < 0 ? 0 : direction[factor]! * side)),
      threshold: t,
      fixedMaintenance: false,
    };
    const before = liquidatable(Math.sign(shape.headroom) as -1 | 0 | 1, trigger);
    const keep = before ? -1 : 1;
    const closed = liquidatable(0, trigger) !== before;
    let found: number | null = null;
    walk(shape, ray, stretch => {
      found = leaving(stretch, keep, closed);
      return found !== null;
    });
    return found === null || atZero(direction, side * found) ? null : side * found;
  }

  return {
    factors,
    headroom,
    gradient: (multipliers, out) => slopes(multipliers, out, t),
    exposure: (multipliers, out) => slopes(multipliers, out, 0),
    crossing,
  };
}

/** Below this multiplier a price counts as zero, and zero is no liquidation price. */
const NOTHING = 1e-12;

/** True when a move takes every price that it moves down to zero. */
function atZero(direction: Float64Array, s: number): boolean {
  return direction.every(d => d === 0 || 1 + d * s < NOTHING);
}

/** Where headroom first leaves the sign that it had at the mark, within a stretch. */
export function leaving({ from, to, curve }: FloatStretch, keep: 1 | -1, closed: boolean): number | null {
  const start = keep * valueAt(curve, from);
  if (start < 0) return from;
  const roots = rootsWithin(curve, from, to);
  let left = from;
  for (const right of [...roots, to]) {
    const inside = right === Number.POSITIVE_INFINITY ? 2 * left + 1 : left + (right - left) / 2;
    const value = keep * valueAt(curve, inside);
    // Up to the first root headroom is what it is at the start, also where it fades to less than its rounding.
    const kept = left === from && start > 0;
    if (!kept && (value < 0 || (value === 0 && closed))) return left;
    left = right;
  }
  return null;
}
