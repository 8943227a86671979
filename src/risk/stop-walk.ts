/**
 * What the stops are worth: a pool walked along a path on which all prices move, its resting orders filled by
 * the engine as they are reached. A stop inside the liquidation price of its own position may still be too late:
 * the others move along and liquidate the pool before.
 *
 * The next event is the nearest trigger, or the liquidation of what is held by then, which wins a tie. A stop
 * is filled at its trigger less slippage; limit orders fill at their price, so that bids below the market add to
 * a position on its way down. The path is continuous; what a jump does is said beside it.
 */
import type { Account, Pool } from '../engine/account';
import { Decimal, readDecimal, toFloat } from '../engine/decimal';
import type { Book } from '../engine/headroom';
import { fill } from '../engine/what-if';
import { type Path, pathsOf } from './path';
import { type PathOrder, pathOrder } from './path-order';
import { pricedBook } from './priced-book';
import { repriced } from './repriced';
import type { StopAssumptions, StopEvent, StopWalk } from './shocks';
import type { Statistics } from './statistics';
import { summary } from './stop-summary';

export const ASSUMPTIONS: StopAssumptions = { slippage: 0.005, slippageOf: {}, feeRate: 0.0005 };

/** For every pool with positions one walk for each path on which it is liquidated; of the likeliest first. */
export function stopWalks(
  account: Account,
  statistics: Statistics | null,
  assumptions: Partial<StopAssumptions> = {},
): StopWalk[] {
  if (!statistics) return [];
  return account.pools.flatMap(pool =>
    pathsOf(pool, statistics).map(path =>
      stopWalk(pool, path, { ...ASSUMPTIONS, ...assumptions }, statistics),
    ),
  );
}

/** How often a path is looked at between two triggers: a headroom that is lost and won again meanwhile. */
const LOOKS = 48;

/** The pool must be known. Without statistics only the joint distance of what is left is unknown. */
export function stopWalk(
  pool: Pool,
  path: Path,
  assumptions: StopAssumptions,
  statistics: Statistics | null,
): StopWalk {
  const orders = pool.orders.map((_, index) => pathOrder(pool, index, path, assumptions));
  const waiting = orders
    .flatMap(each => (each && each.at <= path.end ? each : []))
    .sort((a, b) => a.at - b.at);
  const without = lossBetween(pool, path, 0, path.end);
  const events: StopEvent[] = [];
  const unfilled = new Set<number>();
  const idle = new Set<number>();
  let held = pool;
  let here = 0;
  let lost: number | null = null;
  for (const next of [...waiting, null]) {
    const there = next ? next.at : path.end;
    lost = lossBetween(held, path, here, there);
    if (lost !== null || !next) break;
    here = there;
    const price = toFloat(next.position.markPrice) * path.multiplier(next.position.factor, here);
    const filled = filledAt(held, next, price, assumptions);
    if (filled === 'unfilled') unfilled.add(next.index);
    else if (filled === 'idle') idle.add(next.index);
    else {
      held = filled.pool;
      events.push({
        at: here,
        kind: next.kind,
        symbol: next.order.symbol,
        order: next.index,
        trigger: next.trigger,
        fill: filled.price,
        filled: filled.size,
        headroom: headroomAt(held, path, here),
      });
    }
  }
  if (lost !== null) {
    const nothing = { symbol: null, order: null, trigger: null, fill: null, filled: null };
    events.push({ at: lost, kind: 'liquidation', ...nothing, headroom: headroomAt(held, path, lost) });
  }
  const end = Math.max(here, without ?? 0);
  return summary({
    pool,
    path,
    orders,
    events,
    unfilled,
    idle,
    without,
    lost,
    held: repriced(held, { factors: multipliersAt(held, path, end), assets: new Map() }),
    gap: without === null ? null : { at: without, ...jumpTo(pool, path, without, assumptions) },
    assumptions,
    statistics,
  });
}

/** Headroom where the market has jumped to s, before and after all orders that this triggers are filled there. */
export function jumpTo(
  pool: Pool,
  path: Path,
  s: number,
  assumptions: StopAssumptions,
): { before: number; after: number } {
  let held = pool;
  for (const index of pool.orders.keys()) {
    const order = pathOrder(pool, index, path, assumptions);
    if (!order || !(order.at <= s)) continue;
    const price = toFloat(order.position.markPrice) * path.multiplier(order.position.factor, s);
    const filled = filledAt(held, order, price, assumptions);
    if (typeof filled !== 'string') held = filled.pool;
  }
  return { before: headroomAt(pool, path, s), after: headroomAt(held, path, s) };
}

type Filled = { pool: Pool; price: number; size: string } | 'unfilled' | 'idle';

function filledAt(pool: Pool, order: PathOrder, price: number, { feeRate }: StopAssumptions): Filled {
  const at = order.fillAt(price);
  if (at === null) return 'unfilled';
  const { symbol, side, size, reduceOnly, closesPosition } = order.order;
  const leg = pool.positions.find(each => each.symbol === symbol && sameSide(each.size, order.position.size));
  const all = readDecimal(leg?.size)?.abs().toFixed() ?? '0';
  const account: Account = { format: 'plimsoll.account/1', venue: '', account: '', asOf: 0, pools: [pool] };
  const filled = fill(account, {
    pool: pool.id,
    symbol,
    side,
    size: closesPosition ? all : size,
    price: new Decimal(at).toFixed(),
    reduceOnly: reduceOnly === true || closesPosition === true,
    feeRate: new Decimal(feeRate).toFixed(),
  });
  const after = filled.pools[0]!;
  if (filled.problems.size > 0 || after === pool) return 'idle';
  const total = (of: Pool) =>
    of.positions
      .filter(each => each.symbol === symbol)
      .reduce((sum, each) => sum.plus(readDecimal(each.size) ?? 0), new Decimal(0));
  return { pool: after, price: at, size: total(after).minus(total(pool)).toFixed() };
}

function sameSide(a: unknown, b: unknown): boolean {
  return Math.sign(toFloat(a)) * Math.sign(toFloat(b)) >= 0;
}

function multipliersAt(pool: Pool, path: Path, s: number): Map<string, number> {
  const factors = [
    ...pool.positions.map(({ factor }) => factor),
    ...pool.collateral.flatMap(({ follows }) => follows ?? []),
  ];
  return new Map(factors.map(factor => [factor, path.multiplier(factor, s) - 1]));
}

function headroomOn({ factors, headroom }: Book, path: Path): (s: number) => number {
  const multipliers = new Float64Array(factors.length);
  return s => {
    for (const [f, factor] of factors.entries()) multipliers[f] = path.multiplier(factor, s);
    return headroom(multipliers);
  };
}

function headroomAt(pool: Pool, path: Path, s: number): number {
  const book = pricedBook(pool)?.book;
  return book ? headroomOn(book, path)(s) : Number.NaN;
}

/** The first s of a stretch at which headroom is gone, to the last digit; null: nowhere on it. */
function lossBetween(pool: Pool, path: Path, from: number, to: number): number | null {
  const book = pricedBook(pool)?.book;
  if (!book || holdsNothing(pool)) return null;
  const g = headroomOn(book, path);
  if (!(g(from) > 0)) return from;
  let safe = from;
  for (let k = 1; k <= LOOKS; k++) {
    let unsafe = k === LOOKS ? to : from + ((to - from) * k) / LOOKS;
    if (g(unsafe) > 0) {
      safe = unsafe;
      continue;
    }
    for (;;) {
      const middle = safe + (unsafe - safe) / 2;
      if (!(middle > safe && middle < unsafe)) return unsafe;
      if (g(middle) > 0) safe = middle;
      else unsafe = middle;
    }
  }
  return null;
}

/** Nothing that a price could liquidate. */
function holdsNothing({ positions, collateral }: Pool): boolean {
  return (
    positions.every(({ size }) => toFloat(size) === 0) &&
    collateral.every(({ amount }) => toFloat(amount) >= 0)
  );
}
