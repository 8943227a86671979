/**
 * The headroom of a pool while some of its prices move together: exact curves between the prices at which a
 * tier, a haircut step or the sign of a balance changes.
 */
import { accumulate, type Curve, curveSign, quadraticRoots } from './curve';
import { type Decimal, exponentOf, ONE, signOf } from './decimal';
import type { Ledger, LedgerPosition, LedgerRow } from './ledger';
import { stepAt } from './schedule';

/** What is multiplied by the same m: marks of positions and prices of collateral rows, by their indices in the pool. */
export interface Moved {
  positions: number[];
  rows: number[];
}

/** What moves, and by what headroom is judged. */
export interface Motion extends Moved {
  threshold: Decimal;
  /** The requirement stays at its present amount. */
  fixedMaintenance: boolean;
}

/** The moving part of a pool, ready to be asked for its curve at any m. */
export interface Moving {
  /** The curve that holds on an open stretch around m; m must not be a bound itself. */
  curveAround(m: Decimal): Curve;
  /** The sign of headroom at exactly m, tiers and steps read there. */
  signAt(m: Decimal): -1 | 0 | 1;
  /** Every m > 0 at which the curve may change, in no order. */
  bounds(): Decimal[];
}

/** Where a nonlinear row stands: below zero, or in which step of its credit schedule. */
type RowState = -1 | number;

/** The pool must be known. */
export function setInMotion(ledger: Ledger, motion: Motion): Moving {
  const { positions, rows } = ledger;
  const positionMoves = marked(positions.length, motion.positions);
  const rowMoves = marked(rows.length, motion.rows);
  const moves = (position: LedgerPosition, k: number) => positionMoves[k]! && !position.size!.isZero();
  const movedRows = rows.flatMap((row, k) =>
    rowMoves[k] || row.settled.some(i => moves(positions[i]!, i)) ? [k] : [],
  );
  const movedPositions = positions.flatMap((position, k) =>
    !position.size!.isZero() && (moves(position, k) || (position.row! >= 0 && rowMoves[position.row!]))
      ? [k]
      : [],
  );

  const factor = motion.threshold.neg();
  // What stands still, as headroom now less the moved parts now.
  const still = accumulate();
  still.add(0, ledger.equity!);
  still.add(0, factor.times(ledger.requirement!));
  for (const k of movedRows) {
    still.add(0, rows[k]!.counted!.neg());
    if (!motion.fixedMaintenance) still.add(0, factor.times(rows[k]!.requirement!).neg());
  }
  for (const k of movedPositions) {
    const position = positions[k]!;
    if (position.row === -1) still.add(0, position.pnl!.neg());
    if (motion.fixedMaintenance) continue;
    still.add(0, factor.times(position.requirement!.minus(position.constant)).neg());
  }
  const standing = still.curve()[1];

  const balances = new Map(movedRows.map(k => [k, balanceCurve(rows[k]!)]));

  /** What is settled in the row and does not move is in its balance as it is. */
  function balanceCurve(row: LedgerRow): Curve {
    const balance = accumulate();
    balance.add(0, row.balance!);
    for (const i of row.settled) {
      const position = positions[i]!;
      if (!moves(position, i)) continue;
      balance.add(0, position.pnlMoving!.neg());
      balance.add(powerOf(position), position.pnlMoving!);
    }
    return balance.curve();
  }

  function tierAt(position: LedgerPosition, k: number, m: Decimal): number {
    const schedule = position.schedule!;
    if (schedule.basis !== 'value' || !moves(position, k)) return stepAt(schedule, position.tierQuantity);
    return stepAt(schedule, position.inverse ? position.tierQuantity.div(m) : position.tierQuantity.times(m));
  }

  function stateAt(row: LedgerRow, k: number, m: Decimal): RowState {
    if (!row.credit && !row.source.liability) return 0;
    const [i, c0, c1] = balances.get(k)!;
    const terms = [i.div(m), c0, c1.times(m)];
    const exponent = Math.max(...terms.map(exponentOf));
    const balance = terms[0]!.plus(terms[1]!).plus(terms[2]!);
    if (signOf(balance, exponent) < 0) return -1;
    if (!row.credit) return 0;
    if (row.credit.basis === 'amount') return stepAt(row.credit, balance);
    const value = balance.times(row.price!);
    return stepAt(row.credit, rowMoves[k] ? value.times(m) : value);
  }

  function curveBy(
    tier: (position: LedgerPosition, k: number) => number,
    state: (row: LedgerRow, k: number) => RowState,
  ) {
    const total = accumulate();
    total.add(0, standing);
    for (const k of movedPositions) {
      const position = positions[k]!;
      const power = moves(position, k) ? powerOf(position) : 0;
      if (position.row === -1) {
        total.add(0, position.pnlFixed!);
        total.add(power, position.pnlMoving!);
      }
      if (motion.fixedMaintenance) continue;
      const price = position.row! >= 0 ? rows[position.row!]!.price! : ONE;
      const shift = position.row! >= 0 && rowMoves[position.row!] ? 1 : 0;
      const scale = factor.times(price);
      total.add(power + shift, scale.times(position.feeRate).times(position.value!));
      const { schedule, unitValue, share } = position;
      if (!schedule) continue;
      const step = tier(position, k);
      total.add(power + shift, scale.times(schedule.rate(step)).times(position.value!));
      const deduction = schedule.deduction(step);
      if (deduction.isZero()) continue;
      const borne = scale.times(deduction).times(share).neg();
      total.add(unitValue ? power + shift : shift, unitValue ? borne.times(unitValue) : borne);
    }
    for (const k of movedRows) {
      const row = rows[k]!;
      const shift = rowMoves[k] ? 1 : 0;
      const price = row.price!;
      const where = state(row, k);
      let rate = ONE;
      if (where < 0) {
        rate = row.weight;
        if (!motion.fixedMaintenance) rate = rate.minus(factor.times(row.maintenanceRate));
      } else if (row.credit) {
        rate = row.credit.rate(where);
        const deduction = row.credit.deduction(where);
        if (row.credit.basis === 'value') total.add(0, deduction.neg());
        else total.add(shift, deduction.times(price).neg());
      }
      for (const [power, coefficient] of balances.get(k)!.entries()) {
        if (!coefficient.isZero()) total.add(power - 1 + shift, coefficient.times(price).times(rate));
      }
    }
    return total.curve();
  }

  const curveAt = (m: Decimal) =>
    curveBy(
      (p, k) => tierAt(p, k, m),
      (row, k) => stateAt(row, k, m),
    );

  function bounds(): Decimal[] {
    const found: Decimal[] = [];
    for (const k of motion.fixedMaintenance ? [] : movedPositions) {
      const position = positions[k]!;
      const { schedule, tierQuantity, inverse } = position;
      if (schedule?.basis !== 'value' || !moves(position, k)) continue;
      for (let step = 1; step < schedule.length; step++) {
        const from = schedule.from(step);
        if (from.gt(0)) found.push(inverse ? tierQuantity.div(from) : from.div(tierQuantity));
      }
    }
    for (const k of movedRows) found.push(...rowBounds(rows[k]!, k));
    return found.filter(m => m.gt(0));
  }

  function rowBounds(row: LedgerRow, k: number): Decimal[] {
    if (!row.credit && !row.source.liability) return [];
    const [i, c0, c1] = balances.get(k)!;
    const found = quadraticRoots([i, c0, c1]);
    for (let step = 1; step < (row.credit?.length ?? 0); step++) {
      const from = row.credit!.from(step);
      if (row.credit!.basis === 'amount') found.push(...quadraticRoots([i, c0.minus(from), c1]));
      else {
        const price = row.price!;
        const value = [i.times(price), c0.times(price), c1.times(price)] as const;
        // Price moving: i + c0·m + c1·m² = from. Price standing: i/m + c0 + c1·m = from.
        if (rowMoves[k]) found.push(...quadraticRoots([value[0].minus(from), value[1], value[2]]));
        else found.push(...quadraticRoots([value[0], value[1].minus(from), value[2]]));
      }
    }
    return found;
  }

  return { curveAround: curveAt, signAt: m => curveSign(curveAt(m), m), bounds };
}

function marked(length: number, indices: number[]): boolean[] {
  const marks = new Array<boolean>(length).fill(false);
  for (const k of indices) marks[k] = true;
  return marks;
}

/** The power of m by which the value of a moving contract follows its mark. */
function powerOf({ inverse }: LedgerPosition): number {
  return inverse ? -1 : 1;
}
