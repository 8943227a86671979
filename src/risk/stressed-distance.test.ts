import { expect, test } from 'vitest';
import { oracleAccount } from '../../test/vectors/risk/oracle-pool';
import type { OracleAccount } from '../../test/vectors/risk/plain-book';
import { vector } from '../../test/vectors/risk/vector';
import { risk } from './risk';
import { statistics } from './statistics';
import { stressed } from './stress';
import { stressedDistances } from './stressed-distance';

const books = vector<{ cases: { id: string; names: string[]; cov: number[][]; account: OracleAccount }[] }>(
  '05_form_log_returns',
).cases;
const given = (names: string[], cov: number[][]) =>
  statistics({ format: 'plimsoll.covariance/1', interval: '1d', factors: names, matrix: cov });

test.each([
  ['log-all-long', 'together'],
  ['log-long-short', 'apart'],
] as const)('%s: worse %s', (id, worse) => {
  const { names, cov, account } = books.find(each => each.id === id)!;
  const stats = given(names, cov);
  const [found] = stressedDistances(oracleAccount(account), stats);
  expect(found!.worse).toBe(worse);
  // As the risk figures of an account whose statistics are the stressed ones.
  const of = (statistics_: typeof stats) =>
    risk(oracleAccount(account), statistics_).pools[0]!.designPoint!.distance;
  expect(found!.normal).toBeCloseTo(of(stats), 9);
  expect(found!.together).toBeCloseTo(of(stressed(stats, 'together', 1)), 9);
  expect(found!.apart).toBeCloseTo(of(stressed(stats, 'apart', 0.5)), 9);
  expect(found![worse] as number).toBeLessThan(found!.normal as number);
});

test('unknown stays unknown, none stays none, and neither is worse', () => {
  const { account, names, cov } = books[0]!;
  const whole = oracleAccount(account);
  expect(stressedDistances(whole, null)).toEqual([
    { pool: 'pool-0', normal: 'unknown', together: 'unknown', apart: 'unknown', worse: 'normal' },
  ]);
  const idle = { ...whole, pools: [{ ...whole.pools[0]!, positions: [] }] };
  expect(stressedDistances(idle, given(names, cov))[0]).toMatchObject({ normal: 'none', worse: 'normal' });
});
