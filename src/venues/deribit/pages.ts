import type { VenuePages } from '../venue';

/**
 * `https://www.deribit.com/futures/BTC-PERPETUAL`; dated futures by their name (`BTC-27MAR26`), linear ones with
 * the currency of their margin (`SOL_USDC-PERPETUAL`). `/options/…` lists options and `/spot/…` coins: neither
 * trades a future. A language may stand before (`/ja/futures/…`).
 */
const PATH =
  /^\/(?:[a-z]{2}(?:-[A-Za-z]{2})?\/)?futures\/([A-Z\d]{2,10}(?:_[A-Z]{3,5})?-(?:PERPETUAL|\d{1,2}[A-Z]{3}\d{2}))\/?$/;

function symbol(url: string): string | null {
  try {
    const { hostname, pathname } = new URL(url);
    return hostname === 'www.deribit.com' ? (PATH.exec(pathname)?.[1] ?? null) : null;
  } catch {
    return null;
  }
}

export const pages: VenuePages = { matches: url => symbol(url) !== null, symbol };
