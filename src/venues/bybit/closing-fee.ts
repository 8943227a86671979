/** The fee to close a position at its bankruptcy price, which Bybit counts into initial and maintenance margin. */
import { Decimal } from '../../engine/decimal';
import { rememberWith } from '../shared/remember';
import { TAKER_FEE } from './assumptions';
import type { PositionRow, Trader } from './state';

/** The account's own rate. */
export const takerFee = (trader: Trader, symbol: string): string => trader.takerFee[symbol] ?? TAKER_FEE;

export const isFeeKnown = (trader: Trader, symbol: string): boolean => trader.takerFee[symbol] !== undefined;

/**
 * For one contract, in the settle coin: the value at the bankruptcy price, entry·(1 ∓ 1/leverage) of a linear
 * contract (− long, + short) and entry/(1 ± 1/leverage) of an inverse one, whose value is the reciprocal. Source:
 * Bybit help centre, "Fee to close", reproduced for linear contracts to 1e-6; the inverse form follows from the
 * bankruptcy price. Null: no leverage or entry is known.
 */
export const closingFee = (row: PositionRow, fee: string): Decimal | null =>
  made(row, [fee], () => feeOf(row, fee));

// Ticks do not change it, and the row is another one when anything of it is.
const made = rememberWith<PositionRow, Decimal | null>();

function feeOf(row: PositionRow, fee: string): Decimal | null {
  if (row.leverage === null || row.entryPrice === null) return null;
  const short = row.size.startsWith('-') || row.index === 2;
  const inverse = row.category === 'inverse';
  // A long linear one is closed below its entry; a long inverse one is worth more coins there.
  const away = new Decimal(1).div(row.leverage).times(short === inverse ? -1 : 1);
  const part = away.plus(1);
  const value = inverse ? part.div(row.entryPrice) : part.times(row.entryPrice);
  return value.times(fee);
}
