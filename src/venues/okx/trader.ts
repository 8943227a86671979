/** What lists and pushes of the logged-in account do to the state. */
import type { Source } from './failures';
import { without } from './failures';
import { withMarks } from './marks';
import { withList, withPushes } from './merge';
import type { OrderReading } from './order-rows';
import type { BalanceReading, PositionReading } from './rows';
import {
  type BalanceRow,
  emptyTable,
  isZero,
  newTrader,
  type OrderRow,
  type PositionRow,
  positionKey,
  type Row,
  type State,
  type Trader,
} from './state';
import { usdOf } from './whole-account';

/** So long a closed order is remembered, in ms, so that a late list does not open it again. */
const REMEMBER_CLOSED = 600_000;
/** As many accounts of one login are kept as a trader may switch between in a day. */
const PARKED = 8;
/** orders-pending and orders-algo-pending answer with at most so many rows. */
export const ORDERS_PAGE = 100;

/** Rows of one message: a whole list, one within a scope (one type of contract, one currency), or news. */
export type Extent<T extends Row> = 'whole' | 'news' | ((row: T) => boolean);

const keyed = <T>(rows: T[], key: (row: T) => string): Record<string, T> =>
  Object.fromEntries(rows.map(row => [key(row), row]));

const solved = (trader: Trader, ...sources: Source[]): Pick<Trader, 'loggedOutAt' | 'problems'> => ({
  loggedOutAt: null,
  problems: without(trader.problems, ...sources),
});

/**
 * The page has one login and may switch between its accounts; private channels and the configuration name the
 * account. The first word of another one begins it anew: nothing that was listed under the old name belongs to it.
 */
export function ofAccount(state: State, uid: string | null): State {
  const { trader } = state;
  if (uid === null || trader.uid === uid) return state;
  if (trader.uid === null) return { ...state, trader: { ...trader, uid } };
  const { [uid]: known, ...others } = state.parked;
  const next: Trader = { ...(known ?? newTrader(uid, `sub-${uid.slice(-4)}`)), loggedOutAt: null };
  // What the page heard of it while it was away is gone: it is told again before it counts as known.
  for (const table of ['positions', 'balances', 'orders', 'algos'] as const) {
    next[table] = emptyTable() as never;
  }
  const rest: Trader = { ...trader, printed: null, pages: {} };
  const parked = Object.entries({ ...others, [trader.uid]: rest }).slice(-PARKED);
  return { ...state, trader: next, parked: Object.fromEntries(parked) };
}

const closed = (row: PositionRow, at: number): PositionRow => ({
  ...row,
  pos: '0',
  margin: null,
  from: 'list',
  at,
});

export function withPositions(
  state: State,
  readings: PositionReading[],
  at: number,
  extent: Extent<PositionRow>,
): State {
  const { trader } = state;
  const rows = keyed(
    readings.map(one => one.row),
    positionKey,
  );
  const positions =
    extent === 'news'
      ? withPushes(trader.positions, rows, at)
      : withList(trader.positions, rows, at, row => closed(row, at), extent === 'whole' ? undefined : extent);
  if (extent !== 'news' && extent !== 'whole' && trader.positions.listedAt === null)
    positions.listedAt = null;
  const marks = readings.flatMap(({ row, printed }) =>
    printed ? [{ name: row.instId, price: printed.markPrice, time: row.pushed || null }] : [],
  );
  // What is whole again clears what failed; one row of news does not tell what a lost one said.
  const sources: Source[] = extent === 'whole' ? ['positions', 'balance-and-position', 'snapshot'] : [];
  const next: Trader = {
    ...trader,
    ...solved(trader, ...sources),
    positions,
    printed: printed(trader, positions.rows, readings, at),
  };
  return { ...state, trader: next, market: withMarks(state.market, marks, at) };
}

/**
 * What the venue printed of the positions, when a message told of every one that is open: figures of different
 * moments are not compared.
 */
function printed(
  trader: Trader,
  rows: Record<string, PositionRow>,
  readings: PositionReading[],
  at: number,
): Trader['printed'] {
  const told = new Map(readings.map(one => [positionKey(one.row), one]));
  const open = Object.entries(rows).filter(([, row]) => !isZero(row.pos));
  if (open.length === 0) return null;
  const result: Trader['printed'] = {
    at,
    rows: {},
    balances: trader.balances.rows,
    totals: trader.totals,
  };
  for (const [key, row] of open) {
    const one = told.get(key);
    if (!one?.printed || one.row.changed !== row.changed) return trader.printed;
    result.rows[key] = { position: row, printed: one.printed };
  }
  return result;
}

/** Size and entry without the rest: what was posted, and the leverage, stay as they were known. */
export function withBriefPositions(state: State, rows: PositionRow[], at: number, whole: boolean): State {
  const { trader } = state;
  const filled = rows.map(row => {
    const known = trader.positions.rows[positionKey(row)];
    if (!known || isZero(known.pos)) return row;
    const same = known.changed === row.changed || known.pos === row.pos;
    return {
      ...known,
      ...row,
      ccy: row.ccy ?? known.ccy,
      posCcy: row.posCcy ?? known.posCcy,
      entryPrice: row.entryPrice ?? (same ? known.entryPrice : null),
      leverage: known.leverage,
      // A fill of an isolated position moves its margin, and this message does not say by how much.
      margin: same ? known.margin : null,
      liability: same ? known.liability : null,
      liabilityCcy: known.liabilityCcy,
      optionValue: same ? known.optionValue : null,
      requirement: same ? known.requirement : null,
    };
  });
  const table = keyed(filled, positionKey);
  const sources: Source[] = whole ? ['balance-and-position'] : [];
  const positions = whole
    ? withList(trader.positions, table, at, row => closed(row, at))
    : withPushes(trader.positions, table, at);
  return { ...state, trader: { ...trader, ...solved(trader, ...sources), positions } };
}

const emptied = (row: BalanceRow, at: number): BalanceRow => ({
  ...row,
  cash: '0',
  equity: '0',
  equityUsd: '0',
  discounted: '0',
  from: 'list',
  at,
});

export function withBalances(
  state: State,
  { rows, totals }: BalanceReading,
  at: number,
  extent: Extent<BalanceRow>,
): State {
  const { trader } = state;
  const table = keyed(rows, row => row.ccy);
  const balances =
    extent === 'news'
      ? withPushes(trader.balances, table, at)
      : withList(
          trader.balances,
          table,
          at,
          row => emptied(row, at),
          extent === 'whole' ? undefined : extent,
        );
  if (extent !== 'news' && extent !== 'whole' && trader.balances.listedAt === null) balances.listedAt = null;
  const newer = !trader.totals || totals.changed >= trader.totals.changed;
  const sources: Source[] = extent === 'whole' ? ['balance', 'balance-and-position', 'snapshot'] : [];
  return {
    ...state,
    trader: { ...trader, ...solved(trader, ...sources), balances, totals: newer ? totals : trader.totals },
  };
}

/** News of the cash of currencies that are known; of others too little is said to count them. */
export function withCash(
  state: State,
  rows: { ccy: string; cashBal: string; uTime: number }[],
  at: number,
): State {
  const { trader } = state;
  const changed: BalanceRow[] = rows.map(({ ccy, cashBal, uTime }) => {
    const known = trader.balances.rows[ccy];
    return {
      ccy,
      cash: cashBal,
      changed: uTime,
      pushed: known?.pushed ?? 0,
      at,
      from: 'push',
      // The price stays when the equity that it followed from is no longer said.
      usd: known ? (usdOf(known)?.toSignificantDigits(30).toFixed() ?? null) : null,
      equity: null,
      equityUsd: null,
      discounted: known?.discounted ?? null,
      collateral: known?.collateral ?? null,
      marginRatio: null,
      maintenance: null,
    };
  });
  const balances = withPushes(
    trader.balances,
    keyed(changed, row => row.ccy),
    at,
  );
  return { ...state, trader: { ...trader, balances } };
}

export function withOrders(
  state: State,
  name: 'orders' | 'algos',
  readings: (OrderRow | OrderReading)[],
  at: number,
  extent: Extent<OrderRow>,
): State {
  const { trader } = state;
  const rows = keyed(readings as OrderRow[], row => row.id);
  // A closed order must not open again when a list arrives late.
  const gone = (row: OrderRow): OrderRow | null =>
    at - row.at > REMEMBER_CLOSED ? null : { ...row, open: false };
  const table =
    extent === 'news'
      ? withPushes(trader[name], rows, at)
      : withList(trader[name], rows, at, gone, extent === 'whole' ? undefined : extent);
  const kept = Object.entries(table.rows).filter(([, row]) => row.open || at - row.at <= REMEMBER_CLOSED);
  return {
    ...state,
    trader: {
      ...trader,
      ...solved(trader, ...(extent === 'news' ? [] : [name])),
      [name]: { ...table, rows: Object.fromEntries(kept) },
    },
  };
}
