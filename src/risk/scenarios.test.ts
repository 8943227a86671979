import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oracleAccount } from '../../test/vectors/risk/oracle-pool';
import { headroomOf, type OracleAccount } from '../../test/vectors/risk/plain-book';
import { desk, deskOf } from '../../test/vectors/risk/random-desk';
import { vector } from '../../test/vectors/risk/vector';
import type { Account, Collateral } from '../engine/account';
import { assess } from '../engine/assess';
import { risk } from './risk';
import { scenarios } from './scenarios';
import type { Scenario, ScenarioId } from './shocks';
import { type Statistics, statistics } from './statistics';

const books = vector<{ cases: { id: string; names: string[]; cov: number[][]; account: OracleAccount }[] }>(
  '05_form_log_returns',
).cases;
const five = books.find(each => each.id === 'log-all-long')!;
const hedged = books.find(each => each.id === 'log-long-short')!;
const given = (factors: string[], matrix: number[][], interval = '1d'): Statistics =>
  statistics({ format: 'plimsoll.covariance/1', interval, factors, matrix });
const daily = given(five.names, five.cov);

const rowOf = (rows: Scenario[], id: ScenarioId) => rows.find(row => row.id === id)!;

/** The same in plain arithmetic: equity − maintenance after the moves that the row says it applied. */
function plainHeadroom(account: OracleAccount, row: Scenario, pool = 0): number {
  const price = Object.fromEntries(Object.entries(account.marks).map(([name, mark]) => [name, Number(mark)]));
  for (const { factor, move } of row.pools[pool]!.moves) price[factor] = price[factor]! * (1 + move);
  return headroomOf(account, price);
}

describe('five longs with 51,000 USDT of equity', () => {
  const rows = scenarios(oracleAccount(five.account), daily);

  test('the rows, in order', () => {
    expect(rows.map(({ id }) => id)).toEqual([
      'market-5',
      'market-10',
      'market-20',
      'market+10',
      'october-2025',
      'together',
      'apart',
    ]);
    expect(rows.filter(row => !row.illustrative).map(({ market }) => market)).toEqual([
      -0.05, -0.1, -0.2, 0.1,
    ]);
    expect(rowOf(rows, 'october-2025').source).toMatch(/10 October 2025/);
  });

  test('the market falls by 5 %: by hand', () => {
    // Values 192,000 96,000 60,000 40,000 21,000 at β = 1, 1.1424, 1.4352, 1.48, 1.368.
    const lost = 0.05 * (192_000 + 96_000 * 1.1424 + 60_000 * 1.4352 + 40_000 * 1.48 + 21_000 * 1.368);
    const [pool] = rowOf(rows, 'market-5').pools;
    expect(pool).toMatchObject({ outcome: 'survives', guessed: [] });
    expect(pool!.equity).toBeCloseTo(51_000 - lost, 6);
    expect(pool!.change).toBeCloseTo(-lost, 6);
    expect(pool!.usage).toBeGreaterThan(0.05);
    expect(pool!.usage).toBeLessThan(0.2);
  });

  test('by 10 % all but liquidated, as the joint distance of 10.2 % says; a rise harms nobody', () => {
    const { down } = risk(oracleAccount(five.account), daily).pools[0]!.joint!;
    expect(down!).toBeCloseTo(-0.10207, 5);
    const [ten] = rowOf(rows, 'market-10').pools;
    expect(ten!.outcome).toBe('survives');
    expect(ten!.usage).toBeGreaterThan(0.5);
    expect(rowOf(rows, 'market-20').pools[0]).toMatchObject({ outcome: 'liquidated', usage: null });
    expect(rowOf(rows, 'market+10').pools[0]!.outcome).toBe('survives');
  });

  test('10 October 2025: the published falls, and beyond their betas for the others', () => {
    const { moves, outcome } = rowOf(rows, 'october-2025').pools[0]!;
    expect(outcome).toBe('liquidated');
    expect(moves.slice(0, 3)).toEqual([
      { factor: 'BTC', move: -0.12 },
      { factor: 'ETH', move: -0.2 },
      { factor: 'SOL', move: -0.25 },
    ]);
    // ETH fell 1.459, SOL 1.452 times what their betas say.
    const k = (0.2 / (0.12 * 1.1424) + 0.25 / (0.12 * 1.4352)) / 2;
    expect(moves[3]!.move).toBeCloseTo(-0.12 * 1.48 * k, 9);
  });

  test('three standard deviations of a day: together is worse for longs than apart', () => {
    const [together, apart] = [rowOf(rows, 'together').pools[0]!, rowOf(rows, 'apart').pools[0]!];
    // All on one factor: every coin falls by three of its own standard deviations.
    for (const [f, { move }] of together.moves.entries())
      expect(move).toBeCloseTo(Math.expm1(-3 * Math.sqrt(five.cov[f]![f]!)), 9);
    expect(together.change!).toBeLessThan(apart.change!);
  });
});

test('a hedged book: apart is the worse one', () => {
  const rows = scenarios(oracleAccount(hedged.account), given(hedged.names, hedged.cov));
  expect(rowOf(rows, 'apart').pools[0]!.change!).toBeLessThan(rowOf(rows, 'together').pools[0]!.change!);
});

describe('collateral', () => {
  const account = oracleAccount(five.account);
  const usdc: Collateral = { asset: 'USDC', amount: '30000', price: '1', follows: null };
  const withRow = (row: Collateral, venue = 'vectors'): Account => ({
    ...account,
    venue,
    pools: [{ ...account.pools[0]!, collateral: [...account.pools[0]!.collateral, row] }],
  });

  test('a stable coin that is not the unit loses its peg', () => {
    const rows = scenarios(withRow(usdc), daily);
    const depeg = rowOf(rows, 'depeg');
    expect(depeg).toMatchObject({ asset: 'USDC', illustrative: true });
    expect(depeg.pools[0]!.change).toBeCloseTo(-3600, 9);
    expect(depeg.pools[0]!.moves).toEqual([{ factor: 'USDC', move: -0.12 }]);
    // The unit is its own measure.
    expect(rows.filter(({ id }) => id === 'depeg')).toHaveLength(1);
    const followed = scenarios(withRow({ ...usdc, follows: 'USDC' }), daily);
    expect(rowOf(followed, 'depeg').pools[0]!.change).toBeCloseTo(-3600, 9);
  });

  test('USDe in October, where it happened', () => {
    const usde = { ...usdc, asset: 'USDE' };
    const change = (venue: string) =>
      rowOf(scenarios(withRow(usde, venue), daily), 'october-2025').pools[0]!.change!;
    expect(change('binance') - change('vectors')).toBeCloseTo(-30_000 * 0.35, 6);
  });
});

describe('the trader’s own', () => {
  const own = (moves: Record<string, number>, others: 'beta' | 'still') =>
    rowOf(scenarios(oracleAccount(five.account), daily, { moves, others }), 'own').pools[0]!;

  test('one falls, the others stand still or follow by their betas to it', () => {
    expect(own({ ETH: -0.1 }, 'still').change).toBeCloseTo(-9600, 6);
    const [btc, eth] = own({ ETH: -0.1 }, 'beta').moves;
    expect(eth!.move).toBe(-0.1);
    expect(btc!.move).toBeCloseTo((-0.1 * five.cov[0]![1]!) / five.cov[1]![1]!, 12);
    expect(own({ BTC: -0.1, ETH: 0.1 }, 'beta').moves.find(each => each.factor === 'SOL')!.move).toBeCloseTo(
      -0.14352,
      9,
    );
  });

  test('nonsense moves nothing; no price falls below nothing', () => {
    expect(own({ BTC: Number.NaN }, 'beta').outcome).toBe('untouched');
    expect(own({ BTC: -7 }, 'still').moves).toEqual([{ factor: 'BTC', move: -0.99 }]);
  });
});

test('unknown stays unknown: without statistics, without a mark; an idle pool is untouched', () => {
  const account = oracleAccount(five.account);
  const pool = account.pools[0]!;
  const without = scenarios(account, null);
  expect(rowOf(without, 'market-5').pools[0]).toMatchObject({
    outcome: 'unknown',
    equity: null,
    usage: null,
  });
  // Published falls need no statistics of BTC, ETH and SOL; the others are guessed.
  expect(rowOf(without, 'october-2025').pools[0]).toMatchObject({
    outcome: 'liquidated',
    guessed: ['DOGE', 'LINK'],
  });
  const noMark = {
    ...pool,
    positions: pool.positions.map((each, k) => (k ? each : { ...each, markPrice: null })),
  };
  const idle = { ...pool, id: 'idle', positions: [] };
  const rows = scenarios({ ...account, pools: [noMark, idle] }, daily);
  for (const row of rows) {
    expect(row.pools[0]!.outcome).toBe('unknown');
    expect(row.pools[1]).toMatchObject({ outcome: 'untouched', equity: 52_000, change: 0 });
  }
  const strange = { ...pool, positions: [{ ...pool.positions[0]!, factor: 'NEW' }] };
  const guessed = rowOf(scenarios({ ...account, pools: [strange] }, daily), 'market-10').pools[0]!;
  expect(guessed.guessed).toEqual(['NEW']);
});

test('whatever the desk: liquidated where the joint distance says so, and worth what plain arithmetic says', () => {
  let liquidated = 0;
  fc.assert(
    fc.property(desk, drawn => {
      const { account: plain, stats } = deskOf(drawn);
      const account = oracleAccount(plain);
      const { joint, state } = risk(account, stats).pools[0]!;
      const rows = scenarios(account, stats);
      expect(JSON.parse(JSON.stringify(rows))).toEqual(rows);
      const equityNow = Number(assess(account).pools[0]!.equity);
      for (const row of rows) {
        const [pool] = row.pools;
        expect(pool!.equity! - pool!.change!).toBeCloseTo(equityNow, 4);
        const g = plainHeadroom(plain, row);
        if (pool!.outcome !== 'liquidated') expect(g).toBeGreaterThan(-1e-6);
        if (pool!.outcome === 'liquidated') liquidated++;
        if (g < -1e-6) expect(pool!.outcome).toBe('liquidated');
        if (row.market === null || row.illustrative) continue;
        const reach = row.market < 0 ? joint!.down : joint!.up;
        const lost = state !== 'safe' || (reach !== null && Math.abs(reach) <= Math.abs(row.market));
        expect(pool!.outcome === 'liquidated').toBe(lost);
      }
    }),
    { numRuns: 100, seed: 20251125 },
  );
  expect(liquidated).toBeGreaterThan(20);
});
