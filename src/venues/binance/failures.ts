/** What went wrong with a message, in the trader's words. */
import { withoutProblems } from '../shared/problems';
import type { Failure, Market, Product, State } from './state';

/** The kinds of messages by which failures are kept: one each, cleared when that kind is read again. */
export type Source =
  | 'user-position'
  | 'user-balance'
  | 'symbol-config'
  | 'open-orders'
  | 'algo-orders'
  | 'position-side'
  | 'account-tier-commission'
  | 'ACCOUNT_UPDATE'
  /** The same failure again: what an event may have said of balances is known only by a list of them. */
  | 'ACCOUNT_UPDATE balances'
  | 'ORDER_TRADE_UPDATE'
  | 'ALGO_UPDATE'
  | 'ACCOUNT_CONFIG_UPDATE'
  | 'brackets'
  | 'exchangeInfo'
  | 'premiumIndex'
  | 'markPriceUpdate'
  | 'contractInfo'
  | 'assetIndex'
  | 'portfolio'
  | 'portfolio balance'
  | 'login'
  | 'listenKey'
  | 'collateralRate'
  | 'margin-asset-leverage'
  | 'stream';

export type Fault =
  | { code: 'format-changed'; field: string }
  | { code: 'field-unread'; field: string }
  | { code: 'not-json' }
  | { code: 'too-large' }
  | { code: 'rate-limited' }
  | { code: 'clock' }
  | { code: 'server-error'; detail: string }
  | { code: 'refused'; detail: string };

const words: { [C in Fault['code']]: (fault: Extract<Fault, { code: C }>, source: string) => string } = {
  'format-changed': (fault, source) =>
    `Format changed: Binance's ${source} has no readable “${fault.field}”. What is shown is from before.`,
  'field-unread': (fault, source) =>
    `Format changed: Binance's ${source} has no readable “${fault.field}”, so the venue's own figures cannot be compared.`,
  'not-json': (_, source) => `Binance's ${source} is not readable: cut off, or a web page in place of data.`,
  'too-large': (_, source) => `Binance's ${source} is larger than 1 MB and was not read.`,
  'rate-limited': (_, source) => `Binance asks to slow down (${source}).`,
  clock: (_, source) => `Binance's ${source} bears a time more than a day ahead of this computer's clock.`,
  'server-error': (fault, source) => `Binance answered ${source} with error ${fault.detail}.`,
  refused: (fault, source) => `Binance refused ${source} with code ${fault.detail}.`,
};

export function failure(source: Source, fault: Fault, at: number): Failure {
  const say = words[fault.code] as (fault: Fault, source: string) => string;
  const name = source.replace(/ balances$/, '');
  // What is not read for a check leaves the account as it is: to the trader it is a change of format too.
  const code = fault.code === 'field-unread' ? 'format-changed' : fault.code;
  const path = 'field' in fault ? `${name}.${fault.field}` : name;
  return { code, path, message: say(fault, name), at };
}

const PUBLIC: ReadonlySet<Source> = new Set([
  'assetIndex',
  'collateralRate',
  'margin-asset-leverage',
  'brackets',
  'exchangeInfo',
  'premiumIndex',
  'markPriceUpdate',
  'contractInfo',
  'stream',
]);

/** Lists of contracts and brackets: each product has its own. */
const PER_PRODUCT: ReadonlySet<Source> = new Set(['brackets', 'exchangeInfo', 'premiumIndex']);

/** Under which name a failure is kept among those of the market. */
const keyOf = (product: Product, source: Source): string =>
  product === 'coinm' && PER_PRODUCT.has(source) ? `coinm ${source}` : source;

/** False: it is of the other product's lists. */
export const concerns = (product: Product, key: string): boolean =>
  product === 'coinm' ? !PER_PRODUCT.has(key as Source) : !key.startsWith('coinm ');

export function withFailure(state: State, source: Source, fault: Fault, at: number): State {
  const problem = failure(source, fault, at);
  if (PUBLIC.has(source)) {
    const { market, trader } = state;
    const key = keyOf(trader.product, source);
    return { ...state, market: { ...market, problems: { ...market.problems, [key]: problem } } };
  }
  const { trader } = state;
  return { ...state, trader: { ...trader, problems: { ...trader.problems, [source]: problem } } };
}

/** The market without this failure, as the open book's product knows it. */
export function healed({ market, trader }: Pick<State, 'market' | 'trader'>, source: Source): Market {
  const key = keyOf(trader.product, source);
  if (!(key in market.problems)) return market;
  const { [key]: _, ...problems } = market.problems;
  return { ...market, problems };
}

/** The table without the problems of these kinds. */
export const without: (problems: Record<string, Failure>, ...sources: Source[]) => Record<string, Failure> =
  withoutProblems;
