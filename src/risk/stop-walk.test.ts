import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oracleAccount, oraclePool } from '../../test/vectors/risk/oracle-pool';
import type { OracleAccount } from '../../test/vectors/risk/plain-book';
import { DESK_FACTORS, desk, deskOf } from '../../test/vectors/risk/random-desk';
import { vector } from '../../test/vectors/risk/vector';
import type { Order, Pool } from '../engine/account';
import { logPath } from './path';
import { risk } from './risk';
import type { StopWalk } from './shocks';
import { type Statistics, statistics } from './statistics';
import { jumpTo, stopWalk, stopWalks } from './stop-walk';

interface Stop {
  positionId: string;
  trigger: number;
  slippage: number;
}

const oracle = vector<{
  cases: {
    id: string;
    account: OracleAccount;
    direction: Record<string, number>;
    stops: Stop[];
    feeRate: number;
    expected: {
      liquidationWithoutStops: number;
      liquidationWithStops: number | null;
      events: {
        s: number;
        event: 'stop' | 'liquidation';
        positionId?: string;
        fill?: number;
        gAfter?: number;
        prices?: Record<string, number>;
      }[];
      equityAtEnd: number | null;
      stopsFiring: string[];
      stopsNotFiring: string[];
    };
  }[];
  gapCase: {
    stops: Stop[];
    extraSlippage: number;
    expected: { gapShock: number; gBeforeFills: number; gAfterFillsAtGapPrice: number }[];
  };
  tolerance: { abs: number };
}>('13_stop_loss_coverage');

const stopOrder = (symbol: string, triggerPrice: string, more: Partial<Order> = {}): Order => ({
  symbol,
  side: 'sell',
  size: null,
  price: null,
  type: 'stop',
  triggerPrice,
  closesPosition: true,
  reduceOnly: true,
  ...more,
});
const withOrders = (account: OracleAccount, orders: Order[]): Pool => ({ ...oraclePool(account), orders });
const assumed = (stops: Stop[], feeRate: number) => ({
  slippage: 0,
  slippageOf: Object.fromEntries(stops.map(each => [each.positionId, each.slippage])),
  feeRate,
});
const stopOf = ({ positionId, trigger }: Stop) => stopOrder(positionId, String(trigger));

describe('the vectors’ event loop', () => {
  test.each(oracle.cases)('$id', ({ account, direction, stops, feeRate, expected }) => {
    const pool = withOrders(account, stops.map(stopOf));
    const path = logPath('design', new Map(Object.entries(direction)), 1);
    const walk = stopWalk(pool, path, assumed(stops, feeRate), null);
    const near = (value: number) => expect.closeTo(value, 9);
    expect(walk.without!.at).toEqual(near(expected.liquidationWithoutStops));
    if (expected.liquidationWithStops === null) expect(walk.with).toBeNull();
    else expect(walk.with!.at).toEqual(near(expected.liquidationWithStops));
    expect(walk.events.map(({ kind, symbol }) => [kind, symbol])).toEqual(
      expected.events.map(each => [each.event, each.positionId ?? null]),
    );
    for (const [k, each] of expected.events.entries()) {
      const event = walk.events[k]!;
      expect(Math.abs(event.at - each.s)).toBeLessThan(oracle.tolerance.abs);
      if (each.event === 'stop') {
        expect(event.fill! / each.fill!).toBeCloseTo(1, 12);
        // The vectors give money to 1e-9; sums of 1e5 in float64 carry 1e-10 of themselves.
        expect(Math.abs(event.headroom - each.gAfter!)).toBeLessThan(1e-6);
      } else {
        for (const { symbol, price } of walk.with!.marks) {
          const asset = pool.positions.find(position => position.symbol === symbol)!.factor;
          expect(price / each.prices![asset]!).toBeCloseTo(1, 10);
        }
      }
    }
    if (expected.equityAtEnd === null) expect(walk.equity).toBeNull();
    else expect(walk.equity).toBeCloseTo(expected.equityAtEnd, 6);
    const verdicts = (verdict: string) =>
      walk.stops.filter(each => each.verdict === verdict).map(each => each.symbol);
    expect(verdicts('fires').sort()).toEqual([...expected.stopsFiring].sort());
    expect(verdicts('late').sort()).toEqual([...expected.stopsNotFiring].sort());
  });

  test('a jump: before and after the fills at its price', () => {
    const { account, direction, feeRate } = oracle.cases[0]!;
    const { stops, extraSlippage, expected } = oracle.gapCase;
    const pool = withOrders(account, stops.map(stopOf));
    const path = logPath('design', new Map(Object.entries(direction)), 1);
    for (const { gapShock, gBeforeFills, gAfterFillsAtGapPrice } of expected) {
      // In a jump every fill loses the same part of the price that was jumped to.
      const jumped = { slippage: extraSlippage, slippageOf: {}, feeRate };
      const { before, after } = jumpTo(pool, path, gapShock, jumped);
      expect(Math.abs(before - gBeforeFills)).toBeLessThan(1e-6);
      expect(Math.abs(after - gAfterFillsAtGapPrice)).toBeLessThan(1e-6);
    }
  });
});

const five = vector<{ cases: { id: string; names: string[]; cov: number[][]; account: OracleAccount }[] }>(
  '05_form_log_returns',
).cases.find(each => each.id === 'log-all-long')!;
const daily: Statistics = statistics({
  format: 'plimsoll.covariance/1',
  interval: '1d',
  factors: five.names,
  matrix: five.cov,
});
const base = oracleAccount(five.account);
const walks = (orders: Order[], change: Partial<Pool> = {}): StopWalk[] =>
  stopWalks({ ...base, pools: [{ ...base.pools[0]!, orders, ...change }] }, daily);
const down = (list: StopWalk[]) => list.find(({ path }) => path === 'down')!;

describe('five longs', () => {
  test('without orders each path ends where the risk figures say', () => {
    const { designPoint, joint } = risk(base, daily).pools[0]!;
    const [likeliest, fall, ...none] = walks([]);
    expect(none).toEqual([]);
    expect(likeliest).toMatchObject({ path: 'design', stops: [], withoutStop: ['b', 'e', 's', 'd', 'l'] });
    expect(likeliest!.with!.at).toBeCloseTo(designPoint!.distance, 8);
    expect(likeliest!.without).toEqual(likeliest!.with);
    expect(fall!.with!.at).toBeCloseTo(-joint!.down!, 12);
    for (const { symbol, price } of likeliest!.with!.marks) {
      const { factor } = base.pools[0]!.positions.find(each => each.symbol === symbol)!;
      expect(price / designPoint!.moves.find(each => each.factor === factor)!.price!).toBeCloseTo(1, 9);
    }
    expect(likeliest!.gap!.before).toBeCloseTo(0, 4);
  });

  test('a stop below the joint liquidation is late, one beyond its own liquidation is named', () => {
    const [late, beyond] = down(walks([stopOrder('b', '56000'), stopOrder('e', '1000')])).stops;
    expect(late).toMatchObject({
      verdict: 'late',
      protects: true,
      beyondLiquidation: false,
      basis: 'unsaid',
    });
    expect(beyond).toMatchObject({ verdict: 'late', protects: true, beyondLiquidation: true });
  });

  test('of too few contracts: what stays open, and which has none', () => {
    const walk = down(
      walks([stopOrder('b', '62000', { closesPosition: false, size: '1', triggerBasis: 'last' })]),
    );
    expect(walk.partly).toEqual([{ symbol: 'b', open: '2' }]);
    expect(walk.withoutStop).toEqual(['e', 's', 'd', 'l']);
    expect(walk.stops[0]).toMatchObject({ verdict: 'fires', basis: 'last' });
    expect(walk.events[0]).toMatchObject({ kind: 'stop', filled: '-1', fill: 62_000 * 0.995 });
    expect(walk.with!.at).toBeGreaterThan(walk.without!.at);
  });

  test('a stop-limit whose limit slippage leaves behind is not filled', () => {
    const order = (price: string) => stopOrder('b', '62000', { price });
    expect(down(walks([order('61900')])).stops[0]!.verdict).toBe('unfilled');
    expect(down(walks([order('61900')])).with).toEqual(down(walks([])).with);
    expect(down(walks([order('61000')])).stops[0]!.verdict).toBe('fires');
  });

  test('a second stop of the same position finds nothing; one above the market waits for a rise', () => {
    const [first, second, third] = down(
      walks([
        stopOrder('b', '63000'),
        stopOrder('b', '62000'),
        stopOrder('b', '70000', { type: 'take-profit' }),
      ]),
    ).stops;
    expect([first, second, third].map(each => each!.verdict)).toEqual(['fires', 'idle', 'away']);
    expect(third).toMatchObject({ protects: false, at: null });
  });

  test('bids below the market add on the way down', () => {
    const bid: Order = { symbol: 'b', side: 'buy', size: '2', price: '62000', type: 'limit' };
    const walk = down(walks([bid]));
    expect(walk.events[0]).toMatchObject({ kind: 'limit', filled: '2', fill: 62_000 });
    expect(walk.with!.at).toBeLessThan(walk.without!.at);
    expect(walk.stops).toEqual([]);
  });

  test('everything stopped: what is left, and nothing that liquidates it', () => {
    const stops = [
      ['b', '62000'],
      ['e', '3100'],
      ['s', '145'],
      ['d', '0.155'],
      ['l', '13.5'],
    ].map(([symbol, trigger]) => stopOrder(symbol!, trigger!));
    for (const walk of walks(stops)) {
      expect(walk).toMatchObject({ with: null, left: [], withoutStop: [], partly: [] });
      expect(walk.equity!).toBeGreaterThan(30_000);
      expect(walk.jointAfter).toEqual({ market: 'BTC', down: null, up: null });
      expect(walk.gap!.after).toBeGreaterThan(walk.gap!.before);
    }
  });

  test('what cannot be read is said and left out', () => {
    const walk = down(
      walks([
        stopOrder('x', '10'),
        stopOrder('b', 'soon'),
        stopOrder('e', '3100', { closesPosition: false }),
        stopOrder('s', '140'),
      ]),
    );
    expect(walk.stops.map(each => each.verdict)).toEqual(['unknown', 'unknown', 'unknown', 'fires']);
    expect(walk.problems.map(each => each.path)).toEqual(['$.orders[0]', '$.orders[1]', '$.orders[2]']);
  });

  test('unknown or liquidatable pools', () => {
    expect(stopWalks(base, null)).toEqual([]);
    expect(walks([], { collateral: [{ ...base.pools[0]!.collateral[0]!, amount: null }] })).toEqual([]);
    const lost = walks([stopOrder('b', '62000')], {
      collateral: [{ ...base.pools[0]!.collateral[0]!, amount: '1000' }],
    });
    for (const walk of lost) {
      expect(walk.with!.at).toBe(0);
      expect(walk.events.map(each => each.kind)).toEqual(['liquidation']);
      expect(walk.stops[0]!.verdict).not.toBe('fires');
    }
  });
});

test('legs of a hedge: each stop closes its own', () => {
  const [first] = base.pools[0]!.positions;
  const short = { ...first!, size: '-1' };
  const walk = down(
    walks([stopOrder('b', '62000'), stopOrder('b', '66000', { side: 'buy' })], {
      positions: [first!, short, ...base.pools[0]!.positions.slice(1)],
    }),
  );
  expect(walk.stops.map(each => [each.verdict, each.protects])).toEqual([
    ['fires', true],
    ['away', true],
  ]);
  expect(walk.events[0]!.filled).toBe('-3');
});

test('whatever the desk and its orders: sound, in order, and no stop fires after liquidation', () => {
  const order = fc.record({
    symbol: fc.constantFrom(...DESK_FACTORS),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    part: fc.double({ min: 0.9, max: 1.1, noNaN: true }),
    kind: fc.constantFrom('stop', 'take-profit', 'limit', 'stop-limit'),
    closes: fc.boolean(),
    size: fc.integer({ min: 1, max: 2000 }),
  });
  let fired = 0;
  fc.assert(
    fc.property(desk, fc.array(order, { minLength: 3, maxLength: 8 }), (drawn, drawnOrders) => {
      const { account: plain, stats } = deskOf(drawn, 40_000);
      const account = oracleAccount(plain);
      const pool = account.pools[0]!;
      pool.orders = drawnOrders.map(({ symbol, side, part, kind, closes, size }): Order => {
        const mark = Number(pool.positions.find(each => each.symbol === symbol)!.markPrice);
        const price = (mark * part).toFixed(6);
        return {
          symbol,
          side,
          size: (size / mark).toFixed(6),
          type: kind,
          price: kind.endsWith('limit') ? price : null,
          triggerPrice: kind === 'limit' ? null : price,
          reduceOnly: kind !== 'limit',
          closesPosition: closes && kind !== 'limit',
        };
      });
      const { joint, designPoint } = risk(account, stats).pools[0]!;
      for (const walk of stopWalks(account, stats)) {
        expect(JSON.parse(JSON.stringify(walk))).toEqual(walk);
        const places = walk.events.map(({ at }) => at);
        expect([...places].sort((a, b) => a - b)).toEqual(places);
        expect(walk.events.filter(({ kind }) => kind === 'liquidation')).toHaveLength(walk.with ? 1 : 0);
        const expected = walk.path === 'design' ? designPoint!.distance : Math.abs(joint![walk.path]!);
        expect(walk.without!.at).toBeCloseTo(expected, 6);
        for (const stop of walk.stops) {
          if (stop.verdict === 'fires') {
            fired++;
            expect(stop.at!).toBeLessThanOrEqual(walk.with?.at ?? Number.POSITIVE_INFINITY);
          }
          if (stop.verdict === 'late') expect(stop.at!).toBeGreaterThanOrEqual(walk.with!.at - 1e-9);
        }
      }
    }),
    { numRuns: 100, seed: 20251125 },
  );
  expect(fired).toBeGreaterThan(5);
});
