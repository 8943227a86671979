/**
 * The accounts that the state describes: USDⓈ-M futures in single-asset mode.
 *
 * Source: Binance FAQ "How to Calculate Liquidation Price of USDⓈ-M Futures Contracts"
 * (b3c689c1f50a44cabb3a84e663b81d93), reproduced to its last digit. One cross pool per margin asset; each
 * isolated position (each leg, in hedge mode) a pool of its own; liquidated when the margin balance at mark is
 * at or below the maintenance margin. Resting orders and fees are no part of that.
 */
import type { Account, DecimalString, Order, Pool, Position, Rules } from '../../engine/account';
import type { Problem } from '../../engine/report';
import type { AccountReading } from '../venue';
import {
  type MarginType,
  type OrderRow,
  type PositionRow,
  type Printed,
  positionKey,
  type State,
  type Trader,
} from './state';
import { factorOf, parseSymbol } from './symbols';
import { isZero } from './trader';

export const RULES: Rules = {
  liquidatedWhen: 'at-or-below',
  threshold: '1',
  ratio: 'maintenance/equity',
  printed: { moves: 'symbol', tickOffset: 0, fixedMaintenance: false, onlySinglePosition: false },
};

export const crossPool = (asset: string): string => `usdm:${asset}`;
/** In hedge mode each leg has a wallet of its own. */
export const isolatedPool = (symbol: string, side: PositionRow['side']): string =>
  side === 'BOTH' ? `isolated:${symbol}` : `isolated:${symbol}:${side}`;

/** The asset in which a contract is margined: said with the position, or by the list of contracts, or its name. */
export function marginAssetOf(state: State, symbol: string, row?: PositionRow): string | null {
  const said = row?.marginAsset ?? state.market.contracts[symbol]?.marginAsset;
  if (said) return said;
  // In the EU's Credits Trading Mode every contract is margined in BNFCR, whatever its name says.
  const credits = state.trader.balances.rows.BNFCR;
  if (credits && !isZero(credits.crossWallet)) return 'BNFCR';
  return parseSymbol(symbol)?.quote ?? null;
}

/** What is a position's own word on its margin; null: two sources contradict each other. */
export function marginTypeOf(trader: Trader, row: PositionRow): MarginType | null {
  if (row.marginType) return row.marginType;
  // The page's list has no margin type, but only an isolated position has a wallet of its own.
  if (!isZero(row.isolatedWallet)) return 'ISOLATED';
  return trader.config.rows[row.symbol]?.marginType === 'ISOLATED' ? null : 'CROSSED';
}

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
  const marks = open.map(row => state.market.marks[row.symbol]?.at ?? null);
  const accountAt =
    positions.at !== null && balances.at !== null ? Math.min(positions.at, balances.at) : null;
  const known = marks.filter(at => at !== null);
  const live: Moment = {
    rows: positions.listedAt === null ? null : open,
    cross: Object.fromEntries(Object.values(balances.rows).map(row => [row.asset, row.crossWallet])),
    mark: symbol => state.market.marks[symbol]?.price ?? null,
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

const openPositions = (trader: Trader): PositionRow[] =>
  Object.values(trader.positions.rows).filter(row => !isZero(row.amount));

/** One moment of an account: now, or when the venue last printed its own figures. */
interface Moment {
  /** Null: the positions were never listed. */
  rows: PositionRow[] | null;
  cross: Record<string, DecimalString>;
  mark(symbol: string): DecimalString | null;
  printed: Printed | null;
}

/**
 * The account as the venue printed it: a printed liquidation price rests on the marks, balances and positions
 * of that moment, and each of them has moved since.
 */
function checkedAccount(state: State, trader: Trader): Account | null {
  const { printed } = trader;
  if (!printed || trader.uncovered || Object.keys(printed.rows).length === 0) return null;
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

function accountOf(state: State, trader: Trader, moment: Moment, asOf: number): Account {
  const cross = new Map<string, Pool>();
  const isolated: Pool[] = [];
  const poolOf = (asset: string): Pool => {
    const known = cross.get(asset);
    if (known) return known;
    const pool = emptyPool(crossPool(asset), 'cross', asset, moment.cross[asset] ?? null);
    cross.set(asset, pool);
    return pool;
  };
  for (const [asset, amount] of Object.entries(moment.cross)) if (!isZero(amount)) poolOf(asset);
  for (const row of moment.rows ?? []) {
    const asset = marginAssetOf(state, row.symbol, row) ?? '?';
    const type = marginTypeOf(trader, row);
    const position = positionOf(state, row, moment);
    if (type === 'ISOLATED') {
      const pool = emptyPool(isolatedPool(row.symbol, row.side), 'isolated', asset, row.isolatedWallet);
      isolated.push({ ...pool, positions: [position] });
    } else {
      // Whether it is backed by this pool is not known, so neither is the pool.
      poolOf(asset).positions.push(type === null ? { ...position, size: null } : position);
    }
  }
  let pools = [...cross.values(), ...isolated];
  pools =
    pools.length > 0 ? pools : [emptyPool(crossPool('USDT'), 'cross', 'USDT', moment.cross.USDT ?? null)];
  if (moment.rows === null || trader.uncovered) pools = pools.map(unknown);
  if (!moment.printed) addOrders(state, trader, pools);
  return { format: 'plimsoll.account/1', venue: 'binance', account: trader.name, asOf, pools };
}

export const emptyPool = (
  id: string,
  kind: Pool['kind'],
  unit: string,
  amount: DecimalString | null,
): Pool => ({
  id,
  kind,
  unit,
  collateral: [{ asset: unit, amount, price: '1', follows: null }],
  positions: [],
  orders: [],
  rules: RULES,
});

/** Positions may exist that were not listed, or count in a way that is not computed: no figure then. */
const unknown = (pool: Pool): Pool => ({
  ...pool,
  collateral: pool.collateral.map(row => ({ ...row, amount: null })),
});

function positionOf(state: State, row: PositionRow, moment: Moment): Position {
  const { symbol } = row;
  const steps = state.market.brackets[symbol];
  const leverage = state.trader.config.rows[symbol]?.leverage;
  const tick = state.market.contracts[symbol]?.tick;
  const printed = moment.printed?.rows[positionKey(symbol, row.side)];
  return {
    symbol,
    factor: factorOf(symbol),
    size: row.amount,
    contract: { type: 'linear', multiplier: '1' },
    entryPrice: row.entryPrice,
    markPrice: moment.mark(symbol),
    ...(steps ? { maintenance: { basis: 'value', style: 'marginal', steps } } : {}),
    ...(leverage ? { leverage } : {}),
    ...(tick ? { tick } : {}),
    ...(printed
      ? {
          reported: {
            liquidationPrice: printed.liquidationPrice,
            maintenanceMargin: printed.maintenanceMargin,
          },
        }
      : {}),
  };
}

/** A position of size 0, as a draft brings it to a contract that is not held. */
export function templateOf(state: State, symbol: string, side: PositionRow['side']): Position {
  const row: PositionRow = {
    symbol,
    side,
    amount: '0',
    entryPrice: state.market.marks[symbol]?.price ?? '0',
    isolatedWallet: '0',
    marginType: null,
    marginAsset: null,
    changed: 0,
    event: 0,
    at: 0,
    from: 'list',
  };
  const mark = (name: string) => state.market.marks[name]?.price ?? null;
  return positionOf(state, row, { rows: [], cross: {}, mark, printed: null });
}

/** Orders stand in the pool of their contract's position; without one, in the cross pool of its asset. */
function addOrders(state: State, trader: Trader, pools: Pool[]): void {
  const rows = [...Object.values(trader.orders.rows), ...Object.values(trader.conditional.rows)];
  for (const row of rows) {
    if (!row.open) continue;
    const leg = pools.find(pool => pool.id === isolatedPool(row.symbol, row.positionSide));
    const asset = marginAssetOf(state, row.symbol);
    const pool = leg ?? pools.find(one => asset !== null && one.id === crossPool(asset));
    pool?.orders.push(orderOf(row));
  }
}

const TYPES: Record<string, string> = {
  LIMIT: 'limit',
  MARKET: 'market',
  STOP: 'stop',
  STOP_MARKET: 'stop',
  TAKE_PROFIT: 'take-profit',
  TAKE_PROFIT_MARKET: 'take-profit',
  TRAILING_STOP_MARKET: 'trailing-stop',
};

/** In hedge mode the leg says what an order does: a SELL of the LONG leg can only close. */
const reduces = (row: OrderRow): boolean =>
  row.reduceOnly ||
  row.closesPosition ||
  (row.positionSide === 'LONG' && row.side === 'sell') ||
  (row.positionSide === 'SHORT' && row.side === 'buy');

const orderOf = (row: OrderRow): Order => ({
  symbol: row.symbol,
  side: row.side,
  size: row.size,
  price: row.price,
  type: TYPES[row.type] ?? row.type.toLowerCase().replaceAll('_', '-'),
  triggerPrice: row.triggerPrice,
  reduceOnly: reduces(row),
  closesPosition: row.closesPosition,
});

function problemsOf(state: State, trader: Trader): Problem[] {
  const { market } = state;
  const found: Problem[] = [];
  const add = (code: string, path: string, message: string) => found.push({ code, path, message });
  if (trader.uncovered) {
    add(
      'not-covered',
      'account',
      `Not yet covered: ${trader.uncovered}. No figure is shown for this account.`,
    );
  }
  if (trader.loggedOutAt !== null) {
    add('logged-out', 'account', 'Logged out of Binance: what is shown is from before.');
  }
  const { positions, balances } = trader;
  const said = positions.at !== null || balances.at !== null;
  if (said && positions.listedAt === null) {
    add('no-positions', 'positions', 'Binance has not listed the positions yet.');
  }
  if (said && balances.listedAt === null) {
    add('no-balance', 'balances', 'Binance has not said the balances yet.');
  }
  for (const row of openPositions(trader)) {
    const { symbol } = row;
    if (!market.marks[symbol]) add('no-mark', `marks.${symbol}`, `The mark price of ${symbol} is not known.`);
    if (!market.brackets[symbol]) {
      add('no-brackets', `brackets.${symbol}`, `The margin brackets of ${symbol} are not known.`);
    }
    if (marginTypeOf(trader, row) === null) {
      add(
        'margin-mode-unknown',
        `positions.${symbol}`,
        `Whether ${symbol} is cross or isolated is not known.`,
      );
    }
    const asset = marginAssetOf(state, symbol, row);
    if (
      balances.listedAt !== null &&
      marginTypeOf(trader, row) !== 'ISOLATED' &&
      !balances.rows[asset ?? '?']
    ) {
      add(
        'no-balance',
        `balances.${asset ?? symbol}`,
        `Binance has not said the balance of ${asset ?? symbol}.`,
      );
    }
  }
  const failures = [...Object.values(trader.problems), ...Object.values(market.problems)];
  for (const { code, path, message } of failures) found.push({ code, path, message });
  return found.filter((one, index) => found.findIndex(each => each.message === one.message) === index);
}
