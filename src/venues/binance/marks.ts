/** Mark prices from four sources: streams, premiumIndex, and the rows of the positions list. */
import { namesIn, type Price, type PriceSaid, priceIn, withLatestIn } from '../shared/prices';
import type { Market } from './state';

export const markOf = (market: Market, symbol: string): Price | undefined => priceIn(market.marks, symbol);

/** Of which contracts a mark is known. */
export const markedSymbols = (market: Market): string[] => namesIn(market.marks);

/** The same market when nothing is newer. */
export function withMarks(market: Market, said: PriceSaid[], at: number): Market {
  const marks = withLatestIn(market.marks, said, at);
  return marks === market.marks ? market : { ...market, marks };
}
