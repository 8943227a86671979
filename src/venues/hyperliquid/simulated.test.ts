/** The accounts of the simulator, by its own messages and its own arithmetic: two computations that share nothing. */
import { describe, expect, it } from 'vitest';
import type { World } from '../../../test/simulator/exchange';
import { subscriptionOf } from '../../../test/simulator/hyperliquid/channels';
import { answerInfo } from '../../../test/simulator/hyperliquid/info';
import { createLedger } from '../../../test/simulator/hyperliquid/ledger';
import { truthOf } from '../../../test/simulator/hyperliquid/truth';
import { createMarket } from '../../../test/simulator/market';
import { assess } from '../../engine/assess';
import { toFloat } from '../../engine/decimal';
import { accounts } from './account';
import { answer, frame, subscribe, T0 } from './fake-venue';
import { reduce } from './reduce';
import { initial } from './state';

function simulated() {
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

/** Everything that the page of this account hears, in the order in which it asks. */
function hear({ world, ledger, now }: ReturnType<typeof simulated>, name: string) {
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
    start: () => [
      subscribe({ type: 'allDexsClearinghouseState', user }),
      subscribe({ type: 'activeAssetData', user, coin: 'BTC' }),
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
      frameOf({ type: 'activeAssetData', user, coin: 'BTC' }),
    ],
    prices: () => [frameOf({ type: 'fastAssetCtxs' }), frameOf({ type: 'activeAssetCtx', coin: 'BTC' })],
    old: () => [frameOf({ type: 'webData2', user })],
  };
}

const near = (ours: string | null, theirs: number | null, what: string) => {
  if (theirs === null || theirs === 0) expect(ours, what).toBe(theirs === 0 ? '0' : null);
  else expect(Math.abs(toFloat(ours) / theirs - 1), `${what}: ${ours}, ${theirs}`).toBeLessThan(1e-6);
};

const NAMES = ['standard', 'unified', 'isolated', 'hip3', 'dexes', 'seed', 'empty', 'desk'];

function compare(made: ReturnType<typeof simulated>, name: string, state = initial) {
  const account = made.ledger.named(name)!;
  const truth = truthOf(account, {
    market: made.market,
    betas: factors => Object.fromEntries(factors.map(factor => [factor, 1])),
  });
  const [reading, ...others] = accounts(state, made.now());
  expect(others).toEqual([]);
  expect(reading!.problems.filter(({ code }) => !code.startsWith('assumed'))).toEqual([]);
  expect(reading!.account.account).toBe(account.address);
  const report = assess(reading!.account);
  expect(report.pools.map(({ id }) => id).sort()).toEqual(truth.pools.map(({ id }) => id).sort());
  for (const pool of truth.pools) {
    const ours = report.pools.find(({ id }) => id === pool.id)!;
    expect(ours.state, pool.id).not.toBe('unknown');
    near(ours.equity, pool.equity, `${pool.id} equity`);
    near(ours.maintenanceMargin, pool.maintenance, `${pool.id} maintenance`);
    for (const position of pool.positions) {
      const own = ours.positions.find(({ symbol }) => symbol === position.symbol)!;
      near(own.printedLiquidationPrice, position.printed, `${position.symbol} printed`);
      near(own.liquidation.below, position.below, `${position.symbol} below`);
      near(own.liquidation.above, position.above, `${position.symbol} above`);
    }
  }
  return reading!;
}

describe('simulated accounts', () => {
  it.each(NAMES)('%s', name => {
    const made = simulated();
    const { start, account, prices } = hear(made, name);
    const state = [...start(), ...prices(), ...account()].reduce(reduce, initial);
    const reading = compare(made, name, state);
    expect(reading.checked).toBeUndefined();
    for (const pool of reading.account.pools) {
      for (const position of pool.positions) expect(position.reported).toBeDefined();
    }
  });

  it.each(NAMES)('%s, with marks that move before the account is said again', name => {
    const made = simulated();
    const { start, account, prices } = hear(made, name);
    let state = [...start(), ...account()].reduce(reduce, initial);
    made.tick(1000);
    made.market.setMarks({ BTC: 83_911, ETH: 2_755.4, SOL: 121.7, TSLA: 404.2 });
    state = prices().reduce(reduce, state);
    const reading = compare(made, name, state);
    if (reading.account.pools.some(({ positions }) => positions.length > 0)) {
      expect(reading.checked).toBeDefined();
      expect(JSON.stringify(reading.account)).not.toContain('reported');
      expect(JSON.stringify(reading.checked)).toContain('reported');
    }
  });
});
