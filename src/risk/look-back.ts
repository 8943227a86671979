/** What the positions of now would have made of the last weeks: every span of 24 hours, priced anew by the engine. */
import type { Pool } from '../engine/account';
import { logLimitState } from './limit-state';
import { pricedBook } from './priced-book';
import type { ReturnsInput } from './returns';
import { intervalHours } from './statistics-input';
import { historicalTail } from './value-at-risk';

export interface LookBack {
  /** Days of returns that there are. */
  days: number;
  /** One span of 24 hours in twenty lost more than this much of headroom, in the pool's unit; below 0: gained. */
  usual: number;
  /** The most that one lost. */
  worst: number;
  /** Spans at whose end nothing of headroom would have been left, as a part of all. */
  liquidated: number;
}

const HOURS = 24;
const ONE_IN_TWENTY = 0.95;
/** With fewer spans one in twenty is no figure. */
const FEWEST_SPANS = 120;

/** Null: too few hours, a factor without hours of its own, nothing held, or something of the pool is not known. */
export function lookBack(pool: Pool, input: ReturnsInput): LookBack | null {
  const priced = pricedBook(pool);
  const steps = Math.round(HOURS / intervalHours(input.interval));
  const spans = input.returns.length - steps + 1;
  if (!priced || priced.idle || spans < FEWEST_SPANS) return null;
  const columns = priced.book.factors.map(factor => input.factors.indexOf(factor));
  if (columns.includes(-1)) return null;
  const state = logLimitState(priced.book);
  const x = new Float64Array(columns.length);
  const before = state.value(x);
  const losses: number[] = [];
  let liquidated = 0;
  for (let end = 0; end < input.returns.length; end++) {
    for (const [f, column] of columns.entries()) {
      x[f]! += input.returns[end]![column]!;
      if (end >= steps) x[f]! -= input.returns[end - steps]![column]!;
    }
    if (end < steps - 1) continue;
    const then = state.value(x);
    if (!Number.isFinite(then)) return null;
    losses.push(before - then);
    if (!(then > 0)) liquidated++;
  }
  const tail = historicalTail(losses, ONE_IN_TWENTY);
  return (
    tail && {
      days: input.returns.length / steps,
      usual: tail.valueAtRisk,
      worst: Math.max(...losses),
      liquidated: liquidated / losses.length,
    }
  );
}
