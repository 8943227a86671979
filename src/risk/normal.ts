/**
 * The standard normal distribution function, with full relative precision in the lower tail: liquidation
 * probabilities are tails, and 1 − Φ would lose them.
 */

const SQRT_2PI = 2.5066282746310002;

/** Φ(x). Relative error below 1e-12 down to the smallest normal double (x ≈ −37.5). */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x < -2.5) return lowerTail(-x);
  if (x > 2.5) return 1 - lowerTail(x);
  // Φ(x) = ½ + φ(x)·(x + x³/3 + x⁵/(3·5) + …)
  let term = x;
  let sum = x;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + density(x) * sum;
}

function density(x: number): number {
  return Math.exp(-0.5 * x * x) / SQRT_2PI;
}

/** Φ(−x) for x ≥ 2.5 by the continued fraction φ(x)/(x + 1/(x + 2/(x + 3/(x + …)))), from the inside out. */
function lowerTail(x: number): number {
  // The depth for 1e-16 falls about as 1/x²; measured to be ample at every x of this range.
  let fraction = x;
  for (let k = Math.ceil(20 + 800 / (x * x)); k > 0; k--) fraction = x + k / fraction;
  return density(x) / fraction;
}
