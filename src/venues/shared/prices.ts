/** Prices by name, of which several sources speak: what comes late must not stand for the latest. */
import type { DecimalString } from '../../engine/account';

export interface Price {
  price: DecimalString;
  at: number;
  /** The venue's clock; null: not said, and then it may be as old as its list. */
  time: number | null;
}

export interface PriceSaid {
  /** A contract, or the coin of an index. */
  name: string;
  price: DecimalString;
  time: number | null;
}

/** A price without a time is not newer than one with a time that came this shortly before, in ms. */
const DATED_LEADS = 3_000;
/** After this long without an accepted price, in ms, a new one counts whatever time it bears. */
const SILENCE = 60_000;

/** True: what is said now, with this time, is no news beside what is known. */
function isOlder(known: Price, time: number | null, at: number): boolean {
  const since = Math.abs(at - known.at);
  if (time === null) return since <= DATED_LEADS && known.time !== null;
  return known.time !== null && time < known.time && since < SILENCE;
}

/** The same prices when nothing is newer. */
export function withLatest(
  prices: Record<string, Price>,
  said: PriceSaid[],
  at: number,
): Record<string, Price> {
  const fresh: Record<string, Price> = {};
  for (const { name, price, time } of said) {
    const known = fresh[name] ?? prices[name];
    if (!known || !isOlder(known, time, at)) fresh[name] = { price, at, time };
  }
  return Object.keys(fresh).length > 0 ? { ...prices, ...fresh } : prices;
}

/**
 * Hundreds of contracts and hundreds of ticks a second: prices lie in drawers, so that a tick copies one small
 * drawer and not all of them.
 */
export type Drawers = Record<string, Record<string, Price>>;

const DRAWERS = 32;

function drawerOf(name: string): string {
  let sum = 0;
  for (let k = 0; k < name.length; k++) sum = (sum * 31 + name.charCodeAt(k)) % 9973;
  return String(sum % DRAWERS);
}

export const priceIn = (drawers: Drawers, name: string): Price | undefined => drawers[drawerOf(name)]?.[name];

export const namesIn = (drawers: Drawers): string[] => Object.values(drawers).flatMap(Object.keys);

/** The same drawers when nothing is newer. */
export function withLatestIn(drawers: Drawers, said: PriceSaid[], at: number): Drawers {
  const parts: Record<string, PriceSaid[]> = {};
  for (const one of said) {
    const drawer = drawerOf(one.name);
    parts[drawer] ??= [];
    parts[drawer].push(one);
  }
  let all = drawers;
  for (const [drawer, part] of Object.entries(parts)) {
    const before = drawers[drawer] ?? {};
    const after = withLatest(before, part, at);
    if (after !== before) all = { ...all, [drawer]: after };
  }
  return all;
}
