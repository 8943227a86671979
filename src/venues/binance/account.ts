/** The accounts that the state describes, and what is known of their age. */
import type { Account } from '../../engine/account';
import type { AccountReading } from '../venue';
import { openPositions } from './margin';
import { markOf } from './marks';
import { accountOf, type Moment } from './pools';
import { problemsOf } from './problems';
import type { Printed, State, Trader } from './state';

export function accounts(state: State): AccountReading[] {
  const active = reading(state, state.trader);
  const parked = Object.values(state.parked).map(trader => reading({ ...state, trader }, trader));
  return [active, ...parked].filter(one => one !== null);
}

/** Null: nothing has been said of this account, not even that it cannot be read. */
function reading(state: State, trader: Trader): AccountReading | null {
  const { positions, balances } = trader;
  const problems = problemsOf(state, trader);
  if (positions.at === null && balances.at === null && problems.length === 0) return null;
  const open = openPositions(trader);
  const marks = open.map(row => markOf(state.market, row.symbol)?.at ?? null);
  const accountAt =
    positions.at !== null && balances.at !== null ? Math.min(positions.at, balances.at) : null;
  const known = marks.filter(at => at !== null);
  const live: Moment = {
    rows: positions.listedAt === null ? null : open,
    cross: Object.fromEntries(Object.values(balances.rows).map(row => [row.asset, row.crossWallet])),
    mark: symbol => markOf(state.market, symbol)?.price ?? null,
    printed: null,
  };
  const account = accountOf(state, trader, live, Math.max(positions.at ?? 0, balances.at ?? 0, ...known));
  const checked = checkedAccount(state, trader);
  return {
    account,
    label: trader.name,
    mode: trader.uncovered ?? 'single-asset',
    accountAt,
    pricesAt: known.length === marks.length && known.length > 0 ? Math.min(...known) : null,
    problems,
    ...(checked ? { checked } : {}),
  };
}

/**
 * The account as the venue printed it: a printed liquidation price rests on the marks, balances and positions
 * of that moment, and each of them has moved since.
 */
function checkedAccount(state: State, trader: Trader): Account | null {
  const { printed } = trader;
  if (!printed || trader.uncovered || Object.keys(printed.rows).length === 0) return null;
  // Ticks do not change it: it is made again only when what it is made of is another.
  const from = [state.market.brackets, state.market.contracts, trader.config];
  const known = made.get(printed);
  if (known?.from.every((each, k) => each === from[k])) return known.account;
  const account = printedAccount(state, trader, printed);
  made.set(printed, { from, account });
  return account;
}

const made = new WeakMap<Printed, { from: unknown[]; account: Account | null }>();

function printedAccount(state: State, trader: Trader, printed: Printed): Account | null {
  const rows = Object.values(printed.rows).map(one => one.position);
  const marks = Object.fromEntries(
    Object.values(printed.rows).map(one => [one.position.symbol, one.markPrice]),
  );
  const moment: Moment = { rows, cross: printed.cross, mark: symbol => marks[symbol] ?? null, printed };
  const account = accountOf(state, trader, moment, printed.at);
  // A pool whose balance had not come by then cannot be compared.
  const pools = account.pools.filter(
    pool => pool.positions.length > 0 && pool.collateral.every(row => row.amount !== null),
  );
  return pools.length > 0 ? { ...account, pools } : null;
}
