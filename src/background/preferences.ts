/** What the trader chose, as it is now: settings and places of the overlay; and what is wrong with the store. */
import type { Problem } from '../engine/report';
import type { Place } from '../messages';
import type { Settings } from '../settings';
import type { VenueId } from '../venues/venue';
import type { Area } from './parts';
import { type LoadedSettings, saveSettings } from './settings-store';

/** Docked to the form, the card closed. */
export const HOME: Place = { dx: 0, dy: 0, open: false, collapsed: false };

export type Places = Partial<Record<VenueId, Place>>;

export interface Preferences {
  /** Not before `loaded`. */
  settings(): Settings;
  place(venue: VenueId): Place;
  places(): Places;
  loaded(settings: LoadedSettings, places: Places): void;
  move(venue: VenueId, place: Place): void;
  apply(settings: Settings): Promise<void>;
  /** The store refused something. */
  refused(message: string): void;
  problems(): Problem[];
}

/** A refusal of the store is said for this long. */
const SAID = 30 * 60_000;

export function createPreferences(local: Area, now: () => number): Preferences {
  let settings!: Settings;
  let problem: Problem | null = null;
  let refusal: { message: string; at: number } | null = null;
  let places: Places = {};
  return {
    settings: () => settings,
    place: venue => places[venue] ?? HOME,
    places: () => places,
    loaded(loaded, kept) {
      settings = loaded.settings;
      problem = loaded.problem;
      places = kept;
    },
    move(venue, place) {
      places = { ...places, [venue]: place };
    },
    async apply(fresh) {
      settings = fresh;
      problem = null;
      await saveSettings(local, fresh);
    },
    refused(message) {
      refusal = { message, at: now() };
    },
    problems: () => [
      ...(problem ? [problem] : []),
      ...(refusal && now() - refusal.at < SAID
        ? [{ code: 'not-stored', path: '', message: refusal.message }]
        : []),
    ],
  };
}
