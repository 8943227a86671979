/** The distance of the last 24 hours as a line. */
import { age } from '../../ui/format';
import type { HistoryView } from '../../ui/view';
import { type Sample, SLOT, SPAN } from '../history';
import type { Manner } from './subject';

/** Slots that share one point of the line: a quarter of an hour. */
const BUCKET = 3 * SLOT;
const WIDTH = 960;
const HEIGHT = 100;

/** Null: there are no two points to draw a line between. */
export function historyView(
  samples: readonly Sample[],
  { text, format, settings, now }: Manner,
): HistoryView | null {
  const points = bucketed(samples);
  const first = points[0];
  if (!first || points.length < 2) return null;
  const distances = points.flatMap(({ move }) => (move === null ? [] : [Math.abs(move)]));
  // The thresholds are always in the picture, and what is farther than everything is not told apart.
  const top = Math.min(1, Math.max(1.5 * settings.joint.warn, ...distances));
  const x = (at: number) => Math.round(Math.max(0, 1 - (now - at) / SPAN) * WIDTH);
  const y = (distance: number) => Math.round((1 - Math.min(1, distance / top)) * HEIGHT);
  let line = '';
  let before: number | null = null;
  for (const { at, move } of points) {
    const joined = before !== null && at - before === BUCKET;
    const to = `${x(at + BUCKET / 2)} ${y(move === null ? top : Math.abs(move))}`;
    // A point by itself is drawn as a dot: the line begins and ends there.
    line += joined ? `L${to}` : `M${to}l0 0`;
    before = at;
  }
  const nearest = points.reduce((a, b) => (far(b.move) < far(a.move) ? b : a));
  return {
    caption:
      nearest.move === null
        ? text('history_none')
        : text('history_nearest', format.move(nearest.move), age(Math.max(0, now - nearest.at - BUCKET / 2))),
    hint: text('history_hint'),
    line,
    warn: y(settings.joint.warn),
    danger: y(settings.joint.danger),
    top: format.share(top),
  };
}

function far(move: number | null): number {
  return move === null ? Number.POSITIVE_INFINITY : Math.abs(move);
}

/** The nearest of each quarter of an hour, with the moment at which it was. */
function bucketed(samples: readonly Sample[]): { at: number; move: number | null }[] {
  const points: { at: number; move: number | null }[] = [];
  for (const { at, move } of samples) {
    const bucket = Math.floor(at / BUCKET) * BUCKET;
    const last = points.at(-1);
    if (last?.at !== bucket) points.push({ at: bucket, move });
    else if (far(move) < far(last.move)) last.move = move;
  }
  return points;
}
