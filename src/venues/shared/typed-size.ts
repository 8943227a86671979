/** What stands in the size field, in coins of a contract whose contracts are coins. */
import { type Decimal, readDecimal } from '../../engine/decimal';
import type { FormReading } from '../venue';

/** In coins, down to a whole number of lots (null: any size); or the code of what is missing. */
export function coinsTyped(form: FormReading, fill: Decimal, lot: Decimal | null): Decimal | string {
  if (form.size === null) return 'no-size';
  const typed = readDecimal(form.size);
  if (!typed || typed.isNegative()) return 'unreadable-size';
  if (typed.isZero()) return 'no-size';
  const coins = { base: typed, quote: typed.div(fill), contracts: null, percent: null }[form.sizeUnit];
  if (coins === null) return 'unknown-unit';
  const size = lot?.gt(0) ? coins.div(lot).floor().times(lot) : coins;
  return size.isZero() ? 'below-lot' : size;
}
