/**
 * Whatever the order in which lists and changes arrive, the account ends as the venue has it. The venue here is
 * a plain ledger that trades at random. Its changes arrive late, in any order and partly twice (a second
 * socket); its lists are made at one moment and arrive at another.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { VenueMessage } from '../venue';
import { accounts } from './account';
import { hear, positionOf, positions, pushed, summaries, summaryOf, T0, ticker } from './fake-page';
import { openPositions } from './state';

const SYMBOLS = ['BTC-PERPETUAL', 'BTC-27MAR26', 'ETH-PERPETUAL'];

const step = fc.record({
  wait: fc.integer({ min: 1, max: 3000 }),
  symbol: fc.integer({ min: 0, max: SYMBOLS.length - 1 }),
  size: fc.integer({ min: -5, max: 5 }),
  delay: fc.integer({ min: 0, max: 8000 }),
  again: fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: null }),
  list: fc.boolean(),
  listDelay: fc.integer({ min: 0, max: 8000 }),
  gap: fc.boolean(),
});

const rowOf = (symbol: string, size: number) =>
  positionOf(symbol, {
    size: size * 1000,
    direction: size > 0 ? 'buy' : size < 0 ? 'sell' : 'zero',
    average_price: size === 0 ? 0 : 80000 + size,
  });

it('any interleaving of lists, late and repeated changes ends in the same positions', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), steps => {
      const ledger = new Map<string, number>();
      const arriving: { at: number; messages: VenueMessage[] }[] = [];
      const held = () =>
        [...ledger].filter(([, size]) => size !== 0).map(([symbol, size]) => rowOf(symbol, size));
      const list = (made: number, delay: number) => {
        const messages = positions(held(), { currency: 'any' }, made);
        const at = made + delay;
        arriving.push({ at, messages: messages.map(message => ({ ...message, at })) });
      };
      list(T0, 0);
      let now = T0;
      let lost = false;
      for (const { wait, symbol, size, delay, again, list: listed, listDelay, gap } of steps) {
        now += wait;
        const name = SYMBOLS[symbol]!;
        ledger.set(name, size);
        const data = { trades: [{ timestamp: now }], orders: [], positions: [rowOf(name, size)] };
        const change = (at: number) => ({ at, messages: [pushed('user.changes.any.any.raw', data, at)] });
        // A change that falls into a gap of the stream is never heard; the list after the gap makes up for it.
        if (gap) lost = true;
        else {
          arriving.push(change(now + delay));
          if (again !== null) arriving.push(change(now + delay + again));
        }
        if (listed) {
          list(now + 1, listDelay);
          lost = false;
        }
      }
      if (lost) list(now + 1, 0);
      arriving.sort((a, b) => a.at - b.at);
      const state = hear(arriving.flatMap(({ messages }) => messages));
      const seen = openPositions(state.trader).map(({ symbol, size }) => [symbol, Number(size)]);
      const truth = [...ledger]
        .filter(([, size]) => size !== 0)
        .map(([symbol, size]) => [symbol, size * 1000]);
      expect(new Map(seen as [string, number][])).toEqual(new Map(truth as [string, number][]));
    }),
    { numRuns: 300 },
  );
});

it('summaries, positions, orders and marks may come in any order', () => {
  const coins = 200000 / 86000;
  const margin = coins * (0.01 + 0.00005 * coins);
  const long = positionOf('BTC-PERPETUAL', {
    size: 200000,
    direction: 'buy',
    average_price: 86000,
    mark_price: 86000,
    index_price: 86000,
    maintenance_margin: margin,
  });
  const order = {
    order_id: 'a1',
    instrument_name: 'BTC-PERPETUAL',
    direction: 'sell',
    amount: 100,
    filled_amount: 0,
    price: 99000,
    order_state: 'open',
    order_type: 'limit',
    reduce_only: true,
    last_update_timestamp: T0,
  };
  const groups: VenueMessage[][] = [
    summaries([summaryOf('BTC', { balance: 1, equity: 1, margin_balance: 1, maintenance_margin: margin })]),
    positions([long]),
    [pushed('user.orders.any.any.raw', order)],
    [
      pushed('user.orders.any.any.raw', {
        ...order,
        order_state: 'cancelled',
        last_update_timestamp: T0 + 5,
      }),
    ],
    [ticker('BTC-PERPETUAL', 85000, T0 + 10)],
    [ticker('BTC-PERPETUAL', 84000, T0 + 20)],
  ];
  const of = (list: VenueMessage[][]) => {
    const [reading] = accounts(hear(list.flat().map(message => ({ ...message, at: T0 }))), T0 + 100);
    return reading!.account;
  };
  const right = of(groups);
  expect(right.pools[0]!.positions[0]!.markPrice).toBe('84000');
  expect(right.pools[0]!.orders).toEqual([]);
  fc.assert(
    fc.property(fc.shuffledSubarray(groups, { minLength: groups.length }), shuffled => {
      expect(of(shuffled)).toEqual(right);
      expect(of([...shuffled, ...shuffled.slice(2)])).toEqual(right);
    }),
  );
});
