/** What is written down when it changes, and how soon: the other half of memory.ts. */
import type { Place } from '../messages';
import type { VenueId } from '../venues/venue';
import type { PageForm } from './desk';
import { createKeeper } from './keeper';
import { KEYS } from './memory';
import type { Clock, Stores } from './parts';
import type { Sessions } from './sessions';

export interface Keeping {
  source(key: string): void;
  forms(forms: Map<number, PageForm>): void;
  requester(snapshot: () => unknown): void;
  recording(progress: () => unknown): void;
  accounts(snapshot: () => unknown): void;
  history(snapshot: () => unknown): void;
  /** Hourly prices come once an hour, and are a request each if they are lost: written at once. */
  candles(snapshot: () => unknown): void;
  places(places: () => Partial<Record<VenueId, Place>>): void;
  /** Resolves when it is on disk: the trader was told that the address is watched, or forgotten. */
  watched(): Promise<boolean>;
  flush(): Promise<unknown>;
}

/** How far what a run of the browser owns may lag behind, in ms. A page says most of it anew anyway. */
const SESSION = 1000;
const LOCAL = 10_000;

export function createKeeping(
  stores: Stores,
  clock: Clock,
  sessions: Sessions,
  onProblem: (message: string) => void,
): Keeping {
  const session = createKeeper(stores.session, clock, SESSION, onProblem);
  const local = createKeeper(stores.local, clock, LOCAL, onProblem);
  return {
    source(key) {
      session.keep(KEYS.sources, () => sessions.all().map(each => each.key));
      session.keep(KEYS.source(key), () => sessions.kept(key));
    },
    forms: forms => session.keep(KEYS.forms, () => [...forms]),
    requester: snapshot => session.keep(KEYS.requester, snapshot),
    recording: progress => session.keep(KEYS.recording, progress),
    accounts: snapshot => local.keep(KEYS.accounts, snapshot),
    history: snapshot => local.keep(KEYS.history, snapshot),
    candles(snapshot) {
      local.keep(KEYS.candles, snapshot);
      void local.flush();
    },
    places(places) {
      local.keep(KEYS.places, places);
      void local.flush();
    },
    watched() {
      local.keep(KEYS.watched, () =>
        sessions
          .all()
          .flatMap(({ venue, address }) => (address === null ? [] : [{ venue: venue.id, address }])),
      );
      return local.flush();
    },
    flush: () => Promise.all([session.flush(), local.flush()]),
  };
}
