/** What holding a pool costs as time passes: funding of its positions, interest on what is borrowed. */
import type { Pool } from '../engine/account';
import { toFloat } from '../engine/decimal';
import { positionValue } from './contract-value';
import type { Carry } from './decisions';

/**
 * Equity gained over 24 h at the present prices, in the pool's unit; a cost is below zero. Contracts and assets
 * that `carry` does not name are taken to cost nothing. Null: a named one has a value that is not known.
 */
export function dailyCarry(pool: Pool, { funding, borrow }: Carry): number | null {
  let gained = 0;
  for (const position of pool.positions) {
    const rate = funding[position.symbol];
    if (rate !== undefined) gained -= rate * positionValue(pool, position);
  }
  for (const { asset, amount, price } of pool.collateral) {
    const rate = borrow[asset];
    const owed = Math.min(0, toFloat(amount));
    if (rate !== undefined && owed !== 0) gained += rate * owed * toFloat(price);
  }
  return Number.isFinite(gained) ? gained + 0 : null;
}
