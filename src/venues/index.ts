/** The registry: a venue is known to Plimsoll by its line here. */
import { binance } from './binance';
import { tap as binanceTap } from './binance/tap';
import { bybit } from './bybit';
import { tap as bybitTap } from './bybit/tap';
import { deribit } from './deribit';
import { tap as deribitTap } from './deribit/tap';
import { dydx } from './dydx';
import { tap as dydxTap } from './dydx/tap';
import { hyperliquid } from './hyperliquid';
import { tap as hyperliquidTap } from './hyperliquid/tap';
import { okx } from './okx';
import { tap as okxTap } from './okx/tap';
import type { Venue } from './venue';

// The registry does not look into a venue's state; whoever calls keeps state and venue together.
export const venues: readonly Venue[] = [
  hyperliquid as Venue,
  binance as Venue,
  okx as Venue,
  deribit as Venue,
  bybit as Venue,
  dydx as Venue,
];

const hosts: Record<string, readonly string[]> = {
  hyperliquid: hyperliquidTap.pages,
  binance: binanceTap.pages,
  okx: okxTap.pages,
  deribit: deribitTap.pages,
  bybit: bybitTap.pages,
  dydx: dydxTap.pages,
};

export function venueById(id: string): Venue | null {
  return venues.find(venue => venue.id === id) ?? null;
}

/** The venue on whose site a page is, whether it has an order form or not; null: none, or not over https. */
export function venueOfUrl(url: string): Venue | null {
  try {
    const { protocol, hostname } = new URL(url);
    if (protocol !== 'https:') return null;
    return venues.find(({ id }) => hosts[id]?.includes(hostname)) ?? null;
  } catch {
    return null;
  }
}
