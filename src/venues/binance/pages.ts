import type { VenuePages } from '../venue';

/**
 * `https://www.binance.com/<locale>/futures/<SYMBOL>`, with or without the locale; quarterly contracts carry
 * their delivery date (`BTCUSDT_241227`). Lower case names no contract: `/futures/home` is a page of its own.
 * Some contracts are listed under Chinese names, hence the letters without case. COIN-M trades under
 * `/delivery/`, with the contract's full name (`BTCUSD_PERP`, `BTCUSD_241227`), and is another account.
 */
const PATH = /^\/(?:[a-z]{2}(?:-[A-Za-z\d]{2,4})?\/)?(futures|delivery)\/([^/]{3,60})\/?$/;
const SYMBOL = /^[A-Z\d\p{Lo}]{3,30}(?:_\d{6})?$/u;
/** [?] Links are seen in either case, with and without the perpetual's suffix. */
const COIN = /^([A-Z\d]{2,20}USD)(?:_?(PERP|\d{6}))?$/;

function symbol(url: string): string | null {
  let at: URL;
  try {
    at = new URL(url);
  } catch {
    return null;
  }
  if (at.hostname !== 'www.binance.com') return null;
  const found = PATH.exec(at.pathname);
  if (!found) return null;
  try {
    const name = decodeURIComponent(found[2]!);
    if (found[1] === 'futures') return SYMBOL.test(name) ? name : null;
    const [, pair, suffix = 'PERP'] = COIN.exec(name.toUpperCase()) ?? [];
    return pair === undefined ? null : `${pair}_${suffix}`;
  } catch {
    return null;
  }
}

export const pages: VenuePages = { matches: url => symbol(url) !== null, symbol };
