/** What an isolated pool is given with a fill, of a linear contract whose pool holds one currency. */
import type { Draft, Pool, Position } from '../../engine/account';
import { Decimal, readDecimal, ZERO } from '../../engine/decimal';

/** True: the order is against what is held. */
export function isAgainst(position: Position | undefined, side: Draft['side']): boolean {
  const before = readDecimal(position?.size) ?? ZERO;
  return !before.isZero() && before.isNegative() === (side === 'buy');
}

/**
 * In the pool's currency; negative is given back. Value over leverage for what is opened, with the fee of the whole
 * fill. What is closed gives back its part of the pool's equity.
 */
export function isolatedMargin(
  pool: Pool,
  position: Position | undefined,
  { side, reduceOnly, feeRate }: Draft,
  size: Decimal,
  fill: Decimal,
  leverage: Decimal,
): Decimal {
  const before = readDecimal(position?.size) ?? ZERO;
  const closed = isAgainst(position, side) ? Decimal.min(size, before.abs()) : ZERO;
  const opened = reduceOnly ? ZERO : size.minus(closed);
  const fee = opened
    .plus(closed)
    .times(fill)
    .times(feeRate ?? '0');
  const posted = opened.times(fill).div(leverage).plus(fee);
  if (closed.isZero()) return posted;
  const cash = readDecimal(pool.collateral[0]?.amount) ?? ZERO;
  const entry = readDecimal(position?.entryPrice) ?? fill;
  const equity = cash.plus(before.times(fill.minus(entry)));
  return posted.minus(equity.times(closed).div(before.abs()));
}
