/** What went wrong with a message, in the trader's words. */
import { withoutProblems } from '../shared/problems';
import type { Failure, Market, State, Trader } from './state';

/** The kinds of messages by which failures are kept: one each, cleared when that kind is read again. */
export type Source =
  | 'positions'
  | 'wallet'
  | 'orders'
  | 'account info'
  | 'collateral settings'
  | 'fees'
  | 'marks'
  | 'contracts'
  | 'risk limits'
  | 'collateral tiers'
  | 'loan tiers'
  | 'stream';

export type Fault =
  | { code: 'format-changed'; field: string }
  | { code: 'field-unread'; field: string }
  | { code: 'not-json' }
  | { code: 'too-large' }
  | { code: 'rate-limited' }
  | { code: 'clock' }
  | { code: 'wrong-region' }
  | { code: 'server-error'; detail: string }
  | { code: 'key-refused'; detail: string }
  | { code: 'refused'; detail: string };

const words: { [C in Fault['code']]: (fault: Extract<Fault, { code: C }>, source: string) => string } = {
  'format-changed': (fault, source) =>
    `Format changed: Bybit's ${source} have no readable “${fault.field}”. What is shown is from before.`,
  'field-unread': (fault, source) =>
    `Format changed: Bybit's ${source} have no readable “${fault.field}”, so the venue's own figures cannot be compared.`,
  'not-json': (_, source) => `Bybit's ${source} are not readable: cut off, or a web page in place of data.`,
  'too-large': (_, source) => `Bybit's ${source} are larger than what is read, and were left.`,
  'rate-limited': (_, source) => `Bybit asks to slow down (${source}).`,
  clock: (_, source) => `Bybit refused ${source}: this computer's clock is off.`,
  'wrong-region': (_, source) => `Bybit does not serve ${source} to where this computer is (403).`,
  'server-error': (fault, source) => `Bybit answered ${source} with error ${fault.detail}.`,
  'key-refused': (fault, source) => `Bybit no longer takes the key (${source}, code ${fault.detail}).`,
  refused: (fault, source) => `Bybit refused ${source} with code ${fault.detail}.`,
};

export function failure(source: Source, fault: Fault, at: number): Failure {
  const say = words[fault.code] as (fault: Fault, source: string) => string;
  // What is not read for a check leaves the account as it is: to the trader it is a change of format too.
  const code = fault.code === 'field-unread' ? 'format-changed' : fault.code;
  const path = 'field' in fault ? `${source}.${fault.field}` : source;
  return { code, path, message: say(fault, source), at };
}

const PUBLIC: ReadonlySet<Source> = new Set([
  'marks',
  'contracts',
  'risk limits',
  'collateral tiers',
  'loan tiers',
  'stream',
]);

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

/** The same state when there is nothing to clear: most messages come this way. */
export function cleared(state: State, source: Source): State {
  const ofMarket = withoutProblems(state.market.problems, source);
  const ofTrader = withoutProblems(state.trader.problems, source);
  if (ofMarket === state.market.problems && ofTrader === state.trader.problems) return state;
  return {
    ...state,
    market: { ...state.market, problems: ofMarket },
    trader: { ...state.trader, problems: ofTrader },
  };
}
