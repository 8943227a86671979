/** The venues by name: what settings, pages and storage must know of them. The order is that of the settings. */
export const VENUES = {
  hyperliquid: { name: 'Hyperliquid', domain: 'hyperliquid.xyz' },
  binance: { name: 'Binance', domain: 'binance.com' },
  okx: { name: 'OKX', domain: 'okx.com' },
  deribit: { name: 'Deribit', domain: 'deribit.com' },
  bybit: {
    name: 'Bybit',
    domain: 'bybit.com',
    /** Under which the same site answers elsewhere. */
    alternates: ['bybitglobal.com', 'bytick.com', 'bybit.eu', 'bybit.kz', 'bybit.nl'],
  },
  dydx: { name: 'dYdX', domain: 'dydx.trade' },
} as const;

export type VenueId = keyof typeof VENUES;

export const venueIds = Object.keys(VENUES) as VenueId[];

/** The same for every venue, by its id. */
export function eachVenue<T>(of: (id: VenueId) => T): Record<VenueId, T> {
  return Object.fromEntries(venueIds.map(id => [id, of(id)])) as Record<VenueId, T>;
}
