/**
 * From candles to returns: hourly closes of several factors, aligned to the same hours.
 *
 * A gap is never filled: a repeated close would fake a quiet hour and tear the correlation apart. A factor
 * whose history cannot carry a covariance is left out and named; statistics gives it a proxy (stand-in.ts).
 */
import { toFloat } from '../engine/decimal';
import { DOLLARS } from './dollars';

export interface ReturnsInput {
  format: 'plimsoll.returns/1';
  /** "1h". */
  interval: string;
  factors: string[];
  /** Log returns, oldest first, one row an interval. */
  returns: number[][];
  /** Factors that are known but cannot be among `factors`. */
  short?: ShortHistory[];
}

export interface ShortHistory {
  factor: string;
  reason: string;
  /** Of the returns that there are, per interval; null: too few to say. */
  volatility: number | null;
}

/** What a venue's candle says here: the opening time of its hour in ms, and the close as the venue wrote it. */
export interface Close {
  at: number;
  close: string;
}

export interface AlignedReturns {
  input: ReturnsInput;
  proxies: { factor: string; reason: string }[];
  /** Usable hourly returns of each factor, before alignment. */
  observations: Record<string, number>;
  /** Hours that every factor of `input` has in common. */
  rows: number;
  /** Closing time of the last common hour, in ms; null: there is none. */
  asOf: number | null;
}

const HOUR = 3_600_000;
/** With less than a week of hours a correlation is noise: Fisher's interval at ρ = 0.8, n = 168 is ±0.06. */
const FEWEST = 168;
/** Below this many returns not even a volatility is taken from a short history. */
const FEWEST_FOR_VOLATILITY = 24;
/** A factor that would cost the others more than this part of their common hours is left out. */
const COSTLIEST = 0.5;
/** A price that stands still for more of its hours than this is not being traded. */
const STILLEST = 0.5;
/**
 * Aligned hourly log returns at `now` (ms). Dropped: candles that are not yet closed, do not open on the
 * hour, or whose close is no positive number; of two for one hour the later in the list counts. A return
 * needs two successive hours; a row needs all factors. Never throws.
 */
export function alignReturns(candles: Record<string, Close[]>, now: number): AlignedReturns {
  const histories = Object.entries(candles).map(([factor, list]) => history(factor, list, now));
  const observations: Record<string, number> = {};
  for (const { factor, returns } of histories) observations[factor] = returns.size;

  const short: ShortHistory[] = [];
  const leaveOut = (left: History, reason: string) => {
    short.push({ factor: left.factor, reason, volatility: roughVolatility(left) });
  };
  let kept = histories.filter(each => {
    const reason = unfit(each);
    if (reason) leaveOut(each, reason);
    return !reason;
  });
  let hours = commonHours(kept);
  // The shortest history goes first, until what is left has enough hours in common.
  while (kept.length > 1) {
    const longest = Math.max(...kept.map(each => each.returns.size));
    if (hours.length >= FEWEST && hours.length >= COSTLIEST * longest) break;
    const shortest = kept.reduce((a, b) => (b.returns.size < a.returns.size ? b : a));
    leaveOut(shortest, `only ${shortest.returns.size} of ${longest} hours in common with the others`);
    kept = kept.filter(each => each !== shortest);
    hours = commonHours(kept);
  }
  return {
    input: {
      format: 'plimsoll.returns/1',
      interval: '1h',
      factors: kept.map(each => each.factor),
      returns: kept.length ? hours.map(at => kept.map(each => each.returns.get(at)!)) : [],
      short,
    },
    proxies: short.map(({ factor, reason }) => ({ factor, reason })),
    observations,
    rows: kept.length ? hours.length : 0,
    asOf: kept.length && hours.length ? hours.at(-1)! + HOUR : null,
  };
}

interface History {
  factor: string;
  /** By the opening time of the hour that the return covers. */
  returns: Map<number, number>;
}

function history(factor: string, list: Close[], now: number): History {
  const closes = new Map<number, number>();
  for (const { at, close } of list) {
    if (!Number.isSafeInteger(at) || at % HOUR !== 0 || at + HOUR > now) continue;
    const price = toFloat(close);
    if (price > 0) closes.set(at, price);
  }
  const returns = new Map<number, number>();
  for (const at of [...closes.keys()].sort((a, b) => a - b)) {
    const before = closes.get(at - HOUR);
    if (before !== undefined) returns.set(at, Math.log(closes.get(at)! / before));
  }
  return { factor, returns };
}

/** Why a history cannot carry a covariance; null: it can. */
function unfit({ factor, returns }: History): string | null {
  if (returns.size === 0) return 'no hourly prices';
  if (returns.size < FEWEST) return `only ${returns.size} hours of prices, ${FEWEST} are needed`;
  if (DOLLARS.has(factor)) return null;
  let still = 0;
  for (const value of returns.values()) if (value === 0) still++;
  if (still === returns.size) return 'its price never changed';
  if (still > STILLEST * returns.size) return 'its price stands still most hours';
  return null;
}

function commonHours(kept: History[]): number[] {
  const [first, ...others] = kept;
  if (!first) return [];
  return [...first.returns.keys()].filter(at => others.every(each => each.returns.has(at)));
}

function roughVolatility({ returns }: History): number | null {
  if (returns.size < FEWEST_FOR_VOLATILITY) return null;
  let sum = 0;
  for (const value of returns.values()) sum += value * value;
  return sum > 0 ? Math.sqrt(sum / returns.size) : null;
}
