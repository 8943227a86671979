/**
 * What the card says beyond the figures: what happens in scenarios and to the stops, what restores the distance, what
 * to isolate. Made for the pool that is shown, and only while a card is open.
 */
import type { Account } from '../engine/account';
import type { PoolPositionRisk, Remedies, StressedDistances } from '../risk/decisions';
import { scenarios } from '../risk/scenarios';
import type { Scenario, StopWalk } from '../risk/shocks';
import type { Statistics } from '../risk/statistics';
import { stopWalks } from '../risk/stop-walk';
import type { Settings } from '../settings';
import { attempt, holdings, type Spaced } from './spaced';

/** Each part null: it could not be made, which is not that it says nothing. */
export interface Advice {
  scenarios: Scenario[] | null;
  walks: StopWalk[] | null;
  remedies: Remedies | null;
  positions: PoolPositionRisk | null;
  stressed: StressedDistances | null;
}

export function adviceOf(
  spaced: Spaced,
  key: string,
  account: Account,
  pool: string,
  statistics: Statistics | null,
  settings: Settings,
): Advice {
  const { keepSigmas, ownScenario } = settings;
  const urgent = JSON.stringify([pool, keepSigmas, ownScenario, holdings(account)]);
  return spaced.get(`advice ${key}`, [account, statistics], urgent, () => {
    return {
      scenarios: attempt(() => scenarios(account, statistics, ownScenario ?? undefined)),
      walks: attempt(() => stopWalks(account, statistics).filter(each => each.pool === pool)),
      remedies: null,
      positions: null,
      stressed: null,
    };
  });
}
