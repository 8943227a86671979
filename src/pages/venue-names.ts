import type { VenueId } from './origins';

/** The venues as traders know them, in the order of the settings. */
export const VENUE_NAMES: Record<VenueId, string> = { hyperliquid: 'Hyperliquid', binance: 'Binance' };

export const VENUES = Object.entries(VENUE_NAMES) as [VenueId, string][];
