/**
 * The probability that a pool is liquidated within a horizon, as an honest band: the models agree on the
 * distance and disagree on the tails.
 */
import { normalCdf } from './normal';
import { studentCdf, UNIT_VARIANCE } from './student';

/** Hours. */
export const HORIZONS = { '1h': 1, '24h': 24, '7d': 168 } as const;
export type Horizon = keyof typeof HORIZONS;

export interface Band {
  low: number;
  high: number;
}

/**
 * First passage over one limit point at `distance` standard deviations of the horizon, towards which the pool
 * drifts by −`drift` of them over the horizon (a cost is below zero).
 *
 * Normal moves: Φ(−β − ν) + e^(−2βν)·Φ(−β + ν), without drift 2Φ(−β) by reflection. When one t₄ variable of the
 * same variance scales all moves of the horizon (volatility comes in clusters): 2·F₄(−β·√2), with a cost from
 * the distance that it leaves at the horizon's end; what is earned does not count there.
 */
export function firstPassage(distance: number, drift = 0): { normal: number; student: number } {
  const left = Math.max(0, distance + Math.min(0, drift));
  return {
    normal: Math.min(1, driftedNormal(Math.max(0, distance), drift)),
    student: Math.min(1, 2 * studentCdf(-left / UNIT_VARIANCE)),
  };
}

/** Beyond this no double holds e^x; what it multiplies is smaller still. */
const LARGEST_EXPONENT = 700;

function driftedNormal(distance: number, drift: number): number {
  if (drift === 0) return 2 * normalCdf(-distance);
  const exponent = -2 * distance * drift;
  // Far out both terms are alike: the first alone then bounds the probability from above, twice.
  if (exponent > LARGEST_EXPONENT) return 2 * normalCdf(-distance - drift);
  return normalCdf(-distance - drift) + Math.exp(exponent) * normalCdf(-distance + drift);
}

/**
 * Of the distances over 24 h of all limit points, and what each drifts over 24 h (see `firstPassage`). With
 * several points the probability lies between the largest of theirs and the sum of theirs, so that the band
 * reaches from the lower model's largest to the higher model's sum. A distance shrinks with the square root of
 * the horizon, a drift grows with it. Null without a limit point.
 */
export function probabilityBands(
  distances: readonly number[],
  drifts: readonly number[] = [],
): Record<Horizon, Band> | null {
  if (distances.length === 0) return null;
  const band = (hours: number): Band => {
    const stretch = Math.sqrt(hours / 24);
    const each = distances.map((distance, k) => firstPassage(distance / stretch, (drifts[k] ?? 0) * stretch));
    const normal = each.map(point => point.normal);
    const student = each.map(point => point.student);
    return {
      low: Math.min(Math.max(...normal), Math.max(...student)),
      high: Math.min(1, Math.max(sum(normal), sum(student))),
    };
  };
  return { '1h': band(HORIZONS['1h']), '24h': band(HORIZONS['24h']), '7d': band(HORIZONS['7d']) };
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
