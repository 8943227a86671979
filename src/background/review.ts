/**
 * The look over all accounts, a few times a second at most: who is known, which prices are needed, whether an alert
 * is due, what the badge says. The strip does not wait for it.
 */
import type { Account } from '../engine/account';
import { type Formats, shortAddress } from '../ui/format';
import type { AccountReading } from '../venues/venue';
import { type Accounts, accountId, type Described, type Known } from './accounts';
import type { Observation } from './alert-kinds';
import type { Alerting } from './alerting';
import { type Badge, type BadgeAccount, badgeView } from './badge';
import type { Candles } from './candles';
import type { Desk } from './desk';
import type { History, Sample } from './history';
import type { Clock } from './parts';
import type { Sessions, Source } from './sessions';
import { distanceOf, jointDistance, usageOf } from './view/distance';
import { staleness } from './view/freshness';
import { together } from './view/levels';
import { accountLevels } from './view/popup';
import type { Manner, Subject } from './view/subject';
import { poolsOf } from './view/subject';
import type { Vigil } from './vigil';

export interface Review {
  /** Within a quarter of a second. */
  soon(): void;
  now(): void;
}

export const REVIEW_EVERY = 250;

export function createReview(parts: {
  clock: Clock;
  sessions: Sessions;
  accounts: Accounts;
  desk: Desk;
  candles: Candles;
  alerting: Alerting;
  history: History;
  vigil: Vigil;
  badge: Badge;
  format: Formats;
  live: () => Source[];
  manner: () => Manner;
  onAccounts: () => void;
}): Review {
  const { clock, sessions, accounts, desk, candles, alerting, history, vigil, badge, format } = parts;
  let cancel: (() => void) | null = null;
  let last = Number.NEGATIVE_INFINITY;

  const look = () => {
    cancel?.();
    cancel = null;
    last = clock.now();
    const sources = parts.live();
    const described: Described[] = sources.map(source => ({
      source: source.key,
      venue: source.venue.id,
      tabId: source.tabId,
      watched: source.tabId === null,
      readings: withWatched(source, sessions.readings(source)),
    }));
    accounts.update(described);
    parts.onAccounts();
    const manner = parts.manner();
    const seen = accounts
      .all()
      .filter(known => known.sources.length > 0)
      .flatMap(known => {
        const subject = desk.ofAccount(known);
        return subject ? [{ known, subject }] : [];
      });
    showBadges(seen, sources, manner);
    const observations = seen.map(({ known, subject }) => {
      const fresh = observation(known, subject, manner);
      const watched = fresh.usage === null ? null : vigil.of(known.id, () => desk.toWatch(known));
      const sample = sampleOf(subject, watched?.sigmas ?? null, manner);
      if (sample) history.record(known.id, sample);
      return { ...fresh, watched };
    });
    void alerting.observe(observations);
    void candles.want(desk.holdings(sources));
  };

  const showBadges = (seen: { known: Known; subject: Subject }[], sources: Source[], manner: Manner) => {
    const all = new Map(seen.map(({ known, subject }) => [known.id, badgeAccount(subject, manner)]));
    badge.show(null, badgeView([...all.values()], format));
    for (const source of sources) {
      if (source.tabId === null) continue;
      const [active] = sessions.readings(source);
      const account = active && all.get(accountId(source.venue.id, active));
      badge.show(source.tabId, badgeView(account ? [account] : [], format));
    }
  };

  return {
    soon() {
      if (cancel) return;
      const passed = clock.now() - last;
      const wait = passed >= 0 && passed < REVIEW_EVERY ? REVIEW_EVERY - passed : 0;
      cancel = clock.after(wait, look);
    },
    now: look,
  };
}

/** An address that is watched is shown from the start, as unknown: the venue may not answer for a while. */
function withWatched({ address, venue }: Source, readings: AccountReading[]): AccountReading[] {
  if (address === null || readings.some(each => each.account.account === address)) return readings;
  const account: Account = {
    format: 'plimsoll.account/1',
    venue: venue.id,
    account: address,
    asOf: 0,
    pools: [],
  };
  const silent = { accountAt: null, pricesAt: null, problems: [] };
  return [...readings, { account, label: shortAddress(address), mode: '', ...silent }];
}

function badgeAccount(subject: Subject, manner: Manner): BadgeAccount {
  const level = together(accountLevels(subject, manner));
  // An account that was never described uses an unknown part, one without pools none.
  if (subject.reading.accountAt === null) return { level, usage: null };
  const usages = poolsOf(subject).map(usageOf);
  const worst = Math.max(0, ...usages.filter(each => each !== null));
  // With one pool unknown only a warning is worth its number.
  const told = !usages.includes(null) || worst >= manner.settings.usage.warn;
  return { level, usage: told ? worst : null };
}

/** What the history takes of this moment: only what is fresh and known of every pool. */
export function sampleOf(subject: Subject, sigmas: number | null, manner: Manner): Omit<Sample, 'at'> | null {
  if (subject.reading.accountAt === null || staleness(subject, manner)) return null;
  const pools = poolsOf(subject);
  const usages = pools.map(usageOf);
  const distances = pools.map(jointDistance);
  if (usages.includes(null) || distances.some(each => 'word' in each && each.word === 'unknown')) return null;
  const moves = distances.flatMap(each =>
    'move' in each ? [each.move] : each.word === 'liquidatable' ? [0] : [],
  );
  const usage = Math.max(0, ...(usages as number[]));
  return {
    move: moves.length > 0 ? moves.reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a)) : null,
    sigmas: sigmas !== null && Number.isFinite(sigmas) ? sigmas : null,
    usage: Number.isFinite(usage) ? usage : null,
  };
}

/** The worst over the pools. Figures that are stale, and those of no pool at all, are no observation. */
export function observation(known: Known, subject: Subject, manner: Manner): Observation {
  const title = [subject.venue.name, subject.reading.label].filter(Boolean).join(' · ');
  const nothing = { account: known.id, title, usage: null, joint: null, move: null, watched: null };
  const { reading } = subject;
  const stale = staleness(subject, manner);
  // Positions from before at prices of now may still alert: a crash does not wait until they can be read again.
  const alive = !staleness({ ...subject, reading: { ...reading, outdated: false } }, manner);
  if (reading.accountAt === null || !alive) return nothing;
  const pools = poolsOf(subject);
  if (pools.length === 0) return stale ? nothing : { ...nothing, usage: 0, joint: Number.POSITIVE_INFINITY };
  const usages = pools.map(usageOf).filter(each => each !== null);
  const distances = pools.flatMap(view => {
    const distance = distanceOf(view);
    return distance === null ? [] : [{ distance, said: jointDistance(view) }];
  });
  // With one pool unknown the others may still alert, but none of them may give the all-clear.
  const complete = usages.length === pools.length && !stale;
  const usage = usages.length > 0 ? Math.max(...usages) : null;
  const nearest = distances.reduce<(typeof distances)[number] | null>(
    (best, each) => (best === null || each.distance < best.distance ? each : best),
    null,
  );
  const { usage: u, joint: j } = manner.settings;
  return {
    ...nothing,
    usage: usage !== null && (complete || usage >= u.warn) ? usage : null,
    joint:
      nearest && ((distances.length === pools.length && !stale) || nearest.distance <= j.warn)
        ? nearest.distance
        : null,
    move: nearest && 'move' in nearest.said ? nearest.said : null,
  };
}
