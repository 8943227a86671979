/** Which way a pool loses: how each position takes part in it, and which side of a contract goes against it. */
import type { Draft, Pool, Position } from '../engine/account';
import { toFloat } from '../engine/decimal';
import { contractValue, settlePrice } from './contract-value';
import { factorModel } from './factor-model';
import { multiply } from './linear-algebra';
import { pricedBook } from './priced-book';
import type { Statistics } from './statistics';

export interface LossDirection {
  /** Of the pool's variance, by Euler: w_i·(Σw)_i with the signed value w_i; above zero: it adds to the risk. */
  shareOf(position: Position): number;
  /** The side on which a contract gains when the pool loses; null: its factor does not move along. */
  sideOf(position: Position): Draft['side'] | null;
  /** |correlation| of the contract's factor with the pool's profit. */
  likenessOf(position: Position): number;
}

const NONE: LossDirection = { shareOf: () => 0, sideOf: () => null, likenessOf: () => 0 };

/** At the present prices. Contracts whose factor the pool does not hold are seen through stand-ins too. */
export function lossDirection(
  pool: Pool,
  statistics: Statistics | null,
  others: Position[] = [],
): LossDirection {
  const book = pricedBook(pool)?.book;
  if (!book || !statistics) return NONE;
  const factors = [...new Set([...book.factors, ...others.map(({ factor }) => factor)])];
  const model = factorModel(statistics, factors);
  if (typeof model === 'string') return NONE;
  const n = factors.length;
  const own = new Float64Array(book.factors.length);
  book.gradient(new Float64Array(own.length).fill(1), own);
  const gradient = new Float64Array(n);
  gradient.set(own);
  const weighted = new Float64Array(n);
  multiply(model.covariance, gradient, weighted);
  let variance = 0;
  for (let f = 0; f < n; f++) variance += gradient[f]! * weighted[f]!;
  const along = ({ factor }: Position) => {
    const f = factors.indexOf(factor);
    return f < 0 ? 0 : weighted[f]!;
  };
  /** What one contract gains per relative rise of its factor has the sign of its size, linear or inverse. */
  return {
    shareOf(position) {
      const value = toFloat(position.size) * contractValue(position) * settlePrice(pool, position);
      return Number.isFinite(value) ? value * along(position) : 0;
    },
    sideOf(position) {
      const sum = along(position);
      return sum === 0 ? null : sum > 0 ? 'sell' : 'buy';
    },
    likenessOf(position) {
      const f = factors.indexOf(position.factor);
      const own = f < 0 ? 0 : model.covariance[f * n + f]!;
      return own > 0 && variance > 0 ? Math.abs(weighted[f]!) / Math.sqrt(own * variance) : 0;
    },
  };
}
