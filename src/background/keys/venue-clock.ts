/**
 * What a venue's clock shows: signed requests carry a time, and are refused when it is far from the venue's.
 * Asked once an hour, and again when the venue complains.
 */
import type { KeyAccess } from '../../venues/key-access';
import type { Requester } from '../api';

export interface VenueClock {
  /** The venue's time now, in ms; ours as long as the venue has not said its own. */
  at(venue: string, access: KeyAccess): Promise<number>;
  /** It was wrong: ask again before the next signature. */
  doubt(venue: string): void;
}

const HOUR = 3_600_000;
/** A complaint is not followed by a request each. */
const DOUBT_EVERY = 30_000;

export function createVenueClock(requester: Requester, now: () => number): VenueClock {
  const offsets = new Map<string, { ahead: number; at: number }>();
  const doubted = new Map<string, number>();
  return {
    async at(venue, access) {
      const known = offsets.get(venue);
      if (known && Math.abs(now() - known.at) < HOUR) return now() + known.ahead;
      const sent = now();
      const answer = await requester.ask(`clock ${venue}`, access.clock.request);
      if ('status' in answer && answer.status === 200) {
        const said = access.clock.read(answer.body);
        // Half of the way there and back: the venue looked at its clock somewhere between.
        if (said !== null) offsets.set(venue, { ahead: said - (sent + answer.at) / 2, at: answer.at });
      }
      return now() + (offsets.get(venue)?.ahead ?? 0);
    },
    doubt(venue) {
      const last = doubted.get(venue);
      if (last !== undefined && Math.abs(now() - last) < DOUBT_EVERY) return;
      doubted.set(venue, now());
      offsets.delete(venue);
    },
  };
}
