/**
 * Where what must survive the worker is kept: `storage.session` for what a run of the browser owns, `storage.local`
 * for what outlives it. Reading it back never rejects: a part that is unreadable is left out and named.
 */

import * as v from 'valibot';
import type { Place } from '../messages';
import { eachVenue, type VenueId, venueIds } from '../venues/ids';
import { ALERTS_KEY } from './alerting';
import { placeSchema } from './incoming';
import type { Stores } from './parts';

export const KEYS = {
  /** session: the keys of all sources; each source stands under its own. */
  sources: 'sources',
  source: (key: string) => `source ${key}`,
  requester: 'requester',
  forms: 'forms',
  recording: 'recording',
  /** local */
  watched: 'watched',
  accounts: 'accounts',
  places: 'places',
  candles: 'candles',
  alerts: ALERTS_KEY,
  history: 'history',
  welcomed: 'welcomed',
} as const;

export interface Remembered {
  sources: { key: string; kept: unknown }[];
  requester: unknown;
  forms: unknown;
  watched: { venue: VenueId; address: string }[];
  accounts: unknown;
  places: Partial<Record<VenueId, Place>>;
  candles: unknown;
  alerts: unknown;
  history: unknown;
  problems: string[];
}

const watchedSchema = v.array(v.object({ venue: v.picklist(venueIds), address: v.string() }));
const placesSchema = v.object(eachVenue(() => v.optional(placeSchema)));

export async function remember({ session, local }: Stores): Promise<Remembered> {
  const problems: string[] = [];
  const read = async (area: Stores['session'], keys: string[]) => {
    try {
      return await area.get(keys);
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
      return {};
    }
  };
  const [fromSession, fromLocal] = await Promise.all([
    read(session, [KEYS.sources, KEYS.requester, KEYS.forms]),
    read(local, [KEYS.watched, KEYS.accounts, KEYS.places, KEYS.candles, KEYS.alerts, KEYS.history]),
  ]);
  const keys = v.safeParse(v.array(v.string()), fromSession[KEYS.sources] ?? []);
  const names = keys.success ? keys.output : [];
  const states = names.length > 0 ? await read(session, names.map(KEYS.source)) : {};
  const watched = v.safeParse(watchedSchema, fromLocal[KEYS.watched] ?? []);
  if (!watched.success) problems.push('the watched addresses could not be read');
  const places = v.safeParse(placesSchema, fromLocal[KEYS.places] ?? {});
  return {
    sources: names.map(key => ({ key, kept: states[KEYS.source(key)] })),
    requester: fromSession[KEYS.requester],
    forms: fromSession[KEYS.forms],
    watched: watched.success ? watched.output : [],
    accounts: fromLocal[KEYS.accounts],
    places: places.success ? places.output : {},
    candles: fromLocal[KEYS.candles],
    alerts: fromLocal[KEYS.alerts],
    history: fromLocal[KEYS.history],
    problems,
  };
}
