/**
 * How factors move, alone and together: volatility, correlation, covariance and beta, from returns or from
 * a covariance that is given.
 *
 * From returns r_t (log, zero mean, n rows, oldest first), per interval:
 *
 * - volatility σ_i = √(Σ w_t r_ti²) with w_t ∝ 2^(−age/60 h), normalised;
 * - slow covariance S = Σ v_t r_t r_tᵀ with v_t ∝ 2^(−age/269 h), normalised;
 * - a factor is *stable* when √S_ii < 0.0005·√(interval in hours), about 4.7 % a year: a coin at its peg;
 * - the S of the factors that are not stable is shrunk to a constant correlation (shrinkage.ts), intensity
 *   δ; ρ_ij is the correlation of the result. Where i or j is stable, the target is no correlation:
 *   ρ_ij = (1 − δ)·S_ij/√(S_ii S_jj);
 * - negative eigenvalues of ρ, if any, are cut off (positive-semidefinite.ts);
 * - covariance Σ_ij = σ_i σ_j ρ_ij;
 * - beta β_i = Σ_im/Σ_mm to the market factor m: BTC if there is one, else the factor that is not stable
 *   whose correlations with the others add up to the most (the first of equals).
 *
 * A covariance that is given is Σ as it stands: σ_i = √Σ_ii, and only a matrix that is not positive
 * semidefinite is repaired.
 */
import {
  decay,
  ewmaWeights,
  FAST_HALF_LIFE,
  SLOW_HALF_LIFE,
  weightedCovariance,
  weightedVolatility,
} from './ewma';
import { flatten, unflatten } from './linear-algebra';
import { repairCorrelation } from './positive-semidefinite';
import type { ReturnsInput, ShortHistory } from './returns';
import { shrinkToConstantCorrelation } from './shrinkage';
import type { StatisticsInput } from './statistics-input';
import { intervalHours } from './statistics-input';

export type { CovarianceInput, StatisticsInput } from './statistics-input';
export { parseReturns } from './statistics-input';

/** JSON-safe. All figures are per interval. */
export interface Statistics {
  intervalHours: number;
  factors: string[];
  /** One of `factors`; null: there are none. */
  market: string | null;
  volatility: number[];
  /** To the market factor; null: the market stands still. */
  beta: (number | null)[];
  correlation: number[][];
  covariance: number[][];
  /** Null: the covariance was given. */
  shrinkage: number | null;
  /** Rows of returns; null: the covariance was given. */
  observations: number | null;
  /** Factors that are taken for coins at their peg. */
  stable: string[];
  /** The matrix was not positive semidefinite and has been repaired. */
  repaired: boolean;
  /** Factors that are known but whose history is too poor; whoever holds them gets a proxy. */
  short: ShortHistory[];
}

/** √variance an hour below which a factor is a coin at its peg. */
const STABLE = 5e-4;

export function statistics(input: StatisticsInput): Statistics {
  return input.format === 'plimsoll.covariance/1'
    ? fromCovariance(input.factors, intervalHours(input.interval), flatten(input.matrix))
    : fromReturns(input, intervalHours(input.interval));
}

function fromReturns(input: ReturnsInput, hours: number): Statistics {
  const p = input.factors.length;
  const n = input.returns.length;
  const returns = flatten(input.returns);
  const fast = ewmaWeights(n, decay(FAST_HALF_LIFE, hours));
  const slow = ewmaWeights(n, decay(SLOW_HALF_LIFE, hours));
  const s = weightedCovariance(returns, p, slow);
  const stable = isStable(s, p, hours);
  const { correlation, shrinkage } = shrunkCorrelation(returns, p, slow, s, stable);
  const repair = repairCorrelation(correlation, p);
  return describe(input.factors, hours, weightedVolatility(returns, p, fast), repair.correlation, stable, {
    shrinkage,
    observations: n,
    repaired: repair.repaired,
    short: input.short ?? [],
  });
}

function fromCovariance(factors: string[], hours: number, given: Float64Array): Statistics {
  const p = factors.length;
  const volatility = Float64Array.from({ length: p }, (_, i) => Math.sqrt(given[i * p + i]!));
  const { correlation, set } = symmetric(p);
  for (let i = 0; i < p; i++) {
    set(i, i, 1);
    for (let j = 0; j < i; j++) {
      const scale = volatility[i]! * volatility[j]!;
      set(i, j, scale > 0 ? given[i * p + j]! / scale : 0);
    }
  }
  const repair = repairCorrelation(correlation, p);
  // A factor that stands still and yet has a covariance: its row is taken for zero.
  const torn = given.some(
    (entry, at) => entry !== 0 && volatility[at % p]! * volatility[Math.floor(at / p)]! === 0,
  );
  const repaired = repair.repaired || torn;
  const result = describe(factors, hours, volatility, repair.correlation, isStable(given, p, hours), {
    shrinkage: null,
    observations: null,
    repaired,
    short: [],
  });
  // What is given is used to the last digit, not by way of its correlation.
  return repaired
    ? result
    : { ...result, covariance: unflatten(given, p), beta: betas(result.market, factors, given) };
}

function isStable(s: Float64Array, p: number, hours: number): boolean[] {
  return Array.from({ length: p }, (_, i) => Math.sqrt(s[i * p + i]!) < STABLE * Math.sqrt(hours));
}

function shrunkCorrelation(
  returns: Float64Array,
  p: number,
  weights: Float64Array,
  s: Float64Array,
  stable: boolean[],
): { correlation: Float64Array; shrinkage: number } {
  const risky = stable.flatMap((is, i) => (is ? [] : [i]));
  const q = risky.length;
  const own = new Float64Array(weights.length * q);
  for (let t = 0; t < weights.length; t++) {
    for (let k = 0; k < q; k++) own[t * q + k] = returns[t * p + risky[k]!]!;
  }
  const { intensity, covariance } = shrinkToConstantCorrelation(own, q, weights);
  const { correlation, set } = symmetric(p);
  for (let i = 0; i < p; i++) {
    set(i, i, 1);
    for (let j = 0; j < i; j++) {
      const scale = Math.sqrt(s[i * p + i]! * s[j * p + j]!);
      set(i, j, scale > 0 ? ((1 - intensity) * s[i * p + j]!) / scale : 0);
    }
  }
  for (let k = 0; k < q; k++) {
    for (let l = 0; l < k; l++) {
      const scale = Math.sqrt(covariance[k * q + k]! * covariance[l * q + l]!);
      set(risky[k]!, risky[l]!, Math.min(1, Math.max(-1, covariance[k * q + l]! / scale)));
    }
  }
  return { correlation, shrinkage: intensity };
}

/** An empty matrix and a setter of both halves. A sum with 0 turns −0, which JSON does not know, into 0. */
function symmetric(p: number) {
  const correlation = new Float64Array(p * p);
  const set = (i: number, j: number, rho: number) => {
    correlation[i * p + j] = rho + 0;
    correlation[j * p + i] = rho + 0;
  };
  return { correlation, set };
}

type Provenance = Pick<Statistics, 'shrinkage' | 'observations' | 'repaired' | 'short'>;

function describe(
  factors: string[],
  hours: number,
  volatility: Float64Array,
  correlation: Float64Array,
  stable: boolean[],
  provenance: Provenance,
): Statistics {
  const p = factors.length;
  const covariance = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      covariance[i * p + j] = volatility[i]! * volatility[j]! * correlation[i * p + j]!;
    }
  }
  const market = marketFactor(factors, correlation, stable);
  return {
    intervalHours: hours,
    factors,
    market,
    volatility: Array.from(volatility),
    beta: betas(market, factors, covariance),
    correlation: unflatten(correlation, p),
    covariance: unflatten(covariance, p),
    stable: factors.filter((_, i) => stable[i]),
    ...provenance,
  };
}

function marketFactor(factors: string[], correlation: Float64Array, stable: boolean[]): string | null {
  if (factors.includes('BTC')) return 'BTC';
  const p = factors.length;
  let best: string | null = null;
  let most = Number.NEGATIVE_INFINITY;
  factors.forEach((factor, i) => {
    if (stable[i]) return;
    let sum = 0;
    for (let j = 0; j < p; j++) if (!stable[j]) sum += correlation[i * p + j]!;
    if (sum <= most) return;
    most = sum;
    best = factor;
  });
  return best ?? factors[0] ?? null;
}

function betas(market: string | null, factors: string[], covariance: Float64Array): (number | null)[] {
  const p = factors.length;
  const m = market === null ? -1 : factors.indexOf(market);
  const variance = m < 0 ? 0 : covariance[m * p + m]!;
  return factors.map((_, i) => (variance > 0 ? covariance[i * p + m]! / variance : null));
}
