/** What lists and pushes of the logged-in account do to the state. */

import { isZero } from './fields';
import { withMarks } from './marks';
import { type Extent, withList } from './merge';
import type { PositionReading, WalletReading } from './rows';
import {
  type CoinRow,
  type MarginMode,
  newTrader,
  type OrderRow,
  type PositionRow,
  positionKey,
  type State,
  type Trader,
} from './state';

/** So long a closed order is remembered, in ms, so that a late list does not open it again. */
const REMEMBER_CLOSED = 600_000;
/** As many accounts of one login are kept as a trader may switch between in a day. */
const PARKED = 8;

/** The account that an answer names. What was said before belongs to another one, unless none was named then. */
export function ofAccount(state: State, uid: string): State {
  const { trader } = state;
  if (trader.uid === uid) return state;
  if (trader.uid === null) return { ...state, trader: { ...trader, uid } };
  const { [uid]: known, ...others } = state.parked;
  const next = known ?? newTrader(uid, `sub-${uid.slice(-4)}`);
  const parked = Object.entries({ ...others, [trader.uid]: { ...trader, printed: {} } }).slice(-PARKED);
  return { ...state, trader: next, parked: Object.fromEntries(parked) };
}

const keyed = <T>(rows: T[], key: (row: T) => string): Record<string, T> =>
  Object.fromEntries(rows.map(row => [key(row), row]));

export function withPositions(
  state: State,
  readings: PositionReading[],
  keys: Set<string>,
  extent: Extent<PositionRow>,
  at: number,
): State {
  const { trader } = state;
  const rows = keyed(
    readings.map(one => one.row),
    row => positionKey(row.symbol, row.index),
  );
  const positions = withList(trader.positions, rows, keys, extent, at, row => ({
    ...row,
    size: '0',
    entryPrice: null,
    balance: null,
    maintenance: null,
    // What was open when the list was made is newer than the row.
    changed: extent.made ?? row.changed,
    at,
  }));
  const printed = { ...trader.printed };
  for (const [key, { position }] of Object.entries(printed)) {
    if (positions.rows[key] !== position) delete printed[key];
  }
  for (const { row, markPrice, liquidationPrice } of readings) {
    const key = positionKey(row.symbol, row.index);
    if (!markPrice || positions.rows[key] !== row) continue;
    printed[key] = {
      position: row,
      markPrice,
      at,
      // "" says that it lies outside of what may be traded, which is no "none" that could be compared.
      ...(liquidationPrice ? { liquidationPrice } : {}),
    };
  }
  const marks = readings.flatMap(one =>
    one.markPrice ? [{ name: one.row.symbol, price: one.markPrice, time: extent.made }] : [],
  );
  const next = withModeOfPositions(
    { ...trader, positions, printed, loggedOutAt: null },
    readings,
    extent.made,
    at,
  );
  return { ...state, trader: next, market: withMarks(state.market, marks, at) };
}

/** Portfolio margin has no leverage; every other mode prints one with a position, the isolated one a balance too. */
function withModeOfPositions(
  trader: Trader,
  readings: PositionReading[],
  made: number | null,
  at: number,
): Trader {
  const held = readings.filter(({ row }) => !isZero(row.size) && row.category !== 'option');
  if (held.length === 0) return trader;
  const portfolio = held.every(({ row }) => row.leverage === null);
  if (portfolio) return withMode(trader, 'PORTFOLIO_MARGIN', at, made ?? 0, false);
  const alone = held.every(({ row }) => row.balance !== null && !isZero(row.balance));
  const mode = trader.mode?.is;
  const contradicts = mode === 'PORTFOLIO_MARGIN' || (mode === 'ISOLATED_MARGIN' && !alone);
  return contradicts ? contradicted(trader, at, made ?? 0) : trader;
}

export function withWallet(
  state: State,
  { coins, totals }: WalletReading,
  whole: boolean,
  at: number,
): State {
  const { trader } = state;
  const rows = keyed(coins, row => row.coin);
  const extent: Extent<CoinRow> = {
    part: whole ? 'all' : null,
    covers: () => true,
    made: totals.changed || null,
  };
  const table = withList(trader.coins, rows, new Set(Object.keys(rows)), extent, at, row => ({
    ...row,
    amount: '0',
    borrowed: '0',
    equity: '0',
    profit: '0',
    maintenance: '0',
    changed: totals.changed,
    at,
  }));
  const older = trader.totals && totals.changed < trader.totals.changed;
  let next: Trader = { ...trader, coins: table, totals: older ? trader.totals : totals, loggedOutAt: null };
  if (!older) {
    // Rates of the whole account do not apply where each position stands alone, and only there.
    if (totals.rate === null && totals.marginBalance === null) {
      next = withMode(next, 'ISOLATED_MARGIN', at, totals.changed, false);
    } else if (totals.rate !== null && next.mode?.said !== true) {
      // Portfolio margin knows no maintenance by coin.
      const portfolio = coins.length > 0 && coins.every(row => row.maintenance === null);
      if (portfolio || next.mode?.is == null) {
        next = withMode(next, portfolio ? 'PORTFOLIO_MARGIN' : 'REGULAR_MARGIN', at, totals.changed, false);
      }
    }
  }
  return { ...state, trader: next };
}

/** `said`: in the venue's own word; false: told from what it leaves empty. */
export function withMode(trader: Trader, is: MarginMode, at: number, changed: number, said: boolean): Trader {
  const known = trader.mode;
  if (known && changed > 0 && known.changed > changed) return trader;
  if (known?.is === is && !said) return trader;
  return { ...trader, mode: { is, at, changed, said } };
}

/** The account has been switched to another mode since; which one, its next word tells. */
function contradicted(trader: Trader, at: number, changed: number): Trader {
  return trader.mode && trader.mode.changed > changed
    ? trader
    : { ...trader, mode: { is: null, at, changed, said: false } };
}

export function withOrders(
  state: State,
  readings: OrderRow[],
  keys: Set<string>,
  extent: Extent<OrderRow>,
  at: number,
): State {
  const { trader } = state;
  const orders = withList(
    trader.orders,
    keyed(readings, row => row.id),
    keys,
    extent,
    at,
    row => (at - row.at > REMEMBER_CLOSED ? null : { ...row, open: false }),
  );
  return { ...state, trader: { ...trader, orders, loggedOutAt: null } };
}
