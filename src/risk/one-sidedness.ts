/** Whether positions that look like several stand on one side of one market. */

export interface Pair {
  a: string;
  b: string;
  /** Correlation of the two positions' profits, not of the prices: short against long turns the sign. */
  correlation: number;
}

export interface OneSided {
  /** The move of the market that hurts is the opposite one. */
  side: 'long' | 'short';
  /** The factors on that side, the largest first. */
  factors: string[];
  /** |Σ β_f w_f| / Σ |β_f w_f|: 1 when nothing stands against the rest. */
  share: number;
  /** Mean correlation of the profits of these factors, weighted by nothing. */
  correlation: number;
}

/** From here on two positions are called one bet: half of each one's variance is the other's. */
export const SAME_BET = Math.SQRT1_2;
/** At least so much of the beta-weighted exposure on one side … */
const STACKED = 0.8;
/** … and so much correlation among the positions there. */
const ALIKE = 0.5;
/** A factor that carries less than this part of the exposure is not counted as a position of its own. */
const SLIGHT = 0.02;

/** Every pair of held factors, direction-aware, the closest first. Exposures of 0 are left out. */
export function pairs(factors: string[], exposures: Float64Array, correlation: Float64Array): Pair[] {
  const n = factors.length;
  const list: Pair[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const direction = Math.sign(exposures[i]!) * Math.sign(exposures[j]!);
      if (direction === 0) continue;
      list.push({ a: factors[i]!, b: factors[j]!, correlation: direction * correlation[i * n + j]! });
    }
  }
  return list.sort((x, y) => y.correlation - x.correlation);
}

/**
 * The side on which positions stack, or null: fewer than two positions there, four fifths of the
 * beta-weighted exposure not on one side, or positions that are not much alike. Betas to the market.
 */
export function oneSided(
  factors: string[],
  exposures: Float64Array,
  beta: Float64Array,
  correlation: Float64Array,
): OneSided | null {
  const n = factors.length;
  const weighted = exposures.map((each, i) => each * beta[i]!);
  const gross = weighted.reduce((sum, each) => sum + Math.abs(each), 0);
  const net = weighted.reduce((sum, each) => sum + each, 0);
  if (!(gross > 0) || Math.abs(net) < STACKED * gross) return null;
  const members = Array.from({ length: n }, (_, i) => i)
    .filter(i => weighted[i]! * net > 0 && Math.abs(weighted[i]!) >= SLIGHT * gross)
    .sort((i, j) => Math.abs(weighted[j]!) - Math.abs(weighted[i]!));
  if (members.length < 2) return null;
  let sum = 0;
  for (const i of members) {
    for (const j of members) {
      if (i < j) sum += Math.sign(exposures[i]!) * Math.sign(exposures[j]!) * correlation[i * n + j]!;
    }
  }
  const mean = sum / ((members.length * (members.length - 1)) / 2);
  if (mean < ALIKE) return null;
  return {
    side: net > 0 ? 'long' : 'short',
    factors: members.map(i => factors[i]!),
    share: Math.abs(net) / gross,
    correlation: mean,
  };
}
