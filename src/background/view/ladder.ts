/** The liquidation ladder: all together first, then each price alone, on both sides, now and after the order. */
import { toFloat } from '../../engine/decimal';
import type { After, LadderPoint, LadderRow, LadderView } from '../../ui/view';
import { BEYOND, jointDistance } from './distance';
import { distanceLevel } from './levels';
import { type Alone, alone, type Crossing } from './nearest';
import { priceOf } from './price';
import type { Manner, PoolView } from './subject';

/** The pool after the order, with the side when it is not chosen. Null: not known. */
export interface Then {
  side: After['side'];
  view: PoolView | null;
}

export function ladderView(now: PoolView, then: Then[], manner: Manner): LadderView {
  const rows = crossings(now);
  const after = then.map(({ side, view }) => ({ side, rows: view ? crossings(view) : [] }));
  const names = [...new Set([rows, ...after.map(each => each.rows)].flat().map(row => row.name))];
  return {
    rows: [
      jointRow(now, then, manner),
      ...names.map(name =>
        aloneRow(
          name,
          now,
          only(rows, name),
          after.map(each => ({ side: each.side, row: only(each.rows, name) })),
          manner,
        ),
      ),
    ],
  };
}

function crossings({ pool, report }: PoolView): Alone[] {
  return report.state === 'safe' ? alone(pool, report) : [];
}

function only(rows: Alone[], name: string): Alone | null {
  return rows.find(row => row.name === name) ?? null;
}

function jointRow(now: PoolView, then: Then[], manner: Manner): LadderRow {
  const { text, settings } = manner;
  const distance = jointDistance(now);
  const points = jointPoints(now, manner);
  const word = 'word' in distance ? distance.word : null;
  return {
    label: text('strip_joint'),
    emphasised: true,
    level:
      word === 'unknown'
        ? 'unknown'
        : word === 'liquidatable'
          ? 'danger'
          : 'move' in distance
            ? distanceLevel(Math.abs(distance.move), settings)
            : 'ok',
    ...points,
    after: then.map(({ side, view }) => ({
      side,
      ...(view ? jointPoints(view, manner) : { below: null, above: null }),
    })),
    text:
      word === 'unknown'
        ? text('word_unknown')
        : word === 'liquidatable'
          ? text('word_now')
          : word === 'none'
            ? text('card_no_price')
            : null,
  };
}

function jointPoints(
  view: PoolView,
  manner: Manner,
): { below: LadderPoint | null; above: LadderPoint | null } {
  if (!('move' in jointDistance(view))) return { below: null, above: null };
  const { market, down, up } = view.risk!.joint!;
  const mark = view.pool.positions.find(each => each.factor === market);
  const point = (move: number | null): LadderPoint | null => {
    if (move === null || Math.abs(move) > BEYOND) return null;
    const said = manner.format.move(move);
    const price = toFloat(mark?.markPrice) * (1 + move);
    return {
      move,
      text: Number.isFinite(price)
        ? manner.text(
            'card_point',
            said,
            manner.format.liquidationPrice(price, move < 0 ? 'below' : 'above', mark?.tick),
          )
        : manner.text('card_point_of', said, market),
    };
  };
  return { below: point(down), above: point(up) };
}

function aloneRow(
  name: string,
  pool: PoolView,
  now: Alone | null,
  then: { side: After['side']; row: Alone | null }[],
  { text, format, settings }: Manner,
): LadderRow {
  const point = (crossing: Crossing | null | undefined): LadderPoint | null =>
    crossing
      ? {
          move: crossing.move,
          text: text('card_point', format.move(crossing.move), priceOf(crossing, format)),
        }
      : null;
  const moves = [now?.below, now?.above].flatMap(each => (each ? [Math.abs(each.move)] : []));
  return {
    label: text('card_alone', name),
    emphasised: false,
    level:
      pool.report.state === 'unknown'
        ? 'unknown'
        : distanceLevel(Math.min(...moves, Number.POSITIVE_INFINITY), settings),
    below: point(now?.below),
    above: point(now?.above),
    after: then.map(({ side, row }) => ({ side, below: point(row?.below), above: point(row?.above) })),
    text: moves.length > 0 ? null : text(now ? 'card_no_price' : 'card_not_held'),
  };
}
