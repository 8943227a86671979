/**
 * A pool compiled to flat float64 arrays, and its headroom g(p) = equity − threshold·requirement as a
 * function of the prices. Liquidation is where g reaches 0.
 */
import type { Pool } from './account';

export interface Book {
  /** The factors that move something in this pool, in the order of all vectors below. */
  factors: string[];
  /** g at prices P_f·m_f, where P is the present price; all ones gives the present headroom. */
  headroom(multipliers: Float64Array): number;
  /** ∂g/∂m_f at such prices, written into `out` (from the right at a kink). */
  gradient(multipliers: Float64Array, out: Float64Array): void;
  /**
   * The nearest s > 0 (side 1) or s < 0 (side −1) at which the pool becomes liquidatable along
   * m_f = max(0, 1 + direction_f·s), exact at kinks and jumps; of a pool that is liquidatable already the
   * nearest s at which it stops being so; null: none.
   */
  crossing(direction: Float64Array, side: 1 | -1): number | null;
}

/** Null when anything that headroom depends on is missing. */
export declare function compile(pool: Pool): Book | null;
