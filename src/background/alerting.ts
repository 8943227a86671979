/**
 * Alerts on their way to the desktop. The state is stored before a notification is shown and marked once it was,
 * so a worker that is killed in between neither loses an alert nor shows it twice: what is stored as not yet
 * shown is shown on waking, unless the browser still has it on screen.
 */
import type { Settings } from '../settings';
import type { Formats } from '../ui/format';
import type { Text } from '../ui/text';
import { type AlertState, CALM, observe } from './alerts';
import type { Area, Clock, Notices } from './parts';
import { distanceRule, usageRule } from './view/levels';

export interface Observation {
  account: string;
  /** "Hyperliquid · 0x1234…abcd". */
  title: string;
  /** Part of the margin used; null: unknown or stale. */
  usage: number | null;
  /** Distance of the whole market without a sign, Infinity: none; null: unknown or stale. */
  joint: number | null;
  /** The nearer move with its sign, for the words; null: none or unknown. */
  move: { move: number; market: string } | null;
}

export interface Alert {
  id: string;
  account: string;
  at: number;
  title: string;
  message: string;
  shown: boolean;
}

export interface Alerting {
  /** Takes what all accounts show now. Resolves when what was due is on screen. */
  observe(observations: Observation[]): Promise<void>;
  /** Newest first. */
  recent(): Alert[];
  /** The account of a notification that was clicked; null: not one of ours. */
  accountOf(notification: string): string | null;
  forget(account: string): void;
  restore(kept: unknown): void;
  /** Shows what a worker before this one did not come to show. */
  resume(): Promise<void>;
}

export const ALERTS_KEY = 'alerts';
const RECENT = 30;
/** What could not be shown within this time is only listed: the desktop is for what is so now. */
const FRESH = 60 * 60_000;

type Kind = 'usage' | 'joint';

export function createAlerting(parts: {
  clock: Clock;
  area: Area;
  notices: Notices;
  text: Text;
  format: Formats;
  settings: () => Settings;
  onProblem: (message: string) => void;
}): Alerting {
  const { clock, area, notices, text, format, settings, onProblem } = parts;
  const states = new Map<string, AlertState>();
  let alerts: Alert[] = [];
  let last: Promise<unknown> = Promise.resolve();

  const store = async () => {
    try {
      await area.set({ [ALERTS_KEY]: { states: Object.fromEntries(states), alerts } });
    } catch (error) {
      // An alert that cannot be stored is still shown.
      onProblem(error instanceof Error ? error.message : String(error));
    }
  };

  /** One after the other, so that what is stored is never older than what is shown. */
  const inTurn = (work: () => Promise<void>) => {
    const done = last.then(work);
    last = done.catch(error => onProblem(String(error)));
    return done;
  };

  const show = async (due: Alert[]) => {
    for (const alert of due) {
      if (settings().notify && clock.now() - alert.at < FRESH) {
        try {
          await notices.show(alert.id, alert.title, alert.message);
        } catch (error) {
          onProblem(error instanceof Error ? error.message : String(error));
        }
      }
      alerts = alerts.map(each => (each.id === alert.id ? { ...each, shown: true } : each));
    }
    await store();
  };

  const words = (
    kind: Kind,
    level: 'warn' | 'danger',
    seen: Observation,
  ): Pick<Alert, 'title' | 'message'> => {
    if (kind === 'usage') {
      const usage =
        seen.usage === null || !Number.isFinite(seen.usage) ? text('word_over') : format.usage(seen.usage);
      return {
        title: text(level === 'danger' ? 'alert_usage_danger' : 'alert_usage_warn', usage),
        message: text('alert_usage_message', seen.title, usage),
      };
    }
    const move = seen.move ? format.move(seen.move.move) : text('word_now');
    return {
      title: text(level === 'danger' ? 'alert_joint_danger' : 'alert_joint_warn', move),
      message: seen.move
        ? text('alert_joint_message', seen.title, move, seen.move.market)
        : text('alert_liquidatable_message', seen.title),
    };
  };

  return {
    observe(observations) {
      const now = clock.now();
      const due: Alert[] = [];
      let changed = false;
      for (const seen of observations) {
        for (const kind of ['usage', 'joint'] as const) {
          const key = `${kind} ${seen.account}`;
          const before = states.get(key) ?? CALM;
          const rule = kind === 'usage' ? usageRule(settings()) : distanceRule(settings());
          const step = observe(before, seen[kind], rule, now);
          if (step.state !== before) {
            states.set(key, step.state);
            changed = true;
          }
          if (!step.due) continue;
          const id = `plimsoll ${key} ${now}`;
          due.push({ id, account: seen.account, at: now, ...words(kind, step.due, seen), shown: false });
        }
      }
      if (!changed) return Promise.resolve();
      alerts = [...due, ...alerts].slice(0, RECENT);
      return inTurn(async () => {
        await store();
        if (due.length > 0) await show(due);
      });
    },
    recent: () => alerts,
    accountOf: id => alerts.find(each => each.id === id)?.account ?? null,
    forget(account) {
      for (const key of states.keys()) if (key.endsWith(` ${account}`)) states.delete(key);
      alerts = alerts.filter(each => each.account !== account);
      void inTurn(store);
    },
    restore(kept) {
      if (typeof kept !== 'object' || kept === null) return;
      const { states: old, alerts: list } = kept as { states?: unknown; alerts?: unknown };
      if (typeof old === 'object' && old !== null) {
        for (const [key, state] of Object.entries(old)) if (isState(state)) states.set(key, state);
      }
      if (Array.isArray(list)) alerts = list.filter(isAlert).slice(0, RECENT);
    },
    resume() {
      const waiting = alerts.filter(each => !each.shown);
      if (waiting.length === 0) return Promise.resolve();
      return inTurn(async () => {
        const onScreen = await notices.shown().catch((): string[] => []);
        const missed = waiting.filter(each => !onScreen.includes(each.id));
        alerts = alerts.map(each => (onScreen.includes(each.id) ? { ...each, shown: true } : each));
        await show(missed.reverse());
      });
    },
  };
}

function isState(value: unknown): value is AlertState {
  const levels = ['none', 'warn', 'danger'];
  const state = value as Partial<AlertState> | null;
  if (!state || !levels.includes(String(state.level)) || !levels.includes(String(state.said))) return false;
  return state.last === null || typeof state.last?.at === 'number';
}

function isAlert(value: unknown): value is Alert {
  const alert = value as Partial<Alert> | null;
  return (
    typeof alert?.id === 'string' &&
    typeof alert.account === 'string' &&
    typeof alert.at === 'number' &&
    typeof alert.title === 'string' &&
    typeof alert.message === 'string' &&
    typeof alert.shown === 'boolean'
  );
}
