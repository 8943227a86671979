/** Amounts that are to be typed: rounded to the step of a venue on the side that is safe. */
import type { DecimalString, Position } from '../engine/account';
import { Decimal, readDecimal } from '../engine/decimal';

/** Digits that are kept where a venue's step is not known. */
const DIGITS = 6;

export interface Lot {
  /** The step of a size near `size`, in contracts: the lot, or a unit of its sixth digit. */
  step(size: number): number;
  /** A whole number of lots at most, or at least, `size` ≥ 0. */
  down(size: number): Decimal;
  up(size: number): Decimal;
  guessed: boolean;
}

export function lotOf(position: Pick<Position, 'lot'>): Lot {
  const lot = readDecimal(position.lot);
  if (!lot?.gt(0)) {
    return {
      step: size => (size > 0 ? 10 ** (Math.floor(Math.log10(size)) + 1 - DIGITS) : 10 ** -DIGITS),
      down: size => new Decimal(size).toSignificantDigits(DIGITS, Decimal.ROUND_DOWN),
      up: size => new Decimal(size).toSignificantDigits(DIGITS, Decimal.ROUND_UP),
      guessed: true,
    };
  }
  const lots = (size: number, rounding: 0 | 1) =>
    new Decimal(size).div(lot).toDecimalPlaces(0, rounding).times(lot);
  const step = lot.toNumber();
  return {
    step: () => step,
    down: size => lots(size, Decimal.ROUND_DOWN),
    up: size => lots(size, Decimal.ROUND_UP),
    guessed: false,
  };
}

/** Plain digits, without an exponent. */
export function typed(amount: Decimal): DecimalString {
  return amount.toFixed();
}
