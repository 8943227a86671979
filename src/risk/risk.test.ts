import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oraclePool } from '../../test/vectors/risk/oracle-pool';
import { type OracleAccount, plainBook } from '../../test/vectors/risk/plain-book';
import { amount, desk, deskOf } from '../../test/vectors/risk/random-desk';
import { vector, worst } from '../../test/vectors/risk/vector';
import { logLimitState } from './limit-state';
import { dot, multiply } from './linear-algebra';
import { type PricedBook, pricedBook } from './priced-book';
import { type PoolRisk, poolRisk } from './risk';
import { type Statistics, statistics } from './statistics';

function given(factors: string[], matrix: number[][], interval = '1h'): Statistics {
  return statistics({ format: 'plimsoll.covariance/1', interval, factors, matrix });
}

function pricedOf(account: OracleAccount, factors: string[]): PricedBook {
  return {
    id: 'pool',
    book: plainBook(account, factors),
    prices: Float64Array.from(factors, factor => Number(account.marks[factor])),
    idle: account.positions.length === 0,
  };
}

/** What must hold of every result whatever the book. */
function sound(result: PoolRisk): void {
  // Every NaN or infinity would become null on the way.
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  const { joint, designPoint, otherPoints, probability, effectiveBets, factorShare } = result;
  if (joint) {
    if (joint.down !== null) expect(joint.down).toBeLessThanOrEqual(0);
    if (joint.down !== null) expect(joint.down).toBeGreaterThanOrEqual(-1);
    if (joint.up !== null) expect(joint.up).toBeGreaterThanOrEqual(0);
  }
  for (const point of [designPoint, ...otherPoints]) {
    if (!point) continue;
    expect(point.distance).toBeGreaterThanOrEqual(designPoint!.distance);
    const shares = point.moves.map(move => move.lossShare);
    if (!shares.includes(null)) expect(shares.reduce((a, b) => a! + b!, 0)).toBeCloseTo(1, 9);
    for (const { move } of point.moves) expect(move).toBeGreaterThan(-1);
  }
  expect(probability === null).toBe(designPoint === null);
  for (const { low, high } of Object.values(probability ?? {})) {
    expect(low).toBeGreaterThanOrEqual(0);
    expect(high).toBeGreaterThanOrEqual(low);
    expect(high).toBeLessThanOrEqual(1);
  }
  if (effectiveBets !== null) expect(effectiveBets).toBeGreaterThanOrEqual(1 - 1e-9);
  if (factorShare !== null) expect(factorShare).toBeLessThanOrEqual(1 + 1e-9);
}

const one = vector<{ cases: { id: string; account: OracleAccount; expected: unknown }[] }>(
  '02_one_factor_shock',
);
const logs = vector<{
  cases: {
    id: string;
    names: string[];
    cov: number[][];
    globalBeta: number;
    account: OracleAccount;
    designPrices: Record<string, number>;
    pctMove: Record<string, number>;
  }[];
}>('05_form_log_returns');
const five = logs.cases.find(each => each.id === 'log-all-long')!;
const hedged = logs.cases.find(each => each.id === 'log-long-short')!;
/** The vectors give the covariance of a day. */
const daily = given(five.names, five.cov, '1d');

describe('five longs, each far from its own liquidation', () => {
  const result = poolRisk(pricedOf(five.account, five.names), daily);
  test('the vectors’ design point: distance, prices, moves', () => {
    sound(result);
    expect(worst([result.designPoint!.distance], [five.globalBeta])).toBeLessThan(1e-7);
    for (const { factor, price, move } of result.designPoint!.moves) {
      expect(worst([price!, move], [five.designPrices[factor]!, five.pctMove[factor]!])).toBeLessThan(1e-6);
    }
    expect(result.otherPoints).toEqual([]);
  });
  test('the joint move with the betas of the covariance', () => {
    // β = 1, 1.1424, 1.4352, 1.48, 1.368: a little less than the vectors' own 1, 1.2, 1.5, 1.6, 1.4.
    const { expected } = one.cases.find(each => each.id === 'all-long-5')! as {
      expected: { arith: { down: { shock: number } } };
    };
    expect(result.joint!.market).toBe('BTC');
    expect(result.joint!.down!).toBeLessThan(expected.arith.down.shock);
    expect(result.joint!.down!).toBeGreaterThan(expected.arith.down.shock * 1.1);
    expect(result.joint!.up).toBeNull();
    const beta = daily.beta as number[];
    const m = Float64Array.from(beta, each => 1 + each * result.joint!.down!);
    expect(Math.abs(plainBook(five.account, five.names).headroom(m))).toBeLessThan(1e-6);
  });
  test('one bet, on one side', () => {
    expect(result.effectiveBets).toBeCloseTo(1.2349322704746264, 9);
    expect(result.factorShare).toBeCloseTo(0.9583035397327119, 9);
    expect(result.oneSided).toMatchObject({ side: 'long', factors: five.names, share: expect.closeTo(1, 9) });
    expect(result.pairs[0]).toEqual({ a: 'BTC', b: 'ETH', correlation: expect.closeTo(0.84, 9) });
    expect(result.exposures.map(each => Math.round(each.exposure))).toEqual([
      192000, 96000, 60000, 40000, 21000,
    ]);
    expect(result.problems).toEqual([]);
  });
});

test('a hedged book is not one-sided, and its pairs know their directions', () => {
  const result = poolRisk(pricedOf(hedged.account, hedged.names), given(hedged.names, hedged.cov, '1d'));
  sound(result);
  expect(worst([result.designPoint!.distance], [hedged.globalBeta])).toBeLessThan(1e-7);
  expect(result.oneSided).toBeNull();
  // Long BTC and short ETH gain against each other; short ETH and short SOL together.
  const pair = (a: string, b: string) => result.pairs.find(each => each.a === a && each.b === b)!.correlation;
  expect(pair('BTC', 'ETH')).toBeCloseTo(-0.84, 9);
  expect(pair('ETH', 'SOL')).toBeCloseTo(0.8, 9);
  // A hedge carries a negative share of the loss.
  expect(Math.min(...result.designPoint!.moves.map(move => move.lossShare!))).toBeLessThan(0);
});

test('held, but not among the returns: named, and a high beta stands in', () => {
  const without = given(
    five.names.slice(0, 3),
    five.cov.slice(0, 3).map(row => row.slice(0, 3)),
    '1d',
  );
  const result = poolRisk(pricedOf(five.account, five.names), without);
  sound(result);
  expect(result.proxies).toEqual([
    { factor: 'DOGE', reason: 'not among the returns', beta: 1.6 },
    { factor: 'LINK', reason: 'not among the returns', beta: 1.6 },
  ]);
  expect(result.problems.map(each => each.code)).toEqual(['proxied-factor', 'proxied-factor']);
  // Nearer than with the coins' own betas, not farther.
  const known = poolRisk(pricedOf(five.account, five.names), daily);
  expect(result.joint!.down!).toBeGreaterThan(known.joint!.down!);
  // In sigmas their own moves work against it: within some percent.
  expect(worst([result.designPoint!.distance], [known.designPoint!.distance])).toBeLessThan(0.05);
});

test('a volatility known from a short history raises the stand-in’s', () => {
  const stats = {
    ...given(
      ['BTC', 'ETH'],
      [
        [1e-4, 0],
        [0, 1e-4],
      ],
    ),
    short: [{ factor: 'NEW', reason: 'only 40 hours', volatility: 0.5 }],
  };
  const account: OracleAccount = {
    marks: { NEW: '1' },
    collateral: { USDT: { qty: '5' } },
    positions: [{ id: 'n', type: 'linear', asset: 'NEW', settle: 'USDT', qty: '10', entry: '1', tiers: [] }],
  };
  const result = poolRisk(pricedOf(account, ['NEW']), stats);
  expect(result.proxies[0]!.reason).toBe('only 40 hours');
  // Liquidated at half the price.
  expect(result.designPoint!.distance).toBeCloseTo(Math.log(2) / (0.5 * Math.sqrt(24)), 6);
});

describe('bad input', () => {
  const single = (qty: string, collateral: string): OracleAccount => ({
    marks: { BTC: '100', ETH: '100' },
    collateral: { USDT: { qty: collateral } },
    positions: [
      {
        id: 'b',
        type: 'linear',
        asset: 'BTC',
        settle: 'USDT',
        qty,
        entry: '100',
        tiers: [{ floor: 0, rate: '0.01' }],
      },
    ],
  });
  const stats = given(
    ['BTC', 'ETH'],
    [
      [1e-4, 0.9e-4],
      [0.9e-4, 1e-4],
    ],
  );

  test('one coin', () => {
    const result = poolRisk(pricedOf(single('1', '20'), ['BTC']), stats);
    sound(result);
    expect(result.effectiveBets).toBeCloseTo(1, 12);
    expect(result.factorShare).toBeCloseTo(1, 12);
    expect(result.oneSided).toBeNull();
    // 20 + 100·(m − 1) = 0.01·100·m
    expect(result.joint!.down).toBeCloseTo(80 / 99 - 1, 9);
    expect(result.designPoint!.moves[0]!.lossShare).toBe(1);
  });

  test('already liquidatable: no distance left, certain, and what would save it', () => {
    const result = poolRisk(pricedOf(single('1', '0.5'), ['BTC']), stats);
    sound(result);
    expect(result.state).toBe('liquidatable');
    expect(result.joint).toEqual({ market: 'BTC', down: 0, up: 0 });
    expect(result.recovery).toEqual({ market: 'BTC', down: null, up: expect.closeTo(99.5 / 99 - 1, 9) });
    expect(result.designPoint).toEqual({
      distance: 0,
      moves: [{ factor: 'BTC', move: 0, price: 100, lossShare: 1 }],
    });
    expect(result.probability!['1h']).toEqual({ low: 1, high: 1 });
  });

  test('fully hedged: no bet, no point within reach, and it says so', () => {
    const account = single('1', '20');
    account.positions.push({ ...account.positions[0]!, id: 's', qty: '-1' });
    const result = poolRisk(pricedOf(account, ['BTC']), stats);
    sound(result);
    expect(result.effectiveBets).toBeNull();
    // Maintenance of both legs reaches the collateral at ten times the price: far, but there.
    expect(result.joint).toEqual({ market: 'BTC', down: null, up: expect.closeTo(9, 6) });
    expect(result.designPoint!.distance).toBeGreaterThan(40);
  });

  test('nothing held', () => {
    const result = poolRisk(
      pricedOf({ marks: {}, collateral: { USDT: { qty: '20' } }, positions: [] }, []),
      stats,
    );
    sound(result);
    expect(result).toMatchObject({
      state: 'safe',
      joint: { down: null, up: null },
      designPoint: null,
      probability: null,
    });
  });

  test('nothing liquidates a long that is paid for', () => {
    const result = poolRisk(pricedOf(single('1', '200'), ['BTC']), stats);
    sound(result);
    expect(result.joint).toEqual({ market: 'BTC', down: null, up: null });
    expect(result.designPoint).toBeNull();
    expect(result.problems.map(each => each.code)).toEqual(['no-limit-point']);
  });

  test('no returns, or a market that stands still: unknown, and why', () => {
    for (const empty of [
      statistics({ format: 'plimsoll.returns/1', interval: '1h', factors: [], returns: [] }),
      given(
        ['BTC', 'ETH'],
        [
          [0, 0],
          [0, 1e-4],
        ],
      ),
    ]) {
      const result = poolRisk(pricedOf(single('1', '20'), ['BTC']), empty);
      sound(result);
      expect(result).toMatchObject({ state: 'safe', joint: null, designPoint: null, effectiveBets: null });
      expect(result.problems[0]!.code).toBe('no-statistics');
    }
  });

  test('sixty coins', () => {
    const names = Array.from({ length: 60 }, (_, i) => (i ? `C${i}` : 'BTC'));
    const matrix = names.map((_, i) => names.map((__, j) => (i === j ? 1e-4 : 0.7e-4)));
    const account: OracleAccount = {
      marks: Object.fromEntries(names.map(name => [name, '10'])),
      collateral: { USDT: { qty: '1000' } },
      positions: names.map((name, i) => ({
        id: name,
        type: 'linear',
        asset: name,
        settle: 'USDT',
        qty: i % 3 ? '20' : '-10',
        entry: '10',
        tiers: [{ floor: 0, rate: '0.01' }],
      })),
    };
    const result = poolRisk(pricedBook(oraclePool(account))!, given(names, matrix));
    sound(result);
    expect(result.designPoint!.distance).toBeGreaterThan(0);
    expect(result.pairs).toHaveLength((60 * 59) / 2);
  });
});

describe('properties', () => {
  test('whatever the book, the figures are sound; the design point lies on the limit state', () => {
    fc.assert(
      fc.property(desk, drawn => {
        const { account, stats } = deskOf(drawn);
        const priced = pricedBook(oraclePool(account))!;
        // The engine's book found them, plain arithmetic judges them.
        const book = plainBook(account, priced.book.factors);
        const betas = book.factors.map(factor => stats.beta[stats.factors.indexOf(factor)]!);
        const result = poolRisk(priced, stats);
        sound(result);
        expect(result.state).toBe(book.headroom(new Float64Array(4).fill(1)) > 0 ? 'safe' : 'liquidatable');
        const ones = new Float64Array(4).fill(1);
        for (const point of [result.designPoint, ...result.otherPoints]) {
          if (!point?.distance) continue;
          const m = Float64Array.from(point.moves, ({ move }) => 1 + move);
          const scale = book.headroom(ones);
          expect(Math.abs(book.headroom(m)) / scale).toBeLessThan(1e-7);
        }
        for (const side of ['down', 'up'] as const) {
          const s = result.joint![side];
          if (result.state !== 'safe' || s === null) continue;
          const at = (t: number) =>
            book.headroom(Float64Array.from(betas, beta => Math.max(0, 1 + beta * t)));
          expect(at(s * (1 + 1e-9))).toBeLessThan(1e-6 * book.headroom(ones));
          // And not before.
          for (let part = 0.02; part < 0.999; part += 0.02) expect(at(part * s)).toBeGreaterThan(0);
        }
      }),
      { numRuns: 150, seed: 20251125 },
    );
  });

  test('no sampled move that liquidates is nearer than the design point', () => {
    fc.assert(
      fc.property(desk, fc.infiniteStream(amount), (drawn, stream) => {
        const { account, stats } = deskOf(drawn);
        const priced = pricedBook(oraclePool(account))!;
        const { designPoint, state } = poolRisk(priced, stats);
        // Beyond 20 standard deviations a search may miss by some percent; nobody acts on that.
        if (state !== 'safe') return;
        const distance = Math.min(designPoint?.distance ?? 20, 20);
        const order = priced.book.factors;
        const limit = logLimitState(plainBook(account, order));
        const index = order.map(factor => stats.factors.indexOf(factor));
        const covariance = Float64Array.from(
          index.flatMap(i => index.map(j => stats.covariance[i]![j]! * 24)),
        );
        const x = new Float64Array(4);
        for (let k = 0; k < 300; k++) {
          // On an ellipsoid just inside the distance, in a random direction x = Σy.
          const y = Float64Array.from(
            { length: 4 },
            (_, i) => (stream.next().value as number) / Math.sqrt(covariance[i * 5]!),
          );
          multiply(covariance, y, x);
          const norm = Math.sqrt(dot(x, y));
          if (!(norm > 0)) continue;
          for (const part of [0.5, 0.9, 0.9999]) {
            expect(limit.value(x.map(each => (each * part * distance) / norm))).toBeGreaterThan(0);
          }
        }
      }),
      { numRuns: 60, seed: 20251125 },
    );
  });

  test('more collateral never lowers a distance', () => {
    fc.assert(
      fc.property(desk, fc.double({ min: 1, max: 50_000, noNaN: true }), (drawn, deposit) => {
        const before = deskOf(drawn);
        const after = deskOf(drawn, deposit);
        const a = poolRisk(pricedBook(oraclePool(before.account))!, before.stats);
        const b = poolRisk(pricedBook(oraclePool(after.account))!, after.stats);
        const far = (value: number | null | undefined) => Math.abs(value ?? Number.POSITIVE_INFINITY);
        expect(far(b.joint!.down)).toBeGreaterThanOrEqual(far(a.joint!.down) - 1e-9);
        expect(far(b.joint!.up)).toBeGreaterThanOrEqual(far(a.joint!.up) - 1e-9);
        const sigmas = (result: PoolRisk) => Math.min(20, result.designPoint?.distance ?? 20);
        expect(sigmas(b)).toBeGreaterThanOrEqual(sigmas(a) - 1e-6);
        for (const horizon of ['1h', '24h', '7d'] as const) {
          const high = (result: PoolRisk) => result.probability?.[horizon].high ?? 0;
          if (b.otherPoints.length === 0) expect(high(b)).toBeLessThanOrEqual(high(a) + 1e-9);
        }
      }),
      { numRuns: 60, seed: 20251125 },
    );
  });
});
