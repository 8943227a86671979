/** The strip: how far, and how far after this order; what is unknown or stale, and since when. */
import { age } from '../../ui/format';
import type { Text } from '../../ui/text';
import type { Level, StripView } from '../../ui/view';
import { usageOf } from './distance';
import { jointFigure, nearestFigure, poolLevels, usageFigure } from './figures';
import { type Stale, staleness } from './freshness';
import { largestView } from './largest';
import { together, usageLevel } from './levels';
import { alone, nearest } from './nearest';
import { restsOn } from './rests-on';
import type { Manner, PoolView, Subject } from './subject';
import { poolsOf, shownPool } from './subject';
import { troubles } from './troubles';
import { sayUnsure } from './unsure';

export function stripView(subject: Subject, manner: Manner): StripView {
  const { text } = manner;
  const pool = shownPool(subject);
  const stale = staleness(subject, manner);
  const known = subject.reading.accountAt !== null;
  const of = { pool, known, after: subject.after, stale: stale !== null };
  const joint = jointFigure(of, manner);
  const level = stale ? 'stale' : pool ? together(poolLevels(pool, manner)) : known ? 'ok' : 'unknown';
  return {
    level,
    word: wordOf(level, pool, text),
    joint: { ...joint, hint: `${joint.hint} ${restsOn(subject, pool, manner)}`.trim() },
    usage: usageFigure(of, manner),
    nearest: nearestFigure(of, manner),
    largest: stale ? null : largestView(subject, manner),
    note: note(subject, pool, stale, manner),
  };
}

/** The state in one word. */
export function wordOf(level: Level, pool: PoolView | null, text: Text): string {
  return text(WORD[pool?.report.state === 'liquidatable' && level !== 'stale' ? 'liquidatable' : level]);
}

const WORD = {
  ok: 'word_safe',
  warn: 'word_close',
  danger: 'word_danger',
  liquidatable: 'word_liquidatable',
  unknown: 'word_unknown',
  stale: 'word_stale',
} as const;

/** The one thing that the trader has to know before trusting the figures; null: nothing. */
function note(subject: Subject, pool: PoolView | null, stale: Stale | null, manner: Manner): string | null {
  const { text } = manner;
  if (stale?.reason === 'outdated') {
    const why = outdating(subject);
    if (why !== null) return text('strip_stale_because', why, age(manner.now - stale.since));
  }
  if (stale) return sayStale(stale, manner);
  if (subject.reading.accountAt === null) return firstProblem(subject) ?? text('strip_no_account');
  if (pool?.report.state === 'unknown') {
    const [problem] = troubles(subject.reading.fromScreen ? subject.reading.problems : pool.report.problems);
    return text('strip_unknown_because', problem?.message ?? firstProblem(subject) ?? pool.report.id);
  }
  if (subject.unsure) return sayUnsure(subject.unsure, text);
  const other = worseElsewhere(subject, pool, manner);
  if (other) return text('strip_other_pool', nameOf(other), sayWhy(other, manner));
  if (subject.verdicts.some(each => each.agrees === false)) return text('strip_differs');
  if (subject.reading.fromScreen) return firstProblem(subject) ?? text('strip_from_screen');
  if (pool && !subject.risk) return text('strip_no_prices_yet');
  const why = pool?.risk?.joint === null ? pool.risk.problems[0]?.message : null;
  if (why) return text('strip_joint_unknown', why);
  return firstProblem(subject);
}

/** A pool that is worse off than the one that is shown, when it is close to liquidation. */
function worseElsewhere(subject: Subject, pool: PoolView | null, manner: Manner): PoolView | null {
  if (!pool) return null;
  const rank = (view: PoolView) => RANK.indexOf(together(poolLevels(view, manner)));
  const [worst] = poolsOf(subject)
    .filter(each => each.report.id !== pool.report.id)
    .sort((a, b) => rank(b) - rank(a));
  return worst && rank(worst) > Math.max(0, rank(pool)) ? worst : null;
}

const RANK: Level[] = ['ok', 'warn', 'danger'];

/** What makes it worse: its nearest price, or the margin that it uses. */
function sayWhy(view: PoolView, manner: Manner): string {
  const { text, format, settings } = manner;
  const usage = usageOf(view);
  if (view.report.state === 'liquidatable') return text('word_liquidatable');
  if (view.report.usage !== null && usage !== null && usageLevel(usage, settings) !== 'ok') {
    return text('strip_other_pool_usage', format.usage(view.report.usage));
  }
  const closest = nearest(alone(view.pool, view.report));
  return closest ? format.move(closest.move) : text(WORD[together(poolLevels(view, manner))]);
}

/** A pool in a few words: an isolated position by its symbol, a cross pool by its unit. */
export function nameOf({ pool }: PoolView): string {
  const [position] = pool.positions;
  return pool.kind === 'isolated' && position ? position.symbol : pool.unit;
}

export function sayStale({ reason, since }: Stale, { text, now }: Manner): string {
  if (reason === 'clock') return text('strip_stale_clock');
  const ago = age(now - since);
  if (reason === 'gone') return text('strip_stale_gone', ago);
  if (reason === 'outdated') return text('strip_stale_outdated', ago);
  return text(reason === 'account' ? 'strip_stale_account' : 'strip_stale_prices', ago);
}

/** Which of the problems it is that makes an account outdated. */
function outdating({ reading }: Subject): string | null {
  const found = troubles(reading.problems);
  return (found.find(({ code }) => OUTDATING.has(code)) ?? found[0])?.message ?? null;
}

const OUTDATING: ReadonlySet<string> = new Set(['logged-out', 'format-changed', 'not-json', 'too-large']);

function firstProblem({ reading, sourceProblems }: Subject): string | null {
  return troubles(reading.problems)[0]?.message ?? sourceProblems.at(-1)?.message ?? null;
}
