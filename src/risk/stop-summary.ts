/** What a walk amounts to: a verdict on every conditional order, what is not covered, what is left. */
import type { Pool } from '../engine/account';
import { Decimal, readDecimal, toFloat } from '../engine/decimal';
import { factorModel } from './factor-model';
import { type Joint, joint } from './joint';
import type { Path } from './path';
import type { PathOrder } from './path-order';
import { pricedBook } from './priced-book';
import { standing } from './repriced';
import type { PathPoint, StopAssumptions, StopEvent, StopVerdict, StopWalk } from './shocks';
import type { Statistics } from './statistics';

export interface Walked {
  pool: Pool;
  path: Path;
  /** As the pool lists them; null: unknown. */
  orders: (PathOrder | null)[];
  events: StopEvent[];
  unfilled: Set<number>;
  idle: Set<number>;
  without: number | null;
  lost: number | null;
  /** What is held at the end, at the prices there. */
  held: Pool;
  gap: StopWalk['gap'];
  assumptions: StopAssumptions;
  statistics: Statistics | null;
}

export function summary(walked: Walked): StopWalk {
  const { pool, path, orders, events, without, lost, held, gap, assumptions, statistics } = walked;
  const stops = pool.orders.flatMap((order, index) =>
    order.triggerPrice === undefined || order.triggerPrice === null ? [] : verdict(walked, index),
  );
  const losing = pool.positions.filter(
    ({ size, factor }) => toFloat(size) * (path.multiplier(factor, path.end) - 1) < -1e-12,
  );
  const open = losing.map(position => {
    const guards = orders.filter(each => each?.protects && each.position === position);
    const size = readDecimal(position.size)!.abs();
    const guarded = guards.reduce(
      (sum, each) => sum.plus(each!.order.closesPosition ? size : (readDecimal(each!.order.size) ?? 0)),
      new Decimal(0),
    );
    return { symbol: position.symbol, stops: guards.length, open: size.minus(guarded) };
  });
  const unread = pool.orders.flatMap((order, index) => (orders[index] ? [] : [{ order, index }]));
  return {
    pool: pool.id,
    path: path.name,
    without: without === null ? null : pointAt(pool, path, without),
    with: lost === null ? null : pointAt(pool, path, lost),
    events,
    stops,
    withoutStop: open.filter(each => each.stops === 0).map(({ symbol }) => symbol),
    partly: open
      .filter(each => each.stops > 0 && each.open.gt(0))
      .map(each => ({ symbol: each.symbol, open: each.open.toFixed() })),
    gap,
    left: lost === null ? sizesOf(held) : [],
    equity: lost === null ? (standing(held)?.equity ?? null) : null,
    jointAfter: lost === null ? jointOf(held, statistics) : null,
    assumptions,
    problems: unread.map(({ order, index }) => ({
      code: 'order-unread',
      path: `$.orders[${index}]`,
      message: `${order.symbol}: the order is left out of the walk`,
    })),
  };
}

function verdict({ pool, orders, events, unfilled, idle, lost }: Walked, index: number): StopVerdict {
  const source = pool.orders[index]!;
  const head = {
    order: index,
    symbol: source.symbol,
    side: source.side,
    triggerPrice: source.triggerPrice!,
    basis: source.triggerBasis ?? ('unsaid' as const),
  };
  const order = orders[index];
  if (!order) return { ...head, verdict: 'unknown', at: null, protects: false, beyondLiquidation: false };
  const at = Number.isNaN(order.at) ? null : order.at;
  let word: StopVerdict['verdict'];
  if (at === null) word = 'away';
  else if (events.some(event => event.order === index)) word = 'fires';
  else if (unfilled.has(index)) word = 'unfilled';
  else if (idle.has(index)) word = 'idle';
  else word = lost === null ? 'away' : 'late';
  return {
    ...head,
    verdict: word,
    at,
    protects: order.protects,
    beyondLiquidation: order.protects && beyondOwn(pool, order),
  };
}

/** The pool is liquidated by this factor alone before its trigger. */
function beyondOwn(pool: Pool, { position, trigger }: PathOrder): boolean {
  const book = pricedBook(pool)?.book;
  const f = book?.factors.indexOf(position.factor) ?? -1;
  if (!book || f < 0) return false;
  const direction = new Float64Array(book.factors.length);
  direction[f] = 1;
  const ratio = trigger / toFloat(position.markPrice) - 1;
  const own = book.crossing(direction, ratio < 0 ? -1 : 1);
  return own !== null && Math.abs(own) <= Math.abs(ratio);
}

function pointAt(pool: Pool, path: Path, s: number): PathPoint {
  return {
    at: s,
    marks: pool.positions
      .filter(({ size }) => toFloat(size) !== 0)
      .map(({ symbol, factor, markPrice }) => ({
        symbol,
        price: toFloat(markPrice) * path.multiplier(factor, s),
      })),
  };
}

function sizesOf({ positions }: Pool): StopWalk['left'] {
  return positions.flatMap(({ symbol, size }) =>
    toFloat(size) === 0 ? [] : { symbol, size: readDecimal(size)!.toFixed() },
  );
}

function jointOf(pool: Pool, statistics: Statistics | null): Joint | null {
  const priced = pricedBook(pool);
  const market = statistics?.market ?? null;
  if (!priced || !statistics || market === null) return null;
  if (priced.idle) return { market, down: null, up: null };
  const model = factorModel(statistics, priced.book.factors);
  return typeof model === 'string' ? null : joint(priced.book, market, model.beta, model.believed);
}
