/**
 * Every account that is known, over all venues and sources. Several sources may describe one account (a page
 * and its watched address, two tabs): the freshest wins. The last reading of an account whose page was closed,
 * or that logged out, is kept with its age until it is forgotten: what was true is shown as old, not as gone.
 */
import type { AccountReading, VenueId } from '../venues/venue';

export interface Known {
  /** "hyperliquid:0x…". */
  id: string;
  venue: VenueId;
  reading: AccountReading;
  /** The sources that describe it now; empty: this is the last reading of one that is gone. */
  sources: string[];
  /** The tab to bring up for it; null: it was never seen in one, or the tab is closed. */
  tabId: number | null;
  /** Watched by its address, which keeps it alive without a tab. */
  watched: boolean;
  /** When it was last described by a source, in ms since the epoch. */
  seenAt: number;
}

export interface Described {
  source: string;
  venue: VenueId;
  tabId: number | null;
  watched: boolean;
  readings: AccountReading[];
}

export interface Accounts {
  /** Takes what all sources say now; the order of sources does not matter. */
  update(described: Described[]): void;
  all(): Known[];
  get(id: string): Known | undefined;
  /** True when the account was known. It comes back only when a source describes it again. */
  forget(id: string): boolean;
  snapshot(): unknown;
  restore(kept: unknown): void;
}

/** More than a trader has; the ones that were not seen for longest are let go. */
const KEPT = 60;

export const accountId = (venue: VenueId, reading: AccountReading) => `${venue}:${reading.account.account}`;

export function createAccounts(now: () => number): Accounts {
  const known = new Map<string, Known>();
  return {
    update(described) {
      const present = new Map<string, Known>();
      for (const { source, venue, tabId, watched, readings } of described) {
        for (const reading of readings) {
          const id = accountId(venue, reading);
          const other = present.get(id);
          const better = !other || fresher(reading, other.reading);
          present.set(id, {
            id,
            venue,
            reading: better ? reading : other.reading,
            sources: [...(other?.sources ?? []), source],
            tabId: tabId ?? other?.tabId ?? null,
            watched: watched || (other?.watched ?? false),
            seenAt: now(),
          });
        }
      }
      for (const [id, before] of known) {
        if (!present.has(id)) known.set(id, { ...before, sources: [], tabId: null, watched: false });
      }
      for (const [id, account] of present) {
        const before = known.get(id);
        // A page that was just reloaded knows less than it did: its empty reading must not hide the last one.
        const poorer = before && account.reading.accountAt === null && before.reading.accountAt !== null;
        known.set(id, poorer ? { ...account, reading: before.reading } : account);
      }
      if (known.size > KEPT) {
        const oldest = [...known.values()].sort((a, b) => a.seenAt - b.seenAt);
        for (const { id } of oldest.slice(0, known.size - KEPT)) known.delete(id);
      }
    },
    all: () => [...known.values()],
    get: id => known.get(id),
    forget: id => known.delete(id),
    snapshot: () => [...known.values()],
    restore(kept) {
      if (!Array.isArray(kept)) return;
      for (const each of kept as Partial<Known>[]) {
        if (!isKnown(each)) continue;
        known.set(each.id, { ...each, sources: [], tabId: null, watched: false });
      }
    },
  };
}

/**
 * True when `a` is the better reading. One without positions and balances is none; then live prices decide,
 * since a page is told of a change in its positions at once, however long ago the last one was.
 */
function fresher(a: AccountReading, b: AccountReading): boolean {
  if (a.accountAt === null || b.accountAt === null) return b.accountAt === null && a.accountAt !== null;
  const [x, y] = [a.pricesAt ?? a.accountAt, b.pricesAt ?? b.accountAt];
  return x === y ? a.accountAt > b.accountAt : x > y;
}

function isKnown(each: Partial<Known> | null): each is Known {
  return (
    typeof each?.id === 'string' &&
    typeof each.venue === 'string' &&
    typeof each.seenAt === 'number' &&
    typeof each.reading === 'object' &&
    each.reading !== null &&
    each.reading.account?.format === 'plimsoll.account/1' &&
    Array.isArray(each.reading.account.pools)
  );
}
