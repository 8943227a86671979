/**
 * One moment of an account: now, or when the venue last printed its own figures. What the pools are made of is
 * looked up here, so that both are made alike.
 */
import type { DecimalString } from '../../engine/account';
import { DOLLARS } from './assumptions';
import { isZero } from './fields';
import { markOf } from './marks';
import {
  type CoinRow,
  type OrderRow,
  type PositionRow,
  type Printed,
  positionKey,
  type State,
  type Trader,
} from './state';

export interface Moment {
  state: State;
  trader: Trader;
  /** That have a size. */
  rows: PositionRow[];
  coins: CoinRow[];
  orders: OrderRow[];
  mark(symbol: string): DecimalString | null;
  /** US dollars a coin; null: not known. */
  usd(coin: string): DecimalString | null;
  /** By position key; null: now. */
  printed: Record<string, Printed> | null;
}

export const openPositions = (trader: Trader): PositionRow[] =>
  Object.values(trader.positions.rows).filter(row => !isZero(row.size));

export const openOrders = (trader: Trader): OrderRow[] =>
  Object.values(trader.orders.rows).filter(row => row.open);

/** The later of the venue's index and of what the wallet was valued at. */
export function usdPrice(state: State, trader: Trader, coin: string): { price: string; at: number } | null {
  const index = state.market.usd[coin];
  const row = trader.coins.rows[coin];
  const valued = row?.price ? { price: row.price, at: row.at } : null;
  if (index && (!valued || index.at >= valued.at)) return { price: index.price, at: index.at };
  return valued;
}

/** True: its price is taken for one dollar, because the venue has not said any. */
export const isPegged = (state: State, trader: Trader, coin: string): boolean =>
  DOLLARS.has(coin) && usdPrice(state, trader, coin) === null;

export function live(state: State, trader: Trader): Moment {
  return {
    state,
    trader,
    rows: openPositions(trader),
    coins: Object.values(trader.coins.rows),
    orders: openOrders(trader),
    mark: symbol => markOf(state.market, symbol)?.price ?? null,
    usd: coin => usdPrice(state, trader, coin)?.price ?? (DOLLARS.has(coin) ? '1' : null),
    printed: null,
  };
}

/** Two answers that came within so many milliseconds are taken for one moment. */
const TOGETHER = 5_000;

/** The venue's own figures are of this moment; null: it never printed all of them at one. */
export function printedMoment(state: State, trader: Trader): Moment | null {
  const rows = openPositions(trader);
  const contracts = rows.filter(row => row.category !== 'option');
  const printed = contracts.map(row => trader.printed[positionKey(row.symbol, row.index)]);
  if (contracts.length === 0 || printed.includes(undefined)) return null;
  const times = [...printed.map(one => one!.at), trader.totals?.at ?? 0];
  if (Math.max(...times) - Math.min(...times) > TOGETHER) return null;
  const marks = Object.fromEntries(printed.map(one => [one!.position.symbol, one!.markPrice]));
  return {
    ...live(state, trader),
    rows,
    // Of contracts with orders alone none was printed.
    mark: symbol => marks[symbol] ?? markOf(state.market, symbol)?.price ?? null,
    usd: coin => trader.coins.rows[coin]?.price ?? (DOLLARS.has(coin) ? '1' : null),
    printed: trader.printed,
  };
}
