/** Exact fractions over BigInt, for checks that share nothing with the engine. */
export interface Fraction {
  n: bigint;
  /** Above zero. */
  d: bigint;
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

export function fraction(n: bigint, d = 1n): Fraction {
  const sign = d < 0n ? -1n : 1n;
  const g = gcd(n, d * sign) || 1n;
  return { n: (sign * n) / g, d: (sign * d) / g };
}

export const ZERO = fraction(0n);
export const ONE = fraction(1n);

export function parse(text: string): Fraction {
  const [whole, part = ''] = text.split('.') as [string, string?];
  return fraction(BigInt(whole + part), 10n ** BigInt(part.length));
}

export const add = (a: Fraction, b: Fraction) => fraction(a.n * b.d + b.n * a.d, a.d * b.d);
export const sub = (a: Fraction, b: Fraction) => fraction(a.n * b.d - b.n * a.d, a.d * b.d);
export const mul = (a: Fraction, b: Fraction) => fraction(a.n * b.n, a.d * b.d);
export const div = (a: Fraction, b: Fraction) => fraction(a.n * b.d, a.d * b.n);
export const neg = (a: Fraction) => ({ n: -a.n, d: a.d });
export const abs = (a: Fraction) => (a.n < 0n ? neg(a) : a);
export const sign = (a: Fraction) => (a.n < 0n ? -1 : a.n > 0n ? 1 : 0);
export const compare = (a: Fraction, b: Fraction) => {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};
export const min = (a: Fraction, b: Fraction) => (compare(a, b) <= 0 ? a : b);

/** Near enough for plotting and for choosing grid points, never for deciding. */
export function approximately({ n, d }: Fraction): number {
  const scaled = (n * 10n ** 40n) / d;
  return Number(scaled) / 1e40;
}

/** True when they agree to a part in 10^digits of the greater, or exactly. */
export function agree(a: Fraction, b: Fraction, digits: number): boolean {
  const difference = abs(sub(a, b));
  const size = compare(abs(a), abs(b)) >= 0 ? abs(a) : abs(b);
  return difference.n * size.d * 10n ** BigInt(digits) <= size.n * difference.d;
}
