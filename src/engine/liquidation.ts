/** Liquidation prices: the true ones on both sides of the mark, and the one that the venue prints. */
import type { Pool } from './account';
import { crossing } from './crossing';
import { type Decimal, print, readDecimal } from './decimal';
import { type Ledger, readLedger } from './ledger';
import { type Motion, type Moving, setInMotion } from './motion';
import type { Sides } from './report';

export interface Liquidations {
  /** Of everything that a factor moves: the price given, times the multipliers. */
  sides(factor: string, price: Decimal): Sides;
  /** By the venue's convention, for the k-th position; null: it prints none. */
  printed(k: number): string | null | 'tick-missing' | 'threshold-missing';
}

/** For a known pool. Every motion is solved once, however many positions share it. */
export function liquidations(pool: Pool, ledger: Ledger, path: string): Liquidations {
  const trigger = pool.rules.liquidatedWhen;
  const solved = new Map<string, Solver>();

  function factorMotion(factor: string, threshold: Decimal, fixedMaintenance: boolean): Motion {
    return {
      positions: pool.positions.map(position => position.factor === factor),
      rows: pool.collateral.map(row => row.follows === factor),
      ...{ threshold, fixedMaintenance },
    };
  }

  function symbolMotion(symbol: string, threshold: Decimal, fixedMaintenance: boolean): Motion {
    return {
      positions: pool.positions.map(position => position.symbol === symbol),
      rows: pool.collateral.map(() => false),
      ...{ threshold, fixedMaintenance },
    };
  }

  /** One solver for equal motions: the printed price is often the true one. */
  function solverOf(book: Ledger, motion: Motion): Solver {
    const key = [
      book === ledger ? 'with' : 'without',
      motion.positions.map((moves, k) => (moves && !book.positions[k]!.size!.isZero() ? k : '')).join(),
      motion.rows.map((moves, k) => (moves ? k : '')).join(),
      motion.threshold.toString(),
      motion.fixedMaintenance,
    ].join('|');
    const known = solved.get(key);
    if (known) return known;
    const solver = createSolver(() => setInMotion(book, motion), trigger);
    solved.set(key, solver);
    return solver;
  }

  const { printed } = pool.rules;
  const held = new Set(
    pool.positions.filter((_, k) => !ledger.positions[k]!.size!.isZero()).map(p => p.symbol),
  );
  const hasOrders =
    (pool.adjustments?.length ?? 0) > 0 ||
    pool.positions.some(({ tierExtra }) => readDecimal(tierExtra)?.isZero() === false);
  let bare: Ledger | null = null;

  return {
    sides(factor, price) {
      if (ledger.inert) return { below: null, above: null };
      const solver = solverOf(ledger, factorMotion(factor, ledger.threshold!, false));
      return { below: shown(solver.side(-1), price), above: shown(solver.side(1), price) };
    },

    printed(k) {
      const { size, mark } = ledger.positions[k]!;
      const position = pool.positions[k]!;
      if (size!.isZero() || (printed.onlySinglePosition && held.size > 1)) return null;
      const given = printed.threshold ?? null;
      const threshold = given === null ? ledger.threshold! : readDecimal(given);
      if (threshold === null) return 'threshold-missing';
      if (printed.withoutOrders && hasOrders) bare ??= readLedger(pool, { path, withoutOrders: true });
      const motion =
        printed.moves === 'symbol'
          ? symbolMotion(position.symbol, threshold, printed.fixedMaintenance)
          : factorMotion(position.factor, threshold, printed.fixedMaintenance);
      const solver = solverOf(bare ?? ledger, motion);
      const losing = size!.isNegative() ? 1 : -1;
      let side: 1 | -1 = losing;
      let multiplier = solver.side(side);
      if (!multiplier) {
        side = losing === 1 ? -1 : 1;
        multiplier = solver.side(side);
      }
      if (!multiplier) return null;
      const price = mark!.times(multiplier);
      if (printed.tickOffset === 0) return print(price);
      const tick = readDecimal(position.tick);
      if (tick === null) return 'tick-missing';
      return print(price.minus(tick.times(printed.tickOffset * side)));
    },
  };
}

interface Solver {
  side(side: 1 | -1): Decimal | null;
}

function createSolver(start: () => Moving, trigger: Pool['rules']['liquidatedWhen']): Solver {
  let moving: Moving | null = null;
  const found: Partial<Record<1 | -1, Decimal | null>> = {};
  return {
    side(side) {
      if (found[side] === undefined) {
        moving ??= start();
        found[side] = crossing(moving, side, trigger);
      }
      return found[side];
    },
  };
}

/** A price of zero is no price. */
function shown(multiplier: Decimal | null, price: Decimal): string | null {
  return multiplier === null || price.isZero() ? null : print(price.times(multiplier));
}
