/** Schedules of rates by size: maintenance margin tiers and collateral haircuts. */
import type { Schedule } from './account';
import { Decimal, ONE, RESIDUE, ZERO } from './decimal';
import type { Reader } from './reader';

/** A schedule whose deductions are all known. `from`, `rate`, `deduction` have one entry a step. */
export interface ExactSchedule {
  basis: Schedule['basis'];
  from: Decimal[];
  rate: Decimal[];
  /** Zeros in a schedule of style "whole". */
  deduction: Decimal[];
}

/** Null, with problems noted, when a rate or a bound is missing. */
export function readSchedule(schedule: Schedule, path: string, reader: Reader): ExactSchedule | null {
  const { steps } = schedule;
  const from: Decimal[] = [];
  const rate: Decimal[] = [];
  const deduction: Decimal[] = [];
  if (!Array.isArray(steps) || steps.length === 0) {
    reader.note('missing', `${path}.steps`, 'the steps of the schedule are not known');
    return null;
  }
  let complete = true;
  for (const [k, step] of steps.entries()) {
    const at = `${path}.steps[${k}]`;
    const lower = reader.figure(step.from, `${at}.from`, 'the lower bound of the step');
    const part = reader.figure(step.rate, `${at}.rate`, 'the rate of the step');
    const given = reader.optional(step.deduction, `${at}.deduction`, 'the deduction of the step');
    if (lower === null || part === null || given === null) {
      complete = false;
      continue;
    }
    if (!complete) continue;
    from.push(lower);
    rate.push(part);
    if (schedule.style === 'whole') deduction.push(ZERO);
    else if (given) deduction.push(given);
    else if (k === 0) deduction.push(ZERO);
    else deduction.push(deduction[k - 1]!.plus(lower.times(part.minus(rate[k - 1]!))));
  }
  return complete ? { basis: schedule.basis, from, rate, deduction } : null;
}

const NEARLY = ONE.minus(new Decimal(`1e-${RESIDUE}`));

/**
 * The index of the step that holds a quantity: the last one that starts at or below it, the first one for
 * less than any. A quantity that misses a bound by a rounding residue is at the bound.
 */
export function stepAt(schedule: ExactSchedule, quantity: Decimal): number {
  const { from } = schedule;
  let low = 0;
  let high = from.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (quantity.lt(from[middle]!)) high = middle - 1;
    else low = middle;
  }
  const next = from[low + 1];
  if (next && quantity.gte(next.times(NEARLY))) return low + 1;
  return low;
}
