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
 * First passage without drift over one limit point at `distance` standard deviations of the horizon:
 * 2Φ(−β) under normal moves (reflection), 2·F₄(−β·√2) when one t₄ variable of the same variance scales all
 * moves of the horizon (volatility comes in clusters).
 */
export function firstPassage(distance: number): { normal: number; student: number } {
  return {
    normal: Math.min(1, 2 * normalCdf(-distance)),
    student: Math.min(1, 2 * studentCdf(-distance / UNIT_VARIANCE)),
  };
}

/**
 * Of the distances over 24 h of all limit points. With several, the probability lies between the largest of
 * theirs and the sum of theirs, so that the band reaches from the lower model's largest to the higher
 * model's sum. A distance shrinks with the square root of the horizon. Null without a limit point.
 */
export function probabilityBands(distances: readonly number[]): Record<Horizon, Band> | null {
  if (distances.length === 0) return null;
  const band = (hours: number): Band => {
    const each = distances.map(distance => firstPassage(distance * Math.sqrt(24 / hours)));
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
