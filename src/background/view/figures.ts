/** The three figures of the strip, now and after the order. Each says what it is in its hint. */
import type { Figure, Level } from '../../ui/view';
import { distanceOf, jointDistance, usageOf } from './distance';
import { distanceLevel, usageLevel } from './levels';
import { alone, nearest } from './nearest';
import { priceOf } from './price';
import type { AfterOrder, Manner, PoolView } from './subject';
import { poolAfter } from './subject';

interface Said {
  text: string;
  level: Level;
}

/** `pool` null: the account has nothing at all (`known`), or was never described. */
interface Of {
  pool: PoolView | null;
  known: boolean;
  after: AfterOrder[];
  stale: boolean;
}

export function jointFigure(of: Of, manner: Manner): Figure {
  const said = both(of, manner, sayJoint);
  const distance = of.pool ? jointDistance(of.pool) : null;
  const market = distance?.market ?? 'BTC';
  return { label: manner.text('strip_joint'), ...said, hint: manner.text('strip_joint_hint', market) };
}

export function usageFigure(of: Of, manner: Manner): Figure {
  const said = both(of, manner, sayUsage);
  return { label: manner.text('strip_usage'), ...said, hint: manner.text('strip_usage_hint') };
}

export function nearestFigure(of: Of, manner: Manner): Figure {
  const { text, format } = manner;
  const said = both(of, manner, sayNearest);
  const rows = of.pool && of.pool.report.state === 'safe' ? alone(of.pool.pool, of.pool.report) : [];
  const closest = nearest(rows);
  const coin = rows.find(each => each.name === closest?.name)?.factor;
  const hint = closest
    ? text('strip_nearest_hint_at', closest.name, priceOf(closest, format))
    : text('strip_nearest_hint');
  return { label: text('strip_nearest'), ...said, ...(coin ? { coin } : {}), hint };
}

function both(
  of: Of,
  manner: Manner,
  say: (view: PoolView, manner: Manner) => Said,
): Pick<Figure, 'now' | 'level' | 'after'> {
  const { text } = manner;
  const now: Said = of.pool
    ? say(of.pool, manner)
    : of.known
      ? { text: text('word_none'), level: 'ok' }
      : { text: text('word_unknown'), level: 'unknown' };
  return {
    now: now.text,
    level: of.stale ? 'stale' : now.level,
    after: of.after.map(each => {
      const view = poolAfter(each, each.pool);
      const then = view ? say(view, manner) : { text: text('word_unknown'), level: 'unknown' as const };
      return { side: each.side, text: then.text, level: of.stale ? 'stale' : then.level };
    }),
  };
}

function sayJoint(view: PoolView, { settings, text, format }: Manner): Said {
  const distance = jointDistance(view);
  if ('move' in distance) {
    return { text: format.move(distance.move), level: distanceLevel(Math.abs(distance.move), settings) };
  }
  if (distance.word === 'liquidatable') return { text: text('word_now'), level: 'danger' };
  if (distance.word === 'none') return { text: text('word_none'), level: 'ok' };
  return { text: text('word_unknown'), level: 'unknown' };
}

function sayUsage(view: PoolView, { settings, text, format }: Manner): Said {
  const usage = usageOf(view);
  if (usage === null) return { text: text('word_unknown'), level: 'unknown' };
  const level = view.report.state === 'liquidatable' ? 'danger' : usageLevel(usage, settings);
  // With no equity left the ratio has no meaning; that all is used up has.
  return { text: view.report.usage === null ? text('word_over') : format.usage(view.report.usage), level };
}

function sayNearest(view: PoolView, { settings, text, format }: Manner): Said {
  const { state } = view.report;
  if (state === 'unknown') return { text: text('word_unknown'), level: 'unknown' };
  if (state === 'liquidatable') return { text: text('word_now'), level: 'danger' };
  const closest = nearest(alone(view.pool, view.report));
  if (!closest) return { text: text('word_none'), level: 'ok' };
  return {
    text: text('strip_nearest_text', closest.name, format.move(closest.move)),
    level: distanceLevel(Math.abs(closest.move), settings),
  };
}

/** The level of a pool by its own figures. */
export function poolLevels(view: PoolView, manner: Manner): Level[] {
  const distance = distanceOf(view);
  return [
    sayUsage(view, manner).level,
    distance === null ? 'unknown' : distanceLevel(distance, manner.settings),
    sayNearest(view, manner).level,
  ];
}
