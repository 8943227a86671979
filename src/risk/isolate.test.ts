import { describe, expect, test } from 'vitest';
import { vector, worst } from '../../test/vectors/risk/vector';
import type { Pool, Position } from '../engine/account';
import { isolation } from './isolate';
import { firstPassage } from './probability';
import { statistics } from './statistics';

const oracle = vector<{
  inputs: { a: number[]; b: number; E: number; MM: number; mm: number[]; cov24h: number[][] };
  expected: {
    position: string;
    mm: number;
    sigmaIso: number;
    sigmaRest: number;
    sigmaAll: number;
    betaCross: number;
    mEqualise: number;
    betaEqualised: number;
    elCross: number;
    elAtEqualise: number;
  }[];
  tolerance: { rel: number };
}>('14_isolate_position');
const { a, b, E, MM, mm, cov24h } = oracle.inputs;

/** The split of equity at which both parts are equally far, on a straight limit state. */
function equalSplit(sigmaOne: number, sigmaRest: number, equity: number, mmOne: number, mmRest: number) {
  const margin = (sigmaOne * (equity - mmRest) + sigmaRest * mmOne) / (sigmaOne + sigmaRest);
  return { margin, distance: (margin - mmOne) / sigmaOne };
}

function sigma(weights: number[]): number {
  let variance = 0;
  for (const [i, row] of cov24h.entries())
    for (const [j, entry] of row.entries()) variance += weights[i]! * entry * weights[j]!;
  return Math.sqrt(variance);
}

test.each(oracle.expected)('the vectors’ formulas: $position', row => {
  const k = 'besdl'.indexOf(row.position);
  const one = sigma(a.map((each, i) => (i === k ? each : 0)));
  const rest = sigma(a.map((each, i) => (i === k ? 0 : each)));
  expect(worst([one, rest, b / sigma(a)], [row.sigmaIso, row.sigmaRest, row.betaCross])).toBeLessThan(1e-9);
  const { margin, distance } = equalSplit(one, rest, E, mm[k]!, MM - mm[k]!);
  expect(worst([margin, distance], [row.mEqualise, row.betaEqualised])).toBeLessThan(oracle.tolerance.rel);
  const likely = (far: number) => firstPassage(far).normal;
  const after = margin * likely(distance) + (E - margin) * likely((E - margin - (MM - mm[k]!)) / rest);
  expect(worst([E * likely(row.betaCross), after], [row.elCross, row.elAtEqualise])).toBeLessThan(1e-8);
});

describe('by the engine, where moves are so small that log and straight are one', () => {
  // The vectors' desk with volatilities a thousandth as large and flat maintenance rates.
  const SMALL = 1e-3;
  const factors = ['BTC', 'ETH', 'SOL', 'DOGE', 'LINK'];
  const values = [192_000, 96_000, 60_000, 40_000, 21_000];
  const rates = mm.map((each, k) => each / values[k]!);
  const stats = statistics({
    format: 'plimsoll.covariance/1',
    interval: '1d',
    factors,
    matrix: cov24h.map(row => row.map(each => each * SMALL ** 2)),
  });
  const equity = MM + 48.145;
  const positions = values.map(
    (value, k): Position => ({
      symbol: factors[k]!,
      factor: factors[k]!,
      size: String(value / 100),
      contract: { type: 'linear', multiplier: '1' },
      entryPrice: '100',
      markPrice: '100',
      maintenance: { basis: 'value', style: 'marginal', steps: [{ from: '0', rate: rates[k]!.toFixed(12) }] },
    }),
  );
  const pool: Pool = {
    id: 'pool',
    kind: 'cross',
    unit: 'USDT',
    collateral: [{ asset: 'USDT', amount: equity.toFixed(6), price: '1', follows: null }],
    positions,
    orders: [],
    rules: {
      liquidatedWhen: 'at-or-below',
      threshold: '1',
      ratio: 'maintenance/equity',
      printed: { moves: 'symbol', tickOffset: 0, fixedMaintenance: false, onlySinglePosition: false },
    },
  };
  const all = (of: Pool) => of.positions.flatMap(({ symbol }) => isolation(of, stats, symbol) ?? []);
  const found = all(pool);

  test('the split, the distances and the losses of the formulas', () => {
    expect(found.map(each => each.symbol).sort()).toEqual([...factors].sort());
    const weights = values.map((value, k) => value * (1 - rates[k]!));
    for (const each of found) {
      const k = factors.indexOf(each.symbol);
      const one = SMALL * sigma(weights.map((w, i) => (i === k ? w : 0)));
      const rest = SMALL * sigma(weights.map((w, i) => (i === k ? 0 : w)));
      const expected = equalSplit(one, rest, equity, mm[k]!, MM - mm[k]!);
      expect(each.margin / expected.margin).toBeCloseTo(1, 4);
      expect((each.isolated as number) / expected.distance).toBeCloseTo(1, 3);
      expect((each.rest as number) / expected.distance).toBeCloseTo(1, 3);
      expect(each.lossNow).toBeCloseTo(equity, 6);
      expect(each.lossIsolated + each.lossRest).toBeCloseTo(equity, 6);
      expect(each.nearer!).toBeLessThan(0);
      expect(each.expectedAfter!).toBeGreaterThan(each.expectedNow!);
      expect(each.hedge).toBe(false);
    }
  });

  test('a hedge is called one; a single position, a lost pool and an unknown one have no answer', () => {
    const short = { ...positions[1]!, size: '-500' };
    const needed = mm[0]! + (mm[1]! * 500) / 960;
    const collateral = [{ ...pool.collateral[0]!, amount: (needed + 20).toFixed(6) }];
    const hedged = all({ ...pool, collateral, positions: [positions[0]!, short] });
    expect(hedged.find(each => each.symbol === 'ETH')?.hedge).toBe(true);
    expect(all({ ...pool, positions: positions.slice(0, 1) })).toEqual([]);
    expect(isolation(pool, null, 'BTC')).toBeNull();
    expect(isolation(pool, stats, 'NONE')).toBeNull();
    const lost = { ...pool, collateral: [{ ...pool.collateral[0]!, amount: '-9000' }] };
    expect(all(lost)).toEqual([]);
  });

  test('never less than the initial margin of its leverage', () => {
    const leveraged = { ...pool, positions: positions.map(each => ({ ...each, leverage: '2' })) };
    for (const each of all(leveraged)) {
      const value = values[factors.indexOf(each.symbol)]!;
      const { change } = each;
      expect(change.kind === 'isolate' && Number(change.margin)).toBeGreaterThanOrEqual(value / 2);
    }
  });
});
