import type { VenuePages } from '../venue';
import { parseSymbol } from './symbols';

/**
 * `https://www.okx.com/trade-swap/btc-usdt-swap`, `/trade-futures/…`, `/trade-margin/…`, with or without a locale
 * (`/zh-hans/trade-swap/…`); the same under the hosts of the EEA and the US. Spot pages have no leverage, but the
 * margin form stands on them too.
 */
export const HOSTS = ['www.okx.com', 'my.okx.com', 'app.okx.com'];
const PATH = /^\/(?:[a-z]{2}(?:-[a-z\d]{2,5}){0,2}\/)?trade-(?:swap|futures|margin|spot)\/([^/]{3,60})\/?$/i;

function symbol(url: string): string | null {
  let at: URL;
  try {
    at = new URL(url);
  } catch {
    return null;
  }
  if (at.protocol !== 'https:' || !HOSTS.includes(at.hostname)) return null;
  const found = PATH.exec(at.pathname);
  if (!found) return null;
  try {
    const name = decodeURIComponent(found[1]!).toUpperCase();
    return parseSymbol(name) ? name : null;
  } catch {
    return null;
  }
}

export const pages: VenuePages = { matches: url => symbol(url) !== null, symbol };
