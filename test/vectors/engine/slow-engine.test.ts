import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pool } from '../../../src/engine/account';
import { assess } from '../../../src/engine/assess';
import { compile } from '../../../src/engine/headroom';
import type { PoolReport } from '../../../src/engine/report';
import { agree, compare, div, type Fraction, fraction, mul, ONE, parse, sign, sub } from './fraction';
import { accountOf, pool as anyPool, draftOf } from './random-account';
import {
  balanceOf,
  countedOf,
  type Judgement,
  liquidatable,
  moved,
  profitOf,
  requirementOf,
  type SlowPool,
  type SlowPosition,
  type SlowRow,
  slowFill,
  slowPool,
  tierMultipliers,
  totals,
  valueAt,
  withoutOrders,
} from './slow-engine';

/** More of them are tried by setting PLIMSOLL_RUNS. */
const RUNS = Number(process.env.PLIMSOLL_RUNS ?? 60);
const DIGITS = 24;

function same(actual: string | null, expected: Fraction | null, what: string) {
  if (expected === null || actual === null) return expect(actual, what).toBe(expected);
  expect(agree(parse(actual), expected, DIGITS), `${what}: ${actual}, not ${expected.n}/${expected.d}`).toBe(
    true,
  );
}

interface Motion {
  position: (p: SlowPosition) => boolean;
  row: (r: SlowRow) => boolean;
  judgement: Judgement;
}

const STEPS = [
  1.0001, 1.003, 1.02, 1.05, 1.1, 1.2, 1.35, 1.5, 1.7, 2, 2.5, 3, 4, 6, 10, 20, 60, 300, 3000, 1e5,
];

/** Price multipliers to try on a side, outwards: tiers' own, the coarse ones, and one between each two. */
function grid(pool: SlowPool, motion: Motion, side: 1 | -1): Fraction[] {
  const coarse = STEPS.map(step => fraction(BigInt(Math.round(step * 1e6)), 10n ** 6n));
  const tiers = pool.positions.filter(motion.position).flatMap(p => tierMultipliers(pool, p));
  const points = [...(side > 0 ? coarse : coarse.map(m => div(ONE, m))), ...tiers]
    .filter(m => compare(m, ONE) === side)
    .sort((a, b) => side * compare(a, b));
  return [ONE, ...points].flatMap((m, k, all) =>
    k === 0 ? [] : [mul(fraction(1n, 2n), sub(m, mul(fraction(-1n), all[k - 1]!))), m],
  );
}

/** Checks that a multiplier is where the state first differs from that at the mark, or that null is right. */
function checkCrossing(pool: SlowPool, motion: Motion, side: 1 | -1, claimed: Fraction | null, what: string) {
  const state = (m: Fraction) => liquidatable(moved(pool, m, motion.position, motion.row), motion.judgement);
  const before = state(ONE);
  const nudge = (m: Fraction, way: number) => mul(m, fraction(10n ** 22n + BigInt(way), 10n ** 22n));
  for (const m of grid(pool, motion, side)) {
    if (claimed && side * compare(m, nudge(claimed, -side)) > 0) break;
    if (state(m) !== before)
      expect.fail(`${what}: the state differs at ${m.n}/${m.d}, claimed ${claimed?.n}/${claimed?.d}`);
  }
  if (!claimed) return;
  const outside = state(nudge(claimed, side));
  if (outside === before && state(claimed) === before) {
    // It may touch zero at a price that has no finite decimal form.
    const { equity, requirement } = totals(moved(pool, claimed, motion.position, motion.row));
    const owed = mul(motion.judgement.threshold ?? pool.threshold, motion.judgement.held ?? requirement);
    expect(agree(equity, owed, 20), `${what}: nothing changes at ${claimed.n}/${claimed.d}`).toBe(true);
  }
  if (compare(claimed, ONE) !== 0)
    expect(state(nudge(claimed, -side)), `${what}: changes earlier`).toBe(before);
}

function checkTotals(pool: SlowPool, report: PoolReport) {
  const { equity, requirement } = totals(pool);
  const owed = mul(pool.threshold, requirement);
  same(report.equity, equity, 'equity');
  same(report.maintenanceMargin, requirement, 'requirement');
  same(report.headroom, sub(equity, owed), 'headroom');
  same(report.usage, sign(equity) > 0 ? div(owed, equity) : null, 'usage');
  expect(report.state).toBe(liquidatable(pool) ? 'liquidatable' : 'safe');
  expect(report.positions.length).toBe(pool.positions.length);
  expect(report.collateral.length).toBe(pool.rows.length);
  for (const [k, p] of pool.positions.entries()) {
    same(report.positions[k]!.value, valueAt(p), 'value');
    same(report.positions[k]!.unrealizedPnl, profitOf(p), 'profit');
    same(report.positions[k]!.maintenanceMargin, requirementOf(pool, p), 'maintenance');
  }
  for (const [k, row] of pool.rows.entries()) {
    same(report.collateral[k]!.value, mul(balanceOf(pool, row), row.price), 'row value');
    same(report.collateral[k]!.counted, countedOf(pool, row), 'counted');
  }
}

const asMultiplier = (price: string | null, present: Fraction) =>
  price === null ? null : div(parse(price), present);

function checkLiquidations(pool: SlowPool, report: PoolReport) {
  const seen = new Map<string, { below: Fraction | null; above: Fraction | null }>();
  const items = [
    ...pool.positions.map((p, k) => ({
      factor: p.factor as string | null,
      price: p.mark,
      sides: report.positions[k]!.liquidation,
    })),
    ...pool.rows.map((r, k) => ({
      factor: r.follows,
      price: r.price,
      sides: report.collateral[k]!.liquidation,
    })),
  ];
  for (const { factor, price, sides } of items) {
    if (factor === null) {
      expect(sides).toBeNull();
      continue;
    }
    const below = asMultiplier(sides!.below, price);
    const above = asMultiplier(sides!.above, price);
    const known = seen.get(factor);
    if (known) {
      expect(below === null || agree(below, known.below!, DIGITS)).toBe(true);
      expect(above === null || agree(above, known.above!, DIGITS)).toBe(true);
      continue;
    }
    seen.set(factor, { below, above });
    const motion = {
      position: (p: SlowPosition) => p.factor === factor,
      row: (r: SlowRow) => r.follows === factor,
      judgement: {},
    };
    checkCrossing(pool, motion, -1, below, `${factor} below`);
    checkCrossing(pool, motion, 1, above, `${factor} above`);
  }
}

function checkPrinted(source: Pool, full: SlowPool, report: PoolReport) {
  const { printed } = source.rules;
  const symbols = new Set(full.positions.filter(({ size }) => sign(size) !== 0).map(({ symbol }) => symbol));
  const pool = printed.withoutOrders ? withoutOrders(full) : full;
  for (const [k, p] of full.positions.entries()) {
    const price = report.positions[k]!.printedLiquidationPrice;
    if (sign(p.size) === 0 || (printed.onlySinglePosition && symbols.size > 1)) {
      expect(price).toBeNull();
      continue;
    }
    const bySymbol = printed.moves === 'symbol';
    const judgement: Judgement = {
      threshold: printed.threshold === undefined ? pool.threshold : parse(printed.threshold),
    };
    if (printed.fixedMaintenance) judgement.held = totals(pool).requirement;
    const motion = {
      position: (q: SlowPosition) => (bySymbol ? q.symbol === p.symbol : q.factor === p.factor),
      row: (r: SlowRow) => !bySymbol && r.follows === p.factor,
      judgement,
    };
    const losing = sign(p.size) > 0 ? -1 : 1;
    const way = price === null ? null : compare(parse(price), p.mark);
    // A crossing that is tiny beside the tick loses its digits in the printed sum.
    // The offset of a tick may carry a price that is very near the mark across it.
    const offset = mul(parse('0.1'), fraction(BigInt(printed.tickOffset)));
    if (price === null) {
      checkCrossing(pool, motion, 1, null, `printed ${k}`);
      checkCrossing(pool, motion, -1, null, `printed ${k}`);
      continue;
    }
    if (printed.tickOffset !== 0 && agreeWithin(parse(price), p.mark, mul(offset, fraction(2n)))) continue;
    const side = way === 0 ? losing : (way as 1 | -1);
    if (printed.tickOffset !== 0 && agreeWithin(parse(price), offset, mul(offset, parse('0.001')))) continue;
    const crossing = div(sub(parse(price), mul(fraction(BigInt(-side)), offset)), p.mark);
    checkCrossing(pool, motion, side, crossing, `printed ${k}`);
    if (side !== losing) checkCrossing(pool, motion, losing, null, `printed ${k} on the losing side`);
  }
}

function agreeWithin(a: Fraction, b: Fraction, distance: Fraction): boolean {
  const apart = sub(a, b);
  return compare(apart, distance) <= 0 && compare(apart, mul(fraction(-1n), distance)) >= 0;
}

describe('against the slow engine', () => {
  it('agrees on every figure and on both sides of every price', () => {
    fc.assert(
      fc.property(anyPool, source => {
        const [report] = assess(accountOf([source])).pools;
        expect(report!.problems).toEqual([]);
        const pool = slowPool(source);
        checkTotals(pool, report!);
        checkLiquidations(pool, report!);
        checkPrinted(source, pool, report!);
      }),
      { numRuns: RUNS },
    );
  }, 600_000);

  it('agrees on every fill', () => {
    fc.assert(
      fc.property(
        anyPool.chain(source => fc.tuple(fc.constant(source), draftOf(source))),
        ([source, draft]) => {
          const account = accountOf([source], draft);
          const [after] = assess(account).whatIf!.pools;
          expect(after!.problems).toEqual([]);
          const [pool] = slowFill(account, draft);
          checkTotals(pool!, after!);
          checkLiquidations(pool!, after!);
        },
      ),
      { numRuns: RUNS },
    );
  }, 600_000);

  it('agrees with the compiled book on single moves', () => {
    fc.assert(
      fc.property(anyPool, source => {
        const [report] = assess(accountOf([source])).pools;
        const book = compile(source)!;
        for (const [f, factor] of book.factors.entries()) {
          const direction = new Float64Array(book.factors.length);
          direction[f] = 1;
          const item = [
            ...source.positions.map((p, k) => ({
              factor: p.factor as string | null,
              price: p.markPrice,
              sides: report!.positions[k]!.liquidation,
            })),
            ...source.collateral.map((c, k) => ({
              factor: c.follows,
              price: c.price,
              sides: report!.collateral[k]!.liquidation,
            })),
          ].find(candidate => candidate.factor === factor)!;
          for (const [side, price] of [
            [-1, item.sides!.below],
            [1, item.sides!.above],
          ] as const) {
            const move = book.crossing(direction, side);
            const multiplier = price === null ? null : Number(price) / Number(item.price);
            // The book takes less than 1e-12 of a price for nothing.
            const expected = multiplier === null || multiplier < 1e-12 ? null : multiplier - 1;
            // Where headroom only touches zero, or is zero all along, float64 may see it or not.
            // Ten thousand times the price away, or a millionth of it, float64 is coarser than this test.
            const farthest = move ?? expected ?? 0;
            if (Math.abs(farthest) > 1e4 || farthest < -1 + 1e-6) continue;
            if ((move === null) !== (expected === null))
              expect(touches(book, direction, move ?? expected!)).toBe(true);
            else if (move !== null && Math.abs(move - expected!) > 1e-9 * (1 + Math.abs(move))) {
              expect(touches(book, direction, Math.abs(move) < Math.abs(expected!) ? move : expected!)).toBe(
                true,
              );
            }
          }
        }
      }),
      { numRuns: RUNS * 4 },
    );
  }, 600_000);
});

/** True when headroom at a move is a rounding error of its terms, of which the slopes tell the size. */
function touches(
  book: NonNullable<ReturnType<typeof compile>>,
  direction: Float64Array,
  move: number,
): boolean {
  const at = direction.map(d => Math.max(0, 1 + d * move));
  const slopes = [at, direction.map(() => 1)].map(multipliers => {
    const slope = new Float64Array(direction.length);
    book.gradient(multipliers, slope);
    return slope.reduce((sum, x, f) => sum + Math.abs(x * multipliers[f]!), 0);
  });
  return Math.abs(book.headroom(at)) < 1e-9 * (1 + Math.max(...slopes));
}
