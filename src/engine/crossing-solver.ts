/** Crossings of one motion on both sides: looked for in float64, found and decided in exact arithmetic. */
import { crossing, liquidatable, type Trigger } from './crossing';
import { firstLeaving, rootBetween } from './curve';
import { Decimal, ZERO } from './decimal';
import type { Ledger } from './ledger';
import { loneCrossing } from './lone';
import { type Motion, type Moving, setInMotion } from './motion';
import type { Shape } from './shape';
import { crossingSpot } from './spot';
import type { Ray } from './walk';

export type Side = 1 | -1;

/** The price multiplier at the nearest change of state on a side, exact; null: there is none. */
export type Solver = (side: Side) => Decimal | null;

/** For a known pool; each side is solved when it is first asked for. */
export function createSolver(ledger: Ledger, shape: Shape, motion: Motion, trigger: Trigger): Solver {
  const threshold = motion.threshold.toNumber();
  const { fixedMaintenance } = motion;
  // Places in the shape: positions without contracts have none.
  const places = motion.positions.map(k => shape.index.indexOf(k)).filter(i => i >= 0);
  const alone = places.length === 1 && motion.rows.length === 0 && shape.row[places[0]!]! < 0;
  let exact: Moving | null = null;
  const solved: { [side in Side]?: Decimal | null } = {};

  function solve(side: Side): Decimal | null {
    if (places.length === 0 && motion.rows.length === 0) return null;
    if (alone) {
      const found = loneCrossing(ledger, shape, places[0]!, motion, side);
      if (found !== 'unclear') return found;
    }
    const spot = crossingSpot(shape, rayOf(side), side < 0 ? 1 : Number.POSITIVE_INFINITY);
    if (spot === 'none') return null;
    exact ??= setInMotion(ledger, motion);
    if (spot !== 'unclear') {
      const found = within(exact, spot, side, shape.equityNow > threshold * shape.requirementNow);
      if (found) return found;
    }
    return crossing(exact, side, trigger);
  }

  function rayOf(side: Side): Ray {
    const positions = new Array<number>(shape.index.length).fill(0);
    const rows = new Array<number>(shape.price.length).fill(0);
    for (const i of places) positions[i] = side;
    for (const r of motion.rows) rows[r] = side;
    return { positions, rows, threshold, fixedMaintenance };
  }

  /** The root inside a stretch at whose ends the sign is certain; null when exact arithmetic sees none. */
  function within(
    moving: Moving,
    { from, to }: { from: number; to: number },
    side: Side,
    safe: boolean,
  ): Decimal | null {
    const at = (move: number) => new Decimal(side).times(move).plus(1);
    const endless = !Number.isFinite(to);
    const curve = moving.curveAround(
      new Decimal(1 + side * (endless ? 2 * from + 1 : from + (to - from) / 2)),
    );
    const ends = side > 0 ? ([1 + from, 1 + to] as const) : ([1 - to, 1 - from] as const);
    const root = rootBetween(curve, ...ends);
    if (root) return root;
    const stretch = { from: at(from), to: endless ? null : side < 0 && to >= 1 ? ZERO : at(to) };
    const closed = liquidatable(0, trigger) === safe;
    return firstLeaving(curve, stretch, safe ? 1 : -1, closed);
  }

  return side => {
    let found = solved[side];
    if (found === undefined) {
      found = solve(side);
      solved[side] = found;
    }
    return found;
  };
}
