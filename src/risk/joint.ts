/**
 * Joint distance: the move of the market at which a pool is liquidated when every factor moves along by its
 * beta. The headline that single-position liquidation prices leave out.
 */
import type { Book } from '../engine/headroom';

/** Arithmetic moves of the market: −0.0989 is a fall of 9.89 %. */
export interface Joint {
  market: string;
  /** Below 0, at least −1; null: no fall liquidates. */
  down: number | null;
  /** Above 0; null: no rise liquidates. As it is, however far: whether 40-fold means "none" is the view's. */
  up: number | null;
}

/**
 * p_f(s) = P_f·max(0, 1 + β_f s), s the market's move. A pool that is liquidatable already is 0 away on
 * either side. A beta that is not `believed` (a stand-in) counts only where it harms: a position that would
 * gain from the move is taken to stand still. Book order throughout.
 */
export function joint(book: Book, market: string, beta: Float64Array, believed: boolean[]): Joint {
  const ones = new Float64Array(beta.length).fill(1);
  if (!(book.headroom(ones) > 0)) return { market, down: 0, up: 0 };
  const gradient = new Float64Array(beta.length);
  book.gradient(ones, gradient);
  const side = (sign: 1 | -1): number | null => {
    const direction = jointDirection(gradient, beta, believed, sign);
    if (direction.every(each => each === 0)) return null;
    const s = book.crossing(direction, sign);
    // The market cannot lose more than everything.
    return s === null || !Number.isFinite(s) || s < -1 ? null : s;
  };
  return { market, down: side(-1), up: side(1) };
}

/** What each factor moves per move of the market on one side; `gradient` is that of headroom at the mark. */
export function jointDirection(
  gradient: Float64Array,
  beta: Float64Array,
  believed: boolean[],
  side: 1 | -1,
): Float64Array {
  return beta.map((each, f) => (believed[f] || gradient[f]! * each * side < 0 ? each : 0));
}

/** Of a pool that is liquidatable: the market's moves at which it stops being so; null: none does. */
export function recovery(book: Book, market: string, beta: Float64Array): Joint | null {
  if (book.headroom(new Float64Array(beta.length).fill(1)) > 0) return null;
  const side = (sign: 1 | -1) => {
    const s = book.crossing(beta, sign);
    return s === null || !Number.isFinite(s) || s < -1 ? null : s;
  };
  return { market, down: side(-1), up: side(1) };
}
