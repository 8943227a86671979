/**
 * Student's t with four degrees of freedom: the fat-tailed end of the probability band. At four degrees
 * the distribution function is algebraic, so that no incomplete beta function is needed.
 */

/** Degrees of freedom of the fat-tailed model. Illustrative for hourly crypto returns, not fitted. */
export const DEGREES = 4;

/** The factor that brings a t₄ variable to unit variance: √((ν − 2)/ν) = √½. */
export const UNIT_VARIANCE = Math.sqrt((DEGREES - 2) / DEGREES);

/**
 * F(x) = (1 + c)²·(2 − c)/4 with c = x/√(4 + x²); 1 + c is taken as (1 − c²)/(1 − c) for x < 0, so that
 * the lower tail keeps its relative precision.
 */
export function studentCdf(x: number): number {
  if (x === Number.NEGATIVE_INFINITY) return 0;
  if (x === Number.POSITIVE_INFINITY) return 1;
  const c = x / Math.hypot(2, x);
  const above = x < 0 ? 4 / (4 + x * x) / (1 - c) : 1 + c;
  return (above * above * (2 - c)) / 4;
}
