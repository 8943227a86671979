/** The five longs of the vectors on a straight limit state g = b + a·r, in their own obvious arithmetic. */
import { vector } from './vector';

interface Restoring {
  inputs: {
    a: number[];
    b: number;
    cov24h: number[][];
    mm: number[];
    MM: number;
    notional: number;
    fee: number;
    target: number;
  };
  expected: {
    beta0: number;
    deposit: number;
    reduceAll: { fraction: number };
    reduceOne: { fraction: number | null; betaIfFullyClosed: number }[];
    hedge: {
      asset: string;
      mmRate: number;
      fee: number;
      roots: number[];
      maxBeta: number;
      hAtMax: number;
    }[];
    maxOrder: { asset: string; mmRate: number; minBeta: number; maxLongUsd: number }[];
  };
  tolerance: { rel: number };
}

/** Values of the five positions: they add up to the notional of the vector. */
const notionals = [192_000, 96_000, 60_000, 40_000, 21_000];

export const restoring = { ...vector<Restoring>('15_restore_distance'), notionals };

export function linearDesk(
  a: number[],
  b: number,
  covariance: number[][],
): { distance: number; sigma: number } {
  let variance = 0;
  for (const [i, row] of covariance.entries()) {
    for (const [j, entry] of row.entries()) variance += a[i]! * entry * a[j]!;
  }
  const sigma = Math.sqrt(variance);
  return { distance: b / sigma, sigma };
}
