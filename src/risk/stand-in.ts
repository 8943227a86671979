/**
 * Stand-ins for factors that are held but have no statistics: a coin that was listed yesterday, one without
 * candles, one that the given returns leave out.
 *
 * Such a factor is taken to move with the market at the high beta of the most volatile coins, plus a move
 * of its own that is at least theirs. Whatever rests on a stand-in says so.
 */
import type { Statistics } from './statistics';

export interface StandIn {
  factor: string;
  reason: string;
  /** Per interval. */
  volatility: number;
  beta: number;
}

/** Where there are too few coins to take a percentile of: a beta that is high for a coin. Illustrative. */
const DEFAULT_BETA = 1.6;
/** Coins (neither the market nor at a peg) from which percentiles are taken. */
const FEWEST_COINS = 3;
const PERCENTILE = 0.9;

/**
 * The stand-in of one factor: β = 90th percentile of the coins' betas, own volatility = 90th percentile of
 * the coins' residual volatilities √(σ² − β²σ_m²), both at least that of the market (β ≥ 1, σ_own ≥ σ_m);
 * with fewer than three coins β = 1.6 and σ_own = σ_m. A volatility known from a short history counts
 * where it is higher. Null when the market itself has none.
 */
export function standIn(statistics: Statistics, factor: string): StandIn | null {
  const { factors, market, volatility, beta, stable } = statistics;
  const m = market === null ? -1 : factors.indexOf(market);
  const ofMarket = m < 0 ? 0 : volatility[m]!;
  if (!(ofMarket > 0)) return null;
  const betas: number[] = [];
  const residuals: number[] = [];
  factors.forEach((each, i) => {
    if (i === m || stable.includes(each)) return;
    betas.push(beta[i]!);
    residuals.push(Math.sqrt(Math.max(0, volatility[i]! ** 2 - (beta[i]! * ofMarket) ** 2)));
  });
  const enough = betas.length >= FEWEST_COINS;
  const highBeta = enough ? Math.max(1, percentile(betas)) : DEFAULT_BETA;
  const own = enough ? Math.max(ofMarket, percentile(residuals)) : ofMarket;
  const history = statistics.short.find(each => each.factor === factor);
  return {
    factor,
    reason: history?.reason ?? 'not among the returns',
    volatility: Math.max(Math.hypot(highBeta * ofMarket, own), history?.volatility ?? 0),
    beta: highBeta,
  };
}

/** With linear interpolation between the order statistics. */
function percentile(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = PERCENTILE * (sorted.length - 1);
  const below = Math.floor(at);
  const lower = sorted[below]!;
  const upper = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return lower + (at - below) * (upper - lower);
}
