import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oracleAccount } from '../../test/vectors/risk/oracle-pool';
import type { OracleAccount } from '../../test/vectors/risk/plain-book';
import { desk, deskOf } from '../../test/vectors/risk/random-desk';
import { vector } from '../../test/vectors/risk/vector';
import type { Account, Pool, Position } from '../engine/account';
import { applyChanges } from './changes';
import type { Distance, Remedy, Target } from './decisions';
import { keeps } from './gauge';
import { isolation } from './isolate';
import { remedies } from './remedies';
import { risk } from './risk';
import { type Statistics, statistics } from './statistics';

const books = vector<{ cases: { id: string; names: string[]; cov: number[][]; account: OracleAccount }[] }>(
  '05_form_log_returns',
).cases;
const five = books.find(each => each.id === 'log-all-long')!;
const given = (factors: string[], matrix: number[][]): Statistics =>
  statistics({ format: 'plimsoll.covariance/1', interval: '1d', factors, matrix });
const daily = given(five.names, five.cov);
const account = withLots(oracleAccount(five.account));
const SIX: Target = { by: 'sigmas', atLeast: 6 };

function withLots(of: Account): Account {
  const lots: Record<string, string> = { BTC: '0.001', ETH: '0.01', SOL: '0.1', DOGE: '1', LINK: '0.1' };
  const pools = of.pools.map(pool => ({
    ...pool,
    positions: pool.positions.map(each => ({
      ...each,
      lot: each.contract.type === 'inverse' ? '1' : lots[each.factor]!,
    })),
  }));
  return { ...of, pools };
}

/** What a remedy promises is what the risk figures of the account after it say, made from scratch. */
function promised(of: Account, remedy: Remedy, stats: Statistics, { by }: Target): Distance {
  const then = applyChanges(of, remedy.changes)!;
  const { joint, designPoint } = risk(then, stats).pools[0]!;
  if (by === 'sigmas') return designPoint?.distance ?? 'none';
  const near = Math.min(
    Math.abs(joint?.down ?? Number.POSITIVE_INFINITY),
    joint?.up ?? Number.POSITIVE_INFINITY,
  );
  return Number.isFinite(near) ? near : 'none';
}

function expectPromise(of: Account, remedy: Remedy, stats: Statistics, target: Target): void {
  const kept = promised(of, remedy, stats, target);
  if (typeof kept === 'number') expect(remedy.after).toBeCloseTo(kept, 7);
  else expect(remedy.after).toBe(kept);
  if (remedy.effect === 'restores') expect(keeps(kept, target)).toBe(true);
}

describe('five longs at 4.2 daily sigmas, to six', () => {
  const answer = remedies(account, 'pool-0', daily, SIX);
  const of = (kind: Remedy['kind']) => answer.remedies.filter(each => each.kind === kind);

  test('all of them keep what they promise', () => {
    expect(answer).toMatchObject({ needed: true, problem: null });
    expect(answer.now).toBeCloseTo(4.2091, 3);
    expect(answer.remedies.map(({ kind }) => kind).slice(0, 2)).toEqual(['deposit', 'reduce-all']);
    for (const remedy of answer.remedies) expectPromise(account, remedy, daily, SIX);
  });

  test('nothing is asked for that is not needed: a little less does not restore it', () => {
    const [deposit] = of('deposit');
    expect(deposit).toMatchObject({ effect: 'restores', symbol: null, side: null, fraction: null });
    const less = {
      ...deposit!,
      changes: [{ ...deposit!.changes[0]!, amount: (deposit!.value! * 0.9999).toFixed(4) }],
    };
    expect(keeps(promised(account, less as Remedy, daily, SIX), SIX)).toBe(false);
    const [all] = of('reduce-all');
    expect(all!.effect).toBe('restores');
    expect(all!.changes).toHaveLength(5);
    // In the vectors' straight form a fifth restores five; six in log space takes about a third.
    expect(all!.fraction!).toBeGreaterThan(0.2);
    expect(all!.fraction!).toBeLessThan(0.4);
  });

  test('of one position: BTC alone does it, the small ones help at most', () => {
    const ones = of('reduce-one');
    expect(ones[0]).toMatchObject({ symbol: 'b', side: 'sell', effect: 'restores' });
    expect(ones[0]!.fraction!).toBeGreaterThan(0.5);
    expect(ones[0]!.amount).toMatch(/^\d+(\.\d{1,3})?$/);
    expect(ones[0]!.changes[0]).toMatchObject({
      kind: 'order',
      draft: { reduceOnly: true, size: ones[0]!.amount },
    });
    const small = ones.filter(each => each.effect === 'helps');
    expect(small.length).toBeGreaterThan(0);
    for (const each of small) expect(each.fraction).toBe(1);
  });

  test('a hedge with a contract that the pool does not hold yet', () => {
    const other: Position = { ...account.pools[0]!.positions[0]!, symbol: 'BTC-DEC', size: '0', lot: '0.01' };
    const wider = remedies(account, 'pool-0', daily, SIX, { contracts: [other] });
    const hedge = wider.remedies.find(each => each.kind === 'hedge' && each.symbol === 'BTC-DEC')!;
    expect(hedge).toMatchObject({ symbol: 'BTC-DEC', side: 'sell', effect: 'restores', fraction: null });
    expectPromise(account, hedge, daily, SIX);
    // Closing BTC frees its margin, a second contract takes some.
    const close = wider.remedies.find(each => each.kind === 'reduce-one' && each.symbol === 'b')!;
    expect(hedge.value!).toBeGreaterThan(close.value!);
  });
});

test('a hedged book: its hedge is not proposed to be closed', () => {
  const book = books.find(each => each.id === 'log-long-short')!;
  const held = withLots(oracleAccount(book.account));
  const stats = given(book.names, book.cov);
  const answer = remedies(held, 'pool-0', stats, SIX);
  for (const each of answer.remedies) {
    if (each.effect !== 'useless') expectPromise(held, each, stats, SIX);
    else expect(each).toMatchObject({ changes: [], amount: null, value: null });
  }
  expect(answer.remedies.some(each => each.effect === 'restores')).toBe(true);
});

describe('what cannot be said', () => {
  test('kept already: nothing is needed', () => {
    const answer = remedies(account, 'pool-0', daily, { by: 'sigmas', atLeast: 3 });
    expect(answer).toMatchObject({ needed: false, remedies: [], problem: null });
  });
  test('no pool, no statistics, no balance', () => {
    expect(remedies(account, 'x', daily, SIX).problem).toMatch(/pool/);
    expect(remedies(account, 'pool-0', null, SIX)).toMatchObject({ now: 'unknown', remedies: [] });
    const pool: Pool = {
      ...account.pools[0]!,
      collateral: [{ ...account.pools[0]!.collateral[0]!, amount: null }],
    };
    expect(remedies({ ...account, pools: [pool] }, 'pool-0', daily, SIX).problem).toMatch(/distance/);
  });
  test('liquidatable already: money and less of everything still bring it back', () => {
    const poor: Pool = {
      ...account.pools[0]!,
      collateral: [{ ...account.pools[0]!.collateral[0]!, amount: '3000' }],
    };
    const lost = { ...account, pools: [poor] };
    const answer = remedies(lost, 'pool-0', daily, SIX);
    expect(answer.now).toBe(0);
    for (const each of answer.remedies) expectPromise(lost, each, daily, SIX);
    expect(answer.remedies[0]).toMatchObject({ kind: 'deposit', effect: 'restores' });
  });
  test('an isolated position: no hedge elsewhere protects it', () => {
    const own: Pool = {
      ...account.pools[0]!,
      kind: 'isolated',
      positions: account.pools[0]!.positions.slice(0, 1),
      collateral: [{ ...account.pools[0]!.collateral[0]!, amount: '10000' }],
    };
    const alone = { ...account, pools: [own] };
    const answer = remedies(alone, 'pool-0', daily, SIX, { contracts: account.pools[0]!.positions.slice(1) });
    expect(answer.remedies.map(({ kind }) => kind)).toEqual(['deposit', 'reduce-one']);
    for (const each of answer.remedies) expectPromise(alone, each, daily, SIX);
  });
});

test('whatever the desk: a remedy, applied, gives the distance that it promises', () => {
  const counts: Record<string, number> = {};
  fc.assert(
    fc.property(
      desk,
      fc.oneof(
        fc.record({
          by: fc.constant('sigmas' as const),
          atLeast: fc.double({ min: 1, max: 12, noNaN: true }),
        }),
        fc.record({
          by: fc.constant('move' as const),
          atLeast: fc.double({ min: 0.02, max: 0.6, noNaN: true }),
        }),
      ),
      (drawn, target) => {
        const { account: plain, stats } = deskOf(drawn);
        const held = withLots(oracleAccount(plain));
        const answer = remedies(held, 'pool-0', stats, target);
        expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
        expect(answer.problem).toBeNull();
        for (const remedy of answer.remedies) {
          const key = `${remedy.kind} ${remedy.effect}`;
          counts[key] = (counts[key] ?? 0) + 1;
          if (remedy.effect !== 'useless') expectPromise(held, remedy, stats, target);
        }
        for (const { symbol } of held.pools[0]!.positions) {
          const alone = isolation(held.pools[0]!, stats, symbol);
          if (!alone) continue;
          counts.isolation = (counts.isolation ?? 0) + 1;
          const then = applyChanges(held, [alone.change])!;
          expect(then.pools).toHaveLength(2);
          const [rest, own] = risk(then, stats).pools.map(each => each.designPoint?.distance ?? 'none');
          if (typeof own === 'number') expect(alone.isolated).toBeCloseTo(own, 6);
          if (typeof rest === 'number') expect(alone.rest).toBeCloseTo(rest, 6);
          // In log space a little more than never nearer by bending.
          if (alone.nearer !== null) expect(alone.nearer).toBeLessThanOrEqual(0.05);
        }
      },
    ),
    { numRuns: 80, seed: 20251125 },
  );
  expect(counts.isolation, JSON.stringify(counts)).toBeGreaterThan(10);
  for (const key of ['deposit restores', 'reduce-all restores', 'reduce-one restores', 'reduce-one helps'])
    expect(counts[key], JSON.stringify(counts)).toBeGreaterThan(1);
  expect(counts['hedge restores'], JSON.stringify(counts)).toBeGreaterThan(0);
});
