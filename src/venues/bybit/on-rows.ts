/** Rows of a known kind, into the state: read whole, or the field that is missing is named. */
import * as v from 'valibot';
import { type Reading, readRows } from '../shared/rows';
import { decodeCursor } from './cursor';
import type { List } from './envelope';
import { cleared, type Source, withFailure } from './failures';
import { category, coin, decimal, marginMode, symbol } from './fields';
import { onCollateralTiers, onContracts, onLoanTiers, onRiskLimits, onTickers } from './market-messages';
import type { Extent } from './merge';
import { type Asked, assemble } from './pages-of-lists';
import { readOrders, readPositions, readWallet, type Stamp } from './rows';
import type { Kind } from './shapes';
import {
  type Category,
  type Market,
  type OrderRow,
  type PositionRow,
  positionKey,
  type State,
} from './state';
import { settleOf } from './symbols';
import { ofAccount, withMode, withOrders, withPositions, withWallet } from './trader';

export interface Context {
  at: number;
  /** The venue's time of the answer or frame; null: not said. */
  made: number | null;
  /** Of the question: of its URL, or of its body. Empty for frames. */
  query: URLSearchParams;
  list: List;
  /** Null: an answer. */
  push: { delta: boolean } | null;
}

export function onRows(state: State, kind: Kind, context: Context): State {
  const { at, made, list, push, query } = context;
  const { rows } = list;
  switch (kind) {
    case 'positions':
      return onPositions(state, context);
    case 'wallet': {
      if (rows.length === 0) return state;
      const reading = readWallet(rows, stampOf(context));
      const part = push !== null || query.get('coin') !== null;
      return using(
        state,
        kind,
        reading,
        at,
        value => (value ? withWallet(state, value, !part, at) : state),
        part,
      );
    }
    case 'orders':
      return onOrders(state, context);
    case 'account info':
      return using(state, kind, readRows({ marginMode }, {}, rows), at, ([info]) =>
        info
          ? {
              ...state,
              trader: { ...withMode(state.trader, info.marginMode, at, made ?? 0, true), loggedOutAt: null },
            }
          : state,
      );
    case 'collateral settings':
      return using(state, kind, readRows(settings, {}, rows), at, value => withSettings(state, value));
    case 'fees':
      return using(state, kind, readRows(fees, {}, rows), at, value => {
        const takerFee = { ...state.trader.takerFee };
        for (const one of value) if (one.symbol) takerFee[one.symbol] = one.takerFeeRate;
        return { ...state, trader: { ...state.trader, takerFee, takerFeeAt: at } };
      });
    case 'marks':
      return inMarket(
        state,
        kind,
        onTickers(state.market, rows, { delta: push?.delta ?? false, time: made, at }),
        at,
      );
    case 'contracts':
      return inMarket(state, kind, onContracts(state.market, rows, categoryOf(context)), at);
    case 'risk limits':
      return inMarket(state, kind, onRiskLimits(state.market, rows), at);
    case 'collateral tiers':
      return inMarket(state, kind, onCollateralTiers(state.market, rows, !query.get('currency'), at), at);
    case 'loan tiers':
      return inMarket(state, kind, onLoanTiers(state.market, rows, !query.get('currency'), at), at);
    case 'user':
      return onUser(state, rows);
  }
}

const settings = { currency: coin, marginCollateral: v.boolean(), collateralSwitch: v.boolean() };
/** Of options the fee is that of a base coin, and the symbol is empty. */
const fees = { symbol: v.union([symbol, v.literal('')]), takerFeeRate: decimal };

/** What the venue's answer about a key, or about who is logged in, tells: which account this is. */
function onUser(state: State, rows: unknown[]): State {
  const user = v.object({
    userID: v.union([
      v.pipe(v.string(), v.regex(/^\d{1,20}$/)),
      v.pipe(v.number(), v.integer(), v.minValue(1)),
    ]),
  });
  const result = v.safeParse(user, rows[0]);
  return result.success ? ofAccount(state, String(result.output.userID)) : state;
}

/** A switch counts for a coin that is known; the wallet says it anew with every list. */
function withSettings(
  state: State,
  rows: { currency: string; marginCollateral: boolean; collateralSwitch: boolean }[],
): State {
  const { coins } = state.trader;
  const next = { ...coins.rows };
  for (const { currency, marginCollateral, collateralSwitch } of rows) {
    const known = next[currency.toUpperCase()];
    if (known) next[currency.toUpperCase()] = { ...known, collateral: marginCollateral && collateralSwitch };
  }
  return { ...state, trader: { ...state.trader, coins: { ...coins, rows: next } } };
}

/** Said by lists and amended by pushes. */
const LISTED: ReadonlySet<Source> = new Set(['positions', 'wallet', 'orders']);

function using<T>(
  state: State,
  source: Source,
  reading: Reading<T>,
  at: number,
  use: (value: T) => State,
  pushed = false,
): State {
  if ('field' in reading)
    return withFailure(state, source, { code: 'format-changed', field: reading.field }, at);
  const read = use(reading.value);
  // What a push said that could not be read, no later push says again: a list does.
  const next = pushed && LISTED.has(source) ? read : cleared(read, source);
  return reading.unread === null
    ? next
    : withFailure(next, source, { code: 'field-unread', field: reading.unread }, at);
}

const inMarket = (state: State, source: Source, reading: Reading<Market>, at: number): State =>
  using(state, source, reading, at, market => (market === state.market ? state : { ...state, market }));

function categoryOf({ query, list }: Context): Category | null {
  const asked = v.safeParse(category, query.get('category'));
  return list.category ?? (asked.success ? asked.output : null);
}

const stampOf = (context: Context): Stamp => ({
  at: context.at,
  made: context.made,
  category: categoryOf(context),
  pushed: context.push !== null,
});

const DEFAULT_LIMIT = 20;

function askedOf(context: Context, names: string[]): Asked {
  const { query } = context;
  const limit = /^\d{1,3}$/.test(query.get('limit') ?? '') ? query.get('limit')! : String(DEFAULT_LIMIT);
  return {
    list: [categoryOf(context) ?? '?', ...names.map(name => query.get(name) ?? '')].join(':'),
    limit: +limit,
    cursor: decodeCursor(query.get('cursor') ?? ''),
  };
}

function onPositions(state: State, context: Context): State {
  const { at, list, push, made } = context;
  const { trader } = state;
  const reading = readPositions(list.rows, stampOf(context));
  if (push) {
    return using(
      state,
      'positions',
      reading,
      at,
      value => withPositions(state, value, new Set(), news(made), at),
      true,
    );
  }
  return using(state, 'positions', reading, at, value => {
    const keys = value.map(({ row }) => positionKey(row.symbol, row.index));
    const asked = askedOf(context, ['settleCoin', 'baseCoin', 'symbol']);
    const next = list.next === null ? null : decodeCursor(list.next);
    const { pages, whole } = assemble(trader.positions, asked, { rows: list.rows, next }, keys, made, at);
    const paged: State = { ...state, trader: { ...trader, positions: { ...trader.positions, pages } } };
    const part = whole && partOf(context);
    const extent: Extent<PositionRow> = part
      ? { part: part.name, covers: part.covers, made: whole.made }
      : news(made);
    return withPositions(paged, value, whole?.keys ?? new Set(keys), extent, at);
  });
}

const news = (made: number | null): Extent<never> => ({ part: null, covers: () => false, made });

/** Which part of all positions a question was about; null: a single contract, or not known. */
function partOf(context: Context): { name: string; covers(row: PositionRow): boolean } | null {
  const { query } = context;
  const of = categoryOf(context);
  if (!of || query.get('symbol')) return null;
  const settle = query.get('settleCoin');
  const base = query.get('baseCoin');
  if (base) return null;
  return {
    name: settle ? `${of}:${settle}` : of,
    covers: row => row.category === of && (!settle || settleOf(row.symbol) === settle),
  };
}

function onOrders(state: State, context: Context): State {
  const { at, list, push, made, query } = context;
  const { trader } = state;
  const reading = readOrders(list.rows, stampOf(context));
  if (push) {
    return using(
      state,
      'orders',
      reading,
      at,
      value => withOrders(state, value, new Set(), news(made), at),
      true,
    );
  }
  return using(state, 'orders', reading, at, value => {
    const keys = value.map(row => row.id);
    const asked = askedOf(context, ['settleCoin', 'baseCoin', 'symbol', 'orderFilter', 'openOnly']);
    const next = list.next === null ? null : decodeCursor(list.next);
    const { pages, whole } = assemble(trader.orders, asked, { rows: list.rows, next }, keys, made, at);
    const paged: State = { ...state, trader: { ...trader, orders: { ...trader.orders, pages } } };
    const of = categoryOf(context);
    const extent: Extent<OrderRow> =
      whole && of
        ? { part: asked.list, covers: row => row.category === of && isAsked(row, query), made: whole.made }
        : news(made);
    return withOrders(paged, value, whole?.keys ?? new Set(keys), extent, at);
  });
}

/** Whether a question, by its filters, would have listed an order. */
function isAsked(row: OrderRow, query: URLSearchParams): boolean {
  const [contract, settle, base, filter] = ['symbol', 'settleCoin', 'baseCoin', 'orderFilter'].map(name =>
    query.get(name),
  );
  if (query.get('openOnly') && query.get('openOnly') !== '0') return false;
  if (query.get('orderId') || query.get('orderLinkId') || base) return false;
  if (contract && row.symbol !== contract) return false;
  if (settle && settleOf(row.symbol) !== settle) return false;
  return !filter || (filter === 'Order') === row.active;
}
