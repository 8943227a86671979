/** The accounts of the simulator, by its own messages and its own arithmetic: two computations that share nothing. */
import { describe, expect, it } from 'vitest';
import { assess } from '../../engine/assess';
import { toFloat } from '../../engine/decimal';
import { accounts } from './account';
import { needs } from './api';
import { hear, type Simulated, simulated, truth } from './fake-page';
import { reduce } from './reduce';
import { initial } from './state';

const near = (ours: string | null, theirs: number | null, what: string) => {
  if (theirs === null || theirs === 0) expect(ours, what).toBe(theirs === 0 ? '0' : null);
  else expect(Math.abs(toFloat(ours) / theirs - 1), `${what}: ${ours}, ${theirs}`).toBeLessThan(1e-6);
};

const NAMES = [
  'standard',
  'unified',
  'isolated',
  'hip3',
  'tokens',
  'dexes',
  'portfolio',
  'seed',
  'empty',
  'desk',
];

function compare(made: Simulated, name: string, state = initial) {
  const account = made.ledger.named(name)!;
  const theirs = truth(made, name);
  const [reading, ...others] = accounts(state, made.now());
  expect(others).toEqual([]);
  expect(reading!.problems.filter(({ code }) => !code.startsWith('assumed'))).toEqual([]);
  expect(reading!.account.account).toBe(account.address);
  const report = assess(reading!.account);
  expect(report.pools.map(({ id }) => id).sort()).toEqual(theirs.pools.map(({ id }) => id).sort());
  for (const pool of theirs.pools) {
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

  it.each([...NAMES, 'vault'])('%s, by its address alone', name => {
    const made = simulated();
    const { user, ask } = hear(made, name);
    const watching = { address: user };
    let state = initial;
    const asked: string[] = [];
    // Each round asks for what the last one made known to be missing.
    for (let round = 0; round < 4; round++) {
      const list = needs(state, made.now(), watching);
      asked.push(...list.map(({ key }) => key));
      state = list.map(({ body }) => ask(body as Record<string, unknown>)).reduce(reduce, state);
    }
    expect(needs(state, made.now(), watching)).toEqual([]);
    expect(new Set(asked).size).toBe(asked.length);
    compare(made, name, state);
    // Later the account again, and little else.
    made.tick(30_000);
    made.market.setMarks({ BTC: 84_000 });
    const again = needs(state, made.now(), watching);
    expect(again.map(({ key }) => key)).toContain(`hyperliquid:clearinghouseState:${user}:`);
    state = again.map(({ body }) => ask(body as Record<string, unknown>)).reduce(reduce, state);
    if (name !== 'empty') compare(made, name, state);
  });
});
