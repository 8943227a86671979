/** A pool at other prices, and how it stands there: by the engine's own ledger, exact. */
import type { Pool } from '../engine/account';
import { liquidatable } from '../engine/crossing';
import { Decimal, readDecimal, signOf } from '../engine/decimal';
import { readLedger } from '../engine/ledger';

/** Arithmetic moves by factor, and by asset for collateral that follows no factor: −0.1 is a fall of 10 %. */
export interface Moves {
  factors: ReadonlyMap<string, number>;
  assets: ReadonlyMap<string, number>;
}

/** No price falls to nothing: a mark of 0 is none. */
const LEAST = 1e-6;

/** A price that is not known stays so. */
export function repriced(pool: Pool, { factors, assets }: Moves): Pool {
  const moved = <T>(price: T, move: number | undefined) => {
    const read = move === undefined || move === 0 ? null : readDecimal(price);
    return read === null ? price : read.times(new Decimal(Math.max(LEAST, 1 + move!))).toFixed();
  };
  return {
    ...pool,
    positions: pool.positions.map(position => ({
      ...position,
      markPrice: moved(position.markPrice, factors.get(position.factor)),
    })),
    collateral: pool.collateral.map(row => ({
      ...row,
      price: moved(row.price, row.follows === null ? assets.get(row.asset) : factors.get(row.follows)),
    })),
  };
}

/** In the pool's unit. */
export interface Standing {
  equity: number;
  requirement: number;
  headroom: number;
  /** threshold·requirement/equity; null: no equity is left. */
  usage: number | null;
  liquidatable: boolean;
}

/** Null when the pool is not known. */
export function standing(pool: Pool): Standing | null {
  const { known, equity, requirement, headroom, threshold, exponent, inert } = readLedger(pool, {
    path: '$',
  });
  if (!known) return null;
  return {
    equity: equity!.toNumber() + 0,
    requirement: requirement!.toNumber() + 0,
    headroom: headroom!.toNumber() + 0,
    usage: equity!.gt(0) ? threshold!.times(requirement!).div(equity!).toNumber() + 0 : null,
    liquidatable: !inert && liquidatable(signOf(headroom!, exponent), pool.rules.liquidatedWhen),
  };
}
