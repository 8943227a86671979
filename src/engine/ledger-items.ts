/** The items of a ledger: positions and collateral rows, each read exactly. */
import type { Collateral, Position } from './account';
import { type Decimal, exponentOf, ONE, readDecimal, signOf, ZERO } from './decimal';
import type { Reader } from './reader';
import { type ExactSchedule, readSchedule, stepAt } from './schedule';

export interface LedgerPosition {
  source: Position;
  inverse: boolean;
  size: Decimal | null;
  mark: Decimal | null;
  /** The value of one contract at the mark, in the settle asset. */
  perContract: Decimal | null;
  /** |size| contracts at the mark, in the settle asset. */
  value: Decimal | null;
  /** The part of the profit that stays when the mark moves, and the part that moves with it. */
  pnlFixed: Decimal | null;
  pnlMoving: Decimal | null;
  pnl: Decimal | null;
  /** The collateral row that it settles in; −1: the pool's unit at par; null: that row is not there. */
  row: number | null;
  schedule: ExactSchedule | null;
  /** The quantity that finds the tier, at the mark, in the basis of the schedule. */
  tierQuantity: Decimal;
  /** Own contracts in those that find the tier: the part of a deduction that it bears. */
  share: Decimal;
  /** The value of one unit of the schedule's basis at the mark; null: of basis "value", it does not move. */
  unitValue: Decimal | null;
  feeRate: Decimal;
  constant: Decimal;
  /** Its whole part of the requirement, in the pool's unit. */
  requirement: Decimal | null;
}

export interface LedgerRow {
  source: Collateral;
  amount: Decimal | null;
  price: Decimal | null;
  credit: ExactSchedule | null;
  weight: Decimal;
  maintenanceRate: Decimal;
  /** Indices of the positions that settle in it. */
  settled: number[];
  /** With the profit settled in it, in the asset. */
  balance: Decimal | null;
  value: Decimal | null;
  /** After haircut or weight, in the pool's unit. */
  counted: Decimal | null;
  requirement: Decimal | null;
}

/** Reads a position; `tier` are the contracts that find its tier, `row` the row that it settles in. */
export function readPosition(
  source: Position,
  path: string,
  size: Decimal | null,
  tier: Decimal | null,
  row: number | null,
  unit: string,
  reader: Reader,
): LedgerPosition {
  const inverse = source.contract.type === 'inverse';
  const constant = constantOf(source, path, size, reader);
  const position: LedgerPosition = {
    source,
    inverse,
    size,
    mark: null,
    perContract: null,
    value: null,
    pnlFixed: null,
    pnlMoving: null,
    pnl: null,
    row,
    schedule: null,
    tierQuantity: ZERO,
    share: ONE,
    unitValue: null,
    feeRate: ZERO,
    constant: constant ?? ZERO,
    requirement: null,
  };
  if (size?.isZero()) {
    // Nothing is held: no price or schedule is needed to know that it is worth and requires nothing.
    const mark = source.markPrice === undefined || source.markPrice === null ? null : source.markPrice;
    position.mark = mark === null ? null : reader.positive(mark, `${path}.markPrice`, 'the mark price');
    position.value = ZERO;
    position.pnlFixed = ZERO;
    position.pnlMoving = ZERO;
    position.pnl = ZERO;
    position.requirement = constant;
    return position;
  }
  const multiplier = reader.positive(
    source.contract.multiplier,
    `${path}.contract.multiplier`,
    'the multiplier',
  );
  const mark = reader.positive(source.markPrice, `${path}.markPrice`, 'the mark price');
  const entry = inverse
    ? reader.positive(source.entryPrice, `${path}.entryPrice`, 'the entry price')
    : reader.figure(source.entryPrice, `${path}.entryPrice`, 'the entry price');
  const feeRate = reader.orZero(source.feeRate, `${path}.feeRate`, 'the closing fee');
  const schedule = source.maintenance
    ? readSchedule(source.maintenance, `${path}.maintenance`, reader)
    : null;
  if (source.maintenance === undefined) {
    reader.note('missing', `${path}.maintenance`, 'the maintenance schedule is not known');
  }
  if (row === null) {
    const message = `it settles in ${source.settle}, of which the pool has no collateral row, and not in ${unit}`;
    reader.note('missing', `${path}.settle`, message);
  }
  position.mark = mark;
  if (size === null || multiplier === null || mark === null) return position;
  position.perContract = inverse ? multiplier.div(mark) : multiplier.times(mark);
  position.value = size.abs().times(position.perContract);
  position.pnlMoving = size.isNegative() === inverse ? position.value : position.value.neg();
  if (entry !== null) {
    position.pnlFixed = inverse
      ? size.times(multiplier.div(entry))
      : size.times(multiplier).times(entry).neg();
    position.pnl = residueFree(position.pnlFixed.plus(position.pnlMoving), exponentOf(position.pnlMoving));
  }
  if (feeRate === null || constant === null || tier === null) return position;
  position.feeRate = feeRate;
  if (source.maintenance === undefined || (source.maintenance && !schedule)) return position;
  position.schedule = schedule;
  findTier(position, tier, multiplier);
  return position;
}

/** What no price moves, in the pool's unit; null: a part of it is missing. */
function constantOf(source: Position, path: string, size: Decimal | null, reader: Reader): Decimal | null {
  const whole = reader.orZero(source.requirement, `${path}.requirement`, 'the constant requirement');
  if (source.requirementPerContract === undefined || size === null) return whole;
  const each = reader.orZero(
    source.requirementPerContract,
    `${path}.requirementPerContract`,
    'the constant requirement of a contract',
  );
  return whole === null || each === null ? null : whole.plus(each.times(size.abs()));
}

/** The same position when so many contracts find its tier; its size, and all that it needs, are known. */
export function retiered(position: LedgerPosition, tier: Decimal, rows: LedgerRow[]): LedgerPosition {
  if (position.size!.isZero() || !position.schedule) return position;
  const changed = { ...position };
  findTier(changed, tier, readDecimal(position.source.contract.multiplier)!);
  changed.requirement = requirementOf(changed, rows);
  return changed;
}

/** Its requirement is for now in the settle asset and without the constant; `requirementOf` turns it into the unit. */
function findTier(position: LedgerPosition, tier: Decimal, multiplier: Decimal): void {
  const { schedule, inverse, mark, perContract, value, feeRate } = position;
  const size = position.size!.abs();
  if (schedule) {
    const { basis } = schedule;
    position.share = tier.eq(size) ? ONE : size.div(tier);
    if (basis === 'contracts') {
      position.tierQuantity = tier;
      position.unitValue = perContract;
    } else if (basis === 'amount') {
      position.tierQuantity = tier.times(multiplier);
      position.unitValue = inverse ? ONE.div(mark!) : mark;
    } else {
      position.tierQuantity = position.share === ONE ? value! : tier.times(perContract!);
    }
  }
  const required = maintenanceOf(position);
  position.requirement = feeRate.isZero() ? required : required.plus(feeRate.times(value!));
}

/** Maintenance margin at the mark by the schedule, in the settle asset. */
function maintenanceOf({ schedule, tierQuantity, value, share, unitValue }: LedgerPosition): Decimal {
  if (!schedule) return ZERO;
  const step = stepAt(schedule, tierQuantity);
  const gross = schedule.rate(step).times(value!);
  const deduction = schedule.deduction(step);
  if (deduction.isZero()) return gross;
  const borne = deduction.times(share);
  return gross.minus(unitValue ? borne.times(unitValue) : borne);
}

/** Its whole requirement in the pool's unit, from that of `readPosition` in the settle asset. */
export function requirementOf(position: LedgerPosition, rows: LedgerRow[]): Decimal | null {
  const { requirement, row, constant, size } = position;
  if (requirement === null || size!.isZero()) return requirement;
  if (row === null) return null;
  const price = row < 0 ? ONE : rows[row]!.price;
  return price === null ? null : requirement.times(price).plus(constant);
}

/** Reads a collateral row, with the profit of the positions that settle in it. */
export function readRow(
  source: Collateral,
  path: string,
  settled: number[],
  positions: LedgerPosition[],
  reader: Reader,
): LedgerRow {
  const amount = reader.figure(source.amount, `${path}.amount`, 'the amount');
  const empty = settled.length === 0 && amount?.isZero() === true;
  const given = source.price === undefined || source.price === null ? null : source.price;
  let price = empty && given === null ? null : reader.figure(given, `${path}.price`, 'the price');
  if (price?.isNegative() && !price.isZero()) {
    reader.note('unreadable', `${path}.price`, 'the price is below zero');
    price = null;
  }
  const liability = source.liability ?? null;
  const weight = liability ? reader.figure(liability.weight, `${path}.liability.weight`, 'the weight') : ONE;
  const rate = liability
    ? reader.figure(liability.maintenanceRate, `${path}.liability.maintenanceRate`, 'the maintenance rate')
    : ZERO;
  const credit = source.credit ? readSchedule(source.credit, `${path}.credit`, reader) : null;
  const row: LedgerRow = {
    source,
    amount,
    price,
    credit,
    weight: weight ?? ONE,
    maintenanceRate: rate ?? ZERO,
    settled,
    balance: null,
    value: null,
    counted: null,
    requirement: null,
  };
  if (amount === null) return row;
  let balance = amount;
  let exponent = exponentOf(amount);
  for (const k of settled) {
    const { pnlFixed, pnlMoving } = positions[k]!;
    if (pnlFixed === null || pnlMoving === null) return row;
    balance = balance.plus(pnlFixed).plus(pnlMoving);
    exponent = Math.max(exponent, exponentOf(pnlFixed), exponentOf(pnlMoving));
  }
  row.balance = residueFree(balance, exponent);
  if (empty) {
    row.value = ZERO;
  } else {
    if (price === null) return row;
    row.value = row.balance.times(price);
  }
  if (weight === null || rate === null || (source.credit && !credit)) return row;
  if (row.balance.isNegative() && !row.balance.isZero()) {
    row.counted = row.value.times(weight);
    row.requirement = row.value.neg().times(rate);
    return row;
  }
  row.counted = credit ? creditOf(credit, row.balance, row.value, price ?? ZERO) : row.value;
  row.requirement = ZERO;
  return row;
}

/** How much of a positive balance counts. */
function creditOf(credit: ExactSchedule, balance: Decimal, value: Decimal, price: Decimal): Decimal {
  const byValue = credit.basis === 'value';
  const step = stepAt(credit, byValue ? value : balance);
  const deduction = credit.deduction(step);
  return credit
    .rate(step)
    .times(value)
    .minus(byValue ? deduction : deduction.times(price));
}

/** The value of a sum whose largest term has the exponent given, or zero when only a residue is left. */
export function residueFree(value: Decimal, exponent: number): Decimal {
  return signOf(value, exponent) === 0 ? ZERO : value;
}
