import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oracleAccount } from '../../test/vectors/risk/oracle-pool';
import type { OracleAccount } from '../../test/vectors/risk/plain-book';
import { DESK_FACTORS, desk, deskOf } from '../../test/vectors/risk/random-desk';
import { vector } from '../../test/vectors/risk/vector';
import type { Account, Draft } from '../engine/account';
import { applyChanges } from './changes';
import type { Distance, Target } from './decisions';
import { gauge } from './gauge';
import { largestOrder } from './largest-order';
import { risk } from './risk';
import { type Statistics, statistics } from './statistics';

const five = vector<{ cases: { id: string; names: string[]; cov: number[][]; account: OracleAccount }[] }>(
  '05_form_log_returns',
).cases.find(each => each.id === 'log-all-long')!;
const daily = statistics({
  format: 'plimsoll.covariance/1',
  interval: '1d',
  factors: five.names,
  matrix: five.cov,
});
const account = withLots(oracleAccount(five.account), '0.001');
const draft = (symbol: string, side: 'buy' | 'sell', more: Partial<Draft> = {}): Draft => ({
  pool: 'pool-0',
  symbol,
  side,
  size: null,
  price: null,
  feeRate: '0.0005',
  ...more,
});

function withLots(of: Account, lot: string): Account {
  return {
    ...of,
    pools: of.pools.map(pool => ({ ...pool, positions: pool.positions.map(each => ({ ...each, lot })) })),
  };
}

/** By the risk figures of the account after the order, from scratch. */
function distanceAfter(of: Account, order: Draft, size: string, stats: Statistics, { by }: Target): Distance {
  const then = applyChanges(of, [{ kind: 'order', draft: { ...order, size } }])!;
  const at = then.pools.findIndex(({ id }) => id === order.pool);
  const { joint, designPoint } = risk(then, stats).pools[at]!;
  if (by === 'sigmas') return designPoint?.distance ?? 'none';
  const nearest = Math.min(
    Math.abs(joint?.down ?? Number.POSITIVE_INFINITY),
    joint?.up ?? Number.POSITIVE_INFINITY,
  );
  return Number.isFinite(nearest) ? nearest : 'none';
}

const far = (distance: Distance) => (typeof distance === 'number' ? distance : Number.POSITIVE_INFINITY);

describe('five longs', () => {
  test.each([
    ['b', 'sigmas', 3],
    ['s', 'sigmas', 3],
    ['e', 'move', 0.08],
  ] as const)('more of %s until %s %d', (symbol, by, atLeast) => {
    const target = { by, atLeast };
    const order = draft(symbol, 'buy');
    const answer = largestOrder(account, order, daily, target);
    expect(answer).toMatchObject({ answer: 'limited', from: null, lotGuessed: false, problem: null });
    const kept = distanceAfter(account, order, answer.size!, daily, target);
    expect(answer.after).toBeCloseTo(far(kept), 9);
    expect(far(kept)).toBeGreaterThanOrEqual(atLeast);
    const more = (Number(answer.size) + 0.001).toFixed(3);
    expect(far(distanceAfter(account, order, more, daily, target))).toBeLessThan(atLeast);
    expect(answer.size).toMatch(/^\d+\.\d{1,3}$/);
  });

  test('what hedges reaches beyond: from where it is far enough to where it is too much', () => {
    const target: Target = { by: 'sigmas', atLeast: 5 };
    const order = draft('b', 'sell');
    const answer = largestOrder(account, order, daily, target);
    expect(far(answer.now)).toBeLessThan(5);
    expect(answer.answer).toBe('limited');
    for (const size of [answer.from!, answer.size!]) {
      expect(far(distanceAfter(account, order, size, daily, target))).toBeGreaterThanOrEqual(5);
    }
    for (const size of [Number(answer.from) - 0.002, Number(answer.size) + 0.001]) {
      expect(far(distanceAfter(account, order, size.toFixed(3), daily, target))).toBeLessThan(5);
    }
  });

  test('nearer than the target already, and this order makes it worse: none', () => {
    const answer = largestOrder(account, draft('b', 'buy'), daily, { by: 'sigmas', atLeast: 5 });
    expect(answer).toMatchObject({ answer: 'none', size: '0', value: 0, from: null });
    expect(answer.after).toBe(answer.now);
  });

  test('reduce-only: no more than is held', () => {
    const answer = largestOrder(account, draft('l', 'sell', { reduceOnly: true }), daily, {
      by: 'sigmas',
      atLeast: 3,
    });
    expect(answer).toMatchObject({ answer: 'limited', size: '1500' });
    const against = largestOrder(account, draft('l', 'buy', { reduceOnly: true }), daily, {
      by: 'sigmas',
      atLeast: 3,
    });
    expect(against).toMatchObject({ answer: 'none', size: '0' });
  });

  test('a lot that is not known: six digits, and it says so', () => {
    const answer = largestOrder(oracleAccount(five.account), draft('b', 'buy'), daily, {
      by: 'sigmas',
      atLeast: 3,
    });
    expect(answer.lotGuessed).toBe(true);
    expect(answer.size!.replace('.', '')).toMatch(/^0*\d{1,6}$/);
  });

  test('a contract that is not held yet, by the template of the draft', () => {
    const template = {
      ...account.pools[0]!.positions[0]!,
      symbol: 'n',
      factor: 'NEW',
      size: '0',
      lot: '0.01',
    };
    const answer = largestOrder(account, draft('n', 'buy', { position: template }), daily, {
      by: 'sigmas',
      atLeast: 3,
    });
    const known = largestOrder(account, draft('b', 'buy'), daily, { by: 'sigmas', atLeast: 3 });
    expect(answer.answer).toBe('limited');
    // A factor without statistics moves at a high beta: less of it than of what is known.
    expect(Number(answer.size)).toBeLessThan(Number(known.size));
  });
});

describe('what cannot be known says why', () => {
  const target: Target = { by: 'sigmas', atLeast: 3 };
  const unknown = (of: Account, order: Draft, stats: Statistics | null = daily) => {
    const answer = largestOrder(of, order, stats, target);
    expect(answer).toMatchObject({ answer: 'unknown', size: null, value: null, after: 'unknown' });
    return answer.problem;
  };
  test('no statistics, no pool, no contract, no mark, no balance', () => {
    expect(unknown(account, draft('b', 'buy'), null)).toMatch(/distance/);
    expect(unknown(account, { ...draft('b', 'buy'), pool: 'x' })).toMatch(/pool/);
    expect(unknown(account, draft('x', 'buy'))).toMatch(/contract/);
    const pool = account.pools[0]!;
    const without = (change: object) => ({ ...account, pools: [{ ...pool, ...change }] });
    const noMark = { positions: pool.positions.map((each, k) => (k ? each : { ...each, markPrice: null })) };
    expect(unknown(without(noMark), draft('b', 'buy'))).toMatch(/distance/);
    const poor = { collateral: [{ ...pool.collateral[0]!, amount: null }] };
    expect(unknown(without(poor), draft('b', 'buy'))).toMatch(/distance/);
    expect(unknown(account, draft('b', 'buy', { feeRate: 'much' }))).toMatch(/fill/);
  });

  test('liquidatable already: nothing can be added', () => {
    const pool = account.pools[0]!;
    const lost = {
      ...account,
      pools: [{ ...pool, collateral: [{ ...pool.collateral[0]!, amount: '2000' }] }],
    };
    expect(largestOrder(lost, draft('b', 'buy'), daily, target)).toMatchObject({ answer: 'none', now: 0 });
  });

  test('nothing comes nearer: unlimited', () => {
    const pool = account.pools[0]!;
    const stable = { ...pool.positions[0]!, factor: 'USDX', maintenance: null };
    const still = { ...account, pools: [{ ...pool, positions: [stable] }] };
    const stats = statistics({
      format: 'plimsoll.covariance/1',
      interval: '1d',
      factors: ['BTC', 'USDX'],
      matrix: [
        [1e-4, 0],
        [0, 0],
      ],
    });
    expect(largestOrder(still, draft('b', 'buy', { feeRate: '0' }), stats, target)).toMatchObject({
      answer: 'unlimited',
      size: null,
    });
  });
});

test('whatever the desk: the size keeps the target, a lot more does not', () => {
  const targets = fc.oneof(
    fc.record({ by: fc.constant('sigmas' as const), atLeast: fc.double({ min: 1, max: 12, noNaN: true }) }),
    fc.record({ by: fc.constant('move' as const), atLeast: fc.double({ min: 0.02, max: 0.5, noNaN: true }) }),
  );
  let limited = 0;
  let restored = 0;
  fc.assert(
    fc.property(
      desk,
      fc.constantFrom(...DESK_FACTORS),
      fc.constantFrom('buy' as const, 'sell' as const),
      targets,
      (drawn, symbol, side, target) => {
        const { account: plain, stats } = deskOf(drawn);
        const lots: Record<string, string> = { BTC: '0.001', ETH: '0.01', SOL: '0.1', DOGE: '1' };
        const held = oracleAccount(plain);
        held.pools[0]!.positions = held.pools[0]!.positions.map(each => ({
          ...each,
          lot: each.contract.type === 'inverse' ? '1' : lots[each.symbol]!,
        }));
        const order = draft(symbol, side);
        const answer = largestOrder(held, order, stats, target);
        expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
        expect(answer.now).toEqual(gauge(held.pools[0]!, stats, target).distance(held.pools[0]!));
        if (answer.size === null || answer.answer === 'none') return;
        limited++;
        const lot = Number(held.pools[0]!.positions.find(each => each.symbol === symbol)!.lot);
        expect(Math.abs(Number(answer.size) / lot - Math.round(Number(answer.size) / lot))).toBeLessThan(
          1e-6,
        );
        expect(far(distanceAfter(held, order, answer.size, stats, target))).toBeGreaterThanOrEqual(
          target.atLeast,
        );
        const more = (Number(answer.size) + lot).toFixed(6);
        expect(far(distanceAfter(held, order, more, stats, target))).toBeLessThan(target.atLeast);
        if (answer.from === null) {
          // Between nothing and the largest every size keeps it.
          for (const part of [0.2, 0.5, 0.8]) {
            const some = (Number(answer.size) * part).toFixed(6);
            expect(far(distanceAfter(held, order, some, stats, target))).toBeGreaterThanOrEqual(
              target.atLeast * (1 - 1e-3),
            );
          }
          return;
        }
        restored++;
        expect(far(distanceAfter(held, order, answer.from, stats, target))).toBeGreaterThanOrEqual(
          target.atLeast * (1 - 1e-9),
        );
      },
    ),
    { numRuns: 120, seed: 20251125 },
  );
  expect(limited).toBeGreaterThan(30);
  expect(restored).toBeGreaterThan(2);
});
