/**
 * The same volatilities under another correlation.
 *
 * A crash does not always raise the risk: correlation towards 1 makes a hedged book look safer than it is,
 * decorrelation makes a one-sided book look safer. So both are asked and the worse counts.
 */
import { flatten, unflatten } from './linear-algebra';
import type { Statistics } from './statistics';

/** "together": every correlation moves towards 1. "apart": towards 0. */
export type Stress = 'together' | 'apart';

/**
 * C_s = (1 − s)·C + s·T for s in 0…1, with T all ones ("together") or the identity ("apart"); positive
 * semidefinite whenever C is. Coins at their peg keep to themselves: for them T is the identity always.
 */
export function stressed(statistics: Statistics, stress: Stress, s: number): Statistics {
  const { factors, volatility, stable, market } = statistics;
  const p = factors.length;
  const apart = new Set(stable);
  const correlation = flatten(statistics.correlation);
  const covariance = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      const joined = stress === 'together' && !apart.has(factors[i]!) && !apart.has(factors[j]!);
      const target = i === j || joined ? 1 : 0;
      const rho = (1 - s) * correlation[i * p + j]! + s * target;
      correlation[i * p + j] = rho;
      covariance[i * p + j] = volatility[i]! * volatility[j]! * rho;
    }
  }
  const m = market === null ? -1 : factors.indexOf(market);
  const variance = m < 0 ? 0 : covariance[m * p + m]!;
  return {
    ...statistics,
    correlation: unflatten(correlation, p),
    covariance: unflatten(covariance, p),
    beta: factors.map((_, i) => (variance > 0 ? covariance[i * p + m]! / variance : null)),
  };
}

const known = new WeakMap<Statistics, Map<string, Statistics>>();

/** The same object for the same question: models of factors are remembered by it. */
export function stressOf(statistics: Statistics, stress: Stress, s: number): Statistics {
  const answers = known.get(statistics) ?? new Map<string, Statistics>();
  known.set(statistics, answers);
  const key = `${stress} ${s}`;
  const answer = answers.get(key) ?? stressed(statistics, stress, s);
  answers.set(key, answer);
  return answer;
}
