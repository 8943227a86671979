/** Mark and index prices from three sources: streams, tickers, and the rows of positions. */
import { namesIn, type Price, type PriceSaid, priceIn, withLatest, withLatestIn } from '../shared/prices';
import type { Market } from './state';

export const markOf = (market: Market, symbol: string): Price | undefined => priceIn(market.marks, symbol);

/** Of which contracts a mark is known. */
export const markedSymbols = (market: Market): string[] => namesIn(market.marks);

/** The same market when nothing is newer. */
export function withMarks(market: Market, said: PriceSaid[], at: number): Market {
  const marks = withLatestIn(market.marks, said, at);
  return marks === market.marks ? market : { ...market, marks };
}

/** The same for US dollars a coin. */
export function withUsd(market: Market, said: PriceSaid[], at: number): Market {
  const usd = withLatest(market.usd, said, at);
  return usd === market.usd ? market : { ...market, usd };
}
