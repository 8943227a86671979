/** Markets and their oracle prices, from the whole list and from changes that carry some of the fields. */
import { Decimal, ONE, ZERO } from '../../engine/decimal';
import type { MarketChange, MarketRow } from './messages';
import type { Market, State } from './state';

export function withMarkets(
  state: State,
  rows: Record<string, MarketRow>,
  at: number,
  whole: boolean,
  stream: boolean,
): State {
  const markets = whole ? {} : { ...state.markets };
  const prices: Record<string, string | null> = {};
  for (const row of Object.values(rows)) {
    markets[row.ticker] = marketOf(row);
    prices[row.ticker] = row.oraclePrice;
  }
  return {
    ...withPrices(state, prices, at, stream),
    markets,
    marketsAt: whole ? at : state.marketsAt,
  };
}

/** What a change does not carry stays. A market that is not in the list yet waits for the list. */
export function withChanges(state: State, changes: Record<string, MarketChange>, at: number): State {
  const markets = { ...state.markets };
  const prices: Record<string, string | null> = {};
  for (const [ticker, change] of Object.entries(changes)) {
    const old = markets[ticker];
    if (!old) continue;
    markets[ticker] = {
      initial: change.initialMarginFraction ?? old.initial,
      maintenance: change.maintenanceMarginFraction ?? old.maintenance,
      openInterest: change.openInterest ?? old.openInterest,
      lowerCap: change.openInterestLowerCap ?? old.lowerCap,
      upperCap: change.openInterestUpperCap ?? old.upperCap,
      isolated: change.marketType ? change.marketType === 'ISOLATED' : old.isolated,
      tick: change.tickSize ?? old.tick,
      step: change.stepSize ?? old.step,
      status: change.status ?? old.status,
    };
    if (change.oraclePrice !== undefined) prices[ticker] = change.oraclePrice;
  }
  return { ...withPrices(state, prices, at, true), markets };
}

/** A price of 0 is none: a market that has no oracle price yet has that. */
export function withPrices(
  state: State,
  prices: Record<string, string | null>,
  at: number,
  stream: boolean,
): State {
  const changed: State['prices'] = {};
  for (const [ticker, px] of Object.entries(prices)) {
    const plain = px !== null && /^\.\d/.test(px) ? `0${px}` : px;
    if (plain === null || !/^\d{1,22}(?:\.\d{1,30})?$/.test(plain) || !/[1-9]/.test(plain)) continue;
    changed[ticker] = { px: plain, at, seq: state.seq, stream };
  }
  return { ...state, prices: { ...state.prices, ...changed }, ...(stream ? { streamAt: at } : {}) };
}

function marketOf(row: MarketRow): Market {
  return {
    initial: row.initialMarginFraction,
    maintenance: row.maintenanceMarginFraction,
    openInterest: row.openInterest ?? null,
    lowerCap: row.openInterestLowerCap ?? null,
    upperCap: row.openInterestUpperCap ?? null,
    isolated: row.marketType === 'ISOLATED',
    tick: row.tickSize ?? null,
    step: row.stepSize ?? null,
    status: row.status,
  };
}

/** When a price was last true: the stream repeats only what has changed, and vouches for the rest while it lives. */
export function priceAt({ prices, streamAt }: State, ticker: string): number | null {
  const price = prices[ticker];
  if (!price) return null;
  return price.stream ? Math.max(price.at, streamAt ?? 0) : price.at;
}

/**
 * The initial margin fraction as it grows with open interest: from the market's own at the lower cap to 1 at the
 * upper. Where the caps are equal it does not grow. Maintenance never does.
 * Source: v4-chain, "open interest dynamic IMF"; open interest in base units times the oracle price, caps in USDC.
 * [?] Which of the API's two open interests the chain counts is not documented; `openInterest` is taken.
 */
export function effectiveInitialFraction(market: Market, price: Decimal): Decimal {
  const base = new Decimal(market.initial);
  if (market.openInterest === null || market.lowerCap === null || market.upperCap === null) return base;
  const room = new Decimal(market.upperCap).minus(market.lowerCap);
  if (!room.gt(0)) return base;
  const over = new Decimal(market.openInterest).times(price).minus(market.lowerCap);
  const grown = base.plus(Decimal.max(over.div(room), ZERO).times(ONE.minus(base)));
  return Decimal.min(grown, ONE);
}

/** What moves the price: "BTC" of "BTC-USD"; of names with an address in them ("X,RAYDIUM,9BB…-USD") the first part. */
export const factorOf = (ticker: string): string => ticker.replace(/-USD$/, '').split(',')[0]!;

/** The market of a factor; null: none is listed. */
export function tickerOf({ markets }: State, factor: string): string | null {
  const plain = `${factor}-USD`;
  if (Object.hasOwn(markets, plain)) return plain;
  return Object.keys(markets).find(ticker => factorOf(ticker) === factor) ?? null;
}
