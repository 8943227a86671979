/** What went wrong with a message, in the trader's words. */

import { withoutProblems } from '../shared/problems';
import type { Reading } from '../shared/rows';
import type { Kind } from './shapes';
import type { Failure, Market, State, Trader } from './state';

/** The kinds of messages by which failures are kept: one each, cleared when that kind is read again. */
export type Source = Kind | 'stream' | 'snapshot';

export type Fault =
  | { code: 'format-changed'; field: string }
  | { code: 'field-unread'; field: string }
  | { code: 'not-json' }
  | { code: 'too-large' }
  | { code: 'rate-limited' }
  | { code: 'incomplete' }
  | { code: 'key-refused'; detail: string }
  | { code: 'clock' }
  | { code: 'server-error'; detail: string }
  | { code: 'refused'; detail: string };

const words: { [C in Fault['code']]: (fault: Extract<Fault, { code: C }>, source: string) => string } = {
  'format-changed': (fault, source) =>
    `Format changed: OKX's ${source} has no readable “${fault.field}”. What is shown is from before.`,
  'field-unread': (fault, source) =>
    `Format changed: OKX's ${source} has no readable “${fault.field}”, so the venue's own figures cannot be compared.`,
  'not-json': (_, source) => `OKX's ${source} is not readable: cut off, or a web page in place of data.`,
  'too-large': (_, source) => `OKX's ${source} is larger than 1 MB and was not read.`,
  'rate-limited': (_, source) => `OKX asks to slow down (${source}).`,
  incomplete: (_, source) => `A page of OKX's ${source} is missing: some of it may be from before.`,
  'key-refused': (fault, source) => `OKX no longer takes the key (${source}: code ${fault.detail}).`,
  clock: (_, source) => `OKX refused ${source}: this computer's clock is off.`,
  'server-error': (fault, source) => `OKX answered ${source} with error ${fault.detail}.`,
  refused: (fault, source) => `OKX refused ${source} with code ${fault.detail}.`,
};

const NAMES: Partial<Record<Source, string>> = {
  fees: 'trade fee',
  algos: 'conditional orders',
  config: 'account configuration',
  marks: 'mark prices',
  tiers: 'position tiers',
  discounts: 'discount rates',
};

export function failure(source: Source, fault: Fault, at: number): Failure {
  const say = words[fault.code] as (fault: Fault, source: string) => string;
  // What is not read for a check leaves the account as it is: to the trader it is a change of format too.
  const code = fault.code === 'field-unread' ? 'format-changed' : fault.code;
  const path = 'field' in fault ? `${source}.${fault.field}` : source;
  return { code, path, message: say(fault, NAMES[source] ?? source.replaceAll('-', ' ')), at };
}

const PUBLIC: ReadonlySet<Source> = new Set(['marks', 'instruments', 'tiers', 'discounts']);

export function withFailure(state: State, source: Source, fault: Fault, at: number): State {
  const problem = failure(source, fault, at);
  const add = <T extends Market | Trader>(to: T): T => ({
    ...to,
    problems: { ...to.problems, [source]: problem },
  });
  return PUBLIC.has(source)
    ? { ...state, market: add(state.market) }
    : { ...state, trader: add(state.trader) };
}

/** The table without the problems of these kinds. */
export const without: (problems: Record<string, Failure>, ...sources: Source[]) => Record<string, Failure> =
  withoutProblems;

/** What a reading does to the state; what it lacks is said in its stead, what only a check lacks beside it. */
export function using<T>(
  state: State,
  source: Source,
  reading: Reading<T>,
  at: number,
  use: (value: T) => State,
): State {
  if ('field' in reading)
    return withFailure(state, source, { code: 'format-changed', field: reading.field }, at);
  const next = use(reading.value);
  if (reading.unread === null) return next;
  return withFailure(next, source, { code: 'field-unread', field: reading.unread }, at);
}
