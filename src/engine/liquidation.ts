/** Liquidation prices: the true ones on both sides of the mark, and the one that the venue prints. */
import type { Pool } from './account';
import { createSolver, type Side, type Solver } from './crossing-solver';
import { type Decimal, print, readDecimal, ZERO } from './decimal';
import { type Ledger, withoutOrders } from './ledger';
import type { Moved } from './motion';
import type { Sides } from './report';
import { type Shape, shapeOf } from './shape';

export interface Liquidations {
  /** Of everything that a factor moves: the price given, times the multipliers at the crossings. */
  sides(factor: string, price: Decimal): Sides;
  /** By the venue's convention, for the k-th position. */
  printed(k: number): Printed;
}

/** Null: the venue prints none. */
export type Printed = { price: string | null; missing?: 'tick' | 'threshold' };

const NONE: Printed = { price: null };

/** For a known pool. Every motion is solved once, however many positions share it. */
export function liquidations(pool: Pool, ledger: Ledger): Liquidations {
  const trigger = pool.rules.liquidatedWhen;
  const { printed } = pool.rules;
  const members = membersOf(pool);
  let symbols = 0;
  for (const legs of members.symbols.values()) {
    if (legs.positions.some(k => !ledger.positions[k]!.size!.isZero())) symbols++;
  }
  const plain = bookOf(ledger);
  const truths = new Map<string, Solver>();
  const prints = new Map<string, Solver>();
  let printing: Book | null = null;

  function truth(factor: string): Solver {
    return memo(truths, factor, () => {
      const motion = {
        ...members.factors.get(factor)!,
        threshold: ledger.threshold!,
        fixedMaintenance: false,
      };
      return createSolver(plain.ledger, plain.shape, motion, trigger);
    });
  }

  /** The book by which the venue prints: without what its resting orders require, where it leaves that out. */
  function printingBook(): Book {
    printing ??= printed.withoutOrders && hasOrders(pool) ? bookOf(withoutOrders(pool, ledger)) : plain;
    return printing;
  }

  function printSolver(k: number, threshold: Decimal): Solver {
    const { symbol, factor } = pool.positions[k]!;
    const book = printingBook();
    const bySymbol = printed.moves === 'symbol';
    return memo(prints, bySymbol ? symbol : factor, () => {
      const all = members.factors.get(factor)!;
      const moved = bySymbol ? members.symbols.get(symbol)! : all;
      const { fixedMaintenance } = printed;
      const same = book === plain && !fixedMaintenance && threshold.eq(ledger.threshold!);
      if (same && isSame(moved, all)) return truth(factor);
      return createSolver(book.ledger, book.shape, { ...moved, threshold, fixedMaintenance }, trigger);
    });
  }

  /** The sum of the legs of one symbol; of a position whose legs cancel out, its own size. */
  function together(k: number): Decimal {
    const legs = members.symbols.get(pool.positions[k]!.symbol)!.positions;
    const sum = legs.reduce((total, leg) => total.plus(ledger.positions[leg]!.size!), ZERO);
    return sum.isZero() ? ledger.positions[k]!.size! : sum;
  }

  return {
    sides(factor, price) {
      if (ledger.inert) return { below: null, above: null };
      const solver = truth(factor);
      return { below: shown(solver(-1), price), above: shown(solver(1), price) };
    },

    printed(k) {
      const { size, mark } = ledger.positions[k]!;
      if (size!.isZero() || (printed.onlySinglePosition && symbols > 1)) return NONE;
      const given = printed.threshold ?? null;
      const threshold = given === null ? ledger.threshold! : readDecimal(given);
      if (threshold === null) return { price: null, missing: 'threshold' };
      const solver = printSolver(k, threshold);
      const losing: Side = (printed.sharedByLegs ? together(k) : size!).isNegative() ? 1 : -1;
      let side = losing;
      let multiplier = solver(side);
      if (!multiplier) {
        side = losing === 1 ? -1 : 1;
        multiplier = solver(side);
      }
      if (!multiplier) return NONE;
      const price = mark!.times(multiplier);
      if (printed.tickOffset === 0) return { price: print(price) };
      const tick = readDecimal(pool.positions[k]!.tick);
      if (tick === null) return { price: null, missing: 'tick' };
      return { price: print(price.minus(tick.times(printed.tickOffset * side))) };
    },
  };
}

interface Book {
  ledger: Ledger;
  shape: Shape;
}

function bookOf(ledger: Ledger): Book {
  return { ledger, shape: shapeOf(ledger) };
}

/** The value kept under a key, made when there is none. */
function memo<T>(kept: Map<string, T>, key: string, make: () => T): T {
  let value = kept.get(key);
  if (value === undefined) {
    value = make();
    kept.set(key, value);
  }
  return value;
}

/** What a factor moves, and what a symbol does: the marks of its legs. */
interface Members {
  factors: Map<string, Moved>;
  symbols: Map<string, Moved>;
}

function membersOf({ positions, collateral }: Pool): Members {
  const factors = new Map<string, Moved>();
  const symbols = new Map<string, Moved>();
  const nothing = (): Moved => ({ positions: [], rows: [] });
  for (const [k, { factor, symbol }] of positions.entries()) {
    memo(factors, factor, nothing).positions.push(k);
    memo(symbols, symbol, nothing).positions.push(k);
  }
  for (const [k, { follows }] of collateral.entries()) {
    if (follows !== undefined && follows !== null) memo(factors, follows, nothing).rows.push(k);
  }
  return { factors, symbols };
}

/** True when a symbol moves whatever its factor moves. */
function isSame(symbol: Moved, factor: Moved): boolean {
  return (
    factor.rows.length === 0 &&
    symbol.positions.length === factor.positions.length &&
    symbol.positions.every((k, at) => k === factor.positions[at])
  );
}

function hasOrders({ adjustments, positions }: Pool): boolean {
  return (
    (adjustments?.length ?? 0) > 0 ||
    positions.some(({ tierExtra }) => readDecimal(tierExtra)?.isZero() === false)
  );
}

/** A price of zero is no price. */
function shown(multiplier: Decimal | null, price: Decimal): string | null {
  return multiplier === null || price.isZero() ? null : print(price.times(multiplier));
}
