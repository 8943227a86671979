/** What a figure on screen must be, from a number that the simulator computed by itself. */
import { expect } from 'vitest';
import type { PoolTruth } from '../simulator/exchange';
import type { Tab } from './browser';
import { type ReadStrip, readStrip } from './overlay';
import { eventually } from './poll';

/** "−14.0%" → −0.14. */
export const readPercent = (text: string): number => {
  const digits = /[−+]?[\d,.]+(?=%)/.exec(text)?.[0];
  if (digits === undefined) throw new Error(`no percentage in "${text}"`);
  return Number.parseFloat(digits.replace('−', '-').replaceAll(',', '')) / 100;
};

const oneTenth = 0.001;
const noise = 2e-6;

/** A distance is rounded towards zero to a tenth of a percent: it never promises more than there is. Null: none. */
export const expectDistance = (text: string, truth: number | null): void => {
  if (truth === null) {
    expect(text).toBe('none');
    return;
  }
  const shown = readPercent(text);
  expect(Math.sign(shown), `${text} for ${truth}`).toBe(Math.sign(truth));
  expect(Math.abs(shown), `${text} for ${truth}`).toBeLessThanOrEqual(Math.abs(truth) + noise);
  expect(Math.abs(shown), `${text} for ${truth}`).toBeGreaterThan(Math.abs(truth) - oneTenth - noise);
};

/** Used margin is rounded up to whole percents. */
export const expectUsage = (text: string, truth: number): void => {
  const shown = readPercent(text);
  expect(shown, `${text} for ${truth}`).toBeGreaterThanOrEqual(truth - noise);
  expect(shown, `${text} for ${truth}`).toBeLessThan(truth + 0.01 + noise);
};

/** The nearer of the two sides; null: no move liquidates. */
export const nearer = ({ down, up }: { down: number | null; up: number | null }): number | null => {
  if (up === null) return down;
  return down === null || up < -down ? up : down;
};

const nearestAlone = (pool: PoolTruth) =>
  pool.positions
    .flatMap(({ symbol, mark, below, above }) =>
      [below, above].filter(price => price !== null).map(price => ({ symbol, move: price / mark - 1 })),
    )
    .sort((a, b) => Math.abs(a.move) - Math.abs(b.move))[0];

/** The three figures of now. */
export const expectStrip = (strip: ReadStrip | null, pool: PoolTruth): void => {
  expectDistance(strip?.joint.now ?? '', nearer(pool.joint));
  expectUsage(strip?.usage.now ?? '', pool.usage ?? Number.NaN);
  const nearest = nearestAlone(pool);
  if (nearest) expect(strip?.nearest.now).toContain(nearest.symbol);
  expectDistance(strip?.nearest.now ?? '', nearest?.move ?? null);
};

/** Waits until the strip shows, as live, what the simulator computes of this moment. */
export const expectLive = async (tab: Tab, truth: () => PoolTruth, within = 12_000): Promise<ReadStrip> => {
  let why: unknown;
  const agrees = (strip: ReadStrip | null) => {
    try {
      expect(strip?.word).toMatch(/^(?:safe|close|danger)$/);
      expectStrip(strip, truth());
      return true;
    } catch (error) {
      why = error;
      return false;
    }
  };
  try {
    return (await eventually(() => readStrip(tab), agrees, { within, what: 'live figures' })) as ReadStrip;
  } catch (error) {
    throw new Error(`${String(error)}\n${why instanceof Error ? why.message : String(why)}`);
  }
};
