/** Where a venue's public API is: what a permission is asked for, and which host refuses us. */
import type { ApiRequest, Venue } from '../venues/venue';

/** A user that does not exist: enough for a venue to say where it would be asked for. */
const NOBODY = `0x${'0'.repeat(40)}`;

/** One of its public requests, of the state before anything is known; null: it has none. */
export function publicUrl(venue: Venue): string | null {
  const ask = (request: () => ApiRequest | null | undefined): string | null => {
    try {
      return request()?.url ?? null;
    } catch {
      return null;
    }
  };
  return (
    ask(() => venue.candles.request(venue.initial, 'BTC', 0, 0)) ??
    ask(() => venue.needs(venue.initial, 0, { address: NOBODY })[0])
  );
}
