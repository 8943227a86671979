/** A resting order as a path meets it: where it is triggered, and at what price it is filled. */
import type { Order, Pool, Position } from '../engine/account';
import { toFloat } from '../engine/decimal';
import type { Path } from './path';
import type { StopAssumptions, StopEvent } from './shocks';

export interface PathOrder {
  index: number;
  order: Order;
  position: Position;
  kind: Exclude<StopEvent['kind'], 'liquidation'>;
  conditional: boolean;
  /** It closes what is held, on its losing side. */
  protects: boolean;
  /** The price that it waits for, and where on the path that is; NaN: it leads away. */
  trigger: number;
  at: number;
  /** The price of its fill when the path is at `price`; null: its limit is out of reach for good. */
  fillAt(price: number): number | null;
}

/** Null: a figure of the order that is needed is missing, or the pool holds no such contract. */
export function pathOrder(
  pool: Pool,
  index: number,
  path: Path,
  { slippage, slippageOf }: StopAssumptions,
): PathOrder | null {
  const order = pool.orders[index]!;
  const position = legOf(pool, order);
  if (!position) return null;
  const mark = toFloat(position.markPrice);
  const conditional = order.triggerPrice !== undefined && order.triggerPrice !== null;
  const limit = order.price === undefined || order.price === null ? null : toFloat(order.price);
  const trigger = conditional ? toFloat(order.triggerPrice) : (limit ?? Number.NaN);
  const sized = order.closesPosition === true || toFloat(order.size) >= 0;
  if (!(mark > 0 && trigger > 0 && sized) || Number.isNaN(limit ?? 0)) return null;
  const sells = order.side === 'sell';
  const size = toFloat(position.size);
  const lost = slippageOf[order.symbol] ?? slippage;
  /** True when the path makes the price better for this side. */
  const better = path.multiplier(position.factor, path.end) > 1 === sells;
  const worstOf = (price: number) => price * (sells ? 1 - lost : 1 + lost);

  function fillAt(price: number): number | null {
    const market = worstOf(price);
    if (limit === null) return market;
    // A plain limit is filled at its own price, in a jump at that or better: taken at its own.
    if (!conditional) return limit;
    if (sells ? market >= limit : market <= limit) return market;
    return better ? limit : null;
  }

  // A conditional limit that waits for a better price than its trigger is reached there.
  const waits = conditional && better && limit !== null && (sells ? limit > trigger : limit < trigger);
  return {
    index,
    order,
    position,
    kind: conditional ? (profits(order, sells, trigger, mark) ? 'take-profit' : 'stop') : 'limit',
    conditional,
    protects: conditional && (size > 0 ? sells && trigger <= mark : size < 0 && !sells && trigger >= mark),
    trigger,
    at: path.reach(position.factor, (waits ? limit : trigger) / mark),
    fillAt,
  };
}

/** Of two legs of a symbol a closing order is about the one that it closes, any other about the one it adds to. */
export function legOf(
  { positions }: Pool,
  { symbol, side, reduceOnly, closesPosition }: Order,
): Position | null {
  const legs = positions.filter(each => each.symbol === symbol);
  const closes = reduceOnly === true || closesPosition === true;
  const long = closes === (side === 'sell');
  return legs.find(({ size }) => (long ? toFloat(size) > 0 : toFloat(size) < 0)) ?? legs[0] ?? null;
}

/** By its name where that tells, else by its side of the mark: a sale above it takes a profit. */
function profits({ type }: Order, sells: boolean, trigger: number, mark: number): boolean {
  if (/profit/i.test(type)) return true;
  if (/stop|loss|trail/i.test(type)) return false;
  return sells ? trigger > mark : trigger < mark;
}
