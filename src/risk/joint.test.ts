import { describe, expect, test } from 'vitest';
import { type OracleAccount, plainBook } from '../../test/vectors/risk/plain-book';
import { vector, worst } from '../../test/vectors/risk/vector';
import { joint, recovery } from './joint';

const { cases, tolerance } = vector<{
  cases: {
    id: string;
    account: OracleAccount;
    beta: Record<string, string>;
    gAtMark: number;
    expected: { arith: Record<'down' | 'up', { shock: number } | null> };
  }[];
  tolerance: { abs: number };
}>('02_one_factor_shock');

const book = (account: OracleAccount, beta: Record<string, string>) => plainBook(account, Object.keys(beta));
const betas = (beta: Record<string, string>) => Float64Array.from(Object.values(beta), Number);
const all = (n: number) => Array<boolean>(n).fill(true);

describe('the one-factor move of the vectors', () => {
  test.each(cases)('$id', ({ account, beta, gAtMark, expected }) => {
    const own = book(account, beta);
    expect(worst([own.headroom(betas(beta).fill(1))], [gAtMark])).toBeLessThan(1e-12);
    const result = joint(own, 'BTC', betas(beta), all(own.factors.length));
    for (const side of ['down', 'up'] as const) {
      const shock = expected.arith[side]?.shock ?? null;
      if (shock === null) expect(result[side]).toBeNull();
      else expect(Math.abs(result[side]! - shock)).toBeLessThan(tolerance.abs);
    }
  });
});

const one = (qty: string, collateral: string): OracleAccount => ({
  marks: { BTC: '100', ETH: '10', USDT: '1' },
  collateral: { USDT: { qty: collateral } },
  positions: [
    {
      id: 'e',
      type: 'linear',
      asset: 'ETH',
      settle: 'USDT',
      qty,
      entry: '10',
      tiers: [{ floor: 0, rate: '0' }],
    },
  ],
});

test('the market cannot fall by more than everything', () => {
  // ETH would have to fall by 60 %: at a beta of 0.5 the market by 120 %.
  const own = plainBook(one('10', '60'), ['ETH']);
  expect(joint(own, 'BTC', Float64Array.of(0.5), [true])).toEqual({ market: 'BTC', down: null, up: null });
  expect(joint(own, 'BTC', Float64Array.of(0.8), [true]).down).toBeCloseTo(-0.75, 9);
});

test('a beta below zero turns the side; no beta, no joint move', () => {
  const own = plainBook(one('10', '60'), ['ETH']);
  expect(joint(own, 'BTC', Float64Array.of(-0.5), [true])).toEqual({
    market: 'BTC',
    down: null,
    up: expect.closeTo(1.2, 9),
  });
  expect(joint(own, 'BTC', Float64Array.of(0), [true])).toEqual({ market: 'BTC', down: null, up: null });
});

test('a pool that is liquidatable is 0 away on either side; which move saves it is said apart', () => {
  const own = plainBook(one('10', '-20'), ['ETH']);
  expect(joint(own, 'BTC', Float64Array.of(1), [true])).toEqual({ market: 'BTC', down: 0, up: 0 });
  expect(recovery(own, 'BTC', Float64Array.of(1))).toEqual({
    market: 'BTC',
    down: null,
    up: expect.closeTo(0.2, 9),
  });
  expect(recovery(plainBook(one('10', '60'), ['ETH']), 'BTC', Float64Array.of(1))).toBeNull();
});

test('a stand-in is believed when it hurts, never when it helps', () => {
  // Long BTC, short ETH as its hedge.
  const account: OracleAccount = {
    marks: { BTC: '100', ETH: '10' },
    collateral: { USDT: { qty: '30' } },
    positions: [
      { id: 'b', type: 'linear', asset: 'BTC', settle: 'USDT', qty: '1', entry: '100', tiers: [] },
      { id: 'e', type: 'linear', asset: 'ETH', settle: 'USDT', qty: '-5', entry: '10', tiers: [] },
    ],
  };
  const own = plainBook(account, ['BTC', 'ETH']);
  const beta = Float64Array.of(1, 2);
  // Hedged in full by the figures, 100·s − 50·2·s = 0, until ETH can fall no further: 30 + 100·s + 50 = 0.
  expect(joint(own, 'BTC', beta, [true, true])).toEqual({
    market: 'BTC',
    down: expect.closeTo(-0.8, 8),
    up: null,
  });
  const { down, up } = joint(own, 'BTC', beta, [true, false]);
  expect(down).toBeCloseTo(-0.3, 9);
  expect(up).toBeNull();
});
