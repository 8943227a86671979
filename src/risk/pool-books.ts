/** A pool as the risk figures read it: its headroom, its equity, and the prices of its factors. */
import type { Pool } from '../engine/account';
import { toFloat } from '../engine/decimal';
import type { Book } from '../engine/headroom';
import { compile } from '../engine/headroom';

export interface PoolBooks {
  id: string;
  /** Equity − threshold·requirement: what liquidates. */
  headroom: Book;
  /** Equity alone: what is won and lost. */
  equity: Book;
  /** Present price of each factor of `headroom`, in that order; NaN: not known. */
  prices: Float64Array;
  /** Nothing held, nothing owed, nothing required: no price can liquidate this pool. */
  idle: boolean;
}

/** Null when anything that headroom depends on is missing. */
export function poolBooks(pool: Pool): PoolBooks | null {
  const headroom = compile(pool);
  const equity = headroom && compile(withoutRequirement(pool));
  if (!headroom || !equity) return null;
  return {
    id: pool.id,
    headroom,
    equity,
    prices: Float64Array.from(headroom.factors, factor => factorPrice(pool, factor)),
    idle:
      pool.positions.every(position => toFloat(position.size) === 0) &&
      pool.collateral.every(row => toFloat(row.amount) >= 0) &&
      (pool.adjustments ?? []).every(each => toFloat(each.requirement) === 0),
  };
}

function withoutRequirement(pool: Pool): Pool {
  return {
    ...pool,
    adjustments: pool.adjustments?.map(each => ({ ...each, requirement: '0' })),
    positions: pool.positions.map(({ feeRate: _fee, requirement: _constant, ...position }) => ({
      ...position,
      maintenance: null,
    })),
    collateral: pool.collateral.map(row =>
      row.liability ? { ...row, liability: { ...row.liability, maintenanceRate: '0' } } : row,
    ),
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
