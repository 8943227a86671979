import { describe, expect, test } from 'vitest';
import { linearDesk, restoring } from '../../test/vectors/risk/linear-desk';
import { worst } from '../../test/vectors/risk/vector';
import { peakBetween, zeroBetween } from './turning-point';

const { a, b, cov24h, mm, MM, notional, fee, target } = restoring.inputs;
const { expected } = restoring;
const tolerance = restoring.tolerance.rel;

describe('a straight limit state, five longs, to five daily sigmas', () => {
  const now = linearDesk(a, b, cov24h);

  test('deposit', () => {
    expect(worst([now.distance], [expected.beta0])).toBeLessThan(tolerance);
    const trial = (amount: number) => linearDesk(a, b + amount, cov24h).distance - target;
    expect(worst([zeroBetween(trial, 1e6, 0, 1e-6)], [expected.deposit])).toBeLessThan(tolerance);
  });

  test('reduce all', () => {
    const trial = (part: number) =>
      linearDesk(
        a.map(each => each * (1 - part)),
        b + part * (MM - fee * notional),
        cov24h,
      ).distance - target;
    const found = zeroBetween(trial, 0.999, 0, 1e-12);
    expect(worst([found], [expected.reduceAll.fraction])).toBeLessThan(tolerance);
  });

  test('reduce one: as much as it takes, or not even all of it', () => {
    // What closes also pays the fee on the notional that a position of this exposure has.
    for (const [k, row] of expected.reduceOne.entries()) {
      const trial = (part: number) => {
        const held = a.map((each, i) => (i === k ? each * (1 - part) : each));
        return (
          linearDesk(held, b + part * (mm[k]! - fee * restoring.notionals[k]!), cov24h).distance - target
        );
      };
      expect(worst([trial(1) + target], [row.betaIfFullyClosed])).toBeLessThan(tolerance);
      if (row.fraction === null) expect(trial(1)).toBeLessThan(0);
      else expect(worst([zeroBetween(trial, 1, 0, 1e-12)], [row.fraction])).toBeLessThan(tolerance);
    }
  });

  test('hedge: the smaller of two sizes, and the largest distance between them', () => {
    for (const [k, row] of expected.hedge.entries()) {
      const trial = (h: number) => {
        const held = a.map((each, i) => (i === k ? each - h : each));
        return linearDesk(held, b - (row.mmRate + row.fee) * h, cov24h).distance - target;
      };
      const inside = peakBetween(trial, 0, 1e6).amount;
      expect(trial(inside)).toBeGreaterThan(0);
      const found = [zeroBetween(trial, inside, 0, 1e-6), zeroBetween(trial, inside, 1e6, 1e-6)];
      expect(worst(found, row.roots)).toBeLessThan(tolerance);
      const never = (h: number) => trial(h) - 100;
      const peak = peakBetween(never, 0, 1e6);
      expect(worst([peak.amount], [row.hAtMax])).toBeLessThan(1e-3);
      expect(worst([peak.value + 100 + target], [row.maxBeta])).toBeLessThan(1e-6);
    }
  });

  test('the largest order that keeps three', () => {
    const index: Record<string, number> = { BTC: 0, ETH: 1, SOL: 2 };
    for (const { asset, mmRate, minBeta, maxLongUsd } of expected.maxOrder) {
      const trial = (size: number) => {
        const held = a.map((each, i) => (i === index[asset] ? each + size : each));
        return linearDesk(held, b - (mmRate + fee) * size, cov24h).distance - minBeta;
      };
      expect(worst([zeroBetween(trial, 0, 1e6, 1e-6)], [maxLongUsd])).toBeLessThan(tolerance);
    }
  });
});

test('a jump, an unknown stretch and an infinite end: the side that is far enough', () => {
  const jump = (x: number) => (x < 3 ? Number.POSITIVE_INFINITY : -1);
  expect(zeroBetween(jump, 0, 10, 1e-9)).toBeCloseTo(3, 8);
  expect(zeroBetween(jump, 0, 10, 1e-9)).toBeLessThan(3);
  const torn = (x: number) => (x < 2 ? 1 : Number.NaN);
  const found = zeroBetween(torn, 0, 10, 1e-6);
  expect(found).toBeLessThan(2);
  expect(found).toBeGreaterThan(1.99);
});
