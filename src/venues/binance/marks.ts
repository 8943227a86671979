/** Mark prices from four sources: streams, premiumIndex, and the rows of the positions list. */
import type { Market } from './state';

/** A mark of a list is not newer than a stream that spoke this shortly before, in ms. */
const STREAM_LEADS = 3_000;
/** After this long without an accepted mark, in ms, a new one counts whatever time it bears. */
const SILENCE = 60_000;

export interface MarkSaid {
  symbol: string;
  price: string;
  /** The venue's clock; null: not said, and then it may be as old as its list. */
  time: number | null;
}

/** The same market when nothing is newer. */
export function withMarks(market: Market, said: MarkSaid[], at: number): Market {
  let marks: Market['marks'] | null = null;
  for (const { symbol, price, time } of said) {
    const known = (marks ?? market.marks)[symbol];
    if (known) {
      const since = Math.abs(at - known.at);
      if (time === null ? since <= STREAM_LEADS && known.time !== null : isOlder(time, known.time, since))
        continue;
    }
    marks ??= { ...market.marks };
    marks[symbol] = { price, at, time };
  }
  return marks ? { ...market, marks } : market;
}

const isOlder = (time: number, known: number | null, since: number): boolean =>
  known !== null && time < known && since < SILENCE;
