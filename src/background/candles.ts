/**
 * Hourly prices of the factors that are held, and of BTC, over 30 days: fetched once, topped up every hour,
 * shared between accounts and venues, kept on disk with their age. The statistics made of them change only when
 * a price does.
 */
import type { Problem } from '../engine/report';
import { type AlignedReturns, alignReturns } from '../risk/returns';
import { type Statistics, statistics } from '../risk/statistics';
import type { Candle, Venue } from '../venues/venue';
import { type Requester, refuses } from './api';
import type { Clock } from './parts';

export interface Holding {
  factor: string;
  venue: Venue;
  /** The state of a source of that venue: it knows the venue's name for the factor. */
  state: unknown;
}

export interface MarketStatistics {
  statistics: Statistics;
  aligned: AlignedReturns;
}

export interface Candles {
  /** Asks for what is missing or older than the last full hour. Resolves when nothing is under way any more. */
  want(holdings: Holding[]): Promise<void>;
  /**
   * Of these factors and BTC; null: prices are still on their way, or no factor has enough of them. The same
   * object for the same set until a price changes. An account's figures come from what it holds and nothing
   * else: correlations are shrunk together, so another account's coins would move them.
   */
  of(factors: string[]): MarketStatistics | null;
  /** Factors without prices, and why. */
  problems(): Problem[];
  snapshot(): unknown;
  restore(kept: unknown): void;
}

interface Series {
  candles: Candle[];
  /** When the venue last answered. */
  fetchedAt: number;
  /** When the factor was last held: a series that nobody needs is let go. */
  wantedAt: number;
}

export const MARKET = 'BTC';
const HOUR = 3_600_000;
const HOURS = 30 * 24;
/** A venue closes its candle a little after the hour. */
const SETTLING = 20_000;
/** A factor whose prices could not be had is asked for again after this; sooner, when only the host was unwell. */
const RETRY = 10 * 60_000;
const RETRY_REFUSED = 15_000;
/** Sets of factors whose statistics are remembered: one an account, and some for orders that were typed. */
const SETS = 40;
const UNUSED = 7 * 24 * HOUR;

export function createCandles(parts: { clock: Clock; ask: Requester['ask']; onChange: () => void }): Candles {
  const { clock, ask, onChange } = parts;
  const series = new Map<string, Series>();
  const failures = new Map<string, { at: number; message: string; retry: number }>();
  const busy = new Set<string>();
  /** Prices, or a reason why there are none, that nobody was told of yet. */
  let news = false;
  const made = new Map<string, MarketStatistics | null>();

  const compute = (factors: string[]): MarketStatistics | null => {
    const closes = Object.fromEntries(factors.map(factor => [factor, series.get(factor)?.candles ?? []]));
    const aligned = alignReturns(closes, clock.now());
    return aligned.input.factors.length > 0 ? { statistics: statistics(aligned.input), aligned } : null;
  };

  const due = (factor: string): boolean => {
    const now = clock.now();
    if (busy.has(factor)) return false;
    const failed = failures.get(factor);
    if (failed && now >= failed.at && now - failed.at < failed.retry) return false;
    const last = series.get(factor)?.candles.at(-1);
    // The last hour that is over opened one hour before the present one did.
    return !last || last.at < Math.floor((now - SETTLING) / HOUR) * HOUR - HOUR;
  };

  /** True when prices came. */
  const fetchOne = async ({ factor, venue, state }: Holding): Promise<boolean> => {
    const now = clock.now();
    const old = series.get(factor);
    const start = now - HOURS * HOUR - HOUR;
    const from = Math.max(start, (old?.candles.at(-1)?.at ?? start) - HOUR);
    const request = venue.candles.request(state, factor, from, now);
    if (!request) {
      // Positions often come before the venue's list of contracts. What is not listed may be later, and asking for
      // it costs nothing.
      if (venue.candles.ready?.(state) === false) return false;
      if (!failures.has(factor) && !old) fail(factor, `${venue.name} has no hourly prices of ${factor}`, 0);
      return false;
    }
    const answer = await ask('candles', request);
    if ('skipped' in answer) {
      if (answer.skipped === 'no-permission') fail(factor, `no permission to ask ${venue.name}`);
      return false;
    }
    if (answer.status !== 200) {
      const retry = refuses(answer.status) ? RETRY_REFUSED : RETRY;
      fail(factor, `${venue.name} answered with status ${answer.status}`, retry);
      return false;
    }
    const read = venue.candles.read(answer.body, clock.now());
    if (!Array.isArray(read)) {
      fail(factor, read.unreadable);
      return false;
    }
    failures.delete(factor);
    const merged = merge(old?.candles ?? [], read, start);
    series.set(factor, { candles: merged, fetchedAt: clock.now(), wantedAt: clock.now() });
    news = true;
    return true;
  };

  const fail = (factor: string, message: string, retry = RETRY) => {
    failures.set(factor, { at: clock.now(), message, retry });
    news = true;
  };

  return {
    async want(holdings) {
      const now = clock.now();
      const held = withMarket(holdings);
      for (const factor of held.keys()) {
        const known = series.get(factor);
        if (known) known.wantedAt = now;
      }
      for (const [factor, { wantedAt }] of series) {
        if (!held.has(factor) && now - wantedAt > UNUSED) series.delete(factor);
      }
      await Promise.all(
        [...held]
          .filter(([factor]) => due(factor))
          .map(async ([factor, candidates]) => {
            busy.add(factor);
            try {
              // The next venue that holds it is asked when the first has none.
              for (const candidate of candidates) if (await fetchOne(candidate)) return;
            } finally {
              busy.delete(factor);
            }
          }),
      );
      // A host that rests, or a request that is too soon, is no news: telling of it would ask again at once.
      if (!news) return;
      news = false;
      made.clear();
      onChange();
    },
    of(factors) {
      const set = [...new Set([MARKET, ...factors])].sort();
      // A stand-in is for what cannot be had, not for what is about to come.
      if (set.some(factor => !series.has(factor) && !failures.has(factor))) return null;
      const key = set.join(' ');
      let known = made.get(key);
      if (known === undefined) {
        known = compute(set);
        if (made.size >= SETS) made.clear();
        made.set(key, known);
      }
      return known;
    },
    problems: () =>
      [...failures].map(([factor, { message }]) => ({ code: 'no-hourly-prices', path: factor, message })),
    snapshot: () =>
      [...series].map(([factor, { candles, fetchedAt, wantedAt }]) => ({
        factor,
        fetchedAt,
        wantedAt,
        at: candles.map(candle => candle.at),
        close: candles.map(candle => candle.close),
      })),
    restore(kept) {
      if (!Array.isArray(kept)) return;
      for (const each of kept as Partial<KeptSeries>[]) {
        if (!isSeries(each)) continue;
        series.set(each.factor, {
          candles: each.at.map((at, index) => ({ at, close: each.close[index]! })),
          fetchedAt: each.fetchedAt,
          wantedAt: each.wantedAt,
        });
      }
      made.clear();
    },
  };
}

interface KeptSeries {
  factor: string;
  fetchedAt: number;
  wantedAt: number;
  at: number[];
  close: string[];
}

/** By factor, each venue once; BTC from any venue, since betas are to it. */
function withMarket(holdings: Holding[]): Map<string, Holding[]> {
  const held = new Map<string, Holding[]>();
  const add = (holding: Holding) => {
    const others = held.get(holding.factor) ?? [];
    if (!others.some(other => other.venue === holding.venue)) held.set(holding.factor, [...others, holding]);
  };
  for (const holding of holdings) add(holding);
  for (const holding of holdings) add({ ...holding, factor: MARKET });
  return held;
}

function merge(old: Candle[], fresh: Candle[], start: number): Candle[] {
  const byHour = new Map<number, Candle>();
  for (const candle of [...old, ...fresh]) if (candle.at >= start) byHour.set(candle.at, candle);
  return [...byHour.values()].sort((a, b) => a.at - b.at);
}

function isSeries(each: Partial<KeptSeries> | null): each is KeptSeries {
  return (
    typeof each?.factor === 'string' &&
    typeof each.fetchedAt === 'number' &&
    typeof each.wantedAt === 'number' &&
    Array.isArray(each.at) &&
    Array.isArray(each.close) &&
    each.at.length === each.close.length &&
    each.at.every(at => typeof at === 'number') &&
    each.close.every(close => typeof close === 'string')
  );
}
