/** The account after the fill of an order that is being typed. */
import type { Account, Collateral, Draft, Pool, Position } from './account';
import { Decimal, readDecimal, ZERO } from './decimal';
import type { Problem } from './report';

export interface Filled {
  /** Every pool in order; those that the draft does not touch are the same objects. */
  pools: Pool[];
  /** Where a position stands in the document, when that is not its place in the pool. */
  positionPaths: Map<Position, string>;
  /** Why the fill cannot be known, by the index of the pool, which is then unknown. */
  problems: Map<number, Problem[]>;
}

/**
 * Fills the draft at its price, or at the mark when it has none.
 *
 * Adding averages the entry (harmonically for an inverse contract, so that a fill at the mark leaves equity
 * as it was), reducing realises profit, flipping does both; a reduce-only draft is cut to what it can close.
 * Total: what is missing for the fill makes the pools that it touches unknown.
 */
export function fill(account: Account, draft: Draft): Filled {
  const pools = [...account.pools];
  const positionPaths = new Map<Position, string>();
  const problems = new Map<number, Problem[]>();
  const filled: Filled = { pools, positionPaths, problems };
  const at = pools.findIndex(({ id }) => id === draft.pool);
  const from = given(draft.marginFrom) ? pools.findIndex(({ id }) => id === draft.marginFrom) : -1;
  const note = (k: number, name: string, message: string) => {
    const problem = { code: 'missing', path: `$.draft.${name}`, message };
    problems.set(k, [...(problems.get(k) ?? []), problem]);
  };
  if (at < 0) {
    for (const k of pools.keys()) note(k, 'pool', 'the account has no pool of this id');
    return filled;
  }

  const size = readDecimal(draft.size);
  const feeRate = readDecimal(draft.feeRate ?? '0');
  const margin = readDecimal(draft.margin ?? '0');
  if (size === null || below(size)) note(at, 'size', 'the size of the order is not known');
  if (feeRate === null) note(at, 'feeRate', 'the fee is no decimal string');
  if (given(draft.marginFrom) && from < 0) note(at, 'marginFrom', 'the account has no pool of this id');
  if (margin === null) {
    note(at, 'margin', 'the margin that is posted is no decimal string');
    if (from >= 0) note(from, 'margin', 'the margin that leaves is no decimal string');
  } else if (!margin.isZero()) {
    const { unit } = pools[at]!;
    pools[at] = change(pools[at]!, unit, margin);
    if (from >= 0) pools[from] = change(pools[from]!, unit, margin.neg());
  }
  if (size === null || below(size) || feeRate === null) return filled;

  const order = { buys: draft.side === 'buy', reduceOnly: draft.reduceOnly === true, size };
  const { positions: held } = pools[at]!;
  const candidates = draft.position ? [...held, { ...draft.position }] : held;
  const index = chooseLeg(candidates, draft.symbol, order);
  if (index === null) {
    note(at, 'symbol', 'the pool holds no such position and the draft brings none');
    return filled;
  }
  if (index === held.length) {
    positionPaths.set(candidates[index]!, '$.draft.position');
    pools[at] = { ...pools[at]!, positions: candidates };
  }
  const before = pools[at]!.positions[index]!;
  const trade = tradeOf(before, order, draft.price);
  if (trade === 'nothing') return filled;
  if (typeof trade === 'string') {
    note(at, given(draft.price) ? 'price' : 'position.markPrice', trade);
    return filled;
  }
  const after: Position = { ...before, size: trade.size, entryPrice: trade.entryPrice };
  if (given(draft.leverage)) after.leverage = draft.leverage;
  // Nothing is left to require anything.
  if (readDecimal(trade.size)?.isZero()) delete after.requirement;
  const path = positionPaths.get(before);
  if (path) positionPaths.set(after, path);
  const positions = pools[at]!.positions.map((position, k) => (k === index ? after : position));
  pools[at] = { ...pools[at]!, positions };
  const cash = trade.cash(feeRate);
  if (cash === null || !cash.isZero()) pools[at] = change(pools[at]!, settleAsset(pools[at]!, before), cash);
  return filled;
}

interface Order {
  buys: boolean;
  reduceOnly: boolean;
  size: Decimal;
}

const given = <T>(value: T | null | undefined): value is T => value !== undefined && value !== null;
const below = (value: Decimal) => value.isNegative() && !value.isZero();

/**
 * Between the two legs of a hedge a reduce-only order works on the leg that it reduces, any other on the leg
 * that it adds to, which may be one without contracts yet: the template that the draft brings is such a leg.
 * Null: there is no position of this symbol.
 */
function chooseLeg(positions: Position[], symbol: string, { buys, reduceOnly }: Order): number | null {
  const legs = [...positions.keys()].filter(k => positions[k]!.symbol === symbol);
  if (legs.length < 2) return legs[0] ?? null;
  const signs: number[] = legs.map(k => {
    const size = readDecimal(positions[k]!.size);
    return size === null || size.isZero() ? 0 : size.isNegative() ? -1 : 1;
  });
  const adds = buys ? 1 : -1;
  const leg = signs.indexOf(reduceOnly ? (buys ? -1 : 1) : adds);
  const empty = reduceOnly ? -1 : signs.indexOf(0);
  return legs[leg >= 0 ? leg : Math.max(empty, 0)]!;
}

interface Trade {
  size: string | null;
  entryPrice: string | null;
  /** Realised profit less the fee, in the settle asset; null: not known. */
  cash(feeRate: Decimal): Decimal | null;
}

/** What the fill makes of a position; "nothing" when nothing is filled, else why it cannot be known. */
function tradeOf(position: Position, order: Order, limit: string | null | undefined): Trade | string {
  const held = readDecimal(position.size);
  const inverse = position.contract.type === 'inverse';
  const multiplier = readDecimal(position.contract.multiplier);
  const entry = readDecimal(position.entryPrice);
  const price = readDecimal(given(limit) ? limit : position.markPrice);
  if (order.size.isZero()) return 'nothing';
  // An unknown holding stays unknown, and so does the pool.
  if (held === null) return { size: null, entryPrice: null, cash: () => null };
  const reduces = !held.isZero() && held.isNegative() === order.buys;
  if (order.reduceOnly && !reduces) return 'nothing';
  if (price === null || !price.gt(0)) return 'the price of the fill is not known';
  const quantity = order.reduceOnly ? Decimal.min(order.size, held.abs()) : order.size;
  const traded = order.buys ? quantity : quantity.neg();
  const size = held.plus(traded);
  const closed = reduces ? Decimal.min(quantity, held.abs()) : ZERO;
  const usable = !inverse || entry?.gt(0) ? entry : null;
  const entryPrice = reduces
    ? quantity.gt(held.abs())
      ? price
      : entry
    : averageEntry(held, usable, traded, price, inverse);

  function cash(feeRate: Decimal): Decimal | null {
    const fee = feeRate.isZero()
      ? ZERO
      : multiplier && feeRate.times(fillValue(quantity, multiplier, price!, inverse));
    if (fee === null) return null;
    if (closed.isZero()) return fee.neg();
    if (multiplier === null || usable === null) return null;
    const signed = held!.isNegative() ? closed.neg() : closed;
    const gain = inverse
      ? signed.times(multiplier.div(usable).minus(multiplier.div(price!)))
      : signed.times(multiplier).times(price!.minus(usable));
    return gain.minus(fee);
  }
  return { size: size.toFixed(), entryPrice: entryPrice === null ? null : entryPrice.toFixed(), cash };
}

function averageEntry(
  held: Decimal,
  entry: Decimal | null,
  traded: Decimal,
  price: Decimal,
  inverse: boolean,
): Decimal | null {
  if (held.isZero()) return price;
  if (entry === null) return null;
  if (entry.eq(price)) return entry;
  const size = held.plus(traded);
  return inverse
    ? size.div(held.div(entry).plus(traded.div(price)))
    : held.times(entry).plus(traded.times(price)).div(size);
}

function fillValue(size: Decimal, multiplier: Decimal, price: Decimal, inverse: boolean): Decimal {
  return inverse ? size.times(multiplier).div(price) : size.times(multiplier).times(price);
}

/** The asset whose row profit and fee change: the settle asset when the pool has its row, else the unit. */
function settleAsset(pool: Pool, { settle }: Position): string {
  return given(settle) && pool.collateral.some(({ asset }) => asset === settle) ? settle : pool.unit;
}

/** The pool with an amount added to the row of an asset, which is made when there is none. */
function change(pool: Pool, asset: string, by: Decimal | null): Pool {
  const add = (amount: unknown) => {
    const read = readDecimal(amount);
    return read === null || by === null ? null : read.plus(by).toFixed();
  };
  const k = pool.collateral.findIndex(row => row.asset === asset);
  if (k < 0) {
    // Of an asset other than the unit no price is known, and so the pool is not.
    const price = asset === pool.unit ? '1' : null;
    const row: Collateral = { asset, amount: by === null ? null : by.toFixed(), price, follows: null };
    return { ...pool, collateral: [...pool.collateral, row] };
  }
  const collateral = pool.collateral.map((row, i) => (i === k ? { ...row, amount: add(row.amount) } : row));
  return { ...pool, collateral };
}
