/** The popup: every account, how far it is and how old that is; sites, alerts, problems. */
import { age } from '../../ui/format';
import type { Note, PopupAccount, PopupSite, PopupView, SourceView } from '../../ui/view';
import type { Sample } from '../history';
import { title } from './card';
import { checkView, differences } from './check';
import { jointFigure, nearestFigure, poolLevels, usageFigure } from './figures';
import { staleness } from './freshness';
import { historyView } from './history';
import { together } from './levels';
import { sayStale, wordOf } from './strip';
import type { Manner, Subject } from './subject';
import { poolsOf, worstPool } from './subject';
import { troubles } from './troubles';

export interface PopupParts {
  accounts: { id: string; subject: Subject; history: readonly Sample[] }[];
  sites: PopupSite[];
  alerts: { text: string; at: number }[];
  problems: Note[];
  diagnostics: SourceView[];
}

export function popupView({ accounts, ...rest }: PopupParts, manner: Manner): PopupView {
  return {
    accounts: accounts.map(({ id, subject, history }) => ({
      ...popupAccount(id, subject, manner),
      history: historyView(history, manner),
    })),
    ...rest,
  };
}

/** Of several pools the worst is shown: the popup asks "is anything wrong?". */
export function popupAccount(id: string, subject: Subject, manner: Manner): Omit<PopupAccount, 'history'> {
  const { text, now } = manner;
  const pool = worstPool(poolsOf(subject));
  const stale = staleness(subject, manner);
  const { accountAt, pricesAt } = subject.reading;
  const of = { pool, known: accountAt !== null, after: [], stale: stale !== null };
  const oldest = pricesAt ?? accountAt;
  const notes: Note[] = [];
  if (stale) notes.push({ level: 'stale', text: sayStale(stale, manner) });
  if (subject.reading.fromScreen) notes.push({ level: 'warn', text: text('popup_from_screen') });
  for (const problem of troubles([...(pool?.report.problems ?? []), ...subject.reading.problems])) {
    notes.push({ level: 'unknown', text: problem.message });
  }
  notes.push(...differences(subject, manner));
  const level = together(accountLevels(subject, manner));
  return {
    id,
    title: title(subject, pool, manner),
    level,
    word: wordOf(level, pool, text),
    usage: usageFigure(of, manner),
    joint: jointFigure(of, manner),
    nearest: nearestFigure(of, manner),
    age: oldest === null ? text('popup_age_never') : text('popup_age', age(now - oldest)),
    check: checkView(subject, manner),
    watched: subject.watched,
    notes: notes.filter((note, k) => notes.findIndex(other => other.text === note.text) === k),
  };
}

/** For sorting and for the badge: the account's levels by its worst pool; "stale" when it is. */
export function accountLevels(subject: Subject, manner: Manner) {
  const pool = worstPool(poolsOf(subject));
  if (staleness(subject, manner)) return ['stale' as const];
  if (!pool) return [subject.reading.accountAt === null ? ('unknown' as const) : ('ok' as const)];
  return poolLevels(pool, manner);
}
