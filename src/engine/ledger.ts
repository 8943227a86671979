/**
 * A pool read exactly: what every row and position is worth and requires at the present marks.
 *
 * A figure that is not known is null, and so is everything that depends on it; `known` tells whether the
 * pool's own totals are.
 */
import type { Adjustment, Collateral, Pool, Position } from './account';
import { type Decimal, exponentOf, ONE, signOf, ZERO } from './decimal';
import { createReader, type Reader } from './reader';
import type { Problem } from './report';
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

export interface Ledger {
  positions: LedgerPosition[];
  rows: LedgerRow[];
  known: boolean;
  threshold: Decimal | null;
  /** Null when the pool is not known. */
  equity: Decimal | null;
  requirement: Decimal | null;
  headroom: Decimal | null;
  /** The largest decimal exponent among the terms of the headroom. */
  exponent: number;
  /** No contracts and nothing required or owed: safe whatever the prices. */
  inert: boolean;
  problems: Problem[];
}

export interface LedgerOptions {
  path: string;
  /** Leaves out `tierExtra` and the adjustments, as some venues do in the price that they print. */
  withoutOrders?: boolean;
  /** Where a position stands in the document, when that is not its place in the pool. */
  positionPaths?: Map<Position, string>;
}

/** Reads a pool; total, whatever it holds. */
export function readLedger(pool: Pool, options: LedgerOptions): Ledger {
  const { path, withoutOrders = false } = options;
  const reader = createReader();
  if (pool.estimate) reader.note('estimate', `${path}.estimate`, pool.estimate);
  const threshold = reader.figure(pool.rules.threshold, `${path}.rules.threshold`, 'the threshold');
  reader.optional(
    pool.rules.printed.threshold,
    `${path}.rules.printed.threshold`,
    'the threshold as printed',
  );

  const paths = pool.positions.map(
    (source, k) => options.positionPaths?.get(source) ?? `${path}.positions[${k}]`,
  );
  const sizes = pool.positions.map((source, k) => reader.figure(source.size, `${paths[k]}.size`, 'the size'));
  const tiers = tierContracts(pool.positions, sizes, paths, withoutOrders, reader);
  const positions = pool.positions.map((source, k) =>
    readPosition(source, paths[k]!, sizes[k]!, tiers[k]!, rowOf(pool, source), pool.unit, reader),
  );
  const rows = pool.collateral.map((source, k) => {
    const settled = positions.flatMap((position, i) =>
      position.row === k && !position.size?.isZero() ? [i] : [],
    );
    return readRow(source, `${path}.collateral[${k}]`, settled, positions, reader);
  });
  for (const position of positions) position.requirement = requirementOf(position, rows);
  const adjustments = withoutOrders ? [] : readAdjustments(pool.adjustments ?? [], path, reader);

  return {
    positions,
    rows,
    threshold,
    ...totals(positions, rows, adjustments, threshold),
    problems: reader.problems,
  };
}

/** The row that a position settles in; null: the row that it names is not there. */
function rowOf(pool: Pool, { settle }: Position): number | null {
  if (settle === undefined || settle === null) return -1;
  const row = pool.collateral.findIndex(({ asset }) => asset === settle);
  return row >= 0 ? row : settle === pool.unit ? -1 : null;
}

/** The contracts that find the tier of each position: those of its group, with resting orders. */
function tierContracts(
  sources: Position[],
  sizes: (Decimal | null)[],
  paths: string[],
  withoutOrders: boolean,
  reader: Reader,
): (Decimal | null)[] {
  const own = sources.map((source, k) => {
    const size = sizes[k]!;
    const extra = withoutOrders
      ? ZERO
      : reader.orZero(source.tierExtra, `${paths[k]}.tierExtra`, 'the contracts of resting orders');
    return size === null || extra === null ? null : size.abs().plus(extra);
  });
  const groups = new Map<string, Decimal | null>();
  for (const [k, { tierGroup }] of sources.entries()) {
    if (tierGroup === undefined || tierGroup === null) continue;
    const before = groups.get(tierGroup);
    const mine = own[k]!;
    groups.set(tierGroup, mine === null || before === null ? null : (before ?? ZERO).plus(mine));
  }
  return sources.map(({ tierGroup }, k) =>
    tierGroup === undefined || tierGroup === null ? own[k]! : groups.get(tierGroup)!,
  );
}

function readPosition(
  source: Position,
  path: string,
  size: Decimal | null,
  tier: Decimal | null,
  row: number | null,
  unit: string,
  reader: Reader,
): LedgerPosition {
  const inverse = source.contract.type === 'inverse';
  const constant = reader.orZero(source.requirement, `${path}.requirement`, 'the constant requirement');
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
  position.pnlMoving = inverse ? size.neg().times(position.perContract) : size.times(position.perContract);
  if (entry !== null) {
    position.pnlFixed = inverse
      ? size.times(multiplier.div(entry))
      : size.times(multiplier).times(entry).neg();
    position.pnl = residueFree(position.pnlFixed.plus(position.pnlMoving), exponentOf(position.pnlMoving));
  }
  if (feeRate === null || constant === null || tier === null) return position;
  position.feeRate = feeRate;
  if (source.maintenance === undefined || (source.maintenance && !schedule)) return position;
  if (schedule) {
    const { basis } = schedule;
    position.schedule = schedule;
    position.share = tier.eq(size.abs()) ? ONE : size.abs().div(tier);
    if (basis === 'contracts') {
      position.tierQuantity = tier;
      position.unitValue = position.perContract;
    } else if (basis === 'amount') {
      position.tierQuantity = tier.times(multiplier);
      position.unitValue = inverse ? ONE.div(mark) : mark;
    } else {
      position.tierQuantity = tier.times(position.perContract);
    }
  }
  // For now in the settle asset and without the constant; `requirementOf` turns it into the pool's unit.
  position.requirement = maintenanceOf(position).plus(feeRate.times(position.value));
  return position;
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

function requirementOf(position: LedgerPosition, rows: LedgerRow[]): Decimal | null {
  const { requirement, row, constant, size } = position;
  if (requirement === null || size!.isZero()) return requirement;
  if (row === null) return null;
  const price = row < 0 ? ONE : rows[row]!.price;
  return price === null ? null : requirement.times(price).plus(constant);
}

function readRow(
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

/** Equity and requirement of every adjustment; null where one is missing. */
function readAdjustments(sources: Adjustment[], path: string, reader: Reader): (Decimal | null)[][] {
  return sources.map((source, k) => {
    const at = `${path}.adjustments[${k}]`;
    return [
      reader.figure(source.equity, `${at}.equity`, 'the equity of the adjustment'),
      reader.figure(source.requirement, `${at}.requirement`, 'the requirement of the adjustment'),
    ];
  });
}

type Totals = Pick<Ledger, 'known' | 'equity' | 'requirement' | 'headroom' | 'exponent' | 'inert'>;

function totals(
  positions: LedgerPosition[],
  rows: LedgerRow[],
  adjustments: (Decimal | null)[][],
  threshold: Decimal | null,
): Totals {
  const equities = [
    ...rows.map(row => row.counted),
    ...positions.map(position =>
      position.row === -1 ? position.pnl : position.row === null && !position.size?.isZero() ? null : ZERO,
    ),
    ...adjustments.map(([equity]) => equity!),
  ];
  const requirements = [
    ...positions.map(position => position.requirement),
    ...rows.map(row => row.requirement),
    ...adjustments.map(([, requirement]) => requirement!),
  ];
  const known = threshold !== null && ![...equities, ...requirements].includes(null);
  if (!known) {
    return { known, equity: null, requirement: null, headroom: null, exponent: 0, inert: false };
  }
  let equityExponent = -Infinity;
  for (const term of equities) equityExponent = Math.max(equityExponent, exponentOf(term!));
  for (const { pnlMoving } of positions) equityExponent = Math.max(equityExponent, exponentOf(pnlMoving!));
  let requirementExponent = -Infinity;
  for (const term of requirements) requirementExponent = Math.max(requirementExponent, exponentOf(term!));
  const equity = residueFree(sum(equities), equityExponent);
  const requirement = residueFree(sum(requirements), requirementExponent);
  const exponent = Math.max(equityExponent, requirementExponent + Math.max(0, exponentOf(threshold)));
  const headroom = residueFree(equity.minus(threshold.times(requirement)), exponent);
  const owed = rows.some(row => row.source.liability && row.balance!.isNegative() && !row.balance!.isZero());
  const inert = !owed && requirement.isZero() && positions.every(position => position.size!.isZero());
  return { known, equity, requirement, headroom, exponent, inert };
}

function sum(terms: (Decimal | null)[]): Decimal {
  let total = ZERO;
  for (const term of terms) total = total.plus(term!);
  return total;
}

function residueFree(value: Decimal, exponent: number): Decimal {
  return signOf(value, exponent) === 0 ? ZERO : value;
}
