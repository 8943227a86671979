/**
 * Curves i/m + c0 + c1·m + c2·m² of a price multiplier m, exact, and where they first change sign.
 *
 * Linear contracts give c1, inverse ones i, a linear contract settled in a coin that moves along c2: cubic
 * at worst once multiplied by m.
 */
import { Decimal, exponentOf, signOf, ZERO } from './decimal';

/** Coefficients of m^-1, m^0, m^1 and m^2. */
export type Curve = [Decimal, Decimal, Decimal, Decimal];

/** Adds up terms by power and forgets what is only a rounding residue of them. */
export interface Accumulator {
  /** `power` from −1 to 2. */
  add(power: number, term: Decimal): void;
  curve(): Curve;
}

export function accumulate(): Accumulator {
  const sums: Curve = [ZERO, ZERO, ZERO, ZERO];
  const exponents = [-Infinity, -Infinity, -Infinity, -Infinity];
  return {
    add(power, term) {
      if (term.isZero()) return;
      const k = power + 1;
      sums[k] = sums[k]!.plus(term);
      if (term.e > exponents[k]!) exponents[k] = term.e;
    },
    curve: () => sums.map((sum, k) => (signOf(sum, exponents[k]!) === 0 ? ZERO : sum)) as Curve,
  };
}

/** The sign of a polynomial (coefficients by ascending power) at a point. */
function signAt(polynomial: Decimal[], at: Decimal): -1 | 0 | 1 {
  let exponent = -Infinity;
  let total = ZERO;
  let power: Decimal | null = null;
  for (const coefficient of polynomial) {
    const term = power === null ? coefficient : coefficient.times(power);
    exponent = Math.max(exponent, exponentOf(term));
    total = total.plus(term);
    power = power === null ? at : power.times(at);
  }
  return signOf(total, exponent);
}

/** The sign of a curve at a point m > 0. */
export function curveSign(curve: Curve, at: Decimal): -1 | 0 | 1 {
  return signAt(polynomialOf(curve), at);
}

/** m·curve, or the curve itself when it has no hyperbolic part: the same sign for m > 0. */
function polynomialOf([i, c0, c1, c2]: Curve): Decimal[] {
  const polynomial = i.isZero() ? [c0, c1, c2] : [i, c0, c1, c2];
  while (polynomial.length > 0 && polynomial.at(-1)!.isZero()) polynomial.pop();
  return polynomial;
}

/** Real roots of a polynomial of degree 2 or less, ascending; none for one that is zero everywhere. */
export function quadraticRoots([c = ZERO, b = ZERO, a = ZERO]: Decimal[]): Decimal[] {
  if (a.isZero()) return b.isZero() ? [] : [c.div(b).neg()];
  const square = b.times(b);
  const product = a.times(c).times(4);
  const discriminant = square.minus(product);
  const sign = signOf(discriminant, Math.max(exponentOf(square), exponentOf(product)));
  if (sign < 0) return [];
  if (sign === 0) return [b.div(a.times(-2))];
  const root = discriminant.sqrt();
  const q = (b.isNegative() ? b.minus(root) : b.plus(root)).div(-2);
  const roots = [q.div(a), c.div(q)];
  return roots[0]!.lt(roots[1]!) ? roots : roots.reverse();
}

/**
 * The one root of a curve between two points, where it is known to have opposite signs at them and no root near
 * them. Null: it is of a higher degree than two.
 * @param to Infinity: beyond every root.
 */
export function rootBetween(curve: Curve, from: number, to: number): Decimal | null {
  const polynomial = polynomialOf(curve);
  if (polynomial.length > 3) return null;
  const roots = quadraticRoots(polynomial).filter(root => {
    if (polynomial.length === 2) return true;
    const near = root.toNumber();
    return near > from && near < to;
  });
  return roots.length === 1 ? roots[0]! : null;
}

const TOLERANCE = new Decimal('1e-60');

/** An open interval that is walked from one end to the other; an end of null is infinity. */
export interface Stretch {
  from: Decimal;
  to: Decimal | null;
}

/**
 * Where, walking an open stretch of m > 0, a curve first leaves the sign that it should keep.
 *
 * @param sign the sign to keep, 1 or −1.
 * @param closed true: zero already counts as having left it (also where the curve only touches zero).
 * @returns the point (the start of the stretch when it is left at once), or null when it is kept throughout.
 */
export function firstLeaving(curve: Curve, stretch: Stretch, sign: 1 | -1, closed: boolean): Decimal | null {
  const polynomial = polynomialOf(curve).map(coefficient => (sign < 0 ? coefficient.neg() : coefficient));
  if (polynomial.length === 0) return closed ? stretch.from : null;
  const { from, to } = stretch;
  const up = to === null || to.gt(from);
  if (polynomial.length === 2) {
    // A straight line, the common case: its one root tells both signs.
    const root = polynomial[0]!.div(polynomial[1]!).neg();
    const falls = polynomial[1]!.isNegative() === up;
    const within = up ? root.gt(from) && (to === null || root.lt(to)) : root.lt(from) && root.gt(to!);
    const apart = root.minus(from).abs().gt(from.times(TOLERANCE));
    if (within && apart) return falls ? root : from;
  }
  const inside = (m: Decimal) => (up ? m.gt(from) && (to === null || m.lt(to)) : m.lt(from) && m.gt(to!));
  const turns = quadraticRoots(polynomial.slice(1).map((coefficient, k) => coefficient.times(k + 1))).filter(
    inside,
  );
  if (!up) turns.reverse();
  let start = from;
  let startSign = signAt(polynomial, from);
  for (const end of [...turns, to]) {
    // Between two turns the polynomial is monotone.
    const endSign = end === null ? (polynomial.at(-1)!.isNegative() ? -1 : 1) : signAt(polynomial, end);
    const within = startSign === 0 ? endSign : startSign;
    if (within < 0 || (within === 0 && closed)) return start;
    if (startSign > 0 && endSign < 0) return monotoneRoot(polynomial, start, end);
    if (startSign > 0 && endSign === 0 && closed && end !== to) return end;
    if (end === null) break;
    start = end;
    startSign = endSign;
  }
  return null;
}

/** The root of a polynomial that is monotone from `start`, where it is positive, to `end`, where it is not. */
function monotoneRoot(polynomial: Decimal[], start: Decimal, end: Decimal | null): Decimal {
  if (polynomial.length <= 3) {
    const [first, second] = quadraticRoots(polynomial);
    if (first && !second) return first;
    if (first && second) {
      if (end === null) return second;
      // The one inside; a root at an end by a residue is nearer to the stretch than the other one.
      const middle = start.plus(end).div(2);
      return first.minus(middle).abs().lte(second.minus(middle).abs()) ? first : second;
    }
  }
  let beyond = end;
  if (beyond === null) {
    beyond = start.times(2);
    while (signAt(polynomial, beyond) > 0) beyond = beyond.times(2);
  }
  return bracketedRoot(polynomial, start, beyond);
}

/**
 * Newton's steps from inside a bracket, which halves when they fail to. Ends when the bracket or the step is
 * a rounding residue: the bracket shrinks in every round, so that it always does.
 */
function bracketedRoot(polynomial: Decimal[], start: Decimal, end: Decimal): Decimal {
  let positive = start;
  let negative = end;
  let at = positive.plus(negative).div(2);
  for (;;) {
    const width = positive.minus(negative).abs();
    let value = ZERO;
    let slope = ZERO;
    for (let k = polynomial.length - 1; k >= 0; k--) {
      slope = slope.times(at).plus(value);
      value = value.times(at).plus(polynomial[k]!);
    }
    const residue = at.abs().times(TOLERANCE);
    if (value.isZero() || width.lte(residue)) return at;
    if (value.isNegative()) negative = at;
    else positive = at;
    // A step of the width of the bracket leaves it: the same as no step at all.
    const step: Decimal = slope.isZero() ? width : value.div(slope);
    if (step.abs().lte(residue)) return at.minus(step);
    const next = at.minus(step);
    const inside = next.minus(positive).times(next.minus(negative)).isNegative();
    at = inside && step.abs().times(2).lte(width) ? next : positive.plus(negative).div(2);
  }
}
