/**
 * Two computations that share no line, side by side: what the venue code and the engine make of the simulated
 * exchange's messages, and what the exchange itself reckons. No browser: the same messages, handed over.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Account } from '../../src/engine/account';
import { assess } from '../../src/engine/assess';
import type { PoolReport } from '../../src/engine/report';
import { okx } from '../../src/venues/okx';
import type { AccountTruth, SimulatedOrder } from '../simulator/exchange';
import { createMarket } from '../simulator/market';
import { openFloor } from '../simulator/okx/floor';
import { held } from '../simulator/okx/ledger';
import { privateCalls } from '../simulator/okx/private-api';
import { publicCalls } from '../simulator/okx/public-api';
import { positionRow } from '../simulator/okx/rows';
import { truthOf } from '../simulator/okx/truth';
import { nearBy } from './near';
import { formOf } from './order-form';

const ASSUMED = new Set(['assumed-multi-currency', 'assumed-resting-orders', 'assumed-net-orders']);

/** A trader's page without a page: what it asks for and hears goes to the venue code. */
function sit(name: string) {
  const market = createMarket({ scenario: 'still', seed: 1, live: false });
  const switches = { feedPaused: false, drifted: false, answer: null, loggedOut: false };
  const floor = openFloor({ market, scenario: 'still', seed: 1, switches, now: market.now });
  const desk = floor.desks.get(name)!;
  const caller = { desk, perm: 'read_only', ip: '' };
  let state = okx.initial;
  let at = market.now();
  const hear = (via: 'fetch' | 'api' | 'websocket', url: string, body: unknown) => {
    state = okx.reduce(state, {
      at: ++at,
      via,
      url,
      direction: 'in',
      method: 'GET',
      body: JSON.stringify(body),
      status: 200,
    });
  };
  const call = (path: string) => {
    const url = new URL(`https://www.okx.com/priapi/v5/${path}`);
    const run = privateCalls[`GET ${path.split('?')[0]}`]!.run;
    hear('fetch', url.href, run(url.searchParams, floor, caller, '').body);
  };
  /** Everything that the venue code wants to know of the public API. */
  const publicly = (symbol: string | null = null) => {
    for (let round = 0; round < 4; round++) {
      for (const { url } of okx.needs(state, at, { address: null, key: true, symbol })) {
        const { pathname, searchParams } = new URL(url);
        const answer = publicCalls[pathname.replace('/api/v5/', '')]!.run(searchParams, floor);
        expect(answer.body.code, url).toBe('0');
        hear('api', url, answer.body);
      }
    }
  };
  desk.listeners.add(({ positions }) => {
    const data = positions.map(one => ({ ...positionRow(floor, desk.account, one), pTime: String(at) }));
    hear('websocket', 'wss://wspri.okx.com:8443/ws/v5/iprivate', {
      arg: { channel: 'positions', instType: 'ANY', uid: desk.account.uid },
      eventType: 'event_update',
      data,
    });
  });
  const listen = () => {
    // Long after what was pushed: marks of that time are no longer in the way.
    at += 61_000;
    for (const path of ['account/config', 'account/balance', 'account/positions', 'trade/orders-pending'])
      call(path);
    for (const type of ['SWAP', 'FUTURES']) call(`account/trade-fee?instType=${type}`);
    publicly();
  };
  listen();
  return {
    market,
    floor,
    desk,
    listen,
    /** The page of a contract is opened. */
    visit: publicly,
    account(): Account {
      const [reading] = okx.accounts(state, at);
      expect(reading!.problems.filter(({ code }) => !ASSUMED.has(code))).toEqual([]);
      return reading!.account;
    },
    checked: () => okx.accounts(state, at)[0]!.checked,
    draft(order: SimulatedOrder) {
      const form = formOf(order, { leverage: '10', marginMode: order.marginMode ?? 'cross' });
      const reading = okx.draft(state, this.account(), form);
      if (!('draft' in reading)) throw new Error(`No draft: ${reading.unsure}`);
      return reading;
    },
    truth: () =>
      truthOf(desk.account, floor.prices, coins => Object.fromEntries(coins.map(coin => [coin, 1]))),
    leave: () => market.close(),
  };
}

const near = nearBy(1e-9);

function agree(pools: PoolReport[], truth: AccountTruth, printed = true) {
  let compared = 0;
  for (const theirs of truth.pools) {
    if (theirs.positions.length === 0) continue;
    const ours = pools.find(pool => pool.id === theirs.id);
    expect(ours, `pool ${theirs.id}`).toBeDefined();
    near(ours!.equity, theirs.equity, `${theirs.id} equity`);
    near(ours!.maintenanceMargin, theirs.maintenance, `${theirs.id} maintenance`);
    near(ours!.usage, theirs.usage, `${theirs.id} usage`);
    for (const each of theirs.positions) {
      const mine = ours!.positions.find(
        one =>
          one.symbol === each.symbol &&
          Math.abs(Number(one.unrealizedPnl) - each.pnl) < 1e-6 &&
          one.value !== '0',
      );
      expect(mine, `${theirs.id} ${each.symbol}`).toBeDefined();
      near(mine!.liquidation.below, each.below, `${each.symbol} below`);
      // The exchange looks no further than a million times the mark.
      const near1e5 = <T>(price: T): T | null => (Number(price) > each.mark * 1e5 ? null : price);
      near(near1e5(mine!.liquidation.above), near1e5(each.above), `${each.symbol} above`);
      // Past the point itself the venue's tick goes the other way.
      if (printed && theirs.headroom > 0)
        near(mine!.printedLiquidationPrice, each.printed, `${each.symbol} printed`);
      compared++;
    }
  }
  return compared;
}

const NAMES = ['futures', 'resting', 'hedge', 'isolated', 'multi', 'seed', 'desk'];

test.each(NAMES)('the account "%s" is that of the exchange, now and after a fall', name => {
  const seat = sit(name);
  expect(agree(assess(seat.account()).pools, seat.truth())).toBeGreaterThan(0);
  seat.market.setMarks({ BTC: '79000', ETH: '2500', SOL: '118', XRP: '2.4' });
  seat.listen();
  expect(agree(assess(seat.account()).pools, seat.truth())).toBeGreaterThan(0);
  // What it prints is what we compute for the moment at which it printed it.
  const checked = seat.checked() ?? seat.account();
  for (const [k, pool] of assess(checked).pools.entries()) {
    const source = checked.pools[k]!;
    source.positions.forEach((one, i) => {
      if (one.reported?.liquidationPrice === undefined) return;
      const theirs = one.reported.liquidationPrice;
      near(pool.positions[i]!.printedLiquidationPrice, theirs === null ? null : Number(theirs), one.symbol);
    });
    if (source.reported?.equity)
      near(pool.equity, Number(source.reported.equity), `${pool.id} printed equity`);
    if (source.reported?.marginRatio)
      near(pool.marginRatio, Number(source.reported.marginRatio), `${pool.id} ratio`);
  }
  seat.leave();
});

const orders: [string, SimulatedOrder][] = [
  ['seed', { symbol: 'ETH-USDT-SWAP', side: 'buy', size: '2', price: null }],
  ['seed', { symbol: 'ETH-USDT-SWAP', side: 'sell', size: '0.8', price: null }],
  ['seed', { symbol: 'ETH-USDT-SWAP', side: 'sell', size: '5', price: null }],
  ['seed', { symbol: 'BTC-USDT-SWAP', side: 'sell', size: '0.3', price: '84000' }],
  ['futures', { symbol: 'BTC-USDT-SWAP', side: 'buy', size: '0.25', price: null }],
  ['futures', { symbol: 'BTC-USD-SWAP', side: 'buy', size: '0.05', price: null }],
  ['hedge', { symbol: 'BTC-USDT-SWAP', side: 'sell', size: '0.4', price: null, leg: 'short' }],
  ['hedge', { symbol: 'BTC-USDT-SWAP', side: 'sell', size: '0.4', price: null, leg: 'long' }],
  ['hedge', { symbol: 'ETH-USDT-SWAP', side: 'sell', size: '3', price: null, leg: 'short' }],
  ['multi', { symbol: 'BTC-USDT-SWAP', side: 'sell', size: '0.2', price: null }],
  ['multi', { symbol: 'SOL-USDT-SWAP', side: 'buy', size: '30', price: null }],
  [
    'isolated',
    {
      symbol: 'SOL-USDT-SWAP',
      side: 'sell',
      size: '40',
      price: null,
      marginMode: 'isolated',
      reduceOnly: true,
    },
  ],
  ['isolated', { symbol: 'XRP-USDT-SWAP', side: 'buy', size: '500', price: null, marginMode: 'isolated' }],
];

test.each(orders)('what an order does to "%s" is what comes: %o', (name, order) => {
  const seat = sit(name);
  seat.visit(order.symbol);
  const { draft, pool } = seat.draft(order);
  const account = seat.account();
  const pools = pool ? [...account.pools, pool] : account.pools;
  const foretold = assess({ ...account, pools, draft }).whatIf!.pools;
  expect(seat.floor.order(seat.desk, order)).toMatchObject({ ok: true });
  agree(foretold, seat.truth(), false);
  seat.listen();
  agree(assess(seat.account()).pools, seat.truth());
  seat.leave();
});

test('any orders at any marks: the accounts agree', { timeout: 60_000 }, () => {
  const step = fc.record({
    symbol: fc.constantFrom('BTC-USDT-SWAP', 'ETH-USDT-SWAP', 'SOL-USDT-SWAP', 'BTC-USD-SWAP'),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    worth: fc.integer({ min: 500, max: 60_000 }),
    isolated: fc.boolean(),
    moved: fc.double({ min: 0.85, max: 1.15, noNaN: true }),
  });
  fc.assert(
    fc.property(
      fc.constantFrom('futures', 'isolated', 'multi'),
      fc.array(step, { minLength: 1, maxLength: 6 }),
      (name, steps) => {
        const seat = sit(name);
        for (const { symbol, side, worth, isolated, moved } of steps) {
          const { coin } = seat.floor.contracts.get(symbol)!;
          const mark = Number(seat.market.mark(coin));
          seat.market.setMark(coin, (mark * moved).toFixed(2));
          const size = (worth / mark).toFixed(4);
          seat.floor.order(seat.desk, {
            symbol,
            side,
            size,
            price: null,
            marginMode: isolated ? 'isolated' : 'cross',
          });
        }
        seat.listen();
        const { account } = seat.desk;
        const open = held(account).length;
        const compared = agree(assess(seat.account()).pools, seat.truth());
        expect(compared).toBe(open);
        seat.leave();
      },
    ),
    { numRuns: 12, endOnFailure: true },
  );
});
