/** The likely way to liquidation: what each coin does on it, and which part of the loss it brings. */
import { toFloat } from '../../engine/decimal';
import type { FactorMove } from '../../risk/risk';
import type { PathRow, PathView } from '../../ui/view';
import type { Manner, PoolView } from './subject';

/** More rows than this nobody reads; the rest is summed up. */
const MOST = 8;

/** Null: no way is known, or it is of one coin. */
export function pathView(view: PoolView, manner: Manner): PathView | null {
  const point = view.report.state === 'safe' ? view.risk?.whole?.designPoint : null;
  const moves = (point?.moves ?? []).filter(each => each.move !== 0 || each.lossShare !== 0);
  if (moves.length < 2) return null;
  const size = ({ lossShare }: FactorMove) => Math.abs(lossShare ?? 0);
  const sorted = [...moves].sort((a, b) => size(b) - size(a));
  const shown = sorted.length > MOST ? sorted.slice(0, MOST - 1) : sorted;
  return {
    rows: shown.map(move => row(move, view, manner)),
    rest: rest(sorted.slice(shown.length), manner),
  };
}

function row({ factor, move, price, lossShare }: FactorMove, { pool }: PoolView, manner: Manner): PathRow {
  const { text, format } = manner;
  const [position] = pool.positions
    .filter(each => each.factor === factor)
    .sort((a, b) => Math.abs(toFloat(b.size)) - Math.abs(toFloat(a.size)));
  return {
    coin: factor,
    move: format.move(move),
    price:
      price === null
        ? text('word_unknown')
        : format.liquidationPrice(price, move < 0 ? 'below' : 'above', position?.tick),
    share: lossShare,
    said: lossShare === null ? text('word_unknown') : format.share(lossShare),
  };
}

function rest(moves: FactorMove[], { text, format }: Manner): string | null {
  if (moves.length === 0) return null;
  const share = moves.reduce((sum, each) => sum + (each.lossShare ?? Number.NaN), 0);
  return Number.isFinite(share)
    ? text('card_path_rest', String(moves.length), format.share(share))
    : text('card_path_more', String(moves.length));
}
