/** What must hold of every account, whatever its figures. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pool, Position, Schedule } from '../../../src/engine/account';
import { assess } from '../../../src/engine/assess';
import type { PoolReport } from '../../../src/engine/report';
import { fill } from '../../../src/engine/what-if';
import { add, agree, mul, parse } from './fraction';
import { accountOf, pool as anyPool } from './random-account';

const RUNS = Number(process.env.PLIMSOLL_RUNS ?? 100);
const report = (pool: Pool) => assess(accountOf([pool])).pools[0]!;

/** The printed figures agree to this many digits; one more division may round the last of them. */
const DIGITS = 24;

function sameFigure(a: string | null, b: string | null) {
  if (a === null || b === null) return expect(a).toBe(b);
  expect(agree(parse(a), parse(b), DIGITS), `${a} and ${b}`).toBe(true);
}

function sameTotals(a: PoolReport, b: PoolReport) {
  for (const name of ['equity', 'maintenanceMargin', 'headroom', 'marginRatio', 'usage'] as const) {
    sameFigure(a[name], b[name]);
  }
  expect(a.state).toBe(b.state);
}

/** Liquidation prices by the order of the first account; `at` finds each of its positions in the other. */
function samePrices(a: PoolReport, b: PoolReport, at = (k: number) => k) {
  for (const [k, { liquidation, printedLiquidationPrice }] of a.positions.entries()) {
    const other = b.positions[at(k)]!;
    sameFigure(liquidation.below, other.liquidation.below);
    sameFigure(liquidation.above, other.liquidation.above);
    sameFigure(printedLiquidationPrice, other.printedLiquidationPrice);
  }
}

const multiplied = (text: string | null | undefined, times: string) => {
  if (text === null || text === undefined) return text;
  const { n, d } = mul(parse(text), parse(times));
  let digits = 0;
  let power = 1n;
  while (power % d !== 0n) {
    power *= 10n;
    digits++;
  }
  const whole = String((n < 0n ? -n : n) * (power / d)).padStart(digits + 1, '0');
  const cut = whole.length - digits;
  return `${n < 0n ? '-' : ''}${whole.slice(0, cut)}${digits > 0 ? `.${whole.slice(cut)}` : ''}`;
};

function scaledSchedule(schedule: Schedule, by: string): Schedule {
  const steps = schedule.steps.map(step => ({
    ...step,
    from: multiplied(step.from, by)!,
    ...(step.deduction === undefined ? {} : { deduction: multiplied(step.deduction, by)! }),
  }));
  return { ...schedule, steps };
}

describe('a report', () => {
  it('does not depend on the order of positions and rows', () => {
    fc.assert(
      fc.property(anyPool, pool => {
        const turned = {
          ...pool,
          positions: [...pool.positions].reverse(),
          collateral: [...pool.collateral].reverse(),
        };
        const [a, b] = [report(pool), report(turned)];
        sameTotals(a, b);
        samePrices(a, b, k => pool.positions.length - 1 - k);
      }),
      { numRuns: RUNS },
    );
  });

  it('does not depend on names', () => {
    fc.assert(
      fc.property(anyPool, pool => {
        const name = (text: string) => `${text}'`;
        const renamed: Pool = {
          ...pool,
          unit: name(pool.unit),
          collateral: pool.collateral.map(c => ({
            ...c,
            asset: name(c.asset),
            follows: c.follows && name(c.follows),
          })),
          positions: pool.positions.map(p => ({
            ...p,
            symbol: name(p.symbol),
            factor: name(p.factor),
            settle: p.settle && name(p.settle),
            tierGroup: p.tierGroup && name(p.tierGroup),
          })),
        };
        const [a, b] = [report(pool), report(renamed)];
        sameTotals(a, b);
        samePrices(a, b);
      }),
      { numRuns: RUNS },
    );
  });

  it('does not change when every amount is multiplied', () => {
    fc.assert(
      fc.property(anyPool, fc.constantFrom('10', '0.125', '3'), (pool, by) => {
        const times = (text: string | null | undefined) => multiplied(text, by);
        const scaled: Pool = {
          ...pool,
          collateral: pool.collateral.map(c => ({
            ...c,
            amount: times(c.amount),
            credit: c.credit && scaledSchedule(c.credit, by),
          })),
          positions: pool.positions.map(p => ({
            ...p,
            size: times(p.size),
            tierExtra: times(p.tierExtra),
            requirement: times(p.requirement),
            maintenance: p.maintenance && scaledSchedule(p.maintenance, by),
          })),
          adjustments: pool.adjustments?.map(a => ({
            ...a,
            equity: times(a.equity),
            requirement: times(a.requirement),
          })),
        };
        const [a, b] = [report(pool), report(scaled)];
        sameFigure(multiplied(a.headroom, by)!, b.headroom);
        sameFigure(a.usage, b.usage);
        expect(a.state).toBe(b.state);
        samePrices(a, b);
      }),
      { numRuns: RUNS },
    );
  });

  it('does not change when a position is split in two of one tier group', () => {
    fc.assert(
      fc.property(anyPool, fc.constantFrom('0.5', '0.2', '0.75'), (pool, part) => {
        const [first, ...others] = pool.positions;
        if (!first) return;
        const grouped: Position = { ...first, tierGroup: first.tierGroup ?? 'own' };
        const size = multiplied(first.size, part)!;
        const rest = multiplied(first.size, { '0.5': '0.5', '0.2': '0.8', '0.75': '0.25' }[part]!)!;
        const halves: Position[] = [
          { ...grouped, size },
          { ...grouped, size: rest, tierExtra: undefined, requirement: undefined },
        ];
        const [a, b] = [
          report({ ...pool, positions: [grouped, ...others] }),
          report({ ...pool, positions: [...halves, ...others] }),
        ];
        sameTotals(a, b);
        samePrices(a, b, k => (k === 0 ? 0 : k + 1));
        // The unit is shared out, value by value.
        const [one, two] = b.positions as [PoolReport['positions'][0], PoolReport['positions'][0]];
        expect(agree(add(parse(one.value!), parse(two.value!)), parse(a.positions[0]!.value!), DIGITS)).toBe(
          true,
        );
      }),
      { numRuns: RUNS },
    );
  });
});

describe('a draft and its opposite', () => {
  it('at the same price and without fee give the start', () => {
    fc.assert(
      fc.property(
        anyPool,
        fc.constantFrom('buy', 'sell') as fc.Arbitrary<'buy' | 'sell'>,
        fc.integer({ min: 1, max: 300 }),
        fc.constantFrom('40', '75.5', '130', null),
        (source, side, tenths, price) => {
          const [held] = source.positions;
          if (!held || source.positions.filter(({ symbol }) => symbol === held.symbol).length > 1) return;
          // Realised profit stays in the row in which it was unrealised; at par it moves into the unit's row.
          const unit = source.collateral.find(({ asset }) => asset === source.unit);
          if (!held.settle && (unit?.credit || unit?.liability)) return;
          const size = `${Math.floor(tenths / 10)}.${tenths % 10}`;
          const between = add(parse(held.size!), parse(side === 'buy' ? size : `-${size}`));
          // Closing frees the constant requirement, and an empty position has no entry to come back to.
          if (parse(held.size!).n === 0n || between.n === 0n) return;
          const draft = { pool: source.id, symbol: held.symbol, size, price };
          const there = fill(accountOf([source]), { ...draft, side });
          const back = fill(accountOf(there.pools), { ...draft, side: side === 'buy' ? 'sell' : 'buy' });
          expect(there.problems.size + back.problems.size).toBe(0);
          const [before, after] = [report(source), report(back.pools[0]!)];
          sameTotals(before, after);
          samePrices(before, after);
        },
      ),
      { numRuns: RUNS * 3 },
    );
  });
});
