/** A pool as the risk figures read it: its compiled book, and the prices of its factors. */
import type { Pool } from '../engine/account';
import { toFloat } from '../engine/decimal';
import type { Book } from '../engine/headroom';
import { compile } from '../engine/headroom';

export interface PricedBook {
  id: string;
  book: Book;
  /** Present price of each factor of the book, in its order; NaN: not known. */
  prices: Float64Array;
  /** Nothing held, nothing owed, nothing required: no price can liquidate this pool. */
  idle: boolean;
}

const known = new WeakMap<Pool, PricedBook | null>();

/**
 * Null when anything that headroom depends on is missing. A pool is never changed, only replaced: it is compiled
 * once, however many figures are made of it.
 */
export function pricedBook(pool: Pool): PricedBook | null {
  const before = known.get(pool);
  if (before !== undefined) return before;
  const priced = compiled(pool);
  known.set(pool, priced);
  return priced;
}

function compiled(pool: Pool): PricedBook | null {
  const book = compile(pool);
  if (!book) return null;
  return {
    id: pool.id,
    book,
    prices: Float64Array.from(book.factors, factor => factorPrice(pool, factor)),
    idle:
      pool.positions.every(position => toFloat(position.size) === 0) &&
      pool.collateral.every(row => toFloat(row.amount) >= 0) &&
      (pool.adjustments ?? []).every(each => toFloat(each.requirement) === 0),
  };
}

/**
 * The mark of the largest position (in contracts) that the factor moves, else the price of collateral that
 * follows it. A perpetual and a quarterly of one factor have marks of their own and move in proportion.
 */
function factorPrice(pool: Pool, factor: string): number {
  let price = Number.NaN;
  let largest = -1;
  for (const position of pool.positions) {
    const size = Math.abs(toFloat(position.size));
    if (position.factor !== factor || !(size > largest)) continue;
    largest = size;
    price = toFloat(position.markPrice);
  }
  if (Number.isFinite(price)) return price;
  const row = pool.collateral.find(each => each.follows === factor);
  return row ? toFloat(row.price) : Number.NaN;
}
