/** Gives a worker that has just started what the one before it knew. */

import type { VenueId } from '../venues/ids';
import type { Accounts } from './accounts';
import type { Alerting } from './alerting';
import type { Requester } from './api';
import type { Candles } from './candles';
import type { PageForm } from './desk';
import type { History } from './history';
import type { Remembered } from './memory';
import type { Presence } from './presence';
import type { Sessions } from './sessions';

export function restoreAll(
  kept: Remembered,
  parts: {
    sessions: Sessions;
    accounts: Accounts;
    candles: Candles;
    alerting: Alerting;
    history: History;
    requester: Requester;
    presence: Presence;
    forms: Map<number, PageForm>;
    /** The keys of the vault. */
    keys: { venue: VenueId; id: string }[];
  },
  onProblem: (message: string) => void,
): void {
  const { sessions, presence, forms } = parts;
  // What an older version kept may have another shape: that part starts anew, the others go on.
  const attempt = (restore: () => void) => {
    try {
      restore();
    } catch (error) {
      onProblem(error instanceof Error ? error.message : String(error));
    }
  };
  for (const message of kept.problems) onProblem(message);
  for (const { key, kept: source } of kept.sources) attempt(() => sessions.restore(key, source));
  // Which addresses are watched is for the disk to say: one may have been forgotten a moment before the end.
  const watched = new Set(kept.watched.map(({ venue, address }) => `watch:${venue}:${address}`));
  for (const { key, address } of sessions.all()) {
    if (address !== null && !watched.has(key)) sessions.drop(key);
  }
  // The same of the keys, of which the vault is the list.
  const keys = new Set(parts.keys.map(({ venue, id }) => `key:${venue}:${id}`));
  for (const { key, keyId } of sessions.all()) if (keyId !== null && !keys.has(key)) sessions.drop(key);
  for (const { venue, id } of parts.keys) attempt(() => sessions.key(venue, id));
  for (const { tabId } of sessions.all()) if (tabId !== null) presence.went(tabId);
  for (const { venue, address } of kept.watched) attempt(() => sessions.watch(venue, address));
  attempt(() => {
    for (const [tabId, page] of (kept.forms ?? []) as [number, PageForm][]) forms.set(tabId, page);
  });
  attempt(() => parts.requester.restore(kept.requester));
  attempt(() => parts.accounts.restore(kept.accounts));
  attempt(() => parts.candles.restore(kept.candles));
  attempt(() => parts.alerting.restore(kept.alerts));
  attempt(() => parts.history.restore(kept.history));
}
