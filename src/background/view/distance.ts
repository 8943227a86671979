/** The joint distance of a pool as one figure: the nearer of a fall and a rise of the whole market. */
import { toFloat } from '../../engine/decimal';
import type { PoolView } from './subject';

export type Distance =
  /** An arithmetic move of the market: −0.0989 is a fall of 9.89 %. */
  { move: number; market: string } | { word: 'none' | 'unknown' | 'liquidatable'; market: string | null };

/** A rise to more than eleven times the price liquidates nobody within reason. */
export const BEYOND = 10;

export function jointDistance(view: PoolView): Distance {
  const { report, risk } = view;
  const market = risk?.joint?.market ?? null;
  if (report.state === 'unknown') return { word: 'unknown', market };
  if (report.state === 'liquidatable') return { word: 'liquidatable', market };
  if (isIdle(view)) return { word: 'none', market };
  if (!risk?.joint) return { word: 'unknown', market };
  const { down, up } = risk.joint;
  const moves = [down, up].filter(each => each !== null && Math.abs(each) <= BEYOND) as number[];
  if (moves.length === 0) return { word: 'none', market };
  const move = moves.reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a));
  return { move, market: risk.joint.market };
}

/** For thresholds: a part without a sign, Infinity when no price liquidates; null: not known. */
export function distanceOf(view: PoolView): number | null {
  const distance = jointDistance(view);
  if ('move' in distance) return Math.abs(distance.move);
  if (distance.word === 'liquidatable') return 0;
  return distance.word === 'none' ? Number.POSITIVE_INFINITY : null;
}

/** For thresholds: the part of the margin that is used; 1 and more is liquidation; null: not known. */
export function usageOf({ report }: PoolView): number | null {
  if (report.state === 'unknown') return null;
  if (report.usage === null) return report.state === 'liquidatable' ? Number.POSITIVE_INFINITY : null;
  const usage = toFloat(report.usage);
  return Number.isNaN(usage) ? null : usage;
}

/** Nothing held and nothing required: no price can liquidate it, whatever the statistics. */
export function isIdle({ pool, report }: PoolView): boolean {
  return (
    pool.positions.every(each => toFloat(each.size) === 0) &&
    report.maintenanceMargin !== null &&
    toFloat(report.maintenanceMargin) === 0
  );
}
