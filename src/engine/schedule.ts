/** Schedules of rates by size: maintenance margin tiers and collateral haircuts. */
import type { Schedule } from './account';
import { Decimal, RESIDUE, readDecimal, toFloat, ZERO } from './decimal';
import type { Reader } from './reader';

/**
 * A schedule whose figures are all known, for exact and for float64 arithmetic. The exact figures are made
 * when they are asked for: of ten tiers a pool touches one or two.
 */
export interface ExactSchedule {
  basis: Schedule['basis'];
  length: number;
  /** Float64 figures, one entry a step; the deductions of style "whole" are zero. */
  froms: number[];
  rates: number[];
  deductions: number[];
  from(step: number): Decimal;
  rate(step: number): Decimal;
  deduction(step: number): Decimal;
}

/** Null, with problems noted, when a rate or a bound is missing. */
export function readSchedule(schedule: Schedule, path: string, reader: Reader): ExactSchedule | null {
  const { basis, steps, style } = schedule;
  if (!Array.isArray(steps) || steps.length === 0) {
    reader.note('missing', `${path}.steps`, 'the steps of the schedule are not known');
    return null;
  }
  const froms: number[] = [];
  const rates: number[] = [];
  const deductions: number[] = [];
  let complete = true;
  for (let k = 0; k < steps.length; k++) {
    const step = steps[k]!;
    const from = toFloat(step.from);
    const rate = toFloat(step.rate);
    const given = step.deduction ?? null;
    let deduction = given === null ? 0 : toFloat(given);
    if (Number.isNaN(from + rate + deduction)) {
      complete = false;
      const at = `${path}.steps[${k}]`;
      reader.figure(step.from, `${at}.from`, 'the lower bound of the step');
      reader.figure(step.rate, `${at}.rate`, 'the rate of the step');
      reader.optional(given, `${at}.deduction`, 'the deduction of the step');
    }
    if (style === 'whole') deduction = 0;
    else if (given === null && k > 0) deduction = deductions[k - 1]! + from * (rate - rates[k - 1]!);
    froms.push(from);
    rates.push(rate);
    deductions.push(deduction);
  }
  if (!complete) return null;

  const exact: Record<'from' | 'rate' | 'deduction', Decimal[]> = { from: [], rate: [], deduction: [] };
  const from = (k: number) => (exact.from[k] ??= readDecimal(steps[k]!.from)!);
  const rate = (k: number) => (exact.rate[k] ??= readDecimal(steps[k]!.rate)!);
  const deduction = (k: number): Decimal => (exact.deduction[k] ??= deductionOf(k));
  function deductionOf(k: number): Decimal {
    if (style === 'whole') return ZERO;
    const given = readDecimal(steps[k]!.deduction);
    if (given) return given;
    return k === 0 ? ZERO : deduction(k - 1).plus(from(k).times(rate(k).minus(rate(k - 1))));
  }
  return { basis, length: steps.length, froms, rates, deductions, from, rate, deduction };
}

/** The index of the last step that starts at or below a quantity, in float64; the first one for less than any. */
export function floatStepAt(froms: ArrayLike<number>, first: number, last: number, quantity: number): number {
  let low = first;
  let high = last;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (quantity < froms[middle]!) high = middle - 1;
    else low = middle;
  }
  return low;
}

/** Relative distance within which float64 does not tell on which side of a bound a quantity is. */
const CLOSE = 1e-12;
const NEARLY = new Decimal(1).minus(new Decimal(`1e-${RESIDUE}`));

/**
 * The index of the step that holds a quantity, exact: the last one that starts at or below it, the first one
 * for less than any. A quantity that misses a bound by a rounding residue is at the bound.
 */
export function stepAt({ froms, from, length }: ExactSchedule, quantity: Decimal): number {
  const near = quantity.toNumber();
  let step = floatStepAt(froms, 0, length - 1, near);
  while (step > 0 && close(near, froms[step]!) && !reaches(quantity, from(step))) step--;
  while (step + 1 < length && close(near, froms[step + 1]!) && reaches(quantity, from(step + 1))) step++;
  return step;
}

function close(a: number, b: number): boolean {
  return Math.abs(a - b) <= CLOSE * Math.abs(b);
}

function reaches(quantity: Decimal, bound: Decimal): boolean {
  return quantity.gte(bound) || (bound.gt(0) && quantity.gte(bound.times(NEARLY)));
}
