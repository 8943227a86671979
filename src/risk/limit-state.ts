/**
 * A limit state: a function g of the factors' moves x that is above zero while the pool is safe. The
 * search for the nearest liquidation (design-point.ts) knows nothing else about a pool.
 */
import type { Book } from '../engine/headroom';

export interface LimitState {
  /** The number of factors. */
  size: number;
  value(x: Float64Array): number;
  /** ∂g/∂x_f, written into `out`. */
  gradient(x: Float64Array, out: Float64Array): void;
}

/** Beyond e^±40 a price is no price; the clamp keeps g finite where a search probes too far. */
const FARTHEST = 40;

/** Headroom of a book over log moves: every price is P·e^x. */
export function logLimitState(book: Pick<Book, 'factors' | 'headroom' | 'gradient'>): LimitState {
  const multipliers = new Float64Array(book.factors.length);
  const reprice = (x: Float64Array) => {
    for (let f = 0; f < x.length; f++) {
      multipliers[f] = Math.exp(Math.min(FARTHEST, Math.max(-FARTHEST, x[f]!)));
    }
  };
  return {
    size: book.factors.length,
    value(x) {
      reprice(x);
      return book.headroom(multipliers);
    },
    gradient(x, out) {
      reprice(x);
      book.gradient(multipliers, out);
      for (let f = 0; f < out.length; f++) out[f] = out[f]! * multipliers[f]!;
    },
  };
}
