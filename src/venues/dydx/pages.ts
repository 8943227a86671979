import type { VenuePages } from '../venue';

/** `https://dydx.trade/trade/BTC-USD`; builds that route by the fragment have `/#/trade/BTC-USD`. */
const MARKET = /^[\p{L}\p{N}$_.,]{1,100}-USD$/u;

function parts(url: string): string[] | null {
  try {
    const at = new URL(url);
    if (at.protocol !== 'https:' || at.hostname !== 'dydx.trade') return null;
    const path = at.hash.startsWith('#/') ? at.hash.slice(1).split('?')[0]! : at.pathname;
    const found = path
      .split('/')
      .filter(part => part !== '')
      .map(decodeURIComponent);
    return found[0] === 'trade' ? found : null;
  } catch {
    return null;
  }
}

function symbol(url: string): string | null {
  const found = parts(url);
  return found?.length === 2 && MARKET.test(found[1]!) ? found[1]! : null;
}

export const pages: VenuePages = { matches: url => parts(url) !== null, symbol };
