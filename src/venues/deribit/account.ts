/** The accounts that the state describes, and what is known of their age. */
import type { Account } from '../../engine/account';
import type { Problem } from '../../engine/report';
import { rememberWith } from '../shared/remember';
import type { AccountReading } from '../venue';
import { isUnread } from './failures';
import { contractOf, factorOfCurrency, indexName } from './instruments';
import { type Mode, modeOf } from './margin-mode';
import { buildPools } from './pools';
import { openPositions, type State, type Trader } from './state';

export function accounts(state: State, now: number): AccountReading[] {
  const active = reading(state, state.trader, now, true);
  const parked = Object.values(state.parked).map(trader => reading(state, trader, now, false));
  return [active, ...parked].filter(one => one !== null);
}

/** As long as no summary was said: nothing of it is known, so that every pool is unknown. */
const UNSAID: Mode = { model: 'segregated_sm', cross: false, portfolio: false };

/** Null: nothing has been said of this account, not even that it cannot be read. */
function reading(state: State, trader: Trader, now: number, shown: boolean): AccountReading | null {
  const mode = modeOf(trader);
  const troubles = troublesOf(state, trader, now, shown);
  if (trader.heardAt === null && troubles.length === 0) return null;
  const built = buildPools(state, trader, mode ?? UNSAID, 'latest');
  const accountAt = accountAtOf(trader);
  const account: Account = {
    format: 'plimsoll.account/1',
    venue: 'deribit',
    account: nameOf(trader),
    asOf: accountAt ?? now,
    pools: built.pools,
  };
  const checked = checkedAccount(state, trader, mode, account);
  return {
    account,
    label: trader.type === 'subaccount' ? `subaccount ${trader.id}` : 'main',
    mode: mode?.model ?? 'unknown',
    accountAt,
    pricesAt: pricesAtOf(state, trader, mode),
    outdated: !shown || isOutdated(trader),
    problems: unique([...troubles, ...built.problems]),
    ...(checked ? { checked } : {}),
  };
}

export const nameOf = (trader: Trader): string => trader.id ?? 'main';

/** Positions are pushed when they change: as long as the venue is heard, they are as they were. */
function accountAtOf({ summaries, positions, heardAt }: Trader): number | null {
  if (summaries.at === null) return null;
  const idle = Object.values(summaries.rows).every(row => !/[1-9]/.test(row.maintenanceMargin));
  return positions.at === null && !idle ? null : heardAt;
}

function pricesAtOf({ market, ...state }: State, trader: Trader, mode: Mode | null): number | null {
  const ages: number[] = [];
  for (const row of openPositions(trader)) {
    if (row.kind === 'future') ages.push(market.marks[row.symbol]?.at ?? row.at);
    else {
      const base = contractOf({ market, ...state }, row.symbol)?.base ?? '';
      ages.push(market.indices[indexName(base)]?.at ?? row.at);
    }
  }
  // Coins that are collateral in dollars are worth what their index says.
  for (const { currency, equity, at } of mode?.cross ? Object.values(trader.summaries.rows) : []) {
    if (factorOfCurrency(currency) === null || !/[1-9]/.test(equity)) continue;
    ages.push(market.indices[indexName(currency)]?.at ?? at);
  }
  return ages.length > 0 ? Math.min(...ages) : null;
}

/** The venue has said more which could not be read, or says nothing more to this page. */
function isOutdated({ problems, loggedOutAt }: Trader): boolean {
  const lost = ['account summaries', 'portfolio', 'positions', 'changes'];
  return loggedOutAt !== null || lost.some(source => problems[source] && isUnread(problems[source]));
}

/**
 * The account at the marks that were said with the positions: `estimated_liquidation_price` rests on them. It
 * is printed for futures under segregated standard margin only.
 */
function checkedAccount(state: State, trader: Trader, mode: Mode | null, account: Account): Account | null {
  const held = openPositions(trader);
  if (mode?.model !== 'segregated_sm' || held.some(row => row.kind !== 'future')) return null;
  if (!held.some(row => row.liquidationPrice !== undefined)) return null;
  // Ticks do not change it.
  const from = [trader.summaries.rows, trader.orders, state.market.contracts];
  return made(trader.positions, from, () => {
    const { pools } = buildPools(state, trader, mode, 'printed');
    return { ...account, pools: pools.filter(pool => pool.positions.length > 0) };
  });
}

const made = rememberWith<Trader['positions'], Account>();

/** What did not come is said for so long, in ms: the next answer may have made up for it. */
const PASSING = 60_000;

function troublesOf({ market }: State, trader: Trader, now: number, shown: boolean): Problem[] {
  const found: Problem[] = [];
  const add = (code: string, path: string, message: string) => found.push({ code, path, message });
  const said = trader.heardAt !== null;
  if (!shown) add('not-shown', 'account', 'The page has turned to another account: this is from before.');
  if (trader.loggedOutAt !== null) {
    const rest = said ? 'Logged out of Deribit: what is shown is from before.' : 'Not logged in to Deribit.';
    add('logged-out', 'account', rest);
  }
  if (said && trader.summaries.at === null) {
    add('no-balance', 'summaries', 'Deribit has not said the balances yet.');
  }
  const failures = [...Object.values(trader.problems), ...(said ? Object.values(market.problems) : [])];
  for (const failure of failures) {
    if (!isUnread(failure) && Math.abs(now - failure.at) > PASSING) continue;
    const { code, path, message } = failure;
    add(code, path, message);
  }
  return found;
}

const unique = (problems: Problem[]): Problem[] =>
  problems.filter(
    (one, k) => problems.findIndex(each => each.message === one.message && each.path === one.path) === k,
  );
