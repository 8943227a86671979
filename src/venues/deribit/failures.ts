/** What went wrong with a message, in the trader's words. */
import { withoutProblems } from '../shared/problems';
import type { Failure, State } from './state';

/** The kinds of messages by which failures are kept: one each, cleared when that kind is read again. */
export type Source =
  | 'account summaries'
  | 'portfolio'
  | 'positions'
  | 'changes'
  | 'open orders'
  | 'ticker'
  | 'price index'
  | 'instruments'
  | 'stream';

export type Fault =
  | { code: 'format-changed'; field: string }
  | { code: 'not-json' }
  | { code: 'too-large' }
  | { code: 'rate-limited' }
  | { code: 'settlement' }
  | { code: 'maintenance' }
  | { code: 'server-error'; detail: string }
  | { code: 'refused'; detail: string };

const words: { [C in Fault['code']]: (fault: Extract<Fault, { code: C }>, source: string) => string } = {
  'format-changed': (fault, source) =>
    `Format changed: Deribit's ${source} has no readable “${fault.field}”. What is shown is from before.`,
  'not-json': (_, source) => `Deribit's ${source} is not readable: cut off, or a web page in place of data.`,
  'too-large': (_, source) => `Deribit's ${source} is larger than 1 MB and was not read.`,
  'rate-limited': (_, source) => `Deribit asks to slow down (${source}).`,
  settlement: (_, source) => `Deribit is settling and does not answer ${source} meanwhile.`,
  maintenance: (_, source) => `Deribit is under maintenance and does not answer ${source}.`,
  'server-error': (fault, source) => `Deribit answered ${source} with error ${fault.detail}.`,
  refused: (fault, source) => `Deribit refused ${source} with code ${fault.detail}.`,
};

/** What came could not be read; an answer that did not come has said nothing new. */
const UNREAD: ReadonlySet<string> = new Set(['format-changed', 'not-json', 'too-large']);
export const isUnread = ({ code }: Failure): boolean => UNREAD.has(code);

const PUBLIC: ReadonlySet<Source> = new Set(['ticker', 'price index', 'instruments', 'stream']);

export function withFailure(state: State, source: Source, fault: Fault, at: number): State {
  const say = words[fault.code] as (fault: Fault, source: string) => string;
  const path = 'field' in fault ? [source, fault.field].filter(Boolean).join('.') : source;
  const failure: Failure = { code: fault.code, path, message: say(fault, source), at };
  const add = <T extends { problems: Record<string, Failure> }>(to: T): T => ({
    ...to,
    problems: { ...to.problems, [source]: failure },
  });
  return PUBLIC.has(source)
    ? { ...state, market: add(state.market) }
    : { ...state, trader: add(state.trader) };
}

/** These kinds were read: what was wrong with them is over. */
export function cleared(state: State, ...sources: Source[]): State {
  const ofTrader = withoutProblems(state.trader.problems, ...sources);
  const ofMarket = withoutProblems(state.market.problems, ...sources);
  if (ofTrader === state.trader.problems && ofMarket === state.market.problems) return state;
  return {
    ...state,
    trader: { ...state.trader, problems: ofTrader },
    market: { ...state.market, problems: ofMarket },
  };
}

/** JSON-RPC errors by their code (docs.deribit.com, "Error Codes"); null: the login is not valid any more. */
export function faultOf(code: string): Fault | null {
  switch (code) {
    // authorization_required, invalid_credentials, unauthorized: nobody is logged in, or no longer.
    case '10000':
    case '13004':
    case '13009':
      return null;
    case '10028':
    case '10066':
      return { code: 'rate-limited' };
    case '10041':
      return { code: 'settlement' };
    case '11051':
    case '13028':
      return { code: 'maintenance' };
    default:
      return { code: 'refused', detail: code.slice(0, 12) };
  }
}
