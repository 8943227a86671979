/**
 * A known pool as flat float64 arrays: the one place where the exact figures of a ledger become floats
 * (each correctly rounded, relative error at most 2^-53).
 *
 * Differences are taken before the rounding: profit is rounded after mark − entry, headroom after
 * equity − requirement, so that a coin priced at 1e-9 or a pool near its limit loses no digits.
 */
import { ONE } from './decimal';
import type { Ledger, LedgerPosition } from './ledger';
import { type ExactSchedule, floatStepAt } from './schedule';

export interface Shape {
  /** Positions that hold contracts, by their index in the pool. */
  index: Int32Array;
  inverse: Uint8Array;
  /** The part of the profit that moves with the mark; its absolute value is the position's value. */
  moving: Float64Array;
  pnl: Float64Array;
  /** The collateral row that it settles in, −1: at par. */
  row: Int32Array;
  feeRate: Float64Array;
  /** Maintenance and fee at the present marks, in the settle asset. */
  requirement: Float64Array;
  /** Steps of position k are those from `first[k]` to `last[k]` of the flat arrays; last < first: none. */
  first: Int32Array;
  last: Int32Array;
  from: Float64Array;
  rate: Float64Array;
  /** As the position bears it, in the settle asset at the present mark. */
  deduction: Float64Array;
  /** 1: the tier is found by value and moves with the mark, the deduction does not. */
  byValue: Uint8Array;
  tierQuantity: Float64Array;

  balance: Float64Array;
  price: Float64Array;
  weight: Float64Array;
  maintenanceRate: Float64Array;
  /** 1: credit or liability make it bend. */
  bends: Uint8Array;
  rowFirst: Int32Array;
  rowLast: Int32Array;
  rowFrom: Float64Array;
  rowRate: Float64Array;
  rowDeduction: Float64Array;
  rowByAmount: Uint8Array;
  counted: Float64Array;
  rowRequirement: Float64Array;

  headroom: number;
  requirementNow: number;
  equityNow: number;
  threshold: number;
  inert: boolean;
  /** Some schedule jumps between two steps, as those of style "whole" do. */
  jumps: boolean;
  /** The sum of the absolute terms of the headroom: what a rounding error is relative to. */
  scale: number;
}

/** The pool must be known. */
export function shapeOf(ledger: Ledger): Shape {
  const { rows } = ledger;
  const index = ledger.positions.flatMap((position, k) => (position.size!.isZero() ? [] : [k]));
  const live = index.map(k => ledger.positions[k]!);
  const floats = (of: (position: LedgerPosition) => number) => new Float64Array(live.map(of));
  const steps = live.reduce((total, { schedule }) => total + (schedule?.length ?? 0), 0);
  const moving = floats(({ pnlMoving }) => pnlMoving!.toNumber());
  const shape: Shape = {
    index: Int32Array.of(...index),
    inverse: new Uint8Array(live.map(({ inverse }) => (inverse ? 1 : 0))),
    moving,
    pnl: floats(({ pnl }) => pnl!.toNumber()),
    row: new Int32Array(live.map(({ row }) => row!)),
    feeRate: floats(({ feeRate }) => (feeRate.isZero() ? 0 : feeRate.toNumber())),
    requirement: new Float64Array(live.length),
    first: new Int32Array(live.length),
    last: new Int32Array(live.length),
    from: new Float64Array(steps),
    rate: new Float64Array(steps),
    deduction: new Float64Array(steps),
    byValue: new Uint8Array(live.map(({ schedule, unitValue }) => (schedule && !unitValue ? 1 : 0))),
    // Without other contracts in its tier, the value that finds it is the position's own.
    tierQuantity: new Float64Array(
      live.map(({ schedule, unitValue, share, tierQuantity }, k) =>
        schedule && !unitValue && share === ONE ? Math.abs(moving[k]!) : tierQuantity.toNumber(),
      ),
    ),
    balance: new Float64Array(rows.map(({ balance }) => balance!.toNumber())),
    price: new Float64Array(rows.map(({ price }) => price?.toNumber() ?? 0)),
    weight: new Float64Array(rows.map(({ weight }) => weight.toNumber())),
    maintenanceRate: new Float64Array(rows.map(({ maintenanceRate }) => maintenanceRate.toNumber())),
    bends: new Uint8Array(rows.map(({ credit, source }) => (credit || source.liability ? 1 : 0))),
    ...creditSteps(ledger),
    counted: new Float64Array(rows.map(({ counted }) => counted!.toNumber())),
    rowRequirement: new Float64Array(rows.map(({ requirement }) => requirement!.toNumber())),
    headroom: ledger.headroom!.toNumber(),
    requirementNow: ledger.requirement!.toNumber(),
    equityNow: ledger.equity!.toNumber(),
    threshold: ledger.threshold!.toNumber(),
    inert: ledger.inert,
    jumps:
      live.some(({ schedule }) => schedule?.basis === 'value' && jumps(schedule, false)) ||
      rows.some(({ credit }) => credit && jumps(credit, true)),
    scale: 0,
  };
  let at = 0;
  for (const [k, { schedule, share, unitValue }] of live.entries()) {
    shape.first[k] = at;
    shape.last[k] = at - 1 + (schedule?.length ?? 0);
    if (!schedule) continue;
    const borne = share.toNumber() * (unitValue?.toNumber() ?? 1);
    const { froms, rates, deductions } = schedule;
    for (let step = 0; step < froms.length; step++, at++) {
      shape.from[at] = froms[step]!;
      shape.rate[at] = rates[step]!;
      shape.deduction[at] = deductions[step]! * borne;
    }
  }
  for (let k = 0; k < live.length; k++) shape.requirement[k] = requirementAt(shape, k, 1);
  shape.scale = scaleOf(ledger, shape);
  return shape;
}

/** Maintenance and fee in the settle asset when the position's value is `ratio` times the present one. */
export function requirementAt(shape: Shape, k: number, ratio: number): number {
  const value = Math.abs(shape.moving[k]!) * ratio;
  const fee = shape.feeRate[k]! * value;
  const last = shape.last[k]!;
  const first = shape.first[k]!;
  if (last < first) return fee;
  const quantity = shape.byValue[k] ? shape.tierQuantity[k]! * ratio : shape.tierQuantity[k]!;
  const step = floatStepAt(shape.from, first, last, quantity);
  const deduction = shape.deduction[step]!;
  return shape.rate[step]! * value - (shape.byValue[k] ? deduction : deduction * ratio) + fee;
}

/** Credit or liability of a row: its counted value less `owed` times what it requires. */
export function chargeOf(shape: Shape, k: number, balance: number, price: number, owed: number): number {
  const value = balance * price;
  if (balance < 0) return shape.weight[k]! * value + owed * shape.maintenanceRate[k]! * value;
  const last = shape.rowLast[k]!;
  const first = shape.rowFirst[k]!;
  if (last < first) return value;
  const byAmount = shape.rowByAmount[k] === 1;
  const step = floatStepAt(shape.rowFrom, first, last, byAmount ? balance : value);
  const deduction = shape.rowDeduction[step]!;
  return shape.rowRate[step]! * value - (byAmount ? deduction * price : deduction);
}

type CreditSteps = Pick<
  Shape,
  'rowFirst' | 'rowLast' | 'rowFrom' | 'rowRate' | 'rowDeduction' | 'rowByAmount'
>;

function creditSteps({ rows }: Ledger): CreditSteps {
  const rowFirst: number[] = [];
  const rowLast: number[] = [];
  const credits = rows.flatMap(({ credit }) => credit ?? []);
  let at = 0;
  for (const { credit } of rows) {
    rowFirst.push(at);
    at += credit?.length ?? 0;
    rowLast.push(at - 1);
  }
  return {
    rowFirst: Int32Array.from(rowFirst),
    rowLast: Int32Array.from(rowLast),
    rowFrom: Float64Array.from(credits.flatMap(({ froms }) => [...froms])),
    rowRate: Float64Array.from(credits.flatMap(({ rates }) => [...rates])),
    rowDeduction: Float64Array.from(credits.flatMap(({ deductions }) => [...deductions])),
    rowByAmount: new Uint8Array(rows.map(({ credit }) => (credit?.basis === 'amount' ? 1 : 0))),
  };
}

function scaleOf({ rows, equity, requirement }: Ledger, shape: Shape): number {
  let scale = Math.abs(equity!.toNumber()) + shape.threshold * Math.abs(requirement!.toNumber());
  for (const { amount, price } of rows) scale += Math.abs(amount!.toNumber() * (price?.toNumber() ?? 0));
  for (let k = 0; k < shape.moving.length; k++) {
    const row = shape.row[k]!;
    const terms = Math.abs(shape.moving[k]!) + Math.abs(shape.pnl[k]!) + Math.abs(shape.requirement[k]!);
    scale += terms * (row < 0 ? 1 : shape.price[row]!);
  }
  return scale;
}

/** True when the result of a schedule jumps at a bound; that of a credit is also compared with 0 at its start. */
function jumps({ froms, rates, deductions, length }: ExactSchedule, fromZero: boolean): boolean {
  if (fromZero && deductions[0] !== 0) return true;
  for (let k = 1; k < length; k++) {
    const rise = froms[k]! * (rates[k]! - rates[k - 1]!);
    const owed = deductions[k]! - deductions[k - 1]!;
    if (Math.abs(rise - owed) > 1e-12 * (Math.abs(rise) + Math.abs(owed) + Math.abs(deductions[k]!)))
      return true;
  }
  return false;
}
