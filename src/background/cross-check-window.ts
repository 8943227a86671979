/**
 * When a figure of ours counts as different from the venue's, pure.
 *
 * A venue prints its figures with its marks of one moment and we know the marks of moments around it, so in a
 * moving market the two may differ although both are right. The venue's figure therefore has to lie within the
 * range that ours covered from three seconds before it came to three seconds after; a standing market makes that
 * range a point and the test exact. Only what stays outside until the window closes, differs.
 */
import type { Account } from '../engine/account';
import type { Report } from '../engine/report';
import { NONE, type Pair, type Printed, pairs, relativeDifference, within } from './cross-check';

export interface Verdict {
  name: string;
  pool: string;
  symbol: string | null;
  what: Printed;
  /** Null: not comparable, or not yet decided. */
  agrees: boolean | null;
  ours: string | null;
  theirs: string | null;
  relative: number | null;
}

export interface CheckState {
  /** What the venue said and when we first saw it said so. */
  said: string;
  saidAt: number;
  /** Our figures of the last few seconds, by name. */
  recent: Sample[];
  /** By name: since when the venue's figure has been outside ours. */
  outside: Record<string, number>;
  verdicts: Verdict[];
  /** Differences that were found, newest last: for a bug report. */
  differences: Difference[];
}

interface Sample {
  at: number;
  ours: Record<string, string | null>;
}

export interface Difference extends Verdict {
  at: number;
}

export const UNCHECKED: CheckState = {
  said: '',
  saidAt: 0,
  recent: [],
  outside: {},
  verdicts: [],
  differences: [],
};

const WINDOW = 3000;
const SPACING = 100;
const SAMPLES = 130;
const DIFFERENCES = 20;

/**
 * Takes one more report of the account. `now` in ms. `exact`: the account stands at the very moment of the venue's
 * figures, with its marks of that moment; then they are compared at once and there is nothing to wait for.
 */
export function follow(
  state: CheckState,
  account: Account,
  report: Report,
  now: number,
  exact = false,
): CheckState {
  const list = pairs(account, report);
  if (exact) {
    const verdicts = list.map(pair => verdictOf(pair, within(pair, [pair.ours])));
    return { ...UNCHECKED, verdicts, differences: withNew(state, verdicts, now) };
  }
  const said = JSON.stringify(list.map(pair => [pair.name, pair.theirs]));
  const isNew = said !== state.said;
  const saidAt = isNew ? now : state.saidAt;
  const open = now - saidAt <= WINDOW && now >= saidAt;
  const ours = Object.fromEntries(list.map(pair => [pair.name, pair.ours]));
  const recent = remember(state.recent, { at: now, ours }, saidAt);
  // After the window what we computed meanwhile says nothing about a figure of back then.
  if (!isNew && !open && undecided(state) === 0) return { ...state, recent };
  const outside: Record<string, number> = {};
  const verdicts = list.map(pair => {
    const inside = within(pair, samplesOf(recent, pair.name, saidAt));
    if (inside !== false) return verdictOf(pair, inside);
    const since = state.outside[pair.name] ?? now;
    outside[pair.name] = since;
    const before = state.verdicts.find(each => each.name === pair.name);
    // Until it is decided, what was found before stands.
    const differs = now - since >= WINDOW || now < since || !open;
    return verdictOf(pair, differs ? false : (before?.agrees ?? null));
  });
  return { said, saidAt, recent, outside, verdicts, differences: withNew(state, verdicts, now) };
}

/** In one: false when any figure differs, true when all that could be compared agree, null: none could. */
export function agreement(verdicts: Verdict[]): boolean | null {
  if (verdicts.some(each => each.agrees === false)) return false;
  return verdicts.some(each => each.agrees === true) ? true : null;
}

function undecided(state: CheckState): number {
  return Object.keys(state.outside).filter(
    name => state.verdicts.find(each => each.name === name)?.agrees !== false,
  ).length;
}

/**
 * Keeps what lies around the moment at which the venue spoke, and the last seconds for when it speaks next. In a
 * burst only every tenth of a second is kept, but never is a sample of that moment replaced.
 */
function remember(recent: Sample[], sample: Sample, saidAt: number): Sample[] {
  const { at } = sample;
  const kept = recent.filter(each => at - each.at <= 2 * WINDOW || Math.abs(each.at - saidAt) <= WINDOW);
  const last = kept.at(-1);
  const before = kept.at(-2);
  if (last && before && last.at !== saidAt && last.at - before.at < SPACING) kept.pop();
  return [...kept, sample].slice(-SAMPLES);
}

function samplesOf(recent: CheckState['recent'], name: string, saidAt: number): (string | null)[] {
  return recent
    .filter(sample => Math.abs(sample.at - saidAt) <= WINDOW)
    .map(sample => sample.ours[name] ?? null);
}

function verdictOf({ name, pool, symbol, what, ours, theirs }: Pair, agrees: boolean | null): Verdict {
  const number = (text: string | null) => (text === NONE ? null : text);
  return {
    name,
    pool,
    symbol,
    what,
    agrees,
    ours,
    theirs,
    relative: relativeDifference(number(ours), number(theirs)),
  };
}

function withNew(state: CheckState, verdicts: Verdict[], now: number): Difference[] {
  const fresh = verdicts.filter(
    each =>
      each.agrees === false && !state.verdicts.some(old => old.name === each.name && old.agrees === false),
  );
  if (fresh.length === 0) return state.differences;
  return [...state.differences, ...fresh.map(each => ({ ...each, at: now }))].slice(-DIFFERENCES);
}
