/** The accounts of the simulator, by its own messages and its own arithmetic: two computations that share nothing. */
import { describe, expect, it } from 'vitest';
import { assess } from '../../engine/assess';
import { toFloat } from '../../engine/decimal';
import type { FormReading } from '../venue';
import { accounts } from './account';
import { needs } from './api';
import { draft } from './draft';
import { hear, type Simulated, simulated, truth } from './fake-page';
import { reduce } from './reduce';
import { initial, type State } from './state';

const near = (ours: string | null | undefined, theirs: number | null, what: string) => {
  if (theirs === null) expect(ours, what).toBeNull();
  else if (Math.abs(theirs) < 1e-6) expect(Math.abs(toFloat(ours)), what).toBeLessThan(1e-5);
  else expect(Math.abs(toFloat(ours) / theirs - 1), `${what}: ${ours}, ${theirs}`).toBeLessThan(1e-6);
};

const NAMES = ['cross', 'children', 'second', 'seed', 'empty', 'desk'];

function comparePools(report: ReturnType<typeof assess>['pools'], theirs: ReturnType<typeof truth>['pools']) {
  expect(report.map(({ id }) => id).sort()).toEqual(theirs.map(({ id }) => id).sort());
  for (const pool of theirs) {
    const ours = report.find(({ id }) => id === pool.id)!;
    expect(ours.state, pool.id).not.toBe('unknown');
    near(ours.equity, pool.equity, `${pool.id} equity`);
    near(ours.maintenanceMargin, pool.maintenance, `${pool.id} maintenance`);
    expect(ours.positions).toHaveLength(pool.positions.length);
    for (const position of pool.positions) {
      const own = ours.positions.find(({ symbol }) => symbol === position.symbol)!;
      expect(Math.abs(toFloat(own.unrealizedPnl) - position.pnl)).toBeLessThan(1e-5 + 1e-9 * position.value);
      near(own.printedLiquidationPrice, position.printed, `${position.symbol} printed`);
      near(own.liquidation.below, position.below, `${position.symbol} below`);
      near(own.liquidation.above, position.above, `${position.symbol} above`);
    }
  }
}

function compare(made: Simulated, name: string, state: State) {
  const [reading, ...others] = accounts(state, made.now());
  expect(others).toEqual([]);
  expect(reading!.problems).toEqual([]);
  expect(reading!.account.account).toBe(truth(made, name).id);
  comparePools(assess(reading!.account).pools, truth(made, name).pools);
  return reading!;
}

describe('simulated accounts', () => {
  it.each(NAMES)('%s', name => {
    const made = simulated();
    const page = hear(made, name);
    const state = [page.subscribe(), page.markets(), page.account()].reduce(reduce, initial);
    const { checked } = compare(made, name, state);
    // The equity that the venue printed is that of our account at its prices.
    for (const [k, pool] of assess(checked!).pools.entries()) {
      const printed = checked!.pools[k]!.reported!.equity!;
      expect(Math.abs(toFloat(pool.equity) - toFloat(printed))).toBeLessThan(1e-5);
    }
  });

  it.each(NAMES)('%s, with prices that move and no word of the account', name => {
    const made = simulated();
    const page = hear(made, name);
    let state = [page.subscribe(), page.markets(), page.account()].reduce(reduce, initial);
    made.tick(1000);
    made.market.setMarks({ BTC: 83_911, ETH: 2_755.4, SOL: 121.7, ENA: 0.2614, WIF: 0.3601 });
    state = reduce(state, page.prices());
    const reading = compare(made, name, state);
    if (name !== 'empty') expect(reading.pricesAt).toBe(made.now());
  });

  it.each(NAMES)('%s, by its address alone', name => {
    const made = simulated();
    const page = hear(made, name);
    const watching = { address: page.name };
    let state: State = initial;
    const asked: string[] = [];
    for (let round = 0; round < 3; round++) {
      const list = needs(state, made.now(), watching);
      asked.push(...list.map(({ key }) => key));
      state = list.map(({ url }) => page.ask(url)).reduce(reduce, state);
    }
    expect(needs(state, made.now(), watching)).toEqual([]);
    expect(new Set(asked).size).toBe(asked.length);
    compare(made, name, state);
    made.tick(30_000);
    made.market.setMarks({ BTC: 84_000, ETH: 2_700, SOL: 125 });
    const again = needs(state, made.now(), watching);
    expect(again[0]!.key).toBe(`dydx:account:${page.name}`);
    state = again.map(({ url }) => page.ask(url)).reduce(reduce, state);
    compare(made, name, state);
  });

  it('orders fill: added, reduced, closed, flipped, opened isolated', () => {
    const made = simulated();
    const page = hear(made, 'children');
    let state = [page.subscribe(), page.markets(), page.account()].reduce(reduce, initial);
    for (const order of [
      { symbol: 'BTC-USD', side: 'buy', size: '0.1', price: null },
      { symbol: 'ETH-USD', side: 'buy', size: '2.5', price: '2800' },
      { symbol: 'AVAX-USD', side: 'sell', size: '900', price: null },
      { symbol: 'ETH-USD', side: 'buy', size: '9', price: null },
      { symbol: 'SOL-USD', side: 'sell', size: '40', price: null },
      { symbol: 'SOL-USD', side: 'sell', size: '55', price: null, reduceOnly: true },
      { symbol: 'JUP-USD', side: 'buy', size: '2000', price: null, leverage: 2 },
      { symbol: 'ENA-USD', side: 'sell', size: '1000', price: null, leverage: 2 },
    ] as const) {
      made.tick(1000);
      state = reduce(state, page.fill(order));
      compare(made, 'children', state);
    }
  });
});

const FORM: FormReading = {
  symbol: 'BTC-USD',
  side: 'buy',
  type: 'market',
  price: null,
  size: '0.1',
  sizeUnit: 'base',
  leverage: '2',
  marginMode: 'cross',
  reduceOnly: false,
  leg: null,
  action: null,
  unsure: null,
};

describe('an order that is typed is what comes when it fills', () => {
  it.each<[string, Partial<FormReading>]>([
    ['adds', {}],
    ['reduces', { side: 'sell', size: '0.2' }],
    ['closes', { side: 'sell', size: '0.45' }],
    ['flips', { side: 'sell', size: '1' }],
    ['opens in the cross book', { symbol: 'LINK-USD', size: '120' }],
    ['waits at a limit', { type: 'limit', price: '84000' }],
    ['is sized in dollars', { size: '5000', sizeUnit: 'quote' }],
    ['adds to an isolated position', { symbol: 'SOL-USD', size: '10' }],
    ['takes from an isolated position', { symbol: 'SOL-USD', side: 'sell', size: '30' }],
    ['closes an isolated position', { symbol: 'ENA-USD', size: '32000', reduceOnly: true }],
    ['opens an isolated position', { symbol: 'LINK-USD', size: '120', marginMode: 'isolated' }],
    ['opens in a market that is isolated only', { symbol: 'JUP-USD', size: '1500', marginMode: null }],
  ])('%s', (_, form) => {
    const made = simulated();
    const page = hear(made, 'children');
    const state = [page.subscribe(), page.markets(), page.account()].reduce(reduce, initial);
    const [reading] = accounts(state, made.now());
    const typed = { ...FORM, ...form };
    const made2 = draft(state, reading!.account, typed);
    if (!('draft' in made2)) throw new Error(made2.unsure);
    const account = reading!.account;
    const pools = made2.pool ? [...account.pools, made2.pool] : account.pools;
    const after = assess({ ...account, pools, draft: made2.draft }).whatIf!;
    made.ledger.order('children', {
      symbol: typed.symbol,
      side: typed.side!,
      size: made2.draft.size!,
      price: typed.price,
      reduceOnly: typed.reduceOnly,
      leverage: 2,
      ...(typed.marginMode ? { marginMode: typed.marginMode } : {}),
    });
    const theirs = truth(made, 'children').pools;
    // What is closed stays listed as an empty pool.
    const ours = after.pools.map(pool => ({
      ...pool,
      positions: pool.positions.filter(each => each.value !== '0'),
    }));
    comparePools(
      ours.filter(pool => pool.id === 'cross' || pool.positions.length > 0),
      theirs,
    );
    for (const pool of ours)
      if (pool.positions.length === 0 && pool.id !== 'cross') expect(toFloat(pool.equity)).toBeCloseTo(0, 5);
  });
});
