/** What lists and events of the logged-in account do to the state. */
import type { AccountUpdate, ConfigUpdate, OrderUpdate } from './events';
import { without } from './failures';
import type { BalanceReading, ConfigReading } from './lists';
import { withMarks } from './marks';
import { OVERTAKING, withEvents, withList } from './merge';
import { modeShownBy, saidMode, shownMode } from './multi-assets-mode';
import type { PositionReading } from './position-lists';
import {
  emptyTable,
  newTrader,
  type OrderRow,
  type Printed,
  positionKey,
  type Row,
  type State,
  type Trader,
  type Unstamped,
} from './state';

/** So long a closed order is remembered, in ms, so that a late list does not open it again. */
const REMEMBER_CLOSED = 600_000;
/** As many accounts of one login are kept as a trader may switch between in a day. */
const PARKED = 8;

const listed = <T>(row: Unstamped<T>, at: number): T => ({ ...row, event: 0, at, from: 'list' }) as T;
const happened = <T>(row: Unstamped<T>, event: number, at: number): T =>
  ({ ...row, event, at, from: 'event' }) as T;
const keyed = <T>(rows: T[], key: (row: T) => string): Record<string, T> =>
  Object.fromEntries(rows.map(row => [key(row), row]));

const subName = (product: Trader['product'], uid: string): string =>
  `${product === 'usdm' ? 'sub' : 'coin-m'}-${uid.slice(-4)}`;

/**
 * The page has one login and may switch between its accounts; only the ids of positions tell which one. What
 * was listed since the last positions of the old account may be the new one's already, so it goes along.
 */
function switched(state: State, uid: string): State {
  const { trader } = state;
  if (trader.uid === uid) return state;
  if (trader.uid === null) return { ...state, trader: { ...trader, uid } };
  const { [uid]: known, ...others } = state.parked;
  const since = trader.positions.at ?? 0;
  const next: Trader = {
    ...(known ?? newTrader(uid, subName(trader.product, uid), trader.product)),
    loggedOutAt: null,
  };
  const rest: Trader = { ...trader, printed: null };
  const move = (table: 'balances' | 'orders' | 'conditional' | 'config') => {
    if ((rest[table].listedAt ?? 0) <= since) return;
    next[table] = rest[table] as never;
    rest[table] = emptyTable() as never;
  };
  for (const table of ['balances', 'orders', 'conditional', 'config'] as const) move(table);
  const parked = Object.entries({ ...others, [trader.uid]: rest }).slice(-PARKED);
  return { ...state, trader: next, parked: Object.fromEntries(parked) };
}

export function withPositions(before: State, readings: PositionReading[], at: number): State {
  const uid = readings.find(one => one.uid !== null)?.uid;
  const state = uid ? switched(before, uid) : before;
  const { trader } = state;
  const rows = keyed(
    readings.map(one => listed(one.row, at)),
    row => positionKey(row.symbol, row.side),
  );
  for (const [key, row] of Object.entries(rows)) {
    // The page's list does not repeat what was said once; a change of mode takes a flat position.
    const known = trader.positions.rows[key];
    if (known && !row.marginType && known.changed === row.changed) row.marginType = known.marginType;
    row.marginAsset ??= known?.marginAsset ?? null;
  }
  const { table, overtaken } = withList(trader.positions, rows, at, row => ({
    ...row,
    amount: '0',
    isolatedWallet: '0',
    from: 'list',
    at,
  }));
  // An event that overtook the list does not say in what asset its position is margined.
  for (const [key, row] of Object.entries(table.rows)) {
    const asset = rows[key]?.marginAsset;
    if (row.marginAsset === null && asset) table.rows[key] = { ...row, marginAsset: asset };
  }
  const marks = readings.flatMap(one =>
    one.markPrice ? [{ name: one.row.symbol, price: one.markPrice, time: null }] : [],
  );
  const next: Trader = {
    ...trader,
    positions: table,
    printed: overtaken ? null : printed(trader, readings, rows, state.market.rates, at),
    loggedOutAt: null,
    problems: without(trader.problems, 'user-position', 'ACCOUNT_UPDATE'),
  };
  return { ...state, trader: next, market: withMarks(state.market, marks, at) };
}

/** What the venue printed of every open position; null: of one of them it did not say the mark. */
function printed(
  trader: Trader,
  readings: PositionReading[],
  rows: Trader['positions']['rows'],
  rates: Printed['rates'],
  at: number,
): Printed | null {
  const result: Printed = { at, rows: {}, cross: {}, rates };
  for (const one of readings) {
    const key = positionKey(one.row.symbol, one.row.side);
    if (isZero(one.row.amount)) continue;
    if (!one.markPrice) return null;
    result.rows[key] = {
      position: rows[key]!,
      markPrice: one.markPrice,
      ...(one.liquidationPrice === undefined ? {} : { liquidationPrice: positive(one.liquidationPrice) }),
      ...(one.maintenanceMargin === undefined ? {} : { maintenanceMargin: one.maintenanceMargin }),
    };
  }
  return { ...result, cross: wallets(trader) };
}

const wallets = (trader: Trader): Printed['cross'] =>
  Object.fromEntries(Object.values(trader.balances.rows).map(row => [row.asset, row.crossWallet]));

export const isZero = (text: string): boolean => /^-?0*(\.0*)?$/.test(text);
/** "0" and less: the venue prints no liquidation price. */
const positive = (text: string): string | null => (isZero(text) || text.startsWith('-') ? null : text);

export function withBalances(state: State, readings: BalanceReading[], at: number): State {
  const { trader } = state;
  const rows = keyed(
    readings.map(one => listed(one.row, at)),
    row => row.asset,
  );
  const { table } = withList(trader.balances, rows, at, () => null);
  const next: Trader = {
    ...shownMode(trader, modeShownBy(readings.map(one => one.free)), at),
    balances: table,
    loggedOutAt: null,
    problems: without(trader.problems, 'user-balance', 'ACCOUNT_UPDATE balances'),
  };
  // Positions and balances come in two answers; with nothing in between they are of one moment.
  const { printed } = next;
  if (printed && Math.abs(at - printed.at) <= OVERTAKING && !eventSince(trader, printed.at)) {
    next.printed = { ...printed, cross: wallets(next), rates: state.market.rates };
  }
  return { ...state, trader: next };
}

const eventSince = (trader: Trader, at: number): boolean =>
  [...Object.values<Row>(trader.balances.rows), ...Object.values<Row>(trader.positions.rows)].some(
    row => row.from === 'event' && row.at >= at,
  );

export function withConfig(state: State, readings: ConfigReading[], at: number): State {
  const { trader } = state;
  const rows = Object.fromEntries(
    readings.map(({ symbol, marginType, leverage }) => [
      symbol,
      { marginType, leverage, changed: 0, event: 0, at, from: 'list' as const },
    ]),
  );
  // The list may be of one contract only: the others stand.
  const { table } = withList(trader.config, rows, at, row => row);
  return {
    ...state,
    trader: {
      ...trader,
      config: table,
      loggedOutAt: null,
      problems: without(trader.problems, 'symbol-config'),
    },
  };
}

/** A whole list of orders; `symbol`: only those of one contract; `partial`: a page of a history. */
export function withOrders(
  state: State,
  kind: 'orders' | 'conditional',
  readings: Unstamped<OrderRow>[],
  at: number,
  { symbol, partial }: { symbol: string | null; partial: boolean },
): State {
  const { trader } = state;
  const rows = keyed(
    readings.map(one => listed<OrderRow>(one, at)),
    row => row.id,
  );
  const { table } = withList(
    trader[kind],
    rows,
    at,
    row => (at - row.at > REMEMBER_CLOSED ? null : { ...row, open: false }),
    row => !partial && (symbol === null || row.symbol === symbol),
  );
  const source = kind === 'orders' ? 'open-orders' : 'algo-orders';
  return {
    ...state,
    trader: { ...trader, [kind]: table, loggedOutAt: null, problems: without(trader.problems, source) },
  };
}

export function withAccountUpdate(state: State, update: AccountUpdate, at: number): State {
  const { trader } = state;
  const positions = keyed(
    update.positions.map(one => happened(one, update.event, at)),
    row => positionKey(row.symbol, row.side),
  );
  for (const [key, row] of Object.entries(positions)) {
    row.marginAsset ??= trader.positions.rows[key]?.marginAsset ?? null;
  }
  const balances = keyed(
    update.balances.map(one => happened(one, update.event, at)),
    row => row.asset,
  );
  return {
    ...state,
    trader: {
      ...trader,
      positions: withEvents(trader.positions, positions, at),
      balances: withEvents(trader.balances, balances, at),
    },
  };
}

export function withOrderUpdate(
  state: State,
  kind: 'orders' | 'conditional',
  update: OrderUpdate,
  at: number,
): State {
  const { trader } = state;
  const row = happened<OrderRow>(update.order, update.event, at);
  const source = kind === 'orders' ? 'ORDER_TRADE_UPDATE' : 'ALGO_UPDATE';
  return {
    ...state,
    trader: {
      ...trader,
      [kind]: withEvents(trader[kind], { [row.id]: row }, at),
      problems: without(trader.problems, source),
    },
  };
}

export function withConfigUpdate(state: State, update: ConfigUpdate, at: number): State {
  let { trader } = state;
  if (update.leverage) {
    const { symbol, leverage } = update.leverage;
    const marginType = trader.config.rows[symbol]?.marginType ?? null;
    const row = {
      marginType,
      leverage,
      changed: update.changed,
      event: update.event,
      at,
      from: 'event' as const,
    };
    trader = { ...trader, config: withEvents(trader.config, { [symbol]: row }, at) };
  }
  if (update.multiAssets !== null) trader = saidMode(trader, update.multiAssets, at, update.changed);
  return {
    ...state,
    trader: { ...trader, problems: without(trader.problems, 'ACCOUNT_CONFIG_UPDATE') },
  };
}
