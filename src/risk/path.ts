/** Ways on which all prices of a pool move together, each as one number s ≥ 0 that says how far. */
import type { Pool } from '../engine/account';
import { factorModel } from './factor-model';
import { joint, jointDirection } from './joint';
import { pricedBook } from './priced-book';
import { poolRisk } from './risk';
import type { PathName } from './shocks';
import type { Statistics } from './statistics';

export interface Path {
  name: PathName;
  /** What a factor's price is multiplied by at s; monotone in s. */
  multiplier(factor: string, s: number): number;
  /** Where that is `ratio`, also beyond the end; NaN: the path leads away from it. */
  reach(factor: string, ratio: number): number;
  /** Where the path ends. */
  end: number;
}

/** Paths are followed this many times as far as liquidation without orders. */
const BEYOND = 4;

/** e^(u·s), u by factor. */
export function logPath(name: PathName, direction: ReadonlyMap<string, number>, end: number): Path {
  const speed = (factor: string) => direction.get(factor) ?? 0;
  return {
    name,
    multiplier: (factor, s) => Math.exp(speed(factor) * s),
    reach: (factor, ratio) => ahead(Math.log(ratio) / speed(factor)),
    end,
  };
}

/** 1 + d·s, never below nothing. */
export function straightPath(name: PathName, direction: ReadonlyMap<string, number>, end: number): Path {
  const speed = (factor: string) => direction.get(factor) ?? 0;
  return {
    name,
    multiplier: (factor, s) => Math.max(0, 1 + speed(factor) * s),
    reach: (factor, ratio) => ahead((ratio - 1) / speed(factor)),
    end,
  };
}

/** What is behind, or infinitely far, is nowhere; −0 is here. */
function ahead(s: number): number {
  return s >= 0 && s < Number.POSITIVE_INFINITY ? s + 0 : Number.NaN;
}

/**
 * The paths on which a pool is liquidated: the likeliest (its length in daily sigmas), the market down and up
 * (its length in the market's absolute move). None when nothing liquidates or the pool is not known.
 */
export function pathsOf(pool: Pool, statistics: Statistics): Path[] {
  const priced = pricedBook(pool);
  if (!priced || priced.idle || statistics.market === null) return [];
  const { book } = priced;
  const model = factorModel(statistics, book.factors);
  if (typeof model === 'string') return [];
  const paths: Path[] = [];
  const { designPoint } = poolRisk(priced, statistics);
  if (designPoint && designPoint.distance > 0) {
    const { distance, moves } = designPoint;
    const direction = new Map(moves.map(({ factor, move }) => [factor, Math.log1p(move) / distance]));
    paths.push(logPath('design', direction, BEYOND * distance));
  }
  const gradient = new Float64Array(book.factors.length);
  book.gradient(new Float64Array(book.factors.length).fill(1), gradient);
  const { down, up } = joint(book, statistics.market, model.beta, model.believed);
  for (const [side, reach] of [
    [-1, down],
    [1, up],
  ] as const) {
    if (reach === null) continue;
    const speeds = jointDirection(gradient, model.beta, model.believed, side);
    const direction = new Map(book.factors.map((factor, f) => [factor, side * speeds[f]!]));
    const end = BEYOND * Math.abs(reach);
    paths.push(straightPath(side < 0 ? 'down' : 'up', direction, side < 0 ? Math.min(1, end) : end));
  }
  return paths;
}
