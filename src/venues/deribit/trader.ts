/** Summaries, positions and orders: the private part of what is said. */
import { Decimal, print } from '../../engine/decimal';
import { cleared, withFailure } from './failures';
import { contractOf } from './instruments';
import { withQuote } from './market';
import * as m from './messages';
import type { Read } from './reduce';
import {
  newTrader,
  type OrderRow,
  openPositions,
  type PositionRow,
  type State,
  type SummaryRow,
} from './state';
import { floorOf, type Scope, scopeName, withChanges, withList } from './tables';

/** When and for what a list was asked; `whole` false: for what is not known. */
export interface Said extends Scope {
  at: number;
  said: number;
  whole: boolean;
}

/** How many accounts of one login are remembered after the page has turned to another. */
const PARKED = 12;

/**
 * The account that speaks. The number comes with the summaries only: what was said before belongs to the
 * first one, and with another number the page has turned to another account.
 */
function asAccount(state: State, id: string | undefined, type: string | undefined): State {
  const { trader } = state;
  if (id === undefined) return state;
  const kind = type === 'main' || type === 'subaccount' ? type : trader.type;
  if (trader.id === null || trader.id === id) {
    return trader.id === id && trader.type === kind
      ? state
      : { ...state, trader: { ...trader, id, type: kind } };
  }
  const { [id]: known, ...rest } = state.parked;
  const parked = Object.entries({ ...rest, [trader.id]: trader }).slice(-PARKED);
  // What it held before the page left it may have changed unseen: only lists make it known again.
  const next = known ? { ...newTrader, id, type: known.type ?? kind } : { ...newTrader, id, type: kind };
  return { ...state, trader: next, parked: Object.fromEntries(parked) };
}

export function onSummaries(state: State, result: unknown, said: Said): Read {
  const read = m.check(m.summaries, result);
  if (!read.ok) return { unreadable: read.field };
  const { id, type, summaries } = read.value;
  const next = asAccount(state, id === undefined ? undefined : String(id), type);
  const rows = Object.fromEntries(summaries.map(each => [each.currency, summaryRow(next, each, said.at)]));
  return cleared(heard(withSummaries(next, rows, said.at, true), said.at), 'account summaries', 'portfolio');
}

export function onOneSummary(state: State, result: unknown, said: Said): Read {
  const read = m.check(m.oneSummary, result);
  if (!read.ok) return { unreadable: read.field };
  const { id, type } = read.value;
  const next = asAccount(state, id === undefined ? undefined : String(id), type);
  return withOne(next, read.value, said.at);
}

/** A frame of `user.portfolio`: one currency. */
export function onPortfolio(state: State, data: unknown, at: number): Read {
  const read = m.check(m.summary, data);
  return read.ok ? withOne(state, read.value, at) : { unreadable: read.field };
}

function withOne(state: State, said: m.Summary, at: number): State {
  const rows = { ...state.trader.summaries.rows, [said.currency]: summaryRow(state, said, at) };
  return cleared(heard(withSummaries(state, rows, at, false), at), 'portfolio');
}

function withSummaries(state: State, rows: Record<string, SummaryRow>, at: number, whole: boolean): State {
  const { summaries } = state.trader;
  return {
    ...state,
    trader: {
      ...state.trader,
      summaries: { rows, at, listedAt: whole ? at : summaries.listedAt },
    },
  };
}

function summaryRow(state: State, said: m.Summary, at: number): SummaryRow {
  const held = openPositions(state.trader).filter(row => row.kind === 'future');
  return {
    currency: said.currency,
    model: said.margin_model,
    equity: said.equity,
    marginBalance: said.margin_balance,
    maintenanceMargin: said.maintenance_margin,
    initialMargin: said.initial_margin,
    futuresSession: said.futures_session_upl ?? null,
    optionsValue: said.options_value ?? null,
    optionsDelta: said.options_delta ?? null,
    totalMarginBalanceUsd: said.total_margin_balance_usd ?? null,
    totalMaintenanceUsd: said.total_maintenance_margin_usd ?? null,
    at,
    marks: Object.fromEntries(
      held.flatMap(({ symbol }) => {
        const mark = state.market.marks[symbol];
        return mark ? [[symbol, mark.price]] : [];
      }),
    ),
  };
}

/** The login is alive, and what pushes its changes has pushed no others. */
const heard = (state: State, at: number): State => ({
  ...state,
  trader: { ...state.trader, heardAt: at, loggedOutAt: null },
});

export function onPositions(state: State, result: unknown, said: Said): Read {
  const read = m.check(m.positions, result);
  if (!read.ok) return { unreadable: read.field };
  const rows = rowsOf(read.value, said.at, false, () => said.said);
  if ('unreadable' in rows) return rows;
  const table = withList(state.trader.positions, rows.rows, {
    ...said,
    floor: row => positionFloor(state, row),
    name: scopeName(said),
    covers: row =>
      (said.currency === 'any' || contractOf(state, row.symbol)?.settle === said.currency) &&
      (said.kind === 'any' || row.kind === said.kind),
  });
  const next = quoted({ ...state, trader: { ...state.trader, positions: table } }, rows.rows, said.at);
  return cleared(heard(next, said.at), 'positions', ...(said.whole ? (['changes'] as const) : []));
}

/** A frame of `user.changes`: whole rows of what changed, with the trades that changed it. */
export function onChanges(state: State, data: unknown, at: number): Read {
  const read = m.check(m.changes, data);
  if (!read.ok) return { unreadable: read.field };
  const { trades = [], positions = [] } = read.value;
  const { trader } = state;
  const traded = Math.max(0, ...trades.map(({ timestamp }) => timestamp));
  const known = (symbol: string) => trader.positions.rows[symbol]?.said ?? 0;
  // Without a trade (funding, a settlement) it is as new as its arrival.
  const rows = rowsOf(positions, at, true, symbol => traded || known(symbol));
  if ('unreadable' in rows) return rows;
  const table = withChanges(trader.positions, rows.rows, at, row => (traded ? positionFloor(state, row) : 0));
  const next: State = { ...state, trader: { ...state.trader, positions: table } };
  const orders = onOrderFrame(heard(quoted(next, rows.rows, at), at), read.value.orders ?? [], at);
  // An order that cannot be read does not take the position with it.
  return 'unreadable' in orders
    ? withFailure(next, 'open orders', { code: 'format-changed', field: orders.unreadable }, at)
    : orders;
}

const positionFloor = (state: State, row: PositionRow): number =>
  floorOf(state.trader.positions, contractOf(state, row.symbol)?.settle ?? 'any', row.kind);

/** A position's mark is as new as the position: later tickers stand. */
function quoted(state: State, rows: Record<string, PositionRow>, at: number): State {
  let next = state;
  for (const { symbol, markPrice, indexPrice, kind, said } of Object.values(rows)) {
    if (kind === 'future') next = withQuote(next, symbol, { mark: markPrice, index: indexPrice }, said, at);
  }
  return next;
}

function rowsOf(
  list: m.PositionSaid[],
  at: number,
  pushed: boolean,
  said: (symbol: string) => number,
): { rows: Record<string, PositionRow> } | { unreadable: string } {
  const rows: Record<string, PositionRow> = {};
  for (const [k, each] of list.entries()) {
    const { kind } = each;
    if (kind !== 'future' && kind !== 'option') continue;
    const size = signed(each);
    if (size === null) return { unreadable: `${k}.direction` };
    rows[each.instrument_name] = {
      symbol: each.instrument_name,
      kind,
      size,
      averagePrice: each.average_price,
      markPrice: each.mark_price,
      indexPrice: each.index_price,
      floating: each.floating_profit_loss ?? null,
      maintenanceMargin: each.maintenance_margin ?? null,
      delta: each.delta ?? null,
      leverage: each.leverage ?? null,
      ...(each.estimated_liquidation_price === undefined
        ? {}
        : { liquidationPrice: positive(each.estimated_liquidation_price) }),
      said: said(each.instrument_name),
      pushed,
      at,
    };
  }
  return { rows };
}

/** The sign is said twice, by `size` and by `direction`; null: they contradict each other. */
function signed({ size, direction }: m.PositionSaid): string | null {
  const amount = new Decimal(size);
  if (amount.isZero()) return '0';
  if (direction === 'zero') return null;
  if (direction === 'buy') return amount.isNegative() ? null : size;
  return print(amount.abs().neg());
}

const positive = (price: string | null): string | null =>
  price !== null && new Decimal(price).gt(0) ? price : null;

export function onOrders(state: State, result: unknown, said: Said, instrument: string): Read {
  const read = m.check(m.orders, result);
  if (!read.ok) return { unreadable: read.field };
  const rows = Object.fromEntries(read.value.map(each => [each.order_id, orderRow(each, false)]));
  const table = withList(state.trader.orders, rows, {
    ...said,
    floor: () => floorOf(state.trader.orders, 'any', 'any'),
    name: `${scopeName(said)} ${instrument}`.trim(),
    covers: row =>
      (instrument === '' || row.symbol === instrument) &&
      (said.currency === 'any' || contractOf(state, row.symbol)?.settle === said.currency) &&
      said.kind === 'any',
  });
  return cleared(heard({ ...state, trader: { ...state.trader, orders: table } }, said.at), 'open orders');
}

/** A frame of `user.orders`: one order, or several. */
export function onOrderFrame(state: State, data: unknown, at: number): Read {
  const read = m.check(m.orders, Array.isArray(data) ? data : [data]);
  return read.ok ? heard(mergeOrders(state, read.value, at), at) : { unreadable: read.field };
}

/** Orders that are filled or cancelled stay for a while, so that a late message does not bring them back. */
const TOMBSTONES = 200;

function mergeOrders(state: State, said: m.OrderSaid[], at: number): State {
  if (said.length === 0) return state;
  const rows = Object.fromEntries(said.map(each => [each.order_id, orderRow(each, true)]));
  const { orders } = state.trader;
  const table = withChanges(orders, rows, at, () => floorOf(orders, 'any', 'any'));
  const done = Object.values(table.rows).filter(row => !row.open);
  const drop = new Set(done.slice(0, Math.max(0, done.length - TOMBSTONES)).map(row => row.id));
  const kept =
    drop.size === 0
      ? table.rows
      : Object.fromEntries(Object.entries(table.rows).filter(([id]) => !drop.has(id)));
  return { ...state, trader: { ...state.trader, orders: { ...table, rows: kept } } };
}

function orderRow(said: m.OrderSaid, pushed: boolean): OrderRow {
  const { amount, filled_amount: filled, price } = said;
  return {
    id: said.order_id,
    symbol: said.instrument_name,
    side: said.direction,
    type: said.order_type,
    size: amount == null ? null : print(new Decimal(amount).minus(filled ?? '0')),
    price: price === undefined || price === 'market_price' ? null : price,
    triggerPrice: said.trigger_price ?? null,
    reduceOnly: said.reduce_only ?? false,
    open: said.order_state === 'open' || said.order_state === 'untriggered',
    said: said.last_update_timestamp,
    pushed,
  };
}
