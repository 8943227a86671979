/**
 * What the card says beyond the figures: what happens in scenarios and to the stops, what restores the distance, what
 * to isolate. Made for the pool that is shown, and only while a card is open.
 */
import type { Account } from '../engine/account';
import type { Isolation, PoolPositionRisk, Remedies, StressedDistances } from '../risk/decisions';
import { isolation } from '../risk/isolate';
import { type LookBack, lookBack } from '../risk/look-back';
import { positionRisk } from '../risk/position-risk';
import { remedies } from '../risk/remedies';
import type { Replayed } from '../risk/replay';
import { scenarios } from '../risk/scenarios';
import type { Scenario, StopWalk } from '../risk/shocks';
import { stopWalks } from '../risk/stop-walk';
import { stressedDistances } from '../risk/stressed-distance';
import type { Settings } from '../settings';
import type { MarketStatistics } from './candles';
import type { Replays } from './replays';
import { attempt, holdings, type Spaced } from './spaced';
import { targetOf } from './typed-order';

/** Each part null: it could not be made, which is not that it says nothing. */
export interface Advice {
  scenarios: Scenario[] | null;
  walks: StopWalk[] | null;
  remedies: Remedies | null;
  positions: PoolPositionRisk | null;
  /** Of the most restless position for its size. */
  isolation: Isolation | null;
  stressed: StressedDistances | null;
  /** What these positions would have made of the last weeks. */
  past: LookBack | null;
  /** The likelihood of liquidation within a day by those weeks' hours; null also while it is being drawn. */
  replayed: Replayed | null;
}

export function adviceOf(
  { spaced, replays }: { spaced: Spaced; replays: Replays },
  key: string,
  account: Account,
  pool: string,
  market: MarketStatistics | null,
  settings: Settings,
): Advice {
  const { keepSigmas, ownScenario } = settings;
  const statistics = market?.statistics ?? null;
  const urgent = JSON.stringify([pool, keepSigmas, ownScenario, holdings(account)]);
  const own = account.pools.find(each => each.id === pool) ?? null;
  const part = <V>(name: string, make: () => V): V | null =>
    spaced.get(`${name} ${key}`, [account], [urgent, statistics], () => attempt(make));
  const positions = own && part('positions', () => positionRisk(own, statistics));
  const candidate = positions?.candidate ?? null;
  return {
    scenarios: part('scenarios', () => scenarios(account, statistics, ownScenario ?? undefined)),
    walks: part('walks', () => stopWalks(account, statistics).filter(each => each.pool === pool)),
    remedies: part('remedies', () => remedies(account, pool, statistics, targetOf(settings))),
    positions,
    isolation:
      own && candidate !== null
        ? part(`isolation ${candidate}`, () => isolation(own, statistics, candidate))
        : null,
    stressed: part(
      'stressed',
      () => stressedDistances(account, statistics).find(each => each.pool === pool) ?? null,
    ),
    past: own && market && part('past', () => lookBack(own, market.aligned.input)),
    replayed: own && market && replays.of(`${pool} ${key}`, own, market, JSON.stringify(holdings(account))),
  };
}
