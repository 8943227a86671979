/**
 * What dYdX lists: perpetuals in USDC at oracle prices, one maintenance fraction a market whatever the size. Fractions
 * are those of the chain's tiers (v4 documentation, "Perpetuals"): large 2 %, mid 5 %, small 10 %, long-tail 20 % of
 * initial margin, of which 60 % or 50 % is the maintenance; caps of open interest beyond which the initial one grows.
 */
import { type Coin, coinNamed } from '../coins';
import type { Market } from '../market';

export interface Listing {
  ticker: string;
  clobPairId: string;
  coin: Coin;
  initial: string;
  maintenance: string;
  /** In base units. */
  openInterest: string;
  lowerCap: string;
  upperCap: string;
  isolated: boolean;
  /** Decimals of the smallest size. */
  sizeDecimals: number;
  tick: string;
}

type Line = [
  coin: string,
  tier: keyof typeof tiers,
  openInterest: string,
  sizeDecimals: number,
  isolated?: true,
];

const tiers = {
  large: { initial: '0.02', maintenance: '0.012', lowerCap: '0', upperCap: '0' },
  mid: { initial: '0.05', maintenance: '0.03', lowerCap: '40000000', upperCap: '100000000' },
  small: { initial: '0.1', maintenance: '0.05', lowerCap: '20000000', upperCap: '50000000' },
  tail: { initial: '0.2', maintenance: '0.1', lowerCap: '5000000', upperCap: '10000000' },
  isolated: { initial: '0.05', maintenance: '0.03', lowerCap: '500000', upperCap: '1000000' },
};

const lines: Line[] = [
  ['BTC', 'large', '381.7348', 4],
  ['ETH', 'large', '7457.108', 3],
  ['SOL', 'mid', '41917.9', 1],
  ['DOGE', 'mid', '21734100', 0],
  ['LINK', 'mid', '181340', 0],
  ['XRP', 'mid', '2140000', 0],
  ['AVAX', 'small', '96230', 1],
  ['SUI', 'small', '811400', 0],
  ['ADA', 'small', '3120000', 0],
  ['BNB', 'small', '4121', 2],
  ['LTC', 'small', '14210', 2],
  ['ARB', 'small', '2381000', 0],
  ['UNI', 'small', '91300', 1],
  ['AAVE', 'small', '3120', 2],
  ['NEAR', 'small', '214000', 0],
  ['APT', 'tail', '87300', 0],
  ['ATOM', 'tail', '61200', 0],
  ['TIA', 'tail', '301200', 0],
  ['SEI', 'tail', '912000', 0],
  ['LDO', 'tail', '121400', 0],
  // Beyond its lower cap: the initial fraction has grown, the maintenance has not.
  ['WIF', 'tail', '16200000', 0],
  ['ENA', 'isolated', '1210000', 0, true],
  ['JUP', 'isolated', '2812000', 0, true],
];

export const listings: Listing[] = lines.map(([name, tier, openInterest, sizeDecimals, isolated], index) => {
  const coin = coinNamed(name)!;
  return {
    ticker: `${name}-USD`,
    clobPairId: String(index),
    coin,
    ...tiers[tier],
    openInterest,
    isolated: isolated ?? false,
    sizeDecimals,
    tick: (10 ** -coin.decimals).toFixed(coin.decimals),
  };
});

const byTicker = new Map(listings.map(each => [each.ticker, each]));

export const listingOf = (ticker: string): Listing | undefined => byTicker.get(ticker);

/** The venue values everything at the oracle price; it has no other mark. */
export const oracleOf = (market: Market, { coin }: Listing): string => market.mark(coin.name);

/** As `/perpetualMarkets` and the stream's description have it. */
export function marketRow(market: Market, each: Listing) {
  const price = oracleOf(market, each);
  const change = Number(price) - Number(market.dayAgo(each.coin.name));
  return {
    clobPairId: each.clobPairId,
    ticker: each.ticker,
    status: 'ACTIVE',
    oraclePrice: price,
    priceChange24H: change.toFixed(Math.max(2, each.coin.decimals)),
    volume24H: '12500000.5',
    trades24H: 21873,
    nextFundingRate: '0.00000125',
    initialMarginFraction: each.initial,
    maintenanceMarginFraction: each.maintenance,
    openInterest: each.openInterest,
    atomicResolution: -each.sizeDecimals - 4,
    quantumConversionExponent: -9,
    tickSize: each.tick,
    stepSize: (10 ** -each.sizeDecimals).toFixed(each.sizeDecimals),
    stepBaseQuantums: 1_000_000,
    subticksPerTick: 100_000,
    marketType: each.isolated ? 'ISOLATED' : 'CROSS',
    openInterestLowerCap: each.lowerCap,
    openInterestUpperCap: each.upperCap,
    baseOpenInterest: each.openInterest,
    defaultFundingRate1H: '0',
  };
}

/** What the initial fraction has grown to (v4-chain, "open interest dynamic IMF"). */
export function effectiveInitial(market: Market, each: Listing): number {
  const [base, lower, upper] = [Number(each.initial), Number(each.lowerCap), Number(each.upperCap)];
  if (!(upper > lower)) return base;
  const interest = Number(each.openInterest) * Number(oracleOf(market, each));
  return Math.min(1, base + Math.max(0, (interest - lower) / (upper - lower)) * (1 - base));
}
