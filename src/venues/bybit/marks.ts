/** Mark and index prices from three sources: streams, tickers, and the rows of positions. */
import type { Market, Price } from './state';

/** A price without a time is not newer than one with a time that came this shortly before, in ms. */
const STREAM_LEADS = 3_000;
/** After this long without an accepted price, in ms, a new one counts whatever time it bears. */
const SILENCE = 60_000;

export interface PriceSaid {
  /** A contract, or the coin of an index. */
  name: string;
  price: string;
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

export const markOf = (market: Market, symbol: string): Price | undefined =>
  market.marks[drawerOf(symbol)]?.[symbol];

/** Of which contracts a mark is known. */
export const markedSymbols = (market: Market): string[] => Object.values(market.marks).flatMap(Object.keys);

/** The same market when nothing is newer. */
export function withMarks(market: Market, said: PriceSaid[], at: number): Market {
  const fresh: Market['marks'] = {};
  for (const { name, price, time } of said) {
    const drawer = drawerOf(name);
    const known = (fresh[drawer] ?? market.marks[drawer])?.[name];
    if (known && isOlder(known, time, at)) continue;
    fresh[drawer] ??= { ...market.marks[drawer] };
    fresh[drawer][name] = { price, at, time };
  }
  return Object.keys(fresh).length > 0 ? { ...market, marks: { ...market.marks, ...fresh } } : market;
}

/** The same for US dollars a coin. */
export function withUsd(market: Market, said: PriceSaid[], at: number): Market {
  let usd = market.usd;
  for (const { name, price, time } of said) {
    const known = usd[name];
    if (known && isOlder(known, time, at)) continue;
    usd = { ...usd, [name]: { price, at, time } };
  }
  return usd === market.usd ? market : { ...market, usd };
}

function isOlder(known: Price, time: number | null, at: number): boolean {
  const since = Math.abs(at - known.at);
  if (time === null) return since <= STREAM_LEADS && known.time !== null;
  return known.time !== null && time < known.time && since < SILENCE;
}
