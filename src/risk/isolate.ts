/**
 * What it means to give a position a pool of its own. It never makes liquidation less likely: with the money
 * split so that both parts are equally far, they are b/(σ_j + σ_rest) away, at most the b/σ they were together,
 * and nearer the less they move alike. What it buys is that a liquidation takes one part and not all.
 */
import type { Pool } from '../engine/account';
import { Decimal, toFloat } from '../engine/decimal';
import { isolated } from './changes';
import { positionValue } from './contract-value';
import type { Distance, Isolation } from './decisions';
import { gauge } from './gauge';
import { lossDirection } from './loss-direction';
import { lotOf } from './lot';
import { firstPassage } from './probability';
import { standing } from './repriced';
import type { Statistics } from './statistics';
import { zeroBetween } from './turning-point';

/** The distance is measured against no target here. */
const MEASURED = { by: 'sigmas', atLeast: 0 } as const;
/** The split is found to this part of the money that can be split. */
const EXACT = 1e-5;

/**
 * Null: fewer than two contracts, nothing that liquidates, liquidatable already, no split at which both parts stand,
 * or unknown.
 */
export function isolation(pool: Pool, statistics: Statistics | null, symbol: string): Isolation | null {
  const held = pool.positions.filter(({ size }) => toFloat(size) !== 0);
  if (new Set(held.map(each => each.symbol)).size < 2) return null;
  const state = standing(pool);
  const now = gauge(pool, statistics, MEASURED).distance(pool);
  if (!state || state.liquidatable || typeof now !== 'number') return null;
  const lossNow = state.equity;
  const split = (moved: number) => isolated(pool, symbol, new Decimal(moved).toFixed());
  const whole = split(0);
  if (!whole) return null;
  const [ownNow, restNow] = [standing(whole.own), standing(whole.rest)];
  if (!ownNow || !restNow) return null;
  // Between the amount at which the one part is liquidatable and that at which the other is.
  const [low, high] = [-ownNow.headroom, restNow.headroom];
  if (!(low < high)) return null;
  const ofOwn = gauge(whole.own, statistics, MEASURED);
  const ofRest = gauge(whole.rest, statistics, MEASURED);
  const ahead = (moved: number) => {
    const parts = split(moved)!;
    const [own, rest] = [ofOwn.sigmas(parts.own), ofRest.sigmas(parts.rest)];
    return own === rest ? 0 : own - rest;
  };
  const equal = zeroBetween(ahead, high, low, EXACT * (high - low));
  const far = (distance: Distance) => (distance === 'none' ? Number.POSITIVE_INFINITY : Number(distance));
  // A venue wants the initial margin of the position's leverage at least.
  const initial = whole.own.positions.reduce((sum, each) => {
    const leverage = toFloat(each.leverage);
    return leverage > 0 ? sum + Math.abs(positionValue(pool, each)) / leverage : sum;
  }, 0);
  const margin = lotOf({})
    .up(Math.max(0, equal, initial))
    .toFixed();
  const parts = isolated(pool, symbol, margin)!;
  const [own, rest] = [ofOwn.distance(parts.own), ofRest.distance(parts.rest)];
  const [ownThen, restThen] = [standing(parts.own), standing(parts.rest)];
  if (own === 'unknown' || rest === 'unknown' || !ownThen || !restThen) return null;
  const nearer = Math.min(far(own), far(rest));
  const { shareOf } = lossDirection(pool, statistics);
  const share = held.filter(each => each.symbol === symbol).reduce((sum, each) => sum + shareOf(each), 0);
  const likely = (distance: number) =>
    distance < Number.POSITIVE_INFINITY ? firstPassage(distance).normal : 0;
  return {
    symbol,
    margin: ownThen.equity,
    change: { kind: 'isolate', pool: pool.id, symbol, margin },
    isolated: own,
    rest,
    nearer: Number.isFinite(nearer) ? nearer - now : null,
    lossNow,
    lossIsolated: ownThen.equity,
    lossRest: restThen.equity,
    expectedNow: lossNow * likely(now),
    expectedAfter: ownThen.equity * likely(far(own)) + restThen.equity * likely(far(rest)),
    hedge: share < 0,
  };
}
