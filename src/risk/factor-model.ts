/** The part of the statistics that one pool needs: its factors, in its book's order, over 24 hours. */

import type { Metric } from './design-point';
import { metric } from './design-point';
import type { StandIn } from './stand-in';
import { standIn } from './stand-in';
import type { Statistics } from './statistics';

export interface FactorModel extends Metric {
  factors: string[];
  /** To the market factor. */
  beta: Float64Array;
  /** Flat n×n. */
  correlation: Float64Array;
  /** Stand-ins among the factors. */
  proxies: StandIn[];
  /** False: a stand-in. */
  believed: boolean[];
}

const HOURS = 24;
/** A pure function of unchanging statistics, asked anew on every tick. */
const known = new WeakMap<Statistics, Map<string, FactorModel | string>>();

/**
 * The model of these factors; a string says why there is none. The covariance is that of the interval,
 * scaled by 24 h: returns of different hours are taken as uncorrelated. A stand-in moves with the others
 * through the market only: Σ_pj = β_p Σ_mj.
 */
export function factorModel(statistics: Statistics, factors: string[]): FactorModel | string {
  const models = known.get(statistics) ?? new Map<string, FactorModel | string>();
  known.set(statistics, models);
  const key = JSON.stringify(factors);
  const before = models.get(key);
  if (before !== undefined) return before;
  const model = build(statistics, factors);
  models.set(key, model);
  return model;
}

function build(statistics: Statistics, factors: string[]): FactorModel | string {
  const { market, covariance: given, intervalHours } = statistics;
  const m = market === null ? -1 : statistics.factors.indexOf(market);
  if (m < 0) return 'there are no returns of any factor';
  if (!(given[m]![m]! > 0)) return `the market factor ${market} stands still in the returns`;
  const n = factors.length;
  const index = factors.map(factor => statistics.factors.indexOf(factor));
  const proxies = factors.flatMap((factor, f) => (index[f]! < 0 ? (standIn(statistics, factor) ?? []) : []));
  const replaced = factors.map(factor => proxies.find(each => each.factor === factor));
  const beta = Float64Array.from(factors, (_, f) => replaced[f]?.beta ?? statistics.beta[index[f]!]!);

  const covariance = new Float64Array(n * n);
  const scale = HOURS / intervalHours;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const a = replaced[i];
      const b = replaced[j];
      let value: number;
      if (a && i === j) value = a.volatility ** 2;
      else if (a && b) value = a.beta * b.beta * given[m]![m]!;
      else if (a) value = a.beta * given[m]![index[j]!]!;
      else if (b) value = b.beta * given[m]![index[i]!]!;
      else value = given[index[i]!]![index[j]!]!;
      covariance[i * n + j] = value * scale;
    }
  }
  const correlation = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const root = Math.sqrt(covariance[i * n + i]! * covariance[j * n + j]!);
      correlation[i * n + j] = i === j ? 1 : root > 0 ? covariance[i * n + j]! / root : 0;
    }
  }
  const believed = replaced.map(each => each === undefined);
  return { ...metric(covariance, n), factors, beta, correlation, proxies, believed };
}
