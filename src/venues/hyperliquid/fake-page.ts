/** For tests: the simulator in the same process, and what a page of one of its accounts hears. */

import type { AccountTruth, World } from '../../../test/simulator/exchange';
import { subscriptionOf } from '../../../test/simulator/hyperliquid/channels';
import { answerInfo } from '../../../test/simulator/hyperliquid/info';
import { createLedger } from '../../../test/simulator/hyperliquid/ledger';
import { truthOf } from '../../../test/simulator/hyperliquid/truth';
import { createMarket } from '../../../test/simulator/market';
import { answer, frame, subscribe, T0 } from './fake-venue';

export function simulated() {
  let time = T0;
  const now = () => time;
  const market = createMarket({ scenario: 'still', seed: 7, now, live: false });
  const switches = { feedPaused: false, drifted: false, answer: null, loggedOut: false };
  const world: World = { market, scenario: 'still', seed: 7, switches, now };
  const ledger = createLedger(world);
  return {
    world,
    market,
    ledger,
    tick: (ms: number) => {
      time += ms;
    },
    now,
  };
}

export type Simulated = ReturnType<typeof simulated>;

/** Everything that the page of this account hears, in the order in which it asks. */
export function hear({ world, ledger, now }: Simulated, name: string, coin = 'BTC') {
  const user = ledger.named(name)!.address;
  const leader = ledger.named('leader')!.address;
  const frameOf = (subscription: Record<string, unknown>) => {
    const made = subscriptionOf(world, ledger, subscription);
    if (made === null || typeof made === 'string')
      throw new Error(`refused: ${JSON.stringify(subscription)}`);
    return frame(String(subscription.type), made.data(), { at: now() });
  };
  const ask = (request: Record<string, unknown>) => {
    const { body } = answerInfo(world, ledger, JSON.stringify(request));
    return answer(request, JSON.stringify(body), { at: now() });
  };
  return {
    user,
    /** The answer of the public API to any request. */
    ask: (request: Record<string, unknown>) => ({ ...ask(request), via: 'api' as const }),
    start: () => [
      subscribe({ type: 'allDexsClearinghouseState', user }),
      subscribe({ type: 'activeAssetData', user, coin }),
      ask({ type: 'allPerpMetas' }),
      ask({ type: 'metaAndAssetCtxs' }),
      ask({ type: 'metaAndAssetCtxs', dex: 'xyz' }),
      ask({ type: 'userAbstraction', user }),
    ],
    account: () => [
      frameOf({ type: 'webData3', user: ledger.named('vault')!.address }),
      frameOf({ type: 'webData3', user }),
      frameOf({ type: 'allDexsClearinghouseState', user: leader }),
      frameOf({ type: 'spotState', user: leader }),
      frameOf({ type: 'allDexsClearinghouseState', user }),
      frameOf({ type: 'spotState', user }),
      frameOf({ type: 'openOrders', user, dex: '' }),
      frameOf({ type: 'activeAssetData', user, coin }),
    ],
    prices: () => [frameOf({ type: 'fastAssetCtxs' }), frameOf({ type: 'activeAssetCtx', coin })],
    old: () => [frameOf({ type: 'webData2', user })],
  };
}

export function truth({ ledger, market }: Simulated, name: string): AccountTruth {
  const betas = (factors: string[]) => Object.fromEntries(factors.map(factor => [factor, 1]));
  return truthOf(ledger.named(name)!, { market, betas });
}
