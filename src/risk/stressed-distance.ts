/**
 * The distance under correlations other than those of today. Together is not always the worse: what makes a
 * one-sided book riskier makes a hedged one look safer, so both are asked.
 */
import type { Account, Pool } from '../engine/account';
import type { Distance, StressedDistances } from './decisions';
import { gauge } from './gauge';
import type { Statistics } from './statistics';
import { stressOf } from './stress';

/** "together" is all the way to 1, "apart" half of the way to 0. */
export const TOGETHER = 1;
export const APART = 0.5;

export function stressedDistances(account: Account, statistics: Statistics | null): StressedDistances[] {
  return account.pools.map(pool => {
    const normal = distanceOf(pool, statistics);
    const together = distanceOf(pool, statistics && stressOf(statistics, 'together', TOGETHER));
    const apart = distanceOf(pool, statistics && stressOf(statistics, 'apart', APART));
    const nearest = Math.min(farness(normal), farness(together), farness(apart));
    const worse =
      farness(normal) === nearest ? 'normal' : farness(together) === nearest ? 'together' : 'apart';
    return { pool: pool.id, normal, together, apart, worse };
  });
}

function distanceOf(pool: Pool, statistics: Statistics | null): Distance {
  return gauge(pool, statistics, { by: 'sigmas', atLeast: 0 }).distance(pool);
}

function farness(distance: Distance): number {
  return typeof distance === 'number' ? distance : Number.POSITIVE_INFINITY;
}
