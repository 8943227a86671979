/** The nearest prices that liquidate a pool when they move alone. */
import type { DecimalString, Pool } from '../../engine/account';
import { toFloat } from '../../engine/decimal';
import type { PoolReport } from '../../engine/report';

/** One price on one side of its mark. */
export interface Crossing {
  /** The position's symbol, or the asset of the collateral. */
  name: string;
  side: 'below' | 'above';
  price: DecimalString;
  /** As a part of the mark: −0.25 is a fall of 25 %. */
  move: number;
  tick: DecimalString | null;
}

/** Both sides of every position of a pool, and of collateral that moves; null: no price liquidates there. */
export interface Alone {
  name: string;
  factor: string;
  below: Crossing | null;
  above: Crossing | null;
}

export function alone(pool: Pool, report: PoolReport): Alone[] {
  const positions = report.positions.flatMap((each, k): Alone[] => {
    const position = pool.positions[k];
    if (!position || position.symbol !== each.symbol || !isHeld(position.size)) return [];
    const mark = toFloat(position.markPrice);
    const side = (which: 'below' | 'above') =>
      crossing(each.symbol, which, each.liquidation[which], mark, position.tick ?? null);
    return [{ name: each.symbol, factor: position.factor, below: side('below'), above: side('above') }];
  });
  const collateral = report.collateral.flatMap((each, k): Alone[] => {
    const row = pool.collateral[k];
    const { liquidation } = each;
    if (!row?.follows || row.asset !== each.asset || !liquidation) return [];
    // The same factor is already shown with its position.
    if (positions.some(other => other.factor === row.follows)) return [];
    const mark = toFloat(row.price);
    const side = (which: 'below' | 'above') => crossing(each.asset, which, liquidation[which], mark, null);
    return [{ name: each.asset, factor: row.follows, below: side('below'), above: side('above') }];
  });
  return [...positions, ...collateral];
}

/** The least move of them all; null: no single price liquidates. */
export function nearest(rows: Alone[]): Crossing | null {
  let best: Crossing | null = null;
  for (const { below, above } of rows) {
    for (const each of [below, above]) {
      if (each && (!best || Math.abs(each.move) < Math.abs(best.move))) best = each;
    }
  }
  return best;
}

function isHeld(size: unknown): boolean {
  return toFloat(size) !== 0;
}

function crossing(
  name: string,
  side: 'below' | 'above',
  price: DecimalString | null,
  mark: number,
  tick: DecimalString | null,
): Crossing | null {
  if (price === null) return null;
  const move = toFloat(price) / mark - 1;
  return Number.isFinite(move) ? { name, side, price, move, tick } : null;
}
