import { expect, test } from 'vitest';
import { oracleAccount } from '../../test/vectors/risk/oracle-pool';
import type { OracleAccount } from '../../test/vectors/risk/plain-book';
import { vector } from '../../test/vectors/risk/vector';
import { dailyCarry } from './carry';
import { risk } from './risk';
import { statistics } from './statistics';

const five = vector<{ cases: { id: string; names: string[]; cov: number[][]; account: OracleAccount }[] }>(
  '05_form_log_returns',
).cases.find(each => each.id === 'log-all-long')!;
const account = oracleAccount(five.account);
const pool = account.pools[0]!;
const none = { funding: {}, borrow: {} };

test('longs pay, shorts get, borrowers pay', () => {
  expect(dailyCarry(pool, none)).toBe(0);
  expect(dailyCarry(pool, { ...none, funding: { b: 0.0003, e: -0.001 } })).toBeCloseTo(
    -192_000 * 0.0003 + 96_000 * 0.001,
    9,
  );
  const short = { ...pool, positions: pool.positions.map(each => ({ ...each, size: `-${each.size}` })) };
  expect(dailyCarry(short, { ...none, funding: { b: 0.0003 } })).toBeCloseTo(57.6, 9);
  const owing = {
    ...pool,
    collateral: [...pool.collateral, { asset: 'ETH', amount: '-2', price: '3200', follows: 'ETH' }],
  };
  expect(dailyCarry(owing, { ...none, borrow: { ETH: 0.0001, USDT: 0.5 } })).toBeCloseTo(-0.64, 9);
});

test('of a position whose mark is not known it is not known', () => {
  const blind = { ...pool, positions: [{ ...pool.positions[0]!, markPrice: null }] };
  expect(dailyCarry(blind, { ...none, funding: { b: 0.0003 } })).toBeNull();
  expect(dailyCarry(blind, none)).toBe(0);
});

test('it reaches the probabilities of the risk figures, and nothing else of them', () => {
  const daily = statistics({
    format: 'plimsoll.covariance/1',
    interval: '1d',
    factors: five.names,
    matrix: five.cov,
  });
  const funding = Object.fromEntries(pool.positions.map(({ symbol }) => [symbol, 0.003]));
  const plain = risk(account, daily).pools[0]!;
  const costly = risk(account, daily, { ...none, funding }).pools[0]!;
  expect({ ...costly, probability: null }).toEqual({ ...plain, probability: null });
  for (const horizon of ['1h', '24h', '7d'] as const) {
    expect(costly.probability![horizon].low).toBeGreaterThan(plain.probability![horizon].low);
    expect(costly.probability![horizon].high).toBeGreaterThan(plain.probability![horizon].high);
  }
  expect(costly.probability!['7d'].high / plain.probability!['7d'].high).toBeGreaterThan(1.2);
});
