/**
 * The sources that feed accounts: a page in a tab, a watched address, or a read-only key. Each holds one venue's state, and only
 * messages that reached it change it: what one page says can never touch another venue, tab or address.
 *
 * The venue of a page is taken from the URL that the browser vouches for, never from a message.
 */
import type { Problem } from '../engine/report';
import type { AccountReading, Venue, VenueId, VenueMessage } from '../venues/venue';
import { createDiagnostics, type Diagnostics, type Heard } from './diagnostics';

export interface Source {
  /** "tab:12", "watch:hyperliquid:0x…" or "key:bybit:4f…". */
  key: string;
  venue: Venue;
  tabId: number | null;
  /** The watched address; null: a page or a key feeds the state. */
  address: string | null;
  /** The vault's name of the key that feeds the state; null: none does. */
  keyId: string | null;
  /** Why nothing more comes although it should: the keys are locked. What is known turns old. Null: it does. */
  blocked: Problem | null;
  /** Of the page; null without one. */
  url: string | null;
  state: unknown;
  /** What could not be read on the way in, newest last, each once. */
  problems: SourceProblem[];
  /** When the last message came (ms since the epoch); null: none yet. */
  heardAt: number | null;
}

export interface SourceProblem extends Problem {
  at: number;
}

/** As it is kept in storage: JSON-safe. */
export interface KeptSource {
  venue: VenueId;
  tabId: number | null;
  address: string | null;
  keyId: string | null;
  url: string | null;
  state: unknown;
  heardAt: number | null;
}

export interface Sessions {
  /** The source of a page; made anew when the tab has gone to another venue. Null: no venue's page. */
  page(tabId: number, url: string): Source | null;
  watch(venue: VenueId, address: string): Source | null;
  /** The source of a key of the vault. Null: this venue has no keys. */
  key(venue: VenueId, keyId: string): Source | null;
  get(key: string): Source | undefined;
  all(): Source[];
  drop(key: string): void;
  /** Feeds messages in order. Never throws. */
  ingest(source: Source, messages: VenueMessage[]): void;
  problem(source: Source, problems: Problem[]): void;
  /** What was read of it and what was not, the newest first. */
  heard(source: Source): Heard[];
  /** The accounts of the source now; calculated once per state and second. Never throws. */
  readings(source: Source): AccountReading[];
  /** What is to be kept of a source; undefined: there is none of this key any more. */
  kept(key: string): KeptSource | undefined;
  /** Takes back what was kept; false: unreadable, or its venue is not known. */
  restore(key: string, kept: unknown): boolean;
}

const PROBLEMS_KEPT = 20;

export function createSessions(
  venues: readonly Venue[],
  venueOf: (url: string) => Venue | null,
  now: () => number,
  diagnostics: Diagnostics = createDiagnostics(),
): Sessions {
  const sources = new Map<string, Source>();
  const known = new WeakMap<
    Source,
    {
      state: unknown;
      second: number;
      url: string | null;
      blocked: Problem | null;
      readings: AccountReading[];
    }
  >();

  const add = (part: Partial<Source> & Pick<Source, 'key' | 'venue' | 'state'>): Source => {
    const source: Source = {
      tabId: null,
      address: null,
      keyId: null,
      blocked: null,
      url: null,
      heardAt: null,
      problems: [],
      ...part,
    };
    sources.set(source.key, source);
    return source;
  };

  const problem = (source: Source, problems: Problem[]) => {
    for (const each of problems) {
      const others = source.problems.filter(old => old.code !== each.code || old.path !== each.path);
      source.problems = [...others, { ...each, at: now() }].slice(-PROBLEMS_KEPT);
    }
  };

  return {
    page(tabId, url) {
      const key = `tab:${tabId}`;
      const venue = venueOf(url);
      const present = sources.get(key);
      if (!venue) return null;
      if (present?.venue === venue) {
        present.url = url;
        return present;
      }
      return add({ key, venue, tabId, url, state: venue.initial });
    },
    watch(venueId, text) {
      const venue = venues.find(each => each.id === venueId);
      const address = venue?.address(text) ?? null;
      if (!venue || address === null) return null;
      const key = `watch:${venue.id}:${address}`;
      return sources.get(key) ?? add({ key, venue, address, state: venue.initial });
    },
    key(venueId, keyId) {
      const venue = venues.find(each => each.id === venueId);
      if (!venue?.keys) return null;
      const key = `key:${venue.id}:${keyId}`;
      return sources.get(key) ?? add({ key, venue, keyId, state: venue.initial });
    },
    get: key => sources.get(key),
    all: () => [...sources.values()],
    drop(key) {
      sources.delete(key);
      diagnostics.forget(key);
    },
    heard: ({ key }) => diagnostics.of(key),
    ingest(source, messages) {
      for (const message of messages) {
        const before = source.state;
        try {
          source.state = source.venue.reduce(before, message);
          // A reducer hands back the state that it was given when there was nothing in it for us.
          diagnostics.heard(source.key, message, source.state !== before);
        } catch (error) {
          // A venue's reducer promises not to throw; if it does, its state stays as it was.
          problem(source, [{ code: 'reader-failed', path: pathOf(message.url), message: describe(error) }]);
        }
      }
      if (messages.length > 0) source.heardAt = now();
    },
    problem,
    readings(source) {
      const second = Math.floor(now() / 1000);
      const last = known.get(source);
      const same = last && last.state === source.state && last.url === source.url;
      if (same && last.second === second && last.blocked === source.blocked) return last.readings;
      let readings: AccountReading[] = [];
      try {
        readings = source.venue.accounts(source.state, now(), source.url);
      } catch (error) {
        problem(source, [{ code: 'reader-failed', path: 'accounts', message: describe(error) }]);
      }
      const { state, url, blocked } = source;
      if (blocked) {
        readings = readings.map(each => ({
          ...each,
          outdated: true,
          problems: [blocked, ...each.problems],
        }));
      }
      known.set(source, { state, second, url, blocked, readings });
      return readings;
    },
    kept(key) {
      const source = sources.get(key);
      if (!source) return undefined;
      const { venue, tabId, address, keyId, url, state, heardAt } = source;
      return { venue: venue.id, tabId, address, keyId, url, state, heardAt };
    },
    restore(key, kept) {
      const part = kept as Partial<KeptSource> | null | undefined;
      const venue = venues.find(each => each.id === part?.venue);
      if (!part || !venue || typeof part.state !== 'object' || part.state === null) return false;
      add({
        key,
        venue,
        tabId: typeof part.tabId === 'number' ? part.tabId : null,
        address: typeof part.address === 'string' ? part.address : null,
        keyId: typeof part.keyId === 'string' ? part.keyId : null,
        url: typeof part.url === 'string' ? part.url : null,
        state: part.state,
        heardAt: typeof part.heardAt === 'number' ? part.heardAt : null,
      });
      return true;
    },
  };
}

function describe(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 200);
}

function pathOf(url: string): string {
  return url.split('?')[0]!.slice(0, 200);
}
