/** Betas to bitcoin of the market's coins, from the hourly bars that the exchanges give out. */
import { hour } from './history';
import type { Market } from './market';
import { type Estimate, estimate, logReturns } from './statistics';

/** Thirty days of closes make one return less. */
export const usualHours = 30 * 24 - 1;

/** Of so many complete hours up to now. The running hour is left out. */
export function estimateOf(market: Market, factors: string[], hours = usualHours): Estimate {
  const names = [...new Set(['BTC', ...factors])];
  const end = Math.floor(market.now() / hour) * hour;
  const returns = names.map(name =>
    logReturns(market.candles(name, end - (hours + 1) * hour, end - hour).map(bar => Number(bar.close))),
  );
  return estimate(names, returns, 'BTC');
}

/** Remembers the last estimates: they change once an hour. */
export function rememberBetas(
  market: Market,
  hours = usualHours,
): (factors: string[]) => Record<string, number> {
  const known = new Map<string, { until: number; betas: Record<string, number> }>();
  return factors => {
    const key = [...new Set(factors)].sort().join(' ');
    const now = market.now();
    const found = known.get(key);
    if (found && now < found.until) return found.betas;
    const { betas } = estimateOf(market, factors, hours);
    known.set(key, { until: (Math.floor(now / hour) + 1) * hour, betas });
    return betas;
  };
}
