/** Whether a reading is too old to be trusted, and since when. */
import type { Manner, Subject } from './subject';

export interface Stale {
  reason: 'prices' | 'account' | 'gone' | 'clock' | 'outdated';
  /** The moment of the last figure, ms since the epoch. */
  since: number;
}

/** A watched address is asked every half minute while the background sleeps, and may miss one turn. */
const WATCHED_FOR = 90_000;
/** A moment ahead of our clock by more than this was stamped before the clock was set back. */
const AHEAD = 5_000;

type Part = Pick<Subject, 'reading' | 'watched' | 'live' | 'venue'>;

/**
 * Null: fresh, or never described (that is unknown, not stale). Positions and balances have no age limit while a
 * page feeds them, because venues push them only when they change; prices have, and what is fed by requests has.
 */
export function staleness(
  { reading, watched, live, venue }: Part,
  { settings, now }: Pick<Manner, 'settings' | 'now'>,
): Stale | null {
  const { accountAt, pricesAt } = reading;
  if (accountAt === null) return null;
  const newest = Math.max(accountAt, pricesAt ?? 0);
  if (newest > now + AHEAD) return { reason: 'clock', since: now };
  if (!live) return { reason: 'gone', since: pricesAt ?? accountAt };
  if (reading.outdated) return { reason: 'outdated', since: accountAt };
  const limit = settings.staleAfterSeconds[venue.id] * 1000;
  if (watched) {
    const patience = Math.max(limit, WATCHED_FOR);
    if (now - accountAt > patience) return { reason: 'account', since: accountAt };
    return pricesAt !== null && now - pricesAt > patience ? { reason: 'prices', since: pricesAt } : null;
  }
  return pricesAt !== null && now - pricesAt > limit ? { reason: 'prices', since: pricesAt } : null;
}

/** When a fresh reading turns stale if nothing more is heard, ms since the epoch; null: never. */
export function freshUntil(part: Part, manner: Pick<Manner, 'settings' | 'now'>): number | null {
  const { accountAt, pricesAt } = part.reading;
  if (accountAt === null || staleness(part, manner)) return null;
  const limit = manner.settings.staleAfterSeconds[part.venue.id] * 1000;
  if (part.watched) return Math.min(accountAt, pricesAt ?? accountAt) + Math.max(limit, WATCHED_FOR);
  return pricesAt === null ? null : pricesAt + limit;
}
