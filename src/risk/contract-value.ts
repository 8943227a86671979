/** What contracts are worth, in float64: for looking for a size, and for sorting by it. */
import type { Pool, Position } from '../engine/account';
import { toFloat } from '../engine/decimal';

type Priced = Pick<Position, 'contract' | 'markPrice' | 'settle'>;

/** Of one contract at a price (the mark unless given), in the settle asset; NaN: unknown. */
export function contractValue({ contract, markPrice }: Priced, price = toFloat(markPrice)): number {
  const multiplier = toFloat(contract.multiplier);
  if (!(price > 0)) return Number.NaN;
  return contract.type === 'inverse' ? multiplier / price : multiplier * price;
}

/** One unit of the asset that a position settles in, in the pool's unit; NaN: unknown. */
export function settlePrice({ collateral, unit }: Pool, { settle }: Pick<Position, 'settle'>): number {
  if (settle === undefined || settle === null || settle === unit) return 1;
  return toFloat(collateral.find(({ asset }) => asset === settle)?.price);
}

/** Signed value of a position at its mark in the pool's unit; NaN: unknown. */
export function positionValue(pool: Pool, position: Position): number {
  const size = toFloat(position.size);
  return size === 0 ? 0 : size * contractValue(position) * settlePrice(pool, position);
}

/** What the pool holds, positions and collateral, without signs: the scale of a size. */
export function wealthOf(pool: Pool): number {
  const values = [
    ...pool.positions.map(position => positionValue(pool, position)),
    ...pool.collateral.map(({ amount, price }) => toFloat(amount) * toFloat(price)),
  ];
  return values.reduce((sum, value) => sum + (Number.isFinite(value) ? Math.abs(value) : 0), 0);
}
