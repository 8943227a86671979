/**
 * Decimal arithmetic of the engine, and the two steps in and out of it.
 *
 * Inputs have at most 40 digits. With 80 digits every sum and product of an ordinary account is exact; what
 * is not (a division, a square root) carries an error below 1e-79, so that a difference below 1e-60 of the
 * terms it is made of is a tie and is read as zero (`signOf`).
 */
import { Decimal as Base } from 'decimal.js';

export const Decimal = Base.clone({
  precision: 80,
  rounding: Base.ROUND_HALF_EVEN,
  toExpNeg: -9e15,
  toExpPos: 9e15,
});
export type Decimal = Base;

export const ZERO = new Decimal(0);
export const ONE = new Decimal(1);

/** The most digits that an input may have, before and after the point together. */
export const MAX_DIGITS = 40;

const PLAIN = /^-?\d+(?:\.\d+)?$/;

/** True for a decimal string of the canonical form: plain digits, at most 40 of them, no exponent. */
export function isDecimalString(value: unknown): value is string {
  if (typeof value !== 'string' || !PLAIN.test(value)) return false;
  if (value.length <= MAX_DIGITS) return true;
  return value.length - (value[0] === '-' ? 1 : 0) - (value.includes('.') ? 1 : 0) <= MAX_DIGITS;
}

/**
 * The value of a plain decimal string; null for everything else. Longer than at an entrance is allowed here:
 * the account after a fill carries averages and profits at full precision.
 */
export function readDecimal(value: unknown): Decimal | null {
  return isPlain(value) ? new Decimal(value) : null;
}

/**
 * The one step from a decimal string into float64: correctly rounded, relative error at most 2^-53.
 * NaN for everything that is no plain decimal string.
 */
export function toFloat(value: unknown): number {
  return isPlain(value) ? Number(value) : Number.NaN;
}

function isPlain(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 400 && PLAIN.test(value);
}

/** Significant digits of a printed figure that has no exact decimal form of 40 digits. */
const PRINTED_DIGITS = 30;

/** Exact where 40 significant digits suffice, else rounded to 30; never an exponent, never "-0". */
export function print(value: Decimal): string {
  if (value.isZero()) return '0';
  const shown = value.precision() <= MAX_DIGITS ? value : value.toSignificantDigits(PRINTED_DIGITS);
  return shown.toFixed();
}

/** Decimal orders of magnitude below the terms of a sum at which its value is a rounding residue. */
export const RESIDUE = 60;

/** −1, 0 or 1; 0 also for the rounding residue of terms whose largest has the decimal exponent given. */
export function signOf(value: Decimal, exponent: number): -1 | 0 | 1 {
  if (value.isZero() || value.e < exponent - RESIDUE) return 0;
  return value.isNegative() ? -1 : 1;
}

/** The decimal exponent of a term of a sum; that of zero never counts. */
export function exponentOf(value: Decimal): number {
  return value.isZero() ? Number.NEGATIVE_INFINITY : value.e;
}
