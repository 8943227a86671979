/** Which sources are live: pages that are open, or were until a moment ago; watched addresses and keys. */
import type { Settings } from '../settings';
import type { Sessions, Source } from './sessions';

export interface Presence {
  came(tabId: number): void;
  went(tabId: number): void;
  live(): Source[];
  watching(): boolean;
  /** Pages that have been gone for so long that their state is let go; their accounts stay known. */
  expired(): Source[];
}

/**
 * A page whose port is down may still be there: the worker has just started, the page lies in the back/forward
 * cache, or its tab is hidden and has nothing to say.
 */
const GONE_AFTER = 90_000;
const EXPIRED_AFTER = 30 * 60_000;

export function createPresence(parts: {
  sessions: Sessions;
  settings: () => Settings;
  isConnected: (tabId: number) => boolean;
  now: () => number;
}): Presence {
  const { sessions, now } = parts;
  const goneSince = new Map<number, number>();
  const gone = (tabId: number): number =>
    parts.isConnected(tabId) ? 0 : now() - (goneSince.get(tabId) ?? 0);
  return {
    came: tabId => void goneSince.delete(tabId),
    went: tabId => void goneSince.set(tabId, now()),
    live: () =>
      sessions.all().filter(({ tabId, venue }) => {
        if (tabId === null) return true;
        return parts.settings().sites[venue.id] && gone(tabId) < GONE_AFTER;
      }),
    watching: () => sessions.all().some(({ tabId }) => tabId === null),
    expired: () => sessions.all().filter(({ tabId }) => tabId !== null && gone(tabId) > EXPIRED_AFTER),
  };
}
