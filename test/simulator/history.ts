/**
 * Hourly bars of the past, from a one-factor model with clustered volatility, so that correlations,
 * betas and fat tails are of the kind that real coins have. All coins share their hours.
 */
import type { Coin } from './coins';
import { createRandom } from './random';

export const hour = 3_600_000;

/** Prices as numbers; they are printed when somebody asks. */
export interface Bar {
  /** Opening time, ms since the epoch, on the hour. */
  at: number;
  open: number;
  high: number;
  low: number;
  close: number;
  /** In base units. */
  volume: number;
}

/**
 * `hours` bars of each coin that end with the hour before `now`; the last close is the coin's opening price.
 * The returns depend on the seed and on the distance from the end only, not on the clock.
 */
export function generateHistory(coins: Coin[], seed: number, now: number, hours: number): Map<string, Bar[]> {
  const end = Math.floor(now / hour) * hour;
  const common = createRandom(`history ${seed}`);
  // A slow log-volatility (half-life of a day) that all coins share: bursts hit everything at once.
  let logVolatility = 0;
  const shared = Array.from({ length: hours }, () => {
    logVolatility = 0.97 * logVolatility + 0.11 * common.normal();
    return { factor: common.normal(), scale: Math.exp(logVolatility - 0.1) };
  });
  return new Map(coins.map(coin => [coin.name, barsOf(coin, seed, end, shared)]));
}

function barsOf(coin: Coin, seed: number, end: number, shared: { factor: number; scale: number }[]): Bar[] {
  const random = createRandom(`history ${seed} ${coin.name}`);
  const own = Math.sqrt(1 - coin.loading ** 2);
  const returns = shared.map(
    ({ factor, scale }) => coin.volatility * scale * (coin.loading * factor + own * random.normal()),
  );
  const bars: Bar[] = [];
  const onTick = (price: number) => Number(price.toFixed(coin.decimals));
  let close = coin.price;
  for (let k = returns.length - 1; k >= 0; k--) {
    const open = close / Math.exp(returns[k]!);
    const { scale } = shared[k]!;
    const wick = coin.volatility * scale * 0.5;
    bars.push({
      at: end - (returns.length - k) * hour,
      open: onTick(open),
      high: onTick(Math.max(open, close) * (1 + wick * random.uniform())),
      low: onTick(Math.min(open, close) * (1 - wick * random.uniform())),
      close: onTick(close),
      volume: Number(((2e6 * (0.5 + random.uniform()) * scale) / close).toFixed(2)),
    });
    close = open;
  }
  return bars.reverse();
}
