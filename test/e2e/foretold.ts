/** What the strip says of the order that stands in the form, and whether it comes so. */
import { expect } from 'vitest';
import type { PoolTruth } from '../simulator/exchange';
import type { Tab } from './browser';
import { nearer, readPercent } from './figures';
import { type ReadStrip, readStrip } from './overlay';
import { eventually } from './poll';

/** The strip, once its figures after the order have answered the last keystroke too; of both buttons there are two. */
export const settled = async (tab: Tab, afters: 1 | 2): Promise<ReadStrip> => {
  let before = '';
  const strip = await eventually(
    () => readStrip(tab),
    read => {
      const same = before === JSON.stringify(read);
      before = JSON.stringify(read);
      return same && (read?.joint.after.length ?? 0) >= afters;
    },
    { every: 400, what: 'figures after the order' },
  );
  return strip as ReadStrip;
};

/** Both are rounded to a tenth of a percent, and the mirror fills at its own cents. */
const apart = (text: string, truth: number): number => Math.abs(readPercent(text) - truth);

/** The joint distance after the order, beside that of an exchange on which it was really filled. */
export const expectForetold = (text: string, after: PoolTruth): void => {
  const truth = nearer(after.joint);
  if (truth === null) expect(text).toBe('none');
  else expect(apart(text, truth), `${text} for ${truth}`).toBeLessThan(0.0015);
};

/** Used margin after the order, of which whole percents are shown. */
export const expectForetoldUsage = (text: string, after: PoolTruth): void =>
  expect(apart(text, after.usage ?? Number.NaN), text).toBeLessThan(0.0105);

/** Waits until what was promised for after the order is the figure of now. */
export const comesTrue = async (tab: Tab, promised: string): Promise<ReadStrip> => {
  const strip = await eventually(
    () => readStrip(tab),
    read => apart(read?.joint.now ?? '0%', readPercent(promised)) < 0.0015,
    { what: `${promised} as the figure now` },
  );
  return strip as ReadStrip;
};
