/**
 * What Deribit has said so far. A plain JSON object: it outlives the worker in storage.
 *
 * `at` is our own clock when a message came; `said` is the venue's clock. The two are never compared.
 */
import type { DecimalString } from '../../engine/account';
import type { Summary } from './messages';

export type MarginModel = Summary['margin_model'];

/** One currency of the account, replaced whole by whatever says it. */
export interface SummaryRow {
  currency: string;
  model: MarginModel;
  equity: DecimalString;
  marginBalance: DecimalString;
  maintenanceMargin: DecimalString;
  initialMargin: DecimalString;
  /** Unrealised profit of futures since the last settlement, in `marginBalance`; null: not said. */
  futuresSession: DecimalString | null;
  optionsValue: DecimalString | null;
  optionsDelta: DecimalString | null;
  totalMarginBalanceUsd: DecimalString | null;
  totalMaintenanceUsd: DecimalString | null;
  at: number;
  /** The marks of the futures at hand when the row came: it does not name those that it was made at. */
  marks: Record<string, DecimalString>;
}

export interface PositionRow {
  symbol: string;
  kind: 'future' | 'option';
  /** Signed: dollars of an inverse future, coins otherwise; "0" after it was closed. */
  size: DecimalString;
  averagePrice: DecimalString;
  /** As said with the position. */
  markPrice: DecimalString;
  indexPrice: DecimalString;
  /** Profit since the last settlement, at `markPrice`. */
  floating: DecimalString | null;
  maintenanceMargin: DecimalString | null;
  delta: DecimalString | null;
  leverage: DecimalString | null;
  /** Null: none; undefined: the venue prints none for this account. */
  liquidationPrice?: DecimalString | null;
  /** When the venue last changed it, or listed it. */
  said: number;
  /** True: told as a change, not in a list. */
  pushed: boolean;
  at: number;
}

export interface OrderRow {
  id: string;
  symbol: string;
  side: 'buy' | 'sell';
  type: string;
  /** What is left to fill; null: all of the position. */
  size: DecimalString | null;
  price: DecimalString | null;
  triggerPrice: DecimalString | null;
  reduceOnly: boolean;
  /** False: filled or cancelled; kept against late messages. */
  open: boolean;
  said: number;
  pushed: boolean;
}

/** Rows, which lists of them were read, and how old what is left out of them may be. */
export interface Table<T> {
  rows: Record<string, T>;
  /** By "currency kind", as they were asked for: when such a list was read. */
  listed: Record<string, number>;
  /** By the same name: the venue's time of that list. What is older is no news. */
  floors: Record<string, number>;
  at: number | null;
}

export interface Failure {
  code: string;
  path: string;
  message: string;
  at: number;
}

/** One account: the login, or one of its subaccounts. */
export interface Trader {
  /** The number of the account; null: not said yet. */
  id: string | null;
  type: 'main' | 'subaccount' | null;
  summaries: { rows: Record<string, SummaryRow>; listedAt: number | null; at: number | null };
  positions: Table<PositionRow>;
  orders: Table<OrderRow>;
  /** The last private word of the venue, of whatever kind. */
  heardAt: number | null;
  loggedOutAt: number | null;
  problems: Record<string, Failure>;
}

export interface Contract {
  type: 'inverse' | 'linear';
  base: string;
  settle: string;
  tick: DecimalString;
  /** The smallest order, and the step between orders, in the unit of `size`. */
  step: DecimalString;
  takerFee: DecimalString;
}

export interface Price {
  price: DecimalString;
  at: number;
  said: number;
}

export interface Market {
  /** Futures only. */
  contracts: Record<string, Contract>;
  /** By the currency for which they were asked; "any": all. */
  contractsAt: Record<string, number>;
  /** Futures only. */
  marks: Record<string, Price>;
  /** By name: "btc_usd". */
  indices: Record<string, Price>;
  problems: Record<string, Failure>;
}

/** The method and the scope of a question, until it is answered. */
export interface Asked {
  method: string;
  currency: string;
  kind: string;
  /** A contract, or the name of an index. */
  instrument: string;
  subaccount: string;
}

export interface State {
  trader: Trader;
  /** The accounts that were shown before, by their number. */
  parked: Record<string, Trader>;
  market: Market;
  /** By the id of the question, the latest last. */
  asked: Record<string, Asked>;
}

const emptyTable = { rows: {}, listed: {}, floors: {}, at: null };

export const newTrader: Trader = {
  id: null,
  type: null,
  summaries: { rows: {}, listedAt: null, at: null },
  positions: emptyTable,
  orders: emptyTable,
  heardAt: null,
  loggedOutAt: null,
  problems: {},
};

export const initial: State = {
  trader: newTrader,
  parked: {},
  market: { contracts: {}, contractsAt: {}, marks: {}, indices: {}, problems: {} },
  asked: {},
};

export const isZero = (amount: DecimalString): boolean => !/[1-9]/.test(amount);

export const openPositions = (trader: Trader): PositionRow[] =>
  Object.values(trader.positions.rows).filter(row => !isZero(row.size));
