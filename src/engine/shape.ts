/**
 * A known pool as flat float64 arrays: the one place where the exact figures of a ledger become floats
 * (each correctly rounded, relative error at most 2^-53).
 *
 * Differences are taken before the rounding: profit is rounded after mark − entry, headroom after
 * equity − requirement, so that a coin priced at 1e-9 or a pool near its limit loses no digits.
 */
import type { Ledger, LedgerPosition } from './ledger';
import { floatStepAt } from './schedule';

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
  /** The sum of the absolute terms of the headroom: what a rounding error is relative to. */
  scale: number;
}

/** The pool must be known. */
export function shapeOf(ledger: Ledger): Shape {
  const { rows } = ledger;
  const live = ledger.positions.flatMap((position, k) =>
    position.size!.isZero() ? [] : [{ ...position, k }],
  );
  const floats = (of: (position: LedgerPosition) => number) => Float64Array.from(live, of);
  const steps = live.reduce((total, { schedule }) => total + (schedule?.length ?? 0), 0);
  const shape: Shape = {
    index: Int32Array.from(live, ({ k }) => k),
    inverse: Uint8Array.from(live, ({ inverse }) => (inverse ? 1 : 0)),
    moving: floats(({ pnlMoving }) => pnlMoving!.toNumber()),
    pnl: floats(({ pnl }) => pnl!.toNumber()),
    row: Int32Array.from(live, ({ row }) => row!),
    feeRate: floats(({ feeRate }) => feeRate.toNumber()),
    requirement: new Float64Array(live.length),
    first: new Int32Array(live.length),
    last: new Int32Array(live.length),
    from: new Float64Array(steps),
    rate: new Float64Array(steps),
    deduction: new Float64Array(steps),
    byValue: Uint8Array.from(live, ({ schedule, unitValue }) => (schedule && !unitValue ? 1 : 0)),
    tierQuantity: floats(({ tierQuantity }) => tierQuantity.toNumber()),
    balance: Float64Array.from(rows, ({ balance }) => balance!.toNumber()),
    price: Float64Array.from(rows, ({ price }) => price?.toNumber() ?? 0),
    weight: Float64Array.from(rows, ({ weight }) => weight.toNumber()),
    maintenanceRate: Float64Array.from(rows, ({ maintenanceRate }) => maintenanceRate.toNumber()),
    bends: Uint8Array.from(rows, ({ credit, source }) => (credit || source.liability ? 1 : 0)),
    ...creditSteps(ledger),
    counted: Float64Array.from(rows, ({ counted }) => counted!.toNumber()),
    rowRequirement: Float64Array.from(rows, ({ requirement }) => requirement!.toNumber()),
    headroom: ledger.headroom!.toNumber(),
    requirementNow: ledger.requirement!.toNumber(),
    equityNow: ledger.equity!.toNumber(),
    threshold: ledger.threshold!.toNumber(),
    inert: ledger.inert,
    scale: 0,
  };
  let at = 0;
  for (const [k, { schedule, share, unitValue }] of live.entries()) {
    shape.first[k] = at;
    shape.last[k] = at - 1 + (schedule?.length ?? 0);
    if (!schedule) continue;
    shape.from.set(schedule.froms, at);
    shape.rate.set(schedule.rates, at);
    const borne = share.toNumber() * (unitValue?.toNumber() ?? 1);
    for (let step = 0; step < schedule.length; step++)
      shape.deduction[at + step] = schedule.deductions[step]! * borne;
    at += schedule.length;
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
    rowByAmount: Uint8Array.from(rows, ({ credit }) => (credit?.basis === 'amount' ? 1 : 0)),
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
