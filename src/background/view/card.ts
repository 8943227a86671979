/** The card: one click deeper than the strip. */
import { toFloat } from '../../engine/decimal';
import type { NetExposures } from '../../risk/decisions';
import { age } from '../../ui/format';
import type { CardView, MarginView, Note } from '../../ui/view';
import type { Advice } from '../advice';
import type { Sample } from '../history';
import { checkView, differences } from './check';
import { isIdle, jointDistance, usageOf } from './distance';
import { exposureView } from './exposure';
import { poolLevels, usageFigure } from './figures';
import { staleness } from './freshness';
import { heatmapView } from './heatmap';
import { historyView } from './history';
import { isolationView } from './isolation';
import { ladderView, type Then } from './ladder';
import { together, usageLevel } from './levels';
import { leverageView } from './leverage';
import { oddsOf } from './odds';
import { pathView } from './path';
import { positionRows } from './position-rows';
import { remediesView } from './remedies';
import { agedPrices, restsOn } from './rests-on';
import { scenariosView } from './scenarios';
import { stopsView } from './stops';
import { nameOf } from './strip';
import type { Manner, PoolView, Subject } from './subject';
import { poolAfter, poolsOf, shownPool } from './subject';
import { assumptions, troubles } from './troubles';

/** What only an open card shows. */
export interface Deeper {
  history: readonly Sample[];
  /** Of the shown pool; null: there is none. */
  advice: Advice | null;
  /** Over all live accounts, and how many these are. */
  exposures: NetExposures | null;
  accounts: number;
}

const NOTHING: Deeper = { history: [], advice: null, exposures: null, accounts: 0 };

export function cardView(subject: Subject, manner: Manner, deeper: Deeper = NOTHING): CardView {
  const pool = shownPool(subject);
  const { advice } = deeper;
  const rests = restsOn(subject, pool, manner);
  const dated = <T extends { hint: string }>(part: T | null): T | null =>
    part && { ...part, hint: `${part.hint} ${rests}`.trim() };
  const stale = staleness(subject, manner) !== null;
  const then = subject.after.map(order => ({ side: order.side, view: poolAfter(order, order.pool) }));
  return {
    title: title(subject, pool, manner),
    check: checkView(subject, manner),
    sentence: sentence(subject, pool, manner),
    odds: pool ? oddsOf(pool, advice?.replayed ?? null, manner) : null,
    oddsHint: `${manner.text('card_odds_hint')} ${rests}`.trim(),
    history: historyView(deeper.history, manner),
    margin: marginView(subject, pool, then, stale, manner),
    ladder: pool ? ladderView(pool, then, manner) : { rows: [] },
    path: pool ? pathView(pool, manner) : null,
    stops: dated(pool && advice && stopsView(pool, subject, advice, manner)),
    remedies: dated(pool && advice && remediesView(pool, subject, advice, manner)),
    scenarios: dated(pool && advice && scenariosView(pool, advice, manner)),
    positions: pool ? positionRows(pool, subject, manner) : [],
    leverage: dated(pool && advice && leverageView(pool, advice, manner)),
    isolation: dated(pool && advice && isolationView(pool, advice, manner)),
    exposure: exposureView(deeper.exposures, deeper.accounts, manner),
    heatmap: dated(pool && heatmapView(pool, subject, advice?.stressed ?? null, manner)),
    warnings: warnings(subject, pool, manner),
    basis: basis(subject, pool, manner),
  };
}

/** "Hyperliquid · unified · 0x1234…abcd", with the pool's name where there are several. */
export function title(subject: Subject, pool: PoolView | null, { text }: Manner): string {
  const { venue, reading } = subject;
  const parts = [venue.name, reading.mode, reading.label];
  if (pool && poolsOf(subject).filter(each => !isIdle(each)).length > 1)
    parts.push(text(kindOf(pool), nameOf(pool)));
  return parts.filter(Boolean).join(' · ');
}

function kindOf({ pool }: PoolView) {
  return pool.kind === 'isolated' ? ('card_pool_isolated' as const) : ('card_pool_cross' as const);
}

function sentence(subject: Subject, pool: PoolView | null, { text, format }: Manner): string {
  if (subject.reading.accountAt === null) return text('card_sentence_no_account');
  if (!pool) return text('card_sentence_nothing');
  const distance = jointDistance(pool);
  if ('move' in distance) {
    const size = format.move(distance.move).replace(/^[−+]/, '');
    const alone = (pool.risk?.whole?.exposures ?? []).every(
      each => each.factor === distance.market || each.exposure === 0,
    );
    if (distance.move < 0)
      return text(alone ? 'card_sentence_fall_alone' : 'card_sentence_fall', distance.market, size);
    return text(alone ? 'card_sentence_rise_alone' : 'card_sentence_rise', distance.market, size);
  }
  if (distance.word === 'liquidatable') return text('card_sentence_liquidatable');
  if (distance.word === 'none') return text('card_sentence_none');
  if (pool.report.state === 'unknown') return text('card_sentence_unknown');
  return text('card_sentence_no_prices');
}

function marginView(
  subject: Subject,
  pool: PoolView | null,
  then: Then[],
  stale: boolean,
  manner: Manner,
): MarginView {
  const { text, format, settings } = manner;
  const bar = (view: PoolView | null) => {
    const usage = view ? usageOf(view) : null;
    return usage === null ? null : Math.min(1, Math.max(0, usage));
  };
  const headroom = pool?.report.headroom ?? null;
  const known = subject.reading.accountAt !== null;
  return {
    figure: usageFigure({ pool, known, after: subject.after, stale }, manner),
    used: bar(pool),
    usedAfter: then.map(({ side, view }) => ({ side, used: bar(view) })),
    room:
      headroom === null || !pool
        ? text('card_room_unknown')
        : toFloat(headroom) < 0
          ? text('card_room_missing', format.need(headroom.replace('-', ''), pool.report.unit))
          : text('card_room', format.room(headroom, pool.report.unit)),
    threshold: settings.usage.warn,
  };
}

function warnings(subject: Subject, pool: PoolView | null, manner: Manner): Note[] {
  const { text, format } = manner;
  const notes: Note[] = [];
  const stacked = pool?.risk?.whole?.oneSided;
  if (stacked) {
    const key = stacked.side === 'long' ? 'card_stacked_long' : 'card_stacked_short';
    notes.push({ level: 'warn', text: text(key, stacked.factors.join(', '), format.usage(stacked.share)) });
  }
  notes.push(...differences(subject, manner));
  const said = [...(pool?.report.problems ?? []), ...subject.reading.problems, ...subject.sourceProblems];
  for (const problem of troubles(said)) notes.push({ level: 'unknown', text: problem.message });
  for (const each of poolsOf(subject)) {
    if (each.report.id !== pool?.report.id && !isIdle(each)) notes.push(otherPool(each, manner));
  }
  return unique(notes);
}

/** A pool that is not drawn is at least named with its margin used. */
function otherPool(view: PoolView, manner: Manner): Note {
  const { text, format, settings } = manner;
  const name = text(kindOf(view), nameOf(view));
  const usage = usageOf(view);
  if (view.report.state === 'liquidatable') {
    return { level: 'danger', text: text('card_other_pool', name, text('word_liquidatable')) };
  }
  if (usage === null || view.report.usage === null) {
    return { level: 'unknown', text: text('card_other_pool', name, text('word_unknown')) };
  }
  return {
    level: together([
      usageLevel(usage, settings),
      ...poolLevels(view, manner).filter(each => each !== 'unknown'),
    ]),
    text: text('card_other_pool', name, text('card_other_pool_usage', format.usage(view.report.usage))),
  };
}

/** What the figures rest on, for those who want to know before they trust them. */
function basis(subject: Subject, pool: PoolView | null, { text, now }: Manner): string[] {
  const lines = [text('basis_engine', subject.venue.name)];
  lines.push(...assumptions([...(pool?.report.problems ?? []), ...subject.reading.problems]));
  if (subject.risk && pool?.risk?.joint) {
    lines.push(text('basis_joint', pool.risk.joint.market));
    const prices = agedPrices(subject, { text, now });
    if (prices) lines.push(prices);
    if (pool.risk.whole?.designPoint) lines.push(text('basis_odds'));
  }
  for (const each of pool?.risk?.whole?.proxies ?? [])
    lines.push(text('basis_proxy', each.factor, each.reason));
  if (subject.restingUntil !== null) {
    lines.push(text('basis_resting', subject.venue.name, age(subject.restingUntil - now)));
  }
  return [...new Set(lines)];
}

function unique(notes: Note[]): Note[] {
  return notes.filter((note, k) => notes.findIndex(other => other.text === note.text) === k);
}
