/**
 * A pool's next 24 hours, drawn many times from the hours that there have been (block-bootstrap.ts): the tails are
 * those of these weeks, and no model's. The weeks also limit what it can tell: n days hold no event that is rarer than
 * one in n.
 */
import type { Pool } from '../engine/account';
import { blockBootstrap } from './block-bootstrap';
import { factorModel } from './factor-model';
import { logLimitState } from './limit-state';
import { type PathProbability, pathRun } from './path-probability';
import { pricedBook } from './priced-book';
import type { ReturnsInput } from './returns';
import type { Statistics } from './statistics';

export interface Replay {
  /** Draws so many paths more, and says what is known by now. */
  draw(paths: number): Replayed;
}

export interface Replayed extends PathProbability {
  /** Days of returns that the hours are drawn from: rarer than one in so many they cannot tell. */
  days: number;
}

const HOURS = 24;

/**
 * Null: the pool holds nothing, is liquidatable already, or something of it is not known. The same seed gives the same
 * digits, in however many goes they are drawn.
 */
export function replay(pool: Pool, input: ReturnsInput, statistics: Statistics, seed = 1): Replay | null {
  const priced = pricedBook(pool);
  if (!priced || priced.idle) return null;
  const { factors } = priced.book;
  const model = factorModel(statistics, factors);
  const source = blockBootstrap(input, statistics, factors);
  const state = logLimitState(priced.book);
  if (typeof model === 'string' || !source || !(state.value(new Float64Array(factors.length)) > 0))
    return null;
  const { intervalHours } = statistics;
  const steps = Math.round(HOURS / intervalHours);
  const run = pathRun(state, source, {
    steps,
    seed,
    covariance: model.covariance.map(each => each / steps),
  });
  const days = (input.returns.length * intervalHours) / HOURS;
  return {
    draw(paths) {
      run.draw(paths);
      return { ...run.result(), days };
    },
  };
}
