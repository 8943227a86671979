/**
 * Two computations that share no line, side by side: what the venue code and the engine make of the simulated
 * exchange's messages, and what the exchange itself reckons. No browser: the same messages, handed over.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Account } from '../../src/engine/account';
import { assess } from '../../src/engine/assess';
import type { PoolReport } from '../../src/engine/report';
import { bybit } from '../../src/venues/bybit';
import { envelopeOf, olderEnvelopeOf } from '../simulator/bybit/answers';
import { openFloor } from '../simulator/bybit/floor';
import { answerPage } from '../simulator/bybit/private-api';
import { answerPublic } from '../simulator/bybit/public-api';
import { orderRow, positionRow, walletRow } from '../simulator/bybit/rows';
import { truthOf } from '../simulator/bybit/truth';
import type { AccountTruth, SimulatedOrder } from '../simulator/exchange';
import { createMarket } from '../simulator/market';
import { nearBy } from './near';
import { formOf } from './order-form';

const lists = [
  'account/info',
  'account/wallet-balance?accountType=UNIFIED',
  'account/fee-rate?category=linear',
  'account/fee-rate?category=inverse',
  'position/list?category=linear&settleCoin=USDT&limit=200',
  'position/list?category=linear&settleCoin=USDC&limit=200',
  'position/list?category=inverse&limit=200',
  'position/list?category=option&limit=200',
  'order/realtime?category=linear&settleCoin=USDT&openOnly=0&limit=50',
];

/** A trader's page without a page: what it asks for and hears goes to the venue code. */
function sit(account: string) {
  const market = createMarket({ scenario: 'still', seed: 1, live: false });
  const switches = { feedPaused: false, drifted: false, answer: null, loggedOut: false };
  const floor = openFloor({ market, scenario: 'still', seed: 1, switches, now: market.now });
  const trader = floor.traders.get(account)!;
  let state = bybit.initial;
  let step = 0;
  const hear = (via: 'fetch' | 'websocket' | 'api', url: string, body: unknown) => {
    state = bybit.reduce(state, {
      at: market.now() + ++step,
      via,
      url,
      direction: 'in',
      method: 'GET',
      body: JSON.stringify(body),
      status: 200,
    });
  };
  const call = (path: string) => {
    const url = new URL(`https://www.bybit.com/x-api/v5/${path}`);
    const answer = answerPage('GET', url.pathname, url.searchParams, '', floor, trader);
    hear('fetch', url.href, olderEnvelopeOf(answer, floor.now() + step));
  };
  const ask = (path: string) => {
    const url = new URL(`https://api.bybit.com/v5/${path}`);
    hear(
      'api',
      url.href,
      envelopeOf(answerPublic(url.pathname, url.searchParams, floor)!, floor.now() + step),
    );
  };
  /** What the venue code says that it lacks is asked for, until it lacks nothing. */
  const complete = (symbol: string | null = null) => {
    for (let round = 0; round < 40; round++) {
      const needed = bybit.needs(state, market.now() + step, { address: null, symbol });
      if (needed.length === 0) return;
      for (const { url } of needed) ask(url.replace('https://api.bybit.com/v5/', ''));
    }
    throw new Error('something is always lacking');
  };
  const prices = () => {
    for (const category of ['linear', 'inverse', 'spot']) ask(`market/tickers?category=${category}`);
  };
  floor.listen(trader, ({ positions, orders, coins }) => {
    const frame = (topic: string, data: unknown[]) =>
      hear('websocket', 'wss://ws2.bybit.com/private?…', {
        id: 'x',
        topic,
        creationTime: floor.now() + step,
        data,
      });
    frame(
      'order',
      orders.map(order => orderRow(order, true)),
    );
    frame(
      'position',
      positions.map(held => positionRow(floor, trader, held, true)),
    );
    frame('wallet', [walletRow(floor, trader, coins)]);
  });
  for (const path of lists) call(path);
  complete();
  prices();
  return {
    market,
    floor,
    trader,
    call,
    prices,
    complete,
    account(): Account {
      const [reading] = bybit.accounts(state, market.now());
      expect(reading!.problems.filter(({ code }) => !code.startsWith('assumed'))).toEqual([]);
      return reading!.account;
    },
    draft(order: SimulatedOrder) {
      const form = formOf(order, {
        sizeUnit: order.symbol.endsWith('USD') ? 'contracts' : 'base',
        leverage: order.leverage ? String(order.leverage) : null,
      });
      return bybit.draft(state, this.account(), form);
    },
    truth: () => truthOf(floor, trader, coins => Object.fromEntries(coins.map(coin => [coin, 1]))),
    leave: () => market.close(),
  };
}

const near = nearBy(3e-9);

function agree(pools: PoolReport[], truth: AccountTruth, tolerance?: number) {
  expect(pools.map(pool => pool.id).sort()).toEqual(truth.pools.map(pool => pool.id).sort());
  for (const theirs of truth.pools) {
    const ours = pools.find(pool => pool.id === theirs.id);
    expect(ours, `pool ${theirs.id}`).toBeDefined();
    near(ours!.equity, theirs.equity, `${theirs.id} equity`, tolerance);
    near(ours!.maintenanceMargin, theirs.maintenance, `${theirs.id} maintenance`, tolerance);
    near(ours!.usage, theirs.usage, `${theirs.id} usage`, tolerance);
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
      near(mine!.maintenanceMargin, one.maintenance, `${one.symbol} maintenance`, tolerance);
      near(mine!.liquidation?.below, one.below, `${one.symbol} below`, tolerance && tolerance * 30);
      near(mine!.liquidation?.above, one.above, `${one.symbol} above`, tolerance && tolerance * 30);
      near(mine!.printedLiquidationPrice, one.printed, `${one.symbol} printed`, tolerance && tolerance * 30);
    }
  }
}

test.each(['cross', 'borrow', 'isolated', 'hedge', 'portfolio', 'seed', 'empty', 'desk'])(
  'the account %s, now and after the market has moved',
  { timeout: 60_000 },
  account => {
    const page = sit(account);
    agree(assess(page.account()).pools, page.truth());
    if (account === 'empty') return page.leave();
    for (const [coin, price] of [
      ['BTC', '81900'],
      ['ETH', '2990.5'],
      ['SOL', '122.17'],
    ] as const) {
      page.market.setMark(coin, price);
    }
    page.prices();
    // The printed requirement of a portfolio is that of its last wallet.
    if (account === 'portfolio') page.call('account/wallet-balance?accountType=UNIFIED');
    agree(assess(page.account()).pools, page.truth(), account === 'portfolio' ? 1e-7 : undefined);
    page.leave();
  },
);

test.each<[string, SimulatedOrder]>([
  ['cross', { symbol: 'BTCUSDT', side: 'buy', size: '0.25', price: '86000' }],
  ['cross', { symbol: 'BTCUSDT', side: 'sell', size: '0.25', price: null }],
  ['cross', { symbol: 'SOLUSDT', side: 'buy', size: '300', price: null }],
  ['cross', { symbol: 'ETHPERP', side: 'buy', size: '1.5', price: null, reduceOnly: true }],
  ['cross', { symbol: 'XRPUSDT', side: 'buy', size: '900', price: null, leverage: 10 }],
  ['cross', { symbol: 'BTCUSD', side: 'buy', size: '5000', price: null }],
  ['borrow', { symbol: 'SOLUSDT', side: 'sell', size: '40', price: null }],
  ['isolated', { symbol: 'SOLUSDT', side: 'buy', size: '30', price: null, leverage: 10 }],
  ['isolated', { symbol: 'BTCUSDT', side: 'sell', size: '0.08', price: null }],
  ['seed', { symbol: 'ETHUSDT', side: 'buy', size: '3', price: null }],
])('in %s, %j: what was foreseen is what happens', (account, order) => {
  const page = sit(account);
  page.complete(order.symbol);
  const reading = page.draft(order);
  if (!('draft' in reading)) throw new Error(`No draft: ${reading.unsure}`);
  const before = page.account();
  const pools = reading.pool ? [...before.pools, reading.pool] : before.pools;
  const foreseen = assess({ ...before, pools, draft: reading.draft }).whatIf!.pools;
  expect(page.floor.fill(page.trader, order)).toMatchObject({ ok: true });
  const truth = page.truth();
  for (const theirs of truth.pools) {
    const ours = foreseen.find(pool => pool.id === theirs.id)!;
    // Fees to close are those of the entry and tier before; the rest is exact.
    near(ours.equity, theirs.equity, `${theirs.id} equity`, 1e-8);
    near(ours.maintenanceMargin, theirs.maintenance, `${theirs.id} maintenance`, 2e-3);
  }
  page.complete();
  page.prices();
  agree(assess(page.account()).pools, truth, 1e-7);
  page.leave();
});

test('what cannot be foreseen gives no draft', () => {
  const refused = (account: string, order: SimulatedOrder) => {
    const page = sit(account);
    const reading = page.draft(order);
    page.leave();
    return 'unsure' in reading ? reading.unsure : reading;
  };
  const buy = { symbol: 'BTCUSDT', side: 'buy' as const, size: '0.1', price: null };
  expect(refused('portfolio', buy)).toBe('portfolio-margin');
  expect(refused('hedge', { ...buy, leg: 'long' })).toBe('hedged-legs');
  expect(refused('isolated', { ...buy, side: 'sell', size: '0.5' })).toBe('isolated-change');
});

test('any orders, one after the other, told by the stream alone', { timeout: 120_000 }, () => {
  const step = fc.record({
    symbol: fc.constantFrom('BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'BTCUSD'),
    side: fc.constantFrom<'buy' | 'sell'>('buy', 'sell'),
    worth: fc.integer({ min: 200, max: 20_000 }),
    reduceOnly: fc.boolean(),
    coin: fc.constantFrom('BTC', 'ETH', 'SOL'),
    move: fc.integer({ min: -30, max: 30 }),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), steps => {
      const page = sit('cross');
      for (const { symbol, side, worth, reduceOnly, coin, move } of steps) {
        const size = symbol === 'BTCUSD' ? String(worth) : (worth / page.floor.mark(symbol)).toFixed(3);
        // A refusal is an answer too: then nothing has changed.
        if (Number(size) > 0) page.floor.fill(page.trader, { symbol, side, size, price: null, reduceOnly });
        const now = Number(page.market.mark(coin));
        page.market.setMark(coin, (now * (1 + move / 1000)).toPrecision(6));
        page.complete();
        page.prices();
        agree(assess(page.account()).pools, page.truth(), 1e-6);
      }
      page.leave();
    }),
    { numRuns: 4, seed: 1, endOnFailure: true },
  );
});
