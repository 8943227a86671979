/** The accounts that the state describes, and what is known of their age. */
import type { Account, Pool } from '../../engine/account';
import { rememberWith } from '../shared/remember';
import type { AccountReading } from '../venue';
import { DOLLARS } from './assumptions';
import { ratiosOf } from './collateral';
import type { Source } from './failures';
import { isZero } from './fields';
import { markOf } from './marks';
import { live, openPositions, printedMoment, usdPrice } from './moment';
import { accountOf } from './pools';
import { problemsOf, unlisted } from './problems';
import { screenAccount } from './screen';
import type { MarginMode, State, Table, Trader } from './state';

const MODES: Record<MarginMode, string> = {
  REGULAR_MARGIN: 'cross',
  ISOLATED_MARGIN: 'isolated',
  PORTFOLIO_MARGIN: 'portfolio',
};

export function accounts(state: State, now: number): AccountReading[] {
  const active = reading(state, state.trader);
  const parked = Object.values(state.parked).map(trader => reading({ ...state, trader }, trader));
  const known = [active, ...parked].filter(one => one !== null);
  if (active && active.accountAt !== null) return known;
  const seen = screenAccount(state, now);
  return seen ? [seen, ...known] : known;
}

/** Null: nothing has been said of this account, not even that it cannot be read. */
function reading(state: State, trader: Trader): AccountReading | null {
  const { positions, coins } = trader;
  const problems = problemsOf(state, trader);
  if (positions.at === null && coins.at === null && problems.length === 0) return null;
  const marks = marksAt(state, trader);
  const known = marks.filter(at => at !== null);
  const listedAt = Object.values(positions.listed);
  const accountAt = listedAt.length > 0 && coins.at !== null ? Math.min(positions.at ?? 0, coins.at) : null;
  const account = whole(state, trader, known);
  const checked = checkedAccount(state, trader);
  return {
    account,
    label: trader.name,
    mode: trader.mode?.is ? MODES[trader.mode.is] : 'unknown',
    accountAt,
    pricesAt: known.length === marks.length && known.length > 0 ? Math.min(...known) : null,
    outdated: isOutdated(trader),
    problems,
    ...(checked ? { checked } : {}),
  };
}

/** When each price was said that the account depends on; null: never. */
function marksAt(state: State, trader: Trader): (number | null)[] {
  const rows = openPositions(trader);
  const marks = rows.flatMap(row =>
    row.category === 'option' ? [] : [markOf(state.market, row.symbol)?.at ?? null],
  );
  if (rows.length === 0 || trader.mode?.is === 'ISOLATED_MARGIN') return marks;
  const moving = Object.values(trader.coins.rows).filter(
    row =>
      !DOLLARS.has(row.coin) &&
      !isZero(row.amount) &&
      ratiosOf(state.market, row.coin, row)?.some(({ rate }) => !isZero(rate)),
  );
  return [...marks, ...moving.map(row => usdPrice(state, trader, row.coin)?.at ?? null)];
}

function whole(state: State, trader: Trader, marks: number[]): Account {
  const asOf = Math.max(trader.positions.at ?? 0, trader.coins.at ?? 0, ...marks);
  const account = accountOf(live(state, trader), asOf);
  const isKnown =
    trader.mode?.is != null && trader.coins.listed.all !== undefined && unlisted(trader).length === 0;
  return isKnown ? account : { ...account, pools: account.pools.map(unknown) };
}

/** Positions may exist that were not listed, or count in a way that is not known: no figure then. */
const unknown = (pool: Pool): Pool => ({
  ...pool,
  collateral: [
    ...pool.collateral.map(row => ({ ...row, amount: null })),
    ...(pool.collateral.length > 0 ? [] : [{ asset: pool.unit, amount: null, price: '1', follows: null }]),
  ],
});

/**
 * A list or a push since the last list could not be read, or the page is a stranger to the venue. That only the
 * printed figures were unreadable is told with that very list.
 */
function isOutdated({ loggedOutAt, problems, positions, coins }: Trader): boolean {
  const lost = (source: Source, { listed }: Table<never> | Pick<Table<never>, 'listed'>) => {
    const failed = problems[source];
    return (
      failed !== undefined && UNREAD.has(failed.code) && failed.at >= Math.max(0, ...Object.values(listed))
    );
  };
  return (
    loggedOutAt !== null ||
    lost('positions', positions) ||
    lost('wallet', coins) ||
    Object.values(problems).some(({ code }) => code === 'key-refused')
  );
}

/** What came could not be read; an answer that did not come (limits, 5xx) has said nothing new. */
const UNREAD: ReadonlySet<string> = new Set(['format-changed', 'not-json', 'too-large']);

/**
 * The account as the venue printed it: a printed liquidation price rests on the marks, balances and positions of
 * that moment, and each of them has moved since.
 */
function checkedAccount(state: State, trader: Trader): Account | null {
  if (trader.mode?.is == null || trader.mode.is === 'PORTFOLIO_MARGIN') return null;
  const { coins, orders, mode, takerFee } = trader;
  const { tiers, collateral, borrowing, contracts } = state.market;
  const from = [coins, orders, mode, takerFee, tiers, collateral, borrowing, contracts];
  // Ticks do not change it: it is made again only when what it is made of is another.
  return made(trader.printed, from, () => {
    const moment = printedMoment(state, trader);
    return moment && accountOf(moment, Math.max(...Object.values(moment.printed!).map(one => one.at)));
  });
}

const made = rememberWith<Trader['printed'], Account | null>();
