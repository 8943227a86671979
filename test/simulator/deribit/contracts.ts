/** The contracts of this exchange: inverse futures on BTC and ETH, linear ones in USDC, and a few options on BTC. */
import type { Market } from '../market';

export interface Contract {
  name: string;
  kind: 'future' | 'option';
  coin: string;
  linear: boolean;
  settle: string;
  tick: number;
  /** The smallest order and the step between orders: dollars (inverse), coins (linear, options). */
  step: number;
  expiry: number;
  perpetual: boolean;
  /** A dated future stands so far above the perpetual. */
  premium: number;
  decimals: number;
  maxLeverage: number;
  option: { strike: number; call: boolean; volatility: number } | null;
}

/** Maintenance: base + slope · size in coins (support.deribit.com, margin examples); initial is one base more. */
export const rates: Record<string, { base: number; slope: number; initial: number }> = {
  BTC: { base: 0.01, slope: 0.00005, initial: 0.02 },
  ETH: { base: 0.01, slope: 0.000004, initial: 0.02 },
  SOL: { base: 0.02, slope: 0.000005, initial: 0.04 },
  XRP: { base: 0.02, slope: 0.00000001, initial: 0.04 },
};

export const takerFee = 0.0005;
const day = 86_400_000;
const forever = 32_503_708_800_000;

/** The last Friday of the first quarter's month that is more than 40 days away, 08:00 UTC. */
export function quarterly(now: number): number {
  for (let month = 0; ; month++) {
    const from = new Date(now);
    const index = from.getUTCFullYear() * 12 + from.getUTCMonth() + month;
    if (index % 3 !== 2) continue;
    const last = new Date(Date.UTC(Math.floor(index / 12), (index % 12) + 1, 0, 8));
    const friday = last.getTime() - ((last.getUTCDay() + 2) % 7) * day;
    if (friday - now > 40 * day) return friday;
  }
}

/** "26MAR27": the day without a leading zero. */
export function expiryName(at: number): string {
  const date = new Date(at);
  const month = date.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' }).toUpperCase();
  return `${date.getUTCDate()}${month}${String(date.getUTCFullYear()).slice(2)}`;
}

const inverse = (coin: string, tick: number, step: number, decimals: number): Contract => ({
  name: `${coin}-PERPETUAL`,
  kind: 'future',
  coin,
  linear: false,
  settle: coin,
  tick,
  step,
  expiry: forever,
  perpetual: true,
  premium: 0,
  decimals,
  maxLeverage: 50,
  option: null,
});

const linear = (coin: string, tick: number, step: number, decimals: number): Contract => ({
  ...inverse(coin, tick, step, decimals),
  name: `${coin}_USDC-PERPETUAL`,
  linear: true,
  settle: 'USDC',
  maxLeverage: coin === 'BTC' || coin === 'ETH' ? 50 : 25,
});

export function listContracts(now: number): Contract[] {
  const expiry = quarterly(now);
  const dated = (of: Contract, premium: number): Contract => ({
    ...of,
    name: `${of.coin}-${expiryName(expiry)}`,
    perpetual: false,
    expiry,
    premium,
  });
  const option = (strike: number, call: boolean): Contract => ({
    ...inverse('BTC', 0.0005, 0.1, 4),
    name: `BTC-${expiryName(expiry)}-${strike}-${call ? 'C' : 'P'}`,
    kind: 'option',
    perpetual: false,
    expiry,
    option: { strike, call, volatility: 0.52 },
  });
  const bitcoin = inverse('BTC', 0.5, 10, 2);
  const ether = inverse('ETH', 0.05, 1, 2);
  return [
    bitcoin,
    dated(bitcoin, 0.0112),
    ether,
    dated(ether, 0.0131),
    linear('BTC', 0.5, 0.0001, 2),
    linear('ETH', 0.05, 0.001, 2),
    linear('SOL', 0.01, 0.1, 4),
    linear('XRP', 0.0001, 1, 5),
    option(100_000, true),
    option(70_000, false),
  ];
}

export const indexName = (coin: string): string => `${coin.toLowerCase()}_usd`;

/** Dollars a stable currency is worth here. */
export const stable: Record<string, number> = { USDC: 1, USDT: 0.9994 };

export const indexOf = (market: Market, coin: string): number =>
  stable[coin] ?? Number(market.quote(coin).index);

/** As printed: of options in coins. */
export function markOf(market: Market, contract: Contract, now: number): number {
  if (contract.option) return Number(optionValue(contract, indexOf(market, contract.coin), now).toFixed(4));
  return Number((Number(market.mark(contract.coin)) * (1 + contract.premium)).toFixed(contract.decimals));
}

/** Black and Scholes without interest, in coins. */
export function optionValue({ option, expiry }: Contract, spot: number, now: number, shift = 1): number {
  const { strike, call, volatility } = option!;
  const years = Math.max(1e-6, (expiry - now) / (365 * day));
  const deviation = volatility * shift * Math.sqrt(years);
  const d1 = Math.log(spot / strike) / deviation + deviation / 2;
  const value = spot * normal(d1) - strike * normal(d1 - deviation);
  return (call ? value : value - spot + strike) / spot;
}

/** Coins of the underlying for one coin of option: of its value in dollars. */
export function deltaOf({ option, expiry }: Contract, spot: number, now: number): number {
  const { strike, call, volatility } = option!;
  const deviation = volatility * Math.sqrt(Math.max(1e-6, (expiry - now) / (365 * day)));
  const one = normal(Math.log(spot / strike) / deviation + deviation / 2);
  return call ? one : one - 1;
}

/** Abramowitz and Stegun 7.1.26: to 1.5e-7. */
function normal(x: number): number {
  const t = 1 / (1 + 0.3275911 * (Math.abs(x) / Math.SQRT2));
  const series =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const tail = 1 - series * Math.exp((-x * x) / 2);
  return x >= 0 ? (1 + tail) / 2 : (1 - tail) / 2;
}
