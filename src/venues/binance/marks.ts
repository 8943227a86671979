/** Mark prices from four sources: streams, premiumIndex, and the rows of the positions list. */
import type { Mark, Market } from './state';

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

/**
 * Hundreds of contracts and hundreds of ticks a second: marks lie in drawers, so that a tick copies one small
 * drawer and not all of them.
 */
const DRAWERS = 32;

function drawerOf(symbol: string): string {
  let sum = 0;
  for (let k = 0; k < symbol.length; k++) sum = (sum * 31 + symbol.charCodeAt(k)) % 9973;
  return String(sum % DRAWERS);
}

export const markOf = (market: Market, symbol: string): Mark | undefined =>
  market.marks[drawerOf(symbol)]?.[symbol];

/** Of which contracts a mark is known. */
export const markedSymbols = (market: Market): string[] => Object.values(market.marks).flatMap(Object.keys);

/** The same market when nothing is newer. */
export function withMarks(market: Market, said: MarkSaid[], at: number): Market {
  const fresh: Market['marks'] = {};
  for (const { symbol, price, time } of said) {
    const drawer = drawerOf(symbol);
    const known = (fresh[drawer] ?? market.marks[drawer])?.[symbol];
    if (known) {
      const since = Math.abs(at - known.at);
      if (time === null ? since <= STREAM_LEADS && known.time !== null : isOlder(time, known.time, since))
        continue;
    }
    fresh[drawer] ??= { ...market.marks[drawer] };
    fresh[drawer][symbol] = { price, at, time };
  }
  return Object.keys(fresh).length > 0 ? { ...market, marks: { ...market.marks, ...fresh } } : market;
}

const isOlder = (time: number, known: number | null, since: number): boolean =>
  known !== null && time < known && since < SILENCE;
