/** One account of the state as it is handed out, and what is known of its age. */
import type { Account } from '../../engine/account';
import { rememberWith } from '../shared/remember';
import type { AccountReading } from '../venue';
import type { Source } from './failures';
import { MULTI_ASSETS_POOL, openPositions } from './margin';
import { markOf } from './marks';
import { assetsCounted } from './multi-assets';
import { isMultiAssets } from './multi-assets-mode';
import { accountOf } from './pools';
import type { Moment } from './position';
import { problemsOf } from './problems';
import type { PositionRow, Printed, State, Trader } from './state';

/** Null: nothing has been said of this account, not even that it cannot be read. */
export function readingOf(state: State, trader: Trader): AccountReading | null {
  const { positions, balances } = trader;
  const problems = problemsOf(state, trader);
  // COIN-M is quiet as long as its pages were not seen: what all products share is told of USDⓈ-M.
  const said =
    positions.at !== null ||
    balances.at !== null ||
    trader.loggedOutAt !== null ||
    Object.keys(trader.problems).length > 0;
  if (!said && (trader.product === 'coinm' || problems.length === 0)) return null;
  const open = openPositions(trader);
  const live: Moment = {
    rows: positions.listedAt === null ? null : open,
    cross: Object.fromEntries(Object.values(balances.rows).map(row => [row.asset, row.crossWallet])),
    rates: state.market.rates,
    mark: symbol => markOf(state.market, symbol)?.price ?? null,
    printed: null,
  };
  const { pricesAt, known } = agesOf(state, open, assetsCounted(state, trader));
  const account = accountOf(state, trader, live, Math.max(positions.at ?? 0, balances.at ?? 0, ...known));
  const checked = checkedAccount(state, trader);
  return {
    account,
    label: trader.name === 'coin-m' ? 'COIN-M' : trader.name,
    mode: trader.uncovered ?? modeOf(trader),
    accountAt: positions.at !== null && balances.at !== null ? Math.min(positions.at, balances.at) : null,
    pricesAt,
    outdated: isOutdated(trader),
    problems,
    ...(checked ? { checked } : {}),
  };
}

const modeOf = (trader: Trader): string =>
  trader.product === 'coinm' ? 'COIN-M' : isMultiAssets(trader) ? 'multi-assets' : 'single-asset';

/** The oldest of the marks of these positions and the rates of these assets; null: one is missing, or there is none. */
export function agesOf(
  state: State,
  open: PositionRow[],
  assets: string[],
): { pricesAt: number | null; known: number[] } {
  const { market } = state;
  const ages = [
    ...open.map(row => markOf(market, row.symbol)?.at ?? null),
    ...assets.map(asset => market.rates[asset]?.at ?? null),
  ];
  const known = ages.filter(at => at !== null);
  return { pricesAt: known.length === ages.length && known.length > 0 ? Math.min(...known) : null, known };
}

/**
 * A list or an event since the last list could not be read, or the page is a stranger to the venue. That only the
 * printed figures of a list were unreadable is told with that very list.
 */
export function isOutdated({ loggedOutAt, problems, positions, balances }: Trader): boolean {
  const lost = (source: Source, listedAt: number | null) => {
    const failed = problems[source];
    return failed !== undefined && UNREAD.has(failed.code) && failed.at > (listedAt ?? 0);
  };
  return (
    loggedOutAt !== null ||
    lost('user-position', positions.listedAt) ||
    lost('ACCOUNT_UPDATE', positions.listedAt) ||
    lost('user-balance', balances.listedAt) ||
    lost('ACCOUNT_UPDATE balances', balances.listedAt)
  );
}

/** What came could not be read; an answer that did not come (429, 5xx) has said nothing new. */
const UNREAD: ReadonlySet<string> = new Set(['format-changed', 'not-json', 'too-large']);

/**
 * The account as the venue printed it: a printed liquidation price rests on the marks, balances and positions
 * of that moment, and each of them has moved since.
 */
function checkedAccount(state: State, trader: Trader): Account | null {
  const { printed } = trader;
  if (!printed || trader.uncovered || Object.keys(printed.rows).length === 0) return null;
  // Ticks do not change it: it is made again only when what it is made of is another.
  const from = [state.market.brackets, state.market.contracts, trader.config, trader.multiAssets];
  return made(printed, from, () => printedAccount(state, trader, printed));
}

const made = rememberWith<Printed, Account | null>();

function printedAccount(state: State, trader: Trader, printed: Printed): Account | null {
  const rows = Object.values(printed.rows).map(one => one.position);
  const marks = Object.fromEntries(
    Object.values(printed.rows).map(one => [one.position.symbol, one.markPrice]),
  );
  const moment: Moment = {
    rows,
    cross: printed.cross,
    rates: printed.rates,
    mark: symbol => marks[symbol] ?? null,
    printed,
  };
  const account = accountOf(state, trader, moment, printed.at);
  // A pool whose balance had not come by then cannot be compared.
  const pools = account.pools.filter(
    pool => pool.positions.length > 0 && pool.collateral.every(row => row.amount !== null),
  );
  if (pools.length === 0) return null;
  if (areOfThatMoment(state, trader, printed)) return { ...account, pools };
  // Shown beside ours, and not compared: what the collateral was worth just then is not known.
  const incomparable = pools.map(pool => ({
    ...pool,
    collateral: pool.collateral.map(row => ({
      ...row,
      price: pool.id === MULTI_ASSETS_POOL ? null : row.price,
    })),
  }));
  return { ...account, pools: incomparable };
}

/** Rates change each second, and a printed price by more than its tick with them: ms. */
const SAME_MOMENT = 1_000;

const areOfThatMoment = (state: State, trader: Trader, printed: Printed): boolean =>
  assetsCounted(state, trader).every(asset => {
    const rate = printed.rates[asset];
    return rate !== undefined && Math.abs(rate.at - printed.at) <= SAME_MOMENT;
  });
