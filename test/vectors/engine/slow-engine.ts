/**
 * The rules of the canonical account once more: slow, plain, exact, and without a line of the engine. It
 * only evaluates a pool at given prices; crossings are found by trying prices.
 */
import type { Account, Draft, Pool, Position, Schedule } from '../../../src/engine/account';
import {
  abs,
  add,
  compare,
  div,
  type Fraction,
  min,
  mul,
  neg,
  ONE,
  parse,
  sign,
  sub,
  ZERO,
} from './fraction';

export interface SlowPosition {
  symbol: string;
  factor: string;
  size: Fraction;
  inverse: boolean;
  multiplier: Fraction;
  entry: Fraction;
  mark: Fraction;
  settle: string | null;
  schedule: Schedule | null;
  group: string | null;
  extra: Fraction;
  fee: Fraction;
  constant: Fraction;
  each: Fraction;
}

export interface SlowRow {
  asset: string;
  amount: Fraction;
  price: Fraction;
  follows: string | null;
  credit: Schedule | null;
  liability: { weight: Fraction; rate: Fraction } | null;
}

export interface SlowPool {
  id: string;
  unit: string;
  rows: SlowRow[];
  positions: SlowPosition[];
  adjustments: { equity: Fraction; requirement: Fraction }[];
  threshold: Fraction;
  strict: boolean;
}

const given = (text: string | null | undefined) => parse(text ?? '0');

function slowPosition(p: Position): SlowPosition {
  return {
    symbol: p.symbol,
    factor: p.factor,
    size: parse(p.size!),
    inverse: p.contract.type === 'inverse',
    multiplier: parse(p.contract.multiplier!),
    entry: given(p.entryPrice),
    mark: parse(p.markPrice!),
    settle: p.settle ?? null,
    schedule: p.maintenance ?? null,
    group: p.tierGroup ?? null,
    extra: given(p.tierExtra),
    fee: given(p.feeRate),
    constant: given(p.requirement),
    each: given(p.requirementPerContract),
  };
}

export function slowPool(pool: Pool): SlowPool {
  return {
    id: pool.id,
    unit: pool.unit,
    rows: pool.collateral.map(c => ({
      asset: c.asset,
      amount: parse(c.amount!),
      price: parse(c.price!),
      follows: c.follows,
      credit: c.credit ?? null,
      liability: c.liability
        ? { weight: parse(c.liability.weight!), rate: parse(c.liability.maintenanceRate!) }
        : null,
    })),
    positions: pool.positions.map(slowPosition),
    adjustments: (pool.adjustments ?? []).map(a => ({
      equity: parse(a.equity!),
      requirement: parse(a.requirement!),
    })),
    threshold: parse(pool.rules.threshold),
    strict: pool.rules.liquidatedWhen === 'below',
  };
}

/** The result of a schedule for a quantity, in its basis. */
function scheduled(schedule: Schedule, x: Fraction): Fraction {
  let deduction = ZERO;
  let rate = ZERO;
  for (const [k, step] of schedule.steps.entries()) {
    const from = parse(step.from);
    if (k > 0 && compare(x, from) < 0) break;
    const next = parse(step.rate);
    if (schedule.style === 'whole') deduction = ZERO;
    else if (step.deduction !== undefined) deduction = parse(step.deduction);
    else if (k > 0) deduction = add(deduction, mul(from, sub(next, rate)));
    rate = next;
  }
  return sub(mul(rate, x), deduction);
}

export const valueAt = (p: SlowPosition) =>
  p.inverse ? div(mul(abs(p.size), p.multiplier), p.mark) : mul(mul(abs(p.size), p.multiplier), p.mark);

export function profitOf(p: SlowPosition): Fraction {
  if (sign(p.size) === 0) return ZERO;
  const contracts = mul(p.size, p.multiplier);
  return p.inverse
    ? mul(contracts, sub(div(ONE, p.entry), div(ONE, p.mark)))
    : mul(contracts, sub(p.mark, p.entry));
}

/** Maintenance, fee and constant of a position, in the pool's unit. */
export function requirementOf(pool: SlowPool, p: SlowPosition): Fraction {
  const row = pool.rows.find(({ asset }) => asset === p.settle);
  const price = row ? row.price : ONE;
  const constant = add(p.constant, mul(p.each, abs(p.size)));
  return add(mul(add(maintenance(pool, p), mul(p.fee, valueAt(p))), price), constant);
}

function maintenance(pool: SlowPool, p: SlowPosition): Fraction {
  if (!p.schedule || sign(p.size) === 0) return ZERO;
  const mates = p.group === null ? [p] : pool.positions.filter(({ group }) => group === p.group);
  const contracts = mates.reduce((total, mate) => add(total, add(abs(mate.size), mate.extra)), ZERO);
  // The whole group at this position's tier, borne in proportion to its own contracts.
  const one = div(valueAt(p), abs(p.size));
  const { basis } = p.schedule;
  const unit = basis === 'value' ? one : basis === 'amount' ? p.multiplier : ONE;
  const inBasis = scheduled(p.schedule, mul(contracts, unit));
  const inValue = basis === 'value' ? inBasis : mul(inBasis, div(one, unit));
  return mul(inValue, div(abs(p.size), contracts));
}

export const balanceOf = (pool: SlowPool, row: SlowRow) =>
  pool.positions
    .filter(({ settle }) => settle === row.asset)
    .reduce((total, p) => add(total, profitOf(p)), row.amount);

export function countedOf(pool: SlowPool, row: SlowRow): Fraction {
  const balance = balanceOf(pool, row);
  const value = mul(balance, row.price);
  if (sign(balance) < 0) return mul(row.liability?.weight ?? ONE, value);
  if (!row.credit) return value;
  return row.credit.basis === 'value'
    ? scheduled(row.credit, value)
    : mul(scheduled(row.credit, balance), row.price);
}

export function totals(pool: SlowPool): { equity: Fraction; requirement: Fraction } {
  let equity = ZERO;
  let requirement = ZERO;
  for (const row of pool.rows) {
    equity = add(equity, countedOf(pool, row));
    const balance = balanceOf(pool, row);
    if (sign(balance) < 0 && row.liability) {
      requirement = add(requirement, mul(row.liability.rate, abs(mul(balance, row.price))));
    }
  }
  for (const p of pool.positions) {
    if (!pool.rows.some(({ asset }) => asset === p.settle)) equity = add(equity, profitOf(p));
    requirement = add(requirement, requirementOf(pool, p));
  }
  for (const a of pool.adjustments) {
    equity = add(equity, a.equity);
    requirement = add(requirement, a.requirement);
  }
  return { equity, requirement };
}

/** What is judged: with the printed price the threshold may differ and the requirement may be held. */
export interface Judgement {
  threshold?: Fraction;
  held?: Fraction;
}

export function liquidatable(pool: SlowPool, { threshold, held }: Judgement = {}): boolean {
  const { equity, requirement } = totals(pool);
  const empty = pool.positions.every(({ size }) => sign(size) === 0);
  const owing = pool.rows.some(row => row.liability && sign(balanceOf(pool, row)) < 0);
  if (empty && sign(requirement) === 0 && !owing) return false;
  const headroom = sub(equity, mul(threshold ?? pool.threshold, held ?? requirement));
  return pool.strict ? sign(headroom) < 0 : sign(headroom) <= 0;
}

/** The pool after everything chosen has moved to m times its price. */
export function moved(
  pool: SlowPool,
  m: Fraction,
  position: (p: SlowPosition) => boolean,
  row: (r: SlowRow) => boolean,
): SlowPool {
  return {
    ...pool,
    positions: pool.positions.map(p => (position(p) ? { ...p, mark: mul(p.mark, m) } : p)),
    rows: pool.rows.map(r => (row(r) ? { ...r, price: mul(r.price, m) } : r)),
  };
}

/** Without what resting orders take: tierExtra and adjustments. */
export function withoutOrders(pool: SlowPool): SlowPool {
  return { ...pool, adjustments: [], positions: pool.positions.map(p => ({ ...p, extra: ZERO })) };
}

/** Multipliers at which a position's tier changes, for grids; those of rows are found by the grid itself. */
export function tierMultipliers(pool: SlowPool, p: SlowPosition): Fraction[] {
  if (p.schedule?.basis !== 'value' || sign(p.size) === 0) return [];
  const mates = p.group === null ? [p] : pool.positions.filter(({ group }) => group === p.group);
  const contracts = mates.reduce((total, mate) => add(total, add(abs(mate.size), mate.extra)), ZERO);
  const quantity = mul(div(valueAt(p), abs(p.size)), contracts);
  return p.schedule.steps
    .map(step => parse(step.from))
    .filter(from => sign(from) > 0)
    .map(from => (p.inverse ? div(quantity, from) : div(from, quantity)));
}

/** The pools after the fill of the account's draft. */
export function slowFill(account: Account, draft: Draft): SlowPool[] {
  const pools = account.pools.map(slowPool);
  const pool = pools.find(({ id }) => id === draft.pool)!;
  const addTo = (target: SlowPool, asset: string, amount: Fraction) => {
    if (sign(amount) === 0) return;
    const row = target.rows.find(candidate => candidate.asset === asset);
    if (row) row.amount = add(row.amount, amount);
    else target.rows.push({ asset, amount, price: ONE, follows: null, credit: null, liability: null });
  };
  if (draft.margin) {
    addTo(pool, pool.unit, parse(draft.margin));
    const source = pools.find(({ id }) => id === draft.marginFrom);
    if (source) addTo(source, pool.unit, neg(parse(draft.margin)));
  }
  const way = draft.side === 'buy' ? ONE : neg(ONE);
  const legs = pool.positions.filter(({ symbol }) => symbol === draft.symbol);
  let p = legs[0];
  if (legs.length > 1) {
    const side = draft.reduceOnly ? -sign(way) : sign(way);
    p =
      legs.find(({ size }) => sign(size) === side) ??
      (draft.reduceOnly ? legs[0] : (legs.find(({ size }) => sign(size) === 0) ?? legs[0]));
  }
  if (!p) {
    p = slowPosition(draft.position!);
    pool.positions.push(p);
  }
  const price = draft.price === null ? p.mark : parse(draft.price);
  let quantity = parse(draft.size!);
  const opposite = sign(p.size) === -sign(way);
  if (draft.reduceOnly) quantity = opposite ? min(quantity, abs(p.size)) : ZERO;
  if (sign(quantity) === 0) return pools;
  const closing = opposite ? min(quantity, abs(p.size)) : ZERO;
  const closed: SlowPosition = { ...p, size: neg(mul(way, closing)), mark: price };
  const fee = mul(given(draft.feeRate), valueAt({ ...p, size: quantity, mark: price }));
  const cash = sub(profitOf(closed), fee);
  const before = p.size;
  p.size = add(before, mul(way, quantity));
  if (sign(before) === 0 || (opposite && compare(quantity, abs(before)) > 0)) p.entry = price;
  else if (!opposite) {
    const traded = mul(way, quantity);
    p.entry = p.inverse
      ? div(p.size, add(div(before, p.entry), div(traded, price)))
      : div(add(mul(before, p.entry), mul(traded, price)), p.size);
  }
  if (sign(p.size) === 0) p.constant = ZERO;
  const { settle } = p;
  addTo(pool, settle !== null && pool.rows.some(({ asset }) => asset === settle) ? settle : pool.unit, cash);
  return pools;
}
