/**
 * When an alert is due: a state machine for one figure of one account, pure.
 *
 * A figure raises its level as soon as it crosses a threshold and lowers it only after it has come back by a
 * margin (hysteresis), so a figure that trembles on the threshold alerts once. The same level is not said again
 * within the cool-down; a worse one always is, at once. A crossing that fell into the cool-down and still holds
 * when it ends is said then. While a figure is unknown or stale nothing changes: silence is no recovery.
 */

export type AlertLevel = 'none' | 'warn' | 'danger';

export interface AlertState {
  /** The level with hysteresis. */
  level: AlertLevel;
  /** The worst level that was said since the level last was "none". */
  said: AlertLevel;
  /** The level that was last said, and when (ms since the epoch); null: never. */
  last: { level: 'warn' | 'danger'; at: number } | null;
}

export const CALM: AlertState = { level: 'none', said: 'none', last: null };

/** `higher` is worse: margin used. `lower` is worse: the distance to liquidation, as a positive part. */
export interface AlertRule {
  worse: 'higher' | 'lower';
  warn: number;
  danger: number;
  coolDown: number;
}

/** How far a figure must come back before its level falls: a tenth of the threshold. */
const HYSTERESIS = 0.1;

const RANK: Record<AlertLevel, number> = { none: 0, warn: 1, danger: 2 };

/**
 * One observation. `value` null: unknown, stale, or (for a distance) none known; `Infinity` for a distance: no
 * price liquidates. A clock that was set back ends the cool-down instead of prolonging it.
 */
export function observe(
  state: AlertState,
  value: number | null,
  rule: AlertRule,
  now: number,
): { state: AlertState; due: 'warn' | 'danger' | null } {
  if (value === null || Number.isNaN(value)) return { state, due: null };
  const level = levelWithHysteresis(state.level, value, rule);
  const said = level === 'none' ? 'none' : state.said;
  if (level === 'none' || RANK[level] <= RANK[said]) {
    const unchanged = level === state.level && said === state.said;
    return { state: unchanged ? state : { ...state, level, said }, due: null };
  }
  const { last } = state;
  const passed = last ? now - last.at : Number.POSITIVE_INFINITY;
  const cooling = last !== null && passed >= 0 && passed < rule.coolDown && RANK[level] <= RANK[last.level];
  if (cooling) return { state: { ...state, level, said }, due: null };
  return { state: { level, said: level, last: { level, at: now } }, due: level };
}

/** The level of a figure with nothing remembered: what a colour shows. */
export function levelOf(value: number, rule: Pick<AlertRule, 'worse' | 'warn' | 'danger'>): AlertLevel {
  if (reaches(value, rule.danger, rule.worse)) return 'danger';
  return reaches(value, rule.warn, rule.worse) ? 'warn' : 'none';
}

function levelWithHysteresis(before: AlertLevel, value: number, rule: AlertRule): AlertLevel {
  const now = levelOf(value, rule);
  if (RANK[now] >= RANK[before]) return now;
  if (before === 'danger' && !hasLeft(value, rule.danger, rule.worse)) return 'danger';
  return now === 'none' && !hasLeft(value, rule.warn, rule.worse) ? 'warn' : now;
}

function reaches(value: number, threshold: number, worse: AlertRule['worse']): boolean {
  return worse === 'higher' ? value >= threshold : value <= threshold;
}

function hasLeft(value: number, threshold: number, worse: AlertRule['worse']): boolean {
  return worse === 'higher' ? value < threshold * (1 - HYSTERESIS) : value > threshold * (1 + HYSTERESIS);
}
