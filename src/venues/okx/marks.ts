/** Mark prices from three sources: the mark-price channel and answer, and the rows of positions. */
import type { Mark, Market } from './state';

export interface MarkSaid {
  instId: string;
  price: string;
  /** The venue's clock; null: not said, and then it may be as old as its list. */
  time: number | null;
}

/** A mark of an undated list is not newer than a dated one that came this shortly before, in ms. */
const DATED_LEADS = 3_000;
/** After this long without an accepted mark, in ms, a new one counts whatever time it bears. */
const SILENCE = 60_000;

/** The same market when nothing is newer. */
export function withMarks(market: Market, said: MarkSaid[], at: number): Market {
  const fresh: Record<string, Mark> = {};
  for (const { instId, price, time } of said) {
    const known = fresh[instId] ?? market.marks[instId];
    if (known) {
      const since = Math.abs(at - known.at);
      const older =
        time === null
          ? known.time !== null && since <= DATED_LEADS
          : known.time !== null && time < known.time && since < SILENCE;
      if (older) continue;
    }
    fresh[instId] = { price, at, time };
  }
  return Object.keys(fresh).length > 0 ? { ...market, marks: { ...market.marks, ...fresh } } : market;
}
