/** From figures to levels, by the trader's thresholds. */
import type { Settings } from '../../settings';
import type { Level } from '../../ui/view';
import { type AlertLevel, type AlertRule, levelOf } from '../alerts';

export function usageRule({ usage, coolDownMinutes }: Settings): AlertRule {
  return { worse: 'higher', ...usage, coolDown: coolDownMinutes * 60_000 };
}

export function distanceRule({ joint, coolDownMinutes }: Settings): AlertRule {
  return { worse: 'lower', ...joint, coolDown: coolDownMinutes * 60_000 };
}

const SHOWN: Record<AlertLevel, Level> = { none: 'ok', warn: 'warn', danger: 'danger' };

export function usageLevel(usage: number, settings: Settings): Level {
  return SHOWN[levelOf(usage, usageRule(settings))];
}

/** `distance` is a part without a sign; Infinity: no price liquidates. */
export function distanceLevel(distance: number, settings: Settings): Level {
  return SHOWN[levelOf(distance, distanceRule(settings))];
}

const ORDER: Level[] = ['ok', 'unknown', 'warn', 'danger', 'stale'];

/**
 * The level of several figures together. What is dangerous stays so whatever else is unknown; what is unknown
 * keeps the rest from being called safe; figures too old for anything are stale before all.
 */
export function together(levels: Level[]): Level {
  return levels.reduce<Level>(
    (worst, each) => (ORDER.indexOf(each) > ORDER.indexOf(worst) ? each : worst),
    'ok',
  );
}
