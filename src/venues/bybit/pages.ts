import type { VenuePages } from '../venue';

/** The main site, its alternates, and those of regions. Source: the venue's documents and own links, 2026. */
export const HOSTS = [
  'www.bybit.com',
  'www.bybitglobal.com',
  'www.bytick.com',
  'www.bybit.eu',
  'www.bybit.kz',
  'www.bybit.nl',
];

/** `/trade/usdt/BTCUSDT`, `/trade/inverse/BTCUSD`, `/trade/usdc/BTC-PERP`, with or without a locale in front. */
const PATH =
  /^\/(?:[a-z]{2}(?:-[A-Za-z\d]{2,4})?\/)?trade\/(usdt|usdc|inverse|futures\/usdt|futures\/usdc|futures\/inverse)\/([A-Z\d][A-Z\d-]{2,30})\/?$/;

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
  // The page writes BTC-PERP, the API BTCPERP; a date stays behind its hyphen.
  return found[2]!.replace(/-PERP$/, 'PERP');
}

export const pages: VenuePages = { matches: url => symbol(url) !== null, symbol };
