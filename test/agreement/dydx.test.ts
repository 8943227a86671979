/**
 * Two computations that share no line, side by side: what the venue code and the engine make of the simulated
 * indexer's messages, and what the simulated chain itself reckons. Any orders, one after the other: each is foretold
 * before it fills, is told by the stream alone, and is the same again by the answer to a request.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assess } from '../../src/engine/assess';
import type { PoolReport } from '../../src/engine/report';
import { dydx } from '../../src/venues/dydx';
import { hear, simulated, truth } from '../../src/venues/dydx/fake-page';
import { listingOf } from '../simulator/dydx/markets';
import type { AccountTruth, SimulatedOrder } from '../simulator/exchange';
import { nearBy } from './near';
import { formOf } from './order-form';

const near = nearBy(1e-7);

function agree(pools: PoolReport[], { pools: theirs }: AccountTruth) {
  const held = pools.filter(
    ({ id, positions }) => id === 'cross' || positions.some(({ value }) => value !== '0'),
  );
  expect(held.map(({ id }) => id).sort()).toEqual(theirs.map(({ id }) => id).sort());
  for (const pool of theirs) {
    const ours = held.find(({ id }) => id === pool.id)!;
    near(ours.equity, pool.equity, `${pool.id} equity`);
    near(ours.maintenanceMargin, pool.maintenance, `${pool.id} maintenance`);
    const mine = ours.positions.filter(({ value }) => value !== '0');
    expect(mine.map(({ symbol }) => symbol).sort()).toEqual(
      pool.positions.map(({ symbol }) => symbol).sort(),
    );
    // Of a pool that is liquidatable already the engine says where it stops being so; the chain has no such price.
    if (pool.headroom <= 0) continue;
    for (const one of pool.positions) {
      const own = mine.find(({ symbol }) => symbol === one.symbol)!;
      near(own.liquidation.below, one.below, `${one.symbol} below`, 1e-6);
      near(own.liquidation.above, one.above, `${one.symbol} above`, 1e-6);
      near(own.printedLiquidationPrice, one.printed, `${one.symbol} printed`, 1e-6);
    }
  }
}

function sit(account: string) {
  const made = simulated();
  const page = hear(made, account);
  let state = [page.subscribe(), page.markets(), page.account()].reduce(dydx.reduce, dydx.initial);
  const reading = () => {
    const [first] = dydx.accounts(state, made.now());
    expect(first!.problems).toEqual([]);
    return first!.account;
  };
  return {
    made,
    reading,
    truth: () => truth(made, account),
    prices() {
      state = dydx.reduce(state, page.prices());
    },
    /** False: the chain refuses. */
    fill(order: SimulatedOrder) {
      try {
        state = dydx.reduce(state, page.fill(order));
        return true;
      } catch {
        return false;
      }
    },
    /** By the answer to a request, as after a change of which there was a doubt. */
    ask() {
      made.tick(10_000);
      const [, parent] = page.id.split('/');
      const url = `https://indexer.dydx.trade/v4/addresses/${page.id.split('/')[0]}/parentSubaccountNumber/${parent}`;
      return dydx.accounts(dydx.reduce(state, page.ask(url)), made.now())[0]!;
    },
    foretold(order: SimulatedOrder) {
      const form = formOf(order, { leverage: '3', marginMode: order.marginMode ?? 'cross' });
      const account = reading();
      const draft = dydx.draft(state, account, form);
      if (!('draft' in draft)) return draft.unsure;
      const pools = draft.pool ? [...account.pools, draft.pool] : account.pools;
      return assess({ ...account, pools, draft: draft.draft }).whatIf!.pools;
    },
  };
}

test.each(['cross', 'children', 'second'])(
  '%s: any orders, one after the other',
  { timeout: 120_000 },
  account => {
    const step = fc.record({
      symbol: fc.constantFrom('BTC-USD', 'ETH-USD', 'SOL-USD', 'XRP-USD', 'ENA-USD'),
      side: fc.constantFrom<'buy' | 'sell'>('buy', 'sell'),
      worth: fc.integer({ min: 200, max: 20_000 }),
      isolated: fc.boolean(),
      reduceOnly: fc.boolean(),
      coin: fc.constantFrom('BTC', 'ETH', 'SOL', 'XRP', 'ENA'),
      move: fc.integer({ min: -30, max: 30 }),
    });
    let filled = 0;
    let foretold = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), steps => {
        const page = sit(account);
        for (const { symbol, side, worth, isolated, reduceOnly, coin, move } of steps) {
          const listing = listingOf(symbol)!;
          const mark = Number(page.made.market.mark(listing.coin.name));
          const order: SimulatedOrder = {
            symbol,
            side,
            size: (worth / mark).toFixed(listing.sizeDecimals),
            price: null,
            reduceOnly,
            leverage: 3,
            marginMode: isolated ? 'isolated' : 'cross',
          };
          const then = page.foretold(order);
          if (page.fill(order)) {
            filled++;
            if (typeof then !== 'string') {
              foretold++;
              agree(then, page.truth());
            }
          }
          page.made.tick(100);
          const now = Number(page.made.market.mark(coin));
          page.made.market.setMark(coin, (now * (1 + move / 1000)).toPrecision(6));
          page.prices();
          agree(assess(page.reading()).pools, page.truth());
        }
        const { account: asked, problems } = page.ask();
        expect(problems).toEqual([]);
        agree(assess(asked).pools, page.truth());
      }),
      { numRuns: 8, seed: 3, endOnFailure: true },
    );
    // Most orders fill, and all of those were foretold.
    expect(filled).toBeGreaterThan(4);
    expect(foretold).toBe(filled);
  },
);
