import type { VenuePages } from '../venue';

/**
 * `https://app.hyperliquid.xyz/trade/<COIN>`; contracts of builder-deployed dexs are `/trade/xyz:TSLA`. Without
 * a coin the page shows the one it showed last, which its address does not tell. `/trade/HYPE/USDC` is a spot
 * market: it has an order form, but no contract.
 */
const COIN = /^(?:[a-z][a-z\d]{0,11}:)?[A-Za-z\d]{1,20}$/;

function path(url: string): string[] | null {
  try {
    const at = new URL(url);
    if (at.hostname !== 'app.hyperliquid.xyz') return null;
    const parts = at.pathname.split('/').filter(part => part !== '');
    return parts[0] === 'trade' ? parts.map(decodeURIComponent) : null;
  } catch {
    return null;
  }
}

function symbol(url: string): string | null {
  const parts = path(url);
  return parts?.length === 2 && COIN.test(parts[1]!) ? parts[1]! : null;
}

export const pages: VenuePages = { matches: url => path(url) !== null, symbol };
