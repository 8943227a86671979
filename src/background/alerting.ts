/**
 * Alerts on their way to the desktop. The state is stored before a notification is shown and marked once it was,
 * so a worker that is killed in between neither loses an alert nor shows it twice: what is stored as not yet
 * shown is shown on waking, unless the browser still has it on screen.
 */
import type { Settings } from '../settings';
import type { Formats } from '../ui/format';
import type { Text } from '../ui/text';
import { type AlertKind, type Item, isComplete, itemsOf, type Observation } from './alert-kinds';
import { type AlertState, CALM, observe } from './alerts';
import type { Area, Clock, Notices } from './parts';

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

/** "late-stop#BTC hyperliquid:0x…"; of what is about the whole account without the position. */
const keyOf = ({ kind, symbol }: Pick<Item, 'kind' | 'symbol'>, account: string) =>
  `${kind}${symbol === null ? '' : `#${symbol}`} ${account}`;

const BY_POSITION: AlertKind[] = ['without-stop', 'late-stop'];

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

  /** A position or an order that is no more may alert anew when it comes back. */
  const dropGone = (seen: Observation, present: Set<string>): boolean => {
    const kinds = BY_POSITION.filter(kind => isComplete(kind, seen));
    const gone = [...states.keys()].filter(
      key =>
        key.endsWith(` ${seen.account}`) &&
        kinds.some(kind => key.startsWith(`${kind}#`)) &&
        !present.has(key),
    );
    for (const key of gone) states.delete(key);
    return gone.length > 0;
  };

  const several = (words: ReturnType<Item['words']>, alike: { item: Item }[], seen: Observation) =>
    alike.length < 2
      ? words
      : {
          title: text('alert_several', words.title, String(alike.length - 1)),
          message: text(
            'alert_several_message',
            seen.title,
            alike.map(({ item }) => item.symbol?.replace('@', ' ')).join(', '),
          ),
        };

  return {
    observe(observations) {
      const now = clock.now();
      const due: Alert[] = [];
      let changed = false;
      for (const seen of observations) {
        const items = itemsOf(seen, settings(), text, format);
        if (dropGone(seen, new Set(items.map(item => keyOf(item, seen.account))))) changed = true;
        const said: { item: Item; level: 'warn' | 'danger' }[] = [];
        for (const item of items) {
          const key = keyOf(item, seen.account);
          const before = states.get(key) ?? CALM;
          const step = observe(before, item.value, item.rule, now);
          if (step.state !== before) {
            states.set(key, step.state);
            changed = true;
          }
          if (step.due) said.push({ item, level: step.due });
        }
        // Ten stops that come too late are one thing to be told of.
        for (const { item, level } of said) {
          const alike = said.filter(each => each.item.kind === item.kind);
          if (alike[0]?.item !== item) continue;
          const id = `plimsoll ${keyOf(item, seen.account)} ${now}`;
          const words = item.words(level);
          due.push({ id, account: seen.account, at: now, ...several(words, alike, seen), shown: false });
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
