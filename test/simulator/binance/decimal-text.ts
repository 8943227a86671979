/** How the exchange writes numbers: eight decimals, cut off, never rounded up; a plain 0 for nothing. */
import { Decimal } from './arithmetic';

export function text(amount: Decimal): string {
  return amount.isZero() ? '0' : amount.toFixed(8, Decimal.ROUND_DOWN);
}

/** A price that is printed: to the nearest eighth decimal. */
export function priceText(price: Decimal): string {
  return price.isZero() ? '0' : price.toFixed(8, Decimal.ROUND_HALF_UP);
}
