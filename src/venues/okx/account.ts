/** The accounts that the state describes, and what is known of their age. */
import type { Account, Pool } from '../../engine/account';
import { rememberWith } from '../shared/remember';
import type { AccountReading } from '../venue';
import { isWide, modeOf } from './modes';
import { accountOf, type Told } from './pools';
import { isOption, type Moment } from './position';
import { problemsOf } from './problems';
import { fromScreen } from './screen';
import { openPositions, positionKey, type State, type Trader } from './state';

export function accounts(state: State, now: number): AccountReading[] {
  const { positions, balances } = state.trader;
  const silent = positions.listedAt === null || balances.listedAt === null;
  // What the venue says itself is better than what stands on the screen.
  const active = (silent ? fromScreen(state, now) : null) ?? reading(state);
  const parked = Object.values(state.parked).map(trader => reading({ ...state, trader }));
  return [active, ...parked].filter(one => one !== null);
}

/** Null: nothing has been said of this account, not even that it cannot be read. */
function reading(state: State): AccountReading | null {
  const { trader, market } = state;
  const { positions, balances } = trader;
  const problems = problemsOf(state);
  const silent = positions.at === null && balances.at === null && problems.length === 0;
  // Another account was the page's own before: it must not be taken for this one.
  if (silent && Object.keys(state.parked).length === 0) return null;
  const open = openPositions(trader);
  const known = modeOf(state);
  const marked = open.filter(row => !isOption(row)).map(row => market.marks[row.instId]?.at ?? null);
  const ages = marked.filter(at => at !== null);
  const accountAt =
    positions.at !== null && balances.at !== null ? Math.min(positions.at, balances.at) : null;
  const live: Told = {
    balances: balances.rows,
    totals: trader.totals,
    moment: {
      rows: positions.listedAt === null ? null : open,
      mark: instId => market.marks[instId]?.price ?? null,
      printed: () => null,
    },
    live: true,
  };
  const asOf = Math.max(positions.at ?? 0, balances.at ?? 0, ...ages);
  const wide = isWide(known?.mode ?? null);
  const whole = accountOf(state, known?.mode ?? null, live, asOf);
  // What the venue printed of a position belongs to the mark beside it: `checked` has it. What it prints of a whole
  // account comes without the marks that it was made with: it is compared with what the account was around then.
  const account = wide ? whole : withoutReported(whole);
  const checked = wide ? null : checkedAccount(state);
  return {
    account,
    label: trader.name,
    mode: known?.mode ?? 'unknown',
    accountAt,
    pricesAt: ages.length === marked.length && ages.length > 0 ? Math.min(...ages) : null,
    outdated: isOutdated(trader),
    problems,
    ...(checked ? { checked } : {}),
  };
}

const withoutReported = (account: Account): Account => ({
  ...account,
  pools: account.pools.map(({ reported, ...pool }) => pool),
});

/** What came could not be read; an answer that did not come (429, 5xx) has said nothing new. */
const UNREAD: ReadonlySet<string> = new Set([
  'format-changed',
  'not-json',
  'too-large',
  'incomplete',
  'key-refused',
]);

/** A list or a push since the last list could not be read, or the page is a stranger to the venue. */
function isOutdated({ loggedOutAt, problems, positions, balances }: Trader): boolean {
  const lost = (source: string, listedAt: number | null) => {
    const failed = problems[source];
    return failed !== undefined && UNREAD.has(failed.code) && failed.at > (listedAt ?? 0);
  };
  return (
    loggedOutAt !== null ||
    lost('positions', positions.listedAt) ||
    lost('balance-and-position', positions.listedAt) ||
    lost('snapshot', positions.listedAt) ||
    lost('stream', positions.listedAt) ||
    lost('balance', balances.listedAt)
  );
}

/**
 * A futures-mode account as the venue printed it: each position with the mark that was printed beside its figures.
 * Resting orders are no part of a printed price; the ratio of a pool with orders is not compared.
 */
function checkedAccount(state: State): Account | null {
  const { trader, market } = state;
  const { printed } = trader;
  const known = modeOf(state);
  if (!printed || !known || known.mode === 'spot') return null;
  // Ticks do not change it: it is made again only when what it is made of is another.
  const from = [market.tiers, market.instruments, market.discounts, trader.orders, trader.fees, trader.mode];
  return made(printed, from, () => printedAccount(state, known.mode));
}

const made = rememberWith<object, Account | null>();

function printedAccount(state: State, mode: NonNullable<ReturnType<typeof modeOf>>['mode']): Account | null {
  const printed = state.trader.printed!;
  const rows = Object.values(printed.rows).map(one => one.position);
  const marks = Object.fromEntries(
    Object.values(printed.rows).map(one => [one.position.instId, one.printed.markPrice]),
  );
  const moment: Moment = {
    rows,
    mark: instId => marks[instId] ?? null,
    printed: row => printed.rows[positionKey(row)]?.printed ?? null,
  };
  const told: Told = { balances: printed.balances, totals: printed.totals, moment, live: false };
  // The marks of orders are those of the moment too.
  const then: State = {
    ...state,
    market: { ...state.market, marks: { ...state.market.marks, ...marksOf(marks, printed.at) } },
  };
  const account = accountOf(then, mode, told, printed.at);
  const pools = account.pools
    .filter(pool => pool.positions.length > 0)
    .map(pool => (pool.kind === 'cross' ? withRowRatio(pool, rows, printed.rows) : pool))
    // A pool whose balance had not come by then cannot be compared.
    .filter(pool => pool.collateral.every(row => row.amount !== null));
  return pools.length > 0 ? { ...account, pools } : null;
}

const marksOf = (marks: Record<string, string>, at: number) =>
  Object.fromEntries(Object.entries(marks).map(([instId, price]) => [instId, { price, at, time: null }]));

/**
 * A single cross position is printed with the ratio of its currency at its own mark; the currency's own row was
 * made at another one, and is not compared with it.
 */
function withRowRatio(
  { reported, ...pool }: Pool,
  rows: NonNullable<Moment['rows']>,
  printed: NonNullable<Trader['printed']>['rows'],
): Pool {
  const mine = rows.filter(
    row => row.mode === 'cross' && pool.positions.some(position => position.symbol === row.instId),
  );
  const [only] = mine;
  const ratio = only && printed[positionKey(only)]?.printed.marginRatio;
  const hasOrders = (pool.adjustments?.length ?? 0) > 0;
  return mine.length === 1 && ratio && !hasOrders ? { ...pool, reported: { marginRatio: ratio } } : pool;
}
