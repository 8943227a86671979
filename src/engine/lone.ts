/**
 * A contract that moves alone and is settled at par: the common case, in which headroom is straight between two
 * tiers, of the price of a linear contract and of 1/price of an inverse one. Float64 finds the tier at the
 * crossing, with the same margin as the general walk; the crossing itself is one exact division.
 */
import { type Decimal, ONE, ZERO } from './decimal';
import type { Ledger } from './ledger';
import { requirementAt, type Shape } from './shape';
import { MARGIN, NARROW } from './spot';
import { firstStep } from './walk';

export interface LoneMotion {
  threshold: Decimal;
  /** The requirement stays at its present amount. */
  fixedMaintenance: boolean;
}

/**
 * The price multiplier at which headroom changes its sign on a side, exact; null: nowhere; "unclear": float64
 * cannot tell, and the general crossing has to.
 * @param i the contract's place in the shape.
 */
export function loneCrossing(
  ledger: Ledger,
  shape: Shape,
  i: number,
  motion: LoneMotion,
  side: 1 | -1,
): Decimal | null | 'unclear' {
  const step = crossedStep(shape, i, motion.threshold.toNumber(), motion.fixedMaintenance, side);
  return typeof step === 'number' ? rootOf(ledger, shape.index[i]!, motion, step) : step;
}

/** The step of the schedule in which headroom changes its sign, for certain. */
function crossedStep(
  shape: Shape,
  i: number,
  t: number,
  fixed: boolean,
  side: 1 | -1,
): number | null | 'unclear' {
  const now = t === shape.threshold ? shape.headroom : shape.equityNow - t * shape.requirementNow;
  const moving = shape.moving[i]!;
  const value = Math.abs(moving);
  const scale = shape.scale + value;
  if (!(Math.abs(now) > MARGIN * scale)) return 'unclear';
  const keep = now > 0 ? 1 : -1;
  // Everything by the ratio of the value to the present one: up with a linear price, down with an inverse one.
  const up = side > 0 === (shape.inverse[i] === 0);
  const byValue = shape.byValue[i] === 1;
  const first = shape.first[i]!;
  const last = shape.last[i]!;
  const owedNow = fixed ? 0 : requirementAt(shape, i, 1);
  let step = last < first ? 0 : firstStep(shape, i, side);
  let here = 1;
  for (;;) {
    let c0 = now - moving;
    let c1 = moving;
    let rate = shape.feeRate[i]!;
    let deduction = 0;
    if (last >= first) {
      rate += shape.rate[step]!;
      deduction = shape.deduction[step]!;
    }
    if (!fixed) {
      c0 += t * (owedNow + (byValue ? deduction : 0));
      c1 -= t * (rate * value - (byValue ? 0 : deduction));
    }
    const bound = byValue && !fixed ? boundBeside(shape, i, step, up) : null;
    const end = bound ?? (up ? Number.POSITIVE_INFINITY : 0);
    const far = Number.isFinite(end) ? Math.max(here, end) : here;
    const near = MARGIN * scale * (1 + far);
    if (!(keep * (c0 + c1 * here) > near)) return 'unclear';
    const stop = keep * (Number.isFinite(end) ? c0 + c1 * end : c1);
    if (stop < -near) return Math.abs(end - here) > NARROW * far ? step - first : 'unclear';
    if (!(stop > near)) return 'unclear';
    if (bound === null) return null;
    here = bound;
    step += up ? 1 : -1;
  }
}

/** The ratio at which the next step starts, or this one when going down; null: there is none. */
function boundBeside(shape: Shape, i: number, step: number, up: boolean): number | null {
  if (up ? step >= shape.last[i]! : step <= shape.first[i]!) return null;
  const from = shape.from[up ? step + 1 : step]!;
  return from > 0 ? from / shape.tierQuantity[i]! : null;
}

function rootOf(
  ledger: Ledger,
  k: number,
  { threshold, fixedMaintenance }: LoneMotion,
  step: number,
): Decimal {
  const { pnlMoving, schedule, share, unitValue, value, feeRate, requirement, constant, inverse } =
    ledger.positions[k]!;
  const headroom =
    threshold === ledger.threshold
      ? ledger.headroom!
      : ledger.equity!.minus(threshold.times(ledger.requirement!));
  let fixed = headroom.minus(pnlMoving!);
  let moving = pnlMoving!;
  if (!fixedMaintenance) {
    let rate = feeRate;
    let owed = requirement!.minus(constant);
    let deduction = ZERO;
    if (schedule) {
      rate = rate.plus(schedule.rate(step));
      deduction = schedule.deduction(step);
      if (share !== ONE) deduction = deduction.times(share);
      if (!unitValue) owed = owed.plus(deduction);
    }
    let required = rate.times(value!);
    if (unitValue && !deduction.isZero()) required = required.minus(deduction.times(unitValue));
    const one = threshold.eq(ONE);
    fixed = fixed.plus(one ? owed : threshold.times(owed));
    moving = moving.minus(one ? required : threshold.times(required));
  }
  return inverse ? moving.div(fixed).neg() : fixed.div(moving).neg();
}
