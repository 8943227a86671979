/** The figures of the vectors once more, through the engine's own book. */
import { describe, expect, test } from 'vitest';
import { oracleAccount, oraclePool } from '../../test/vectors/risk/oracle-pool';
import { type OracleAccount, plainBook } from '../../test/vectors/risk/plain-book';
import { vector, worst } from '../../test/vectors/risk/vector';
import { compile } from '../engine/headroom';
import { joint } from './joint';
import { pricedBook } from './priced-book';
import { risk } from './risk';
import { statistics } from './statistics';

const shocks = vector<{
  cases: {
    id: string;
    account: OracleAccount;
    beta: Record<string, string>;
    expected: { arith: Record<'down' | 'up', { shock: number } | null> };
  }[];
  tolerance: { abs: number };
}>('02_one_factor_shock');
const logs = vector<{
  cases: {
    id: string;
    names: string[];
    cov: number[][];
    horizonHours: number;
    globalBeta: number;
    account: OracleAccount;
    pctMove: Record<string, number>;
    designPrices: Record<string, number>;
  }[];
  tolerance: { rel: number };
}>('05_form_log_returns');
const facets = vector<{ account: OracleAccount; names: string[]; cov24h: number[][] }>(
  '04_form_piecewise_linear',
);

describe('the engine’s book is the plain one', () => {
  const accounts = [
    ...shocks.cases.map(each => [each.id, each.account] as const),
    ['haircut tiers', facets.account] as const,
  ];
  test.each(accounts)('%s', (_, account) => {
    const book = compile(oraclePool(account))!;
    const plain = plainBook(account, book.factors);
    const n = book.factors.length;
    const [own, other] = [new Float64Array(n), new Float64Array(n)];
    for (let k = 0; k < 40; k++) {
      const m = Float64Array.from(
        { length: n },
        (_, f) => 0.6 + 0.9 * Math.abs(Math.sin(4.713 * (k + 1) + 2.391 * f)),
      );
      if (k === 0) m.fill(1);
      expect(Math.abs(book.headroom(m) - plain.headroom(m))).toBeLessThan(1e-6);
      for (const slopes of ['gradient', 'exposure'] as const) {
        book[slopes](m, own);
        plain[slopes](m, other);
        for (let f = 0; f < n; f++) expect(Math.abs(own[f]! - other[f]!)).toBeLessThan(0.02);
      }
    }
  });
});

describe('joint distance', () => {
  test.each(shocks.cases)('$id', ({ account, beta, expected }) => {
    const book = compile(oraclePool(account))!;
    const betas = Float64Array.from(book.factors, factor => Number(beta[factor]));
    const result = joint(book, 'BTC', betas, Array(betas.length).fill(true));
    for (const side of ['down', 'up'] as const) {
      const shock = expected.arith[side]?.shock ?? null;
      if (shock === null) expect(result[side]).toBeNull();
      else expect(Math.abs(result[side]! - shock)).toBeLessThan(shocks.tolerance.abs);
    }
  });
});

describe('the whole risk part of an account', () => {
  test.each(logs.cases)('$id', ({ account, names, cov, horizonHours, globalBeta, pctMove, designPrices }) => {
    const stats = statistics({
      format: 'plimsoll.covariance/1',
      interval: `${horizonHours}h`,
      factors: names,
      matrix: cov,
    });
    const result = risk(oracleAccount(account), stats);
    const [pool] = result.pools;
    expect(pool!.id).toBe('pool-0');
    const overADay = globalBeta * Math.sqrt(horizonHours / 24);
    expect(worst([pool!.designPoint!.distance], [overADay])).toBeLessThan(logs.tolerance.rel);
    for (const { factor, move, price } of pool!.designPoint!.moves) {
      expect(worst([move, price!], [pctMove[factor]!, designPrices[factor]!])).toBeLessThan(1e-6);
    }
    expect(result.factors.map(each => each.factor)).toEqual(names);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  test('exposures are those of equity: requirement, fees and constants left out', () => {
    const pool = oraclePool(facets.account);
    pool.positions[0]!.feeRate = '0.001';
    pool.positions[1]!.requirement = '500';
    pool.adjustments = [{ reason: 'resting orders', equity: '-5', requirement: '100' }];
    const { book, prices } = pricedBook(pool)!;
    const gradient = new Float64Array(2);
    book.exposure(Float64Array.of(1, 1), gradient);
    const exposure = Object.fromEntries(book.factors.map((factor, f) => [factor, gradient[f]]));
    // 10 BTC at 95 % and a short of 5; a short of 60 ETH.
    expect(exposure).toEqual({
      BTC: expect.closeTo(0.95 * 600_000 - 300_000, 3),
      ETH: expect.closeTo(-180_000, 3),
    });
    expect([...prices]).toEqual(book.factors.map(factor => Number(facets.account.marks[factor])));
  });

  test('a pool with something missing is unknown, the others go on', () => {
    const account = oracleAccount(logs.cases[0]!.account, logs.cases[0]!.account);
    account.pools[0]!.positions[2]!.markPrice = null;
    const stats = statistics({
      format: 'plimsoll.covariance/1',
      interval: '1d',
      factors: logs.cases[0]!.names,
      matrix: logs.cases[0]!.cov,
    });
    const [unknown, known] = risk(account, stats).pools;
    expect(unknown).toMatchObject({
      state: 'unknown',
      joint: null,
      designPoint: null,
      probability: null,
      effectiveBets: null,
    });
    expect(unknown!.problems).toEqual([
      { code: 'unknown-pool', path: '$.pools[0]', message: expect.any(String) },
    ]);
    expect(known!.designPoint!.distance).toBeCloseTo(4.209, 3);
  });

  test('an empty pool and an empty account', () => {
    const account = oracleAccount({ marks: {}, collateral: { USDT: { qty: '100' } }, positions: [] });
    const stats = statistics({
      format: 'plimsoll.covariance/1',
      interval: '1d',
      factors: ['BTC'],
      matrix: [[1e-4]],
    });
    expect(risk(account, stats).pools[0]).toMatchObject({
      state: 'safe',
      joint: { market: 'BTC', down: null, up: null },
      designPoint: null,
    });
    expect(risk({ ...account, pools: [] }, stats).pools).toEqual([]);
    // A requirement without anything held: nothing moves, and it is due now.
    const adjustments = [{ reason: 'orders', equity: '0', requirement: '200' }];
    const owing = { ...account, pools: [{ ...account.pools[0]!, adjustments }] };
    expect(risk(owing, stats).pools[0]).toMatchObject({
      state: 'liquidatable',
      joint: { down: 0, up: 0 },
      designPoint: { distance: 0, moves: [] },
    });
  });
});
