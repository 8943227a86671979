/**
 * Two computations that share no line, side by side: what the venue code and the engine make of the simulated
 * exchange's messages, and what the exchange itself reckons. No browser: the same messages, handed over.
 */
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { assess } from '../../src/engine/assess';
import type { PoolReport } from '../../src/engine/report';
import { deribit } from '../../src/venues/deribit';
import type { AccountReading } from '../../src/venues/venue';
import { createLedger } from '../simulator/deribit/ledger';
import { createMethods } from '../simulator/deribit/methods';
import { positionRow, summaryRow, tickerRow, tradeRow } from '../simulator/deribit/rows';
import { truthOf } from '../simulator/deribit/truth';
import type { AccountTruth, SimulatedOrder, World } from '../simulator/exchange';
import { createMarket } from '../simulator/market';
import { formOf } from './order-form';

const SOCKET = 'wss://www.deribit.com/ws/api/v2';
const betas = (coins: string[]) => Object.fromEntries(coins.map(coin => [coin, 1]));

/** One market for all cases: its history of prices is long in the making. */
const market = createMarket({ scenario: 'still', seed: 1, live: false });
const opening = Object.fromEntries(market.coins.map(({ name }) => [name, market.mark(name)]));
afterAll(() => market.close());

/** A trader's page without a page: what it asks for and hears goes to the venue code. */
function sit(name: string) {
  market.setMarks(opening);
  const switches = { feedPaused: false, drifted: false, answer: null, loggedOut: false };
  const world: World = { market, scenario: 'still', seed: 1, switches, now: market.now };
  const ledger = createLedger(world);
  const methods = createMethods(world, ledger);
  const account = ledger.named(name)!;
  const login = { account, scope: 'account:read trade:read' };
  let state = deribit.initial;
  let ids = 0;
  const hear = (direction: 'in' | 'out', body: unknown) => {
    state = deribit.reduce(state, {
      at: market.now(),
      via: 'websocket',
      url: SOCKET,
      direction,
      body: JSON.stringify(body),
    });
  };
  const ask = (method: string, params: Record<string, unknown>) => {
    const id = ++ids;
    hear('out', { id, method, params });
    hear('in', { id, result: methods.call(method, params, login), usIn: market.now() * 1000 });
  };
  const push = (channel: string, data: unknown) =>
    hear('in', { method: 'subscription', params: { channel, data } });
  const marks = () => {
    for (const contract of ledger.contracts)
      push(`ticker.${contract.name}.100ms`, tickerRow(world, contract));
  };
  const portfolio = () => {
    for (const currency of account.balances.keys())
      push('user.portfolio.any', summaryRow(world, account, currency));
  };
  ledger.onChange(({ account: changed, contract, trades }) => {
    if (changed !== account) return;
    const positions =
      trades.length > 0 ? [positionRow(world, account, account.holdings.get(contract.name)!)] : [];
    push('user.changes.any.any.raw', { trades: trades.map(tradeRow), orders: [], positions });
    portfolio();
  });
  ask('public/get_instruments', { currency: 'any', kind: 'future' });
  ask('private/get_account_summaries', { extended: true });
  ask('private/get_positions', { currency: 'any' });
  ask('private/get_open_orders', {});
  marks();
  const reading = (): AccountReading => deribit.accounts(state, market.now())[0]!;
  return {
    ledger,
    marks,
    portfolio,
    reading,
    truth: () => truthOf(world, account, betas),
    draft(order: SimulatedOrder) {
      const form = formOf(order);
      const { account: of } = reading();
      const drafted = deribit.draft(state, of, form);
      if (!('draft' in drafted)) throw new Error(`No draft: ${drafted.unsure}`);
      return { ...of, pools: drafted.pool ? [...of.pools, drafted.pool] : of.pools, draft: drafted.draft };
    },
    order: (order: SimulatedOrder) => expect(ledger.order(name, order).ok).toBe(true),
  };
}

/** Relative to the greater; the exchange prints eight decimals of a coin, six of a dollar. */
function near(
  ours: string | null | undefined,
  theirs: number | null,
  what: string,
  tolerance: number,
  scale = Math.abs(theirs ?? 1),
) {
  if (theirs === null) return expect(ours ?? null, what).toBeNull();
  const value = Number(ours ?? Number.NaN);
  const apart = Math.abs(value - theirs) / Math.max(1e-3, scale);
  expect(apart, `${what}: ${ours} and ${theirs}`).toBeLessThan(tolerance);
}

/**
 * The chords lie above the parabola: by nothing to speak of near the size that is held, by more far from it; where a
 * price has all but gone, only that it has is compared.
 */
function agree(pools: PoolReport[], truth: AccountTruth, tolerance = 2e-6) {
  expect(pools.map(pool => pool.id).sort()).toEqual(
    truth.pools
      .filter(pool => pool.equity !== 0 || pool.positions.length > 0)
      .map(pool => pool.id)
      .sort(),
  );
  for (const pool of pools) {
    const theirs = truth.pools.find(each => each.id === pool.id)!;
    near(pool.equity, theirs.equity, `${pool.id} equity`, tolerance);
    if (theirs.maintenance > 0)
      near(pool.maintenanceMargin, theirs.maintenance, `${pool.id} maintenance`, 1e-4);
    for (const position of pool.positions) {
      const own = theirs.positions.find(each => each.symbol === position.symbol);
      if (!own || own.size === 0) continue;
      const gone = own.below === null || own.below < own.mark / 100;
      if (gone) expect(Number(position.liquidation.below ?? 0)).toBeLessThan(own.mark / 90);
      else near(position.liquidation.below, own.below, `${own.symbol} below`, tolerance, own.mark);
      near(
        position.liquidation.above,
        own.above,
        `${own.symbol} above`,
        tolerance,
        Math.max(own.mark, own.above ?? 0),
      );
    }
  }
}

const named = ['segregated', 'cross', 'seed', 'empty'];

test.each(named)('%s: equity, maintenance and liquidation prices are the exchange’s', name => {
  const seat = sit(name);
  expect(seat.reading().problems).toEqual([]);
  agree(assess(seat.reading().account).pools, seat.truth());
});

test.each(['segregated', 'cross'])('%s: after the market has moved, with tickers alone', name => {
  const seat = sit(name);
  market.setMarks({ BTC: '80115.5', ETH: '2610.4', SOL: '118.9' });
  seat.marks();
  agree(assess(seat.reading().account).pools, seat.truth());
  // And the venue's own next summary says the same.
  seat.portfolio();
  expect(seat.reading().problems).toEqual([]);
  agree(assess(seat.reading().account).pools, seat.truth());
});

test('segregated: the printed liquidation price, to its tick', () => {
  const seat = sit('segregated');
  const { checked } = seat.reading();
  const report = assess(checked!);
  for (const [k, pool] of checked!.pools.entries()) {
    for (const [n, { symbol, reported }] of pool.positions.entries()) {
      const printed = report.pools[k]!.positions[n]!.printedLiquidationPrice;
      if (reported?.liquidationPrice === undefined) continue;
      // Printed to the cent.
      const theirs = reported.liquidationPrice === null ? null : Number(reported.liquidationPrice);
      near(printed, theirs, symbol, 2e-6 + 0.01 / (theirs ?? 1));
    }
  }
});

test('portfolio margin: the exchange’s own maintenance, and the equity', () => {
  const seat = sit('portfolio');
  const { account, label, mode } = seat.reading();
  const [pool] = assess(account).pools;
  const [theirs] = seat.truth().pools;
  expect([label, mode]).toEqual(['subaccount 61206', 'segregated_pm']);
  near(pool!.equity, theirs!.equity, 'equity', 1e-6);
  near(pool!.maintenanceMargin, theirs!.maintenance, 'maintenance', 1e-6);
  expect(pool!.problems.map(each => each.code)).toContain('estimate');
});

const orders: [string, SimulatedOrder][] = [
  ['adds', { symbol: 'BTC-PERPETUAL', side: 'buy', size: '0.5', price: null }],
  ['reduces', { symbol: 'BTC-PERPETUAL', side: 'sell', size: '2', price: null }],
  ['flips', { symbol: 'BTC-PERPETUAL', side: 'sell', size: '7.5', price: null }],
  ['opens', { symbol: 'ETH_USDC-PERPETUAL', side: 'sell', size: '3', price: null }],
  ['at a limit', { symbol: 'SOL_USDC-PERPETUAL', side: 'buy', size: '80', price: '131.5' }],
];

test.each(named.slice(0, 2).flatMap(name => orders.map(([what, order]) => [name, what, order] as const)))(
  '%s: an order that %s ends as foretold',
  (name, _what, order) => {
    const seat = sit(name);
    const foretold = assess(seat.draft(order)).whatIf!.pools;
    seat.order(order);
    const after = seat.reading();
    expect(after.problems).toEqual([]);
    agree(assess(after.account).pools, seat.truth());
    agree(foretold, seat.truth(), 1e-5);
  },
);

test('any orders at any marks: both keep agreeing', () => {
  const step = fc.record({
    symbol: fc.constantFrom('BTC-PERPETUAL', 'ETH-PERPETUAL', 'SOL_USDC-PERPETUAL', 'BTC_USDC-PERPETUAL'),
    side: fc.constantFrom<'buy' | 'sell'>('buy', 'sell'),
    thousands: fc.integer({ min: 1, max: 60 }),
    move: fc.integer({ min: -40, max: 40 }),
  });
  fc.assert(
    fc.property(
      fc.constantFrom('segregated', 'cross'),
      fc.array(step, { minLength: 1, maxLength: 6 }),
      (name, steps) => {
        const seat = sit(name);
        for (const { symbol, side, thousands, move } of steps) {
          const coin = symbol.split(/[-_]/)[0]!;
          const mark = Number(market.mark(coin)) * (1 + move / 1000);
          market.setMark(coin, mark.toFixed(2));
          seat.marks();
          seat.order({ symbol, side, size: ((thousands * 1000) / mark).toFixed(4), price: null });
        }
        agree(assess(seat.reading().account).pools, seat.truth(), 1e-5);
      },
    ),
    { numRuns: 30 },
  );
});
