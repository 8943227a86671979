/** Crossings of one motion on both sides: looked for in float64, found and decided in exact arithmetic. */
import { crossing, liquidatable, type Trigger } from './crossing';
import { firstLeaving } from './curve';
import { Decimal, ZERO } from './decimal';
import type { Ledger } from './ledger';
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
  let exact: Moving | null = null;
  const solved = new Map<Side, Decimal | null>();

  function solve(side: Side): Decimal | null {
    const ray = rayOf(side);
    if (!ray) return null;
    const spot = crossingSpot(shape, ray, side < 0 ? 1 : Number.POSITIVE_INFINITY);
    if (spot === 'none') return null;
    exact ??= setInMotion(ledger, motion);
    if (spot !== 'unclear') {
      const found = within(exact, spot, side, shape.equityNow > threshold * shape.requirementNow);
      if (found) return found;
    }
    return crossing(exact, side, trigger);
  }

  /** Null when nothing moves. */
  function rayOf(side: Side): Ray | null {
    const { index, price } = shape;
    const ray = {
      positions: new Array<number>(index.length),
      rows: new Array<number>(price.length),
      threshold,
      fixedMaintenance,
    };
    let moves = false;
    for (let i = 0; i < index.length; i++) {
      const speed = motion.positions[index[i]!] ? side : 0;
      ray.positions[i] = speed;
      moves ||= speed !== 0;
    }
    for (let r = 0; r < price.length; r++) {
      const speed = motion.rows[r] ? side : 0;
      ray.rows[r] = speed;
      moves ||= speed !== 0;
    }
    return moves ? ray : null;
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
    const middle = at(endless ? 2 * from + 1 : from + (to - from) / 2);
    const stretch = { from: at(from), to: endless ? null : side < 0 && to >= 1 ? ZERO : at(to) };
    const closed = liquidatable(0, trigger) === safe;
    return firstLeaving(moving.curveAround(middle), stretch, safe ? 1 : -1, closed);
  }

  return side => {
    let found = solved.get(side);
    if (found === undefined) {
      found = solve(side);
      solved.set(side, found);
    }
    return found;
  };
}
