/** The accounts that the state describes: USDⓈ-M and COIN-M each by itself, or both in one of Portfolio Margin. */
import type { AccountReading } from '../venue';
import { pages } from './pages';
import { portfolioReading } from './portfolio-reading';
import { readingOf } from './reading';
import { type Book, inDelivery, type State } from './state';
import { isCoinMargined } from './symbols';
import { isZero } from './trader';

/** `page`: the URL of the page that asks; its own account comes first. */
export function accounts(state: State, now?: number, page?: string | null): AccountReading[] {
  const readings = accountsOf(state, now ?? 0, page);
  return state.login ? readings.map(reading => ofKey(reading, state.login!.uid)) : readings;
}

/** What a key tells is an account of its own: the page's login may be another one. */
function ofKey(reading: AccountReading, uid: string | null): AccountReading {
  const { account, label } = reading;
  const name = account.account === 'main' ? '' : `-${account.account}`;
  const short = uid === null ? 'key' : `key …${uid.slice(-4)}`;
  return {
    ...reading,
    account: { ...account, account: `key-${uid ?? 'unnamed'}${name}` },
    label: name === '' ? short : `${short} ${label}`,
  };
}

function accountsOf(state: State, now: number, page?: string | null): AccountReading[] {
  if (state.portfolio.is?.is) return [portfolioReading(state, now)];
  const usdm = inBook(state);
  let coinm: AccountReading[] = [];
  inDelivery(state, inner => {
    coinm = inBook(inner);
    return inner;
  });
  const symbol = page ? pages.symbol(page) : null;
  if (symbol !== null && isCoinMargined(symbol)) return [...coinm, ...usdm];
  // Everybody has an account of COIN-M; without anything in it, it is of interest on its own pages alone.
  return [...usdm, ...coinm.filter(reading => !isEmpty(reading))];
}

const isEmpty = ({ account, accountAt, problems }: AccountReading): boolean =>
  accountAt !== null &&
  problems.length === 0 &&
  account.pools.every(
    pool =>
      pool.positions.length === 0 &&
      pool.collateral.every(row => row.amount === null || isZero(row.amount ?? '')),
  );

const inBook = (state: State & Book): AccountReading[] =>
  [state.trader, ...Object.values(state.parked)]
    .map(trader => readingOf({ ...state, trader }, trader))
    .filter(one => one !== null);
