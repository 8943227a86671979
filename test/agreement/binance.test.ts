/**
 * Two computations that share no line, side by side: what the venue code and the engine make of the simulated
 * exchange's messages, and what the exchange itself reckons. No browser: the same messages, handed over.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Account } from '../../src/engine/account';
import { assess } from '../../src/engine/assess';
import type { PoolReport, Report } from '../../src/engine/report';
import { binance } from '../../src/venues/binance';
import { answerBapi, orderAtOnce } from '../simulator/binance/bapi';
import type { UserEvent } from '../simulator/binance/events';
import { openFloor } from '../simulator/binance/floor';
import { answerPublic } from '../simulator/binance/public-api';
import { truthOf } from '../simulator/binance/truth';
import type { AccountTruth, SimulatedOrder } from '../simulator/exchange';
import { createMarket } from '../simulator/market';
import { nearBy } from './near';
import { formOf } from './order-form';

const bapi = 'https://www.binance.com/bapi/futures/';
const calls = [
  'v1/private/future/user-data/symbol-config',
  'v1/private/future/user-data/get-position-side',
  'v1/friendly/future/common/brackets',
  'v1/private/future/order/open-orders',
  'v1/private/future/order/get-all-algo-order',
  'v6/private/future/user-data/user-balance',
  'v6/private/future/user-data/user-position',
];

/** A trader's page without a page: what it asks for and hears goes to the venue code. */
function sit(account: string) {
  const market = createMarket({ scenario: 'still', seed: 1, live: false });
  const switches = { feedPaused: false, drifted: false, answer: null, loggedOut: false };
  const floor = openFloor({ market, scenario: 'still', seed: 1, switches, now: market.now });
  const desk = floor.desks.get(account)!;
  const headers = { cookie: `p20t=web.1.${desk.session}`, csrftoken: 'x' };
  let state = binance.initial;
  const hear = (via: 'fetch' | 'websocket', url: string, method: string, body: unknown) => {
    state = binance.reduce(state, {
      at: market.now(),
      via,
      url,
      direction: 'in',
      method,
      body: JSON.stringify(body),
      status: 200,
    });
  };
  const call = (path: string) => {
    const method = path.includes('friendly') ? 'GET' : 'POST';
    const req = { method, headers } as unknown as Parameters<typeof answerBapi>[0];
    const { body } = answerBapi(req, new URL(bapi + path), '{}', floor, { of: () => 'key' });
    hear('fetch', bapi + path, method, body);
  };
  const marks = () => {
    const all = answerPublic('/fapi/v1/premiumIndex', new URLSearchParams(), floor)!.body;
    hear('fetch', 'https://www.binance.com/fapi/v1/premiumIndex', 'GET', all);
  };
  desk.listeners.add((event: UserEvent) =>
    hear('websocket', `wss://fstream.binance.com/private/ws/${'k'.repeat(64)}`, '', event),
  );
  for (const path of calls) call(path);
  marks();
  return {
    market,
    floor,
    desk,
    call,
    marks,
    account(): Account {
      const [reading] = binance.accounts(state, market.now());
      expect(reading?.problems).toEqual([]);
      return reading!.account;
    },
    draft(order: SimulatedOrder) {
      const form = formOf(order);
      const reading = binance.draft(state, this.account(), form);
      if (!('draft' in reading)) throw new Error(`No draft: ${reading.unsure}`);
      return reading.draft;
    },
    truth: () => truthOf(floor, desk, coins => Object.fromEntries(coins.map(coin => [coin, 1]))),
    leave() {
      floor.close();
      market.close();
    },
  };
}

/** The exchange prints eight decimals, and cuts. */
const near = nearBy(1e-9);

function agree(pools: PoolReport[], truth: AccountTruth) {
  for (const theirs of truth.pools) {
    const ours = pools.find(pool => pool.id === theirs.id);
    expect(ours, `pool ${theirs.id}`).toBeDefined();
    near(ours!.equity, theirs.equity, `${theirs.id} equity`);
    near(ours!.maintenanceMargin, theirs.maintenance, `${theirs.id} maintenance`);
    near(ours!.usage, theirs.usage, `${theirs.id} usage`);
    const held = ours!.positions.filter(position => Number(position.value) !== 0);
    expect(held.map(position => position.symbol).sort()).toEqual(
      theirs.positions.map(one => one.symbol).sort(),
    );
    for (const one of theirs.positions) {
      const mine = held.find(
        position =>
          position.symbol === one.symbol && Math.abs(Number(position.value) - one.value) < 1e-6 * one.value,
      );
      expect(mine, `${one.symbol} of ${one.value}`).toBeDefined();
      near(mine!.maintenanceMargin, one.maintenance, `${one.symbol} maintenance`);
      near(mine!.liquidation?.below, one.below, `${one.symbol} below`);
      near(mine!.liquidation?.above, one.above, `${one.symbol} above`);
      // Of two legs the one that the other outweighs is not compared: the venue prints one price for both.
      const legs = theirs.positions.filter(other => other.symbol === one.symbol);
      const outweighed = legs.some(other => Math.abs(other.size) > Math.abs(one.size));
      if (!outweighed) near(mine!.printedLiquidationPrice, one.printed, `${one.symbol} printed`);
    }
  }
}

const poolsOf = (report: Report) => report.pools;

test.each(['oneway', 'hedge', 'mixed', 'seed', 'empty', 'desk'])('the account %s', account => {
  const page = sit(account);
  agree(poolsOf(assess(page.account())), page.truth());
  page.leave();
});

test.each<[string, SimulatedOrder]>([
  ['oneway', { symbol: 'BTCUSDT', side: 'buy', size: '0.25', price: '86000' }],
  ['oneway', { symbol: 'BTCUSDT', side: 'sell', size: '0.25', price: null }],
  ['oneway', { symbol: 'BTCUSDT', side: 'sell', size: '1.5', price: '86500' }],
  ['oneway', { symbol: 'BNBUSDT', side: 'sell', size: '10', price: null }],
  ['oneway', { symbol: 'ETHUSDT', side: 'sell', size: '30', price: null, reduceOnly: true }],
  ['hedge', { symbol: 'BTCUSDT', side: 'buy', size: '0.2', price: null, leg: 'long' }],
  ['hedge', { symbol: 'BTCUSDT', side: 'buy', size: '0.2', price: null, leg: 'short' }],
  ['hedge', { symbol: 'XRPUSDT', side: 'sell', size: '500', price: null, leg: 'short' }],
  ['mixed', { symbol: 'ETHUSDT', side: 'sell', size: '2', price: null }],
  ['mixed', { symbol: 'ETHUSDT', side: 'buy', size: '2', price: null }],
  ['mixed', { symbol: 'ETHUSDT', side: 'buy', size: '8', price: null }],
  ['mixed', { symbol: 'BTCUSDC', side: 'buy', size: '0.05', price: null }],
  ['empty', { symbol: 'SOLUSDT', side: 'buy', size: '50', price: '131' }],
])('in %s, %j: what was foreseen is what happens', (account, order) => {
  const page = sit(account);
  const foreseen = assess({ ...page.account(), draft: page.draft(order) }).whatIf!.pools;
  expect(orderAtOnce(page.desk, order)).toMatchObject({ ok: true });
  agree(foreseen, page.truth());
  // The user stream alone has told it already; the page's next question changes nothing.
  agree(poolsOf(assess(page.account())), page.truth());
  page.call('v6/private/future/user-data/user-balance');
  page.call('v6/private/future/user-data/user-position');
  agree(poolsOf(assess(page.account())), page.truth());
  page.leave();
});

test('any orders, one after the other, told by the user stream alone', { timeout: 120_000 }, () => {
  const step = fc.record({
    symbol: fc.constantFrom('BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'XRPUSDT'),
    side: fc.constantFrom<'buy' | 'sell'>('buy', 'sell'),
    worth: fc.integer({ min: 200, max: 40_000 }),
    away: fc.integer({ min: -20, max: 20 }),
    reduceOnly: fc.boolean(),
    coin: fc.constantFrom('BTC', 'ETH', 'SOL', 'XRP'),
    move: fc.integer({ min: -30, max: 30 }),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), steps => {
      const page = sit('oneway');
      for (const { symbol, side, worth, away, reduceOnly, coin, move } of steps) {
        const { tickSize, stepSize } = page.floor.contracts.get(symbol)!;
        const mark = page.floor.quotes.mark(symbol);
        const price = mark
          .times(1 + away / 1000)
          .div(tickSize)
          .round()
          .times(tickSize);
        const size = price.pow(-1).times(worth).div(stepSize).ceil().times(stepSize);
        // A refusal is an answer too: then nothing has changed.
        orderAtOnce(page.desk, { symbol, side, size: size.toFixed(), price: price.toFixed(), reduceOnly });
        const now = Number(page.market.mark(coin));
        page.market.setMark(coin, (now * (1 + move / 1000)).toPrecision(6));
        page.marks();
        agree(poolsOf(assess(page.account())), page.truth());
      }
      page.leave();
    }),
    { numRuns: 12, seed: 1, endOnFailure: true },
  );
});
