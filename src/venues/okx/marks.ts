/** Mark prices from three sources: the mark-price channel and answer, and the rows of positions. */
import { type PriceSaid, withLatest } from '../shared/prices';
import type { Market } from './state';

/** The same market when nothing is newer. */
export function withMarks(market: Market, said: PriceSaid[], at: number): Market {
  const marks = withLatest(market.marks, said, at);
  return marks === market.marks ? market : { ...market, marks };
}
