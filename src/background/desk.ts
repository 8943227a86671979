/**
 * What is known of an account, gathered for the views: the reading, its report and risk, the order that is being
 * typed, the comparison with the venue. Everything is made from the state on demand and remembered by identity.
 */
import type { Account } from '../engine/account';
import type { NetExposures } from '../risk/decisions';
import { netExposures } from '../risk/net-exposure';
import type { StopWalk } from '../risk/shocks';
import { stopWalks } from '../risk/stop-walk';
import type { Settings } from '../settings';
import type { AccountReading, FormReading, Venue } from '../venues/venue';
import { accountId, type Known } from './accounts';
import { type Advice, adviceOf } from './advice';
import type { Requester } from './api';
import type { Assessments } from './assessment';
import type { Candles, Holding } from './candles';
import { type CheckState, type Difference, follow, UNCHECKED } from './cross-check-window';
import type { Clock } from './parts';
import { publicUrl } from './public-api';
import { createReplays } from './replays';
import type { Sessions, Source } from './sessions';
import { attempt, createSpaced } from './spaced';
import { largestOrders, readOrder, traded, withPool } from './typed-order';
import { type Subject, shownPool } from './view/subject';

/** What the overlay of a tab said of its page. */
export interface PageForm {
  url: string;
  form: FormReading | null;
}

export interface Desk {
  /** The page's own account with the order of its form; null: it has shown none yet. `whole`: for a card. */
  ofSource(source: Source, whole: boolean): Subject | null;
  /** A known account without any order. */
  ofAccount(known: Known): Subject | null;
  /** The same with all that alerts may ask for, which costs several times as much. */
  toWatch(known: Known): { subject: Subject; walks: StopWalk[] | null } | null;
  /** What a card says beyond the figures, of the pool that it shows. */
  adviceFor(source: Source, subject: Subject): Advice | null;
  /** What live accounts hold together, and how many they are. */
  exposures(known: Known[]): { exposures: NetExposures | null; accounts: number };
  /** Figures of this source that were found to differ from the venue's own, for a bug report. */
  differences(source: string): Difference[];
  forget(id: string): void;
  /** Which factors are held, or would be by the order of the form: their prices are needed. */
  holdings(sources: Source[]): Holding[];
}

export function createDesk(parts: {
  venues: readonly Venue[];
  sessions: Sessions;
  assessments: Assessments;
  candles: Candles;
  requester: Requester;
  settings: () => Settings;
  clock: Clock;
  /** Figures that took a while are there. */
  onReady: () => void;
  /** What the overlay of this tab said of its page. */
  form: (tabId: number) => PageForm | null;
}): Desk {
  const { venues, sessions, assessments, candles, requester, settings, clock } = parts;
  const spaced = createSpaced(clock, parts.onReady);
  const replays = createReplays(clock, parts.onReady);
  const checks = new Map<string, { state: CheckState; account: Account; said: string }>();

  /** Of live marks every view is one more look; of figures with their own marks one look is enough. */
  const checked = (id: string, reading: AccountReading): CheckState => {
    const exact = reading.checked !== undefined;
    const account = reading.checked ?? reading.account;
    const before = checks.get(id);
    if (before?.account === account) return before.state;
    // Readings are made anew with every price; what the venue printed, and with which marks, is mostly the same.
    const said = exact ? JSON.stringify(account.pools) : '';
    if (exact && before?.said === said) {
      before.account = account;
      return before.state;
    }
    const { report } = assessments.of(account, null);
    const state = follow(before?.state ?? UNCHECKED, account, report, clock.now(), exact);
    checks.set(id, { state, account, said });
    return state;
  };

  const statisticsOf = (account: Account, more: string[] = []) =>
    candles.of([...factorsOf(account), ...more])?.statistics ?? null;

  const restingUntil = (venue: Venue): number | null => {
    const resting = requester.resting();
    if (resting.length === 0) return null;
    const url = publicUrl(venue);
    const host = url ? new URL(url).host : null;
    return resting.find(each => each.host === host)?.until ?? null;
  };

  const subject = (
    id: string,
    venue: Venue,
    reading: AccountReading,
    whole: boolean,
    rest: Partial<Subject>,
  ): Subject => {
    const market = candles.of(factorsOf(reading.account));
    return {
      venue: { id: venue.id, name: venue.name },
      reading,
      ...assessments.of(reading.account, market?.statistics ?? null, whole),
      after: [],
      largest: [],
      unsure: null,
      symbol: null,
      watched: false,
      live: true,
      verdicts: checked(id, reading).verdicts,
      pricesOfRiskAt: market?.aligned.asOf ?? null,
      restingUntil: restingUntil(venue),
      sourceProblems: [],
      ...rest,
    };
  };

  const ofAccount = (known: Known, whole: boolean): Subject | null => {
    const venue = venues.find(each => each.id === known.venue);
    if (!venue) return null;
    const fedByPage = known.sources.some(key => (sessions.get(key)?.tabId ?? null) !== null);
    return subject(known.id, venue, known.reading, whole, {
      watched: known.watched && !fedByPage,
      live: known.sources.length > 0,
    });
  };

  return {
    ofSource(source, whole) {
      const { venue, state } = source;
      const page = source.tabId === null ? null : parts.form(source.tabId);
      const [reading] = sessions.readings(source);
      if (!reading) return null;
      const order = page?.form
        ? readOrder(venue, state, reading.account, page.form)
        : { drafts: [], unsure: null };
      return subject(accountId(venue.id, reading), venue, reading, whole, {
        largest: page?.form
          ? largestOrders(spaced, source, reading.account, page.form, settings(), order, statisticsOf)
          : [],
        after: order.drafts.map(({ draft, pool, side }) =>
          assessments.after(withPool(reading.account, pool), draft, then => statisticsOf(then), side),
        ),
        unsure: order.unsure,
        symbol: symbolOf(venue, page?.url ?? source.url),
        watched: source.tabId === null,
        sourceProblems: source.problems.filter(each => clock.now() - each.at < PROBLEM_AGE),
      });
    },
    ofAccount: known => ofAccount(known, false),
    toWatch(known) {
      const whole = ofAccount(known, true);
      if (!whole) return null;
      const { account } = whole.reading;
      return { subject: whole, walks: attempt(() => stopWalks(account, statisticsOf(account))) };
    },
    adviceFor(source, of) {
      const { account } = of.reading;
      const pool = shownPool(of);
      const market = candles.of(factorsOf(account));
      return pool && adviceOf({ spaced, replays }, source.key, account, pool.pool.id, market, settings());
    },
    exposures(known) {
      const accounts = known
        .filter(each => each.sources.length > 0 && each.reading.accountAt !== null)
        .map(each => each.reading.account);
      const exposures = spaced.get('exposures', accounts, [accounts.length], () =>
        attempt(() => netExposures(accounts)),
      );
      return { exposures, accounts: accounts.length };
    },
    differences(key) {
      const source = sessions.get(key);
      if (!source) return [];
      return sessions
        .readings(source)
        .flatMap(reading => checks.get(accountId(source.venue.id, reading))?.state.differences ?? []);
    },
    forget: id => void checks.delete(id),
    holdings: sources =>
      sources.flatMap(source => {
        const { venue, state } = source;
        const readings = sessions.readings(source);
        const form = source.tabId === null ? null : (parts.form(source.tabId)?.form ?? null);
        const typed = readings[0] && form ? traded(venue, state, readings[0].account, form) : [];
        const held = readings.flatMap(({ account }) => factorsOf(account));
        return [...new Set([...held, ...typed])].map(factor => ({ factor, venue, state }));
      }),
  };
}

/** What could not be read is said for this long after it last happened. */
const PROBLEM_AGE = 60_000;

function symbolOf(venue: Venue, url: string | null): string | null {
  try {
    return url === null ? null : venue.pages.symbol(url);
  } catch {
    return null;
  }
}

function factorsOf({ pools }: Account): string[] {
  const held = pools.flatMap(({ positions, collateral }) => [
    ...positions.filter(each => /[1-9]/.test(each.size ?? '')).map(each => each.factor),
    ...collateral.flatMap(each => (each.follows && /[1-9]/.test(each.amount ?? '') ? [each.follows] : [])),
  ]);
  return [...new Set(held)];
}
