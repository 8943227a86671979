/**
 * What an account may be alerted for: each kind as figures with a rule and words. A kind that is about single
 * positions has a figure for each; one that is switched off has none.
 */
import type { Settings, Watch } from '../settings';
import type { Formats } from '../ui/format';
import type { Text } from '../ui/text';
import type { AlertRule } from './alerts';
import { distanceRule, usageRule } from './view/levels';

/** What one account shows now. Null: unknown or stale. */
export interface Observation {
  account: string;
  /** "Hyperliquid · 0x1234…abcd". */
  title: string;
  /** Part of the margin used. */
  usage: number | null;
  /** Distance of the whole market without a sign, Infinity: none. */
  joint: number | null;
  /** The nearer move with its sign, for the words; null: none or unknown. */
  move: { move: number; market: string } | null;
  /** What costs more to know, and is looked at less often; null: not known, or not wanted. */
  watched: Watched | null;
}

export interface Watched {
  /** The distance in standard deviations of a day; Infinity: nothing within reason liquidates. */
  sigmas: number | null;
  /** Of liquidation within 24 h, the more likely end of the band. */
  probability: number | null;
  /** Of the pool with the fewest; Infinity: fewer than two positions. */
  bets: number | null;
  /** Positions without a stop, of those that lose on the likely way. Null: not known. */
  withoutStop: { symbol: string; bare: boolean }[] | null;
  /** Stops that protect, and whether they would fire too late. Null: not known. */
  stops: { symbol: string; trigger: string; late: boolean }[] | null;
}

export type AlertKind = 'usage' | 'joint' | 'sigmas' | 'probability' | 'bets' | 'without-stop' | 'late-stop';

/** One figure to be watched. */
export interface Item {
  kind: AlertKind;
  /** The position that it is about; null: the whole account. */
  symbol: string | null;
  value: number | null;
  rule: AlertRule;
  words(level: 'warn' | 'danger'): { title: string; message: string };
}

/** A condition that holds (1) or does not (0) has a warning and no danger. */
const HOLDS = { worse: 'higher', warn: 1, danger: Number.POSITIVE_INFINITY } as const;

const WORDS = {
  sigmas: ['alert_sigmas_warn', 'alert_sigmas_danger', 'alert_sigmas_message'],
  probability: ['alert_probability_warn', 'alert_probability_danger', 'alert_probability_message'],
  bets: ['alert_bets_warn', 'alert_bets_danger', 'alert_bets_message'],
} as const;

export function itemsOf(seen: Observation, settings: Settings, text: Text, format: Formats): Item[] {
  const { alerts } = settings;
  const { watched } = seen;
  const coolDown = settings.coolDownMinutes * 60_000;
  const rule = (worse: AlertRule['worse'], { warn, danger }: Watch): AlertRule => ({
    worse,
    warn,
    danger,
    coolDown,
  });
  const items: Item[] = [usage(seen, settings, text, format), joint(seen, settings, text, format)];
  const figure = (
    kind: 'sigmas' | 'probability' | 'bets',
    worse: AlertRule['worse'],
    say: (value: number) => string,
  ) => {
    if (!alerts[kind].on) return;
    const value = watched?.[kind] ?? null;
    const said = value === null ? text('word_unknown') : say(value);
    const [warn, danger, message] = WORDS[kind];
    items.push({
      kind,
      symbol: null,
      value,
      rule: rule(worse, alerts[kind]),
      words: level => ({
        title: text(level === 'danger' ? danger : warn, said),
        message: text(message, seen.title, said),
      }),
    });
  };
  figure('sigmas', 'lower', format.sigma);
  figure('probability', 'higher', format.probability);
  figure('bets', 'lower', format.count);
  const condition = (kind: AlertKind, symbol: string, holds: boolean, title: string, message: string) =>
    items.push({
      kind,
      symbol,
      value: holds ? 1 : 0,
      rule: { ...HOLDS, coolDown },
      words: () => ({ title, message }),
    });
  if (alerts.withoutStop) {
    for (const { symbol, bare } of watched?.withoutStop ?? []) {
      const title = text('alert_without_stop', symbol);
      condition('without-stop', symbol, bare, title, text('alert_without_stop_message', seen.title, symbol));
    }
  }
  if (alerts.lateStop) {
    for (const { symbol, trigger, late } of watched?.stops ?? []) {
      const title = text('alert_late_stop', symbol);
      const message = text('alert_late_stop_message', seen.title, symbol, trigger);
      condition('late-stop', `${symbol}@${trigger}`, late, title, message);
    }
  }
  return items;
}

/** True when this observation knows all items of a kind: what it does not name is no more. */
export function isComplete(kind: AlertKind, { watched }: Observation): boolean {
  if (kind === 'without-stop') return watched !== null && watched.withoutStop !== null;
  if (kind === 'late-stop') return watched !== null && watched.stops !== null;
  return false;
}

function usage(seen: Observation, settings: Settings, text: Text, format: Formats): Item {
  const said =
    seen.usage === null || !Number.isFinite(seen.usage) ? text('word_over') : format.usage(seen.usage);
  return {
    kind: 'usage',
    symbol: null,
    value: seen.usage,
    rule: usageRule(settings),
    words: level => ({
      title: text(level === 'danger' ? 'alert_usage_danger' : 'alert_usage_warn', said),
      message: text('alert_usage_message', seen.title, said),
    }),
  };
}

function joint(seen: Observation, settings: Settings, text: Text, format: Formats): Item {
  const { move } = seen;
  const said = move ? format.move(move.move) : text('word_now');
  return {
    kind: 'joint',
    symbol: null,
    value: seen.joint,
    rule: distanceRule(settings),
    words: level => ({
      title: text(level === 'danger' ? 'alert_joint_danger' : 'alert_joint_warn', said),
      message: move
        ? text('alert_joint_message', seen.title, said, move.market)
        : text('alert_liquidatable_message', seen.title),
    }),
  };
}
