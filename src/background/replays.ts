/**
 * Replays of the pools that open cards show (risk/replay.ts): a few milliseconds of drawing at a time, so that ticks
 * and keystrokes come in between, and only for as long as somebody looks.
 */
import type { Pool } from '../engine/account';
import { type Replay, type Replayed, replay } from '../risk/replay';
import type { MarketStatistics } from './candles';
import type { Clock } from './parts';
import { attempt } from './spaced';

export interface Replays {
  /**
   * Of this pool; null: still being drawn, or nothing can be. Of other holdings or statistics it begins anew at once,
   * of other prices now and then; the old figure stands until the new one is there.
   * @param key whose pool it is
   * @param holdings what the trader holds, as text
   */
  of(key: string, pool: Pool, market: MarketStatistics, holdings: string): Replayed | null;
}

interface Job {
  pool: Pool;
  market: MarketStatistics;
  holdings: string;
  begunAt: number;
  askedAt: number;
  /** Null: all is drawn, or nothing can be. */
  run: Replay | null;
  shown: Replayed | null;
}

/** One in thirty is then known to a tenth of itself, and a desk of five coins drawn within a second. */
const PATHS = 10_000;
const AT_ONCE = 50;
/** Milliseconds of drawing, and of the rest between. */
const SLICE = 4;
const REST = 24;
/** Prices of now are drawn from again after this. */
const ANEW = 30_000;
/** Nobody has asked for so long: the card is closed. */
const FORGOTTEN = 5_000;

/** @param onChange a figure is ready */
export function createReplays(clock: Clock, onChange: () => void): Replays {
  const jobs = new Map<string, Job>();
  let waiting = false;

  const soon = () => {
    if (waiting) return;
    waiting = true;
    clock.after(REST, slice);
  };

  const begin = (job: Job) => {
    job.begunAt = clock.now();
    job.run = attempt(() => replay(job.pool, job.market.aligned.input, job.market.statistics));
    if (!job.run) job.shown = null;
    soon();
  };

  const draw = (job: Job, run: Replay) => {
    const start = clock.now();
    let drawn = run.draw(AT_ONCE);
    while (drawn.paths < PATHS && clock.now() - start < SLICE) drawn = run.draw(AT_ONCE);
    if (drawn.paths < PATHS) return;
    job.run = null;
    job.shown = drawn;
    onChange();
  };

  const slice = () => {
    waiting = false;
    const now = clock.now();
    for (const [key, job] of jobs) if (Math.abs(now - job.askedAt) > FORGOTTEN) jobs.delete(key);
    const job = [...jobs.values()].find(each => each.run !== null);
    if (!job?.run) return;
    const { run } = job;
    attempt(() => draw(job, run));
    soon();
  };

  return {
    of(key, pool, market, holdings) {
      const now = clock.now();
      const known = jobs.get(key);
      if (!known || known.holdings !== holdings || known.market !== market) {
        const job = { pool, market, holdings, begunAt: now, askedAt: now, run: null, shown: null };
        jobs.set(key, job);
        begin(job);
        return null;
      }
      known.askedAt = now;
      const old = Math.abs(now - known.begunAt) >= ANEW;
      if (known.run === null && known.pool !== pool && old) {
        known.pool = pool;
        begin(known);
      }
      return known.shown;
    },
  };
}
