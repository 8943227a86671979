/**
 * What Binance has said so far. A plain JSON object: it outlives the worker in storage.
 *
 * `at` is our own clock when the message came; `changed` and `event` are the venue's clock. The two are never
 * compared with each other: a trader's clock may be off by an hour.
 */
import type { DecimalString, Step } from '../../engine/account';
import type { Problem } from '../../engine/report';

/** A row that is replaced by lists and amended by events. */
export interface Row {
  /** When the venue last changed it: updateTime of a list, T of an event; 0: not said. */
  changed: number;
  /** E of the event, which orders events of one T; 0: from a list. */
  event: number;
  at: number;
  from: 'list' | 'event';
}

export type PositionSide = 'BOTH' | 'LONG' | 'SHORT';
export type MarginType = 'CROSSED' | 'ISOLATED';

export interface PositionRow extends Row {
  symbol: string;
  side: PositionSide;
  /** Signed, in the base asset; "0" after it was closed. */
  amount: DecimalString;
  entryPrice: DecimalString;
  /** What was posted to an isolated position; "0" of a cross one. */
  isolatedWallet: DecimalString;
  /** As said with the position itself; null: not said there (the page's list leaves it out). */
  marginType: MarginType | null;
  marginAsset: string | null;
}

export interface BalanceRow extends Row {
  asset: string;
  /** Outside isolated positions, without unrealised profit. */
  crossWallet: DecimalString;
}

export interface OrderRow extends Row {
  id: string;
  symbol: string;
  side: 'buy' | 'sell';
  positionSide: PositionSide;
  type: string;
  /** What is left to fill; null: all of the position. */
  size: DecimalString | null;
  price: DecimalString | null;
  triggerPrice: DecimalString | null;
  reduceOnly: boolean;
  closesPosition: boolean;
  /** False: filled or cancelled; kept for a while against late lists. */
  open: boolean;
}

export interface ConfigRow extends Row {
  marginType: MarginType | null;
  leverage: DecimalString | null;
}

/** Rows under one key each, and when a whole list of them was last read; null: never. */
export interface Table<T extends Row> {
  rows: Record<string, T>;
  listedAt: number | null;
  /** When the venue last said anything about them. */
  at: number | null;
  /** The latest `changed` of the last list: nothing older can be news about a row that it left out. */
  floor: number;
}

/** The figures that the venue printed with its last list of positions, and what they were printed for. */
export interface Printed {
  at: number;
  rows: Record<string, PrintedRow>;
  /** crossWalletBalance of that moment, by asset. */
  cross: Record<string, DecimalString>;
}

export interface PrintedRow {
  position: PositionRow;
  markPrice: DecimalString;
  /** Null: none; absent: not readable. */
  liquidationPrice?: DecimalString | null;
  maintenanceMargin?: DecimalString;
}

/** One trader's account: the login, or one of its sub-accounts. */
export interface Trader {
  /** The number in the ids of its positions; null: it never had one to show. */
  uid: string | null;
  /** Our name of it: "main" for the first that was seen. */
  name: string;
  positions: Table<PositionRow>;
  balances: Table<BalanceRow>;
  orders: Table<OrderRow>;
  conditional: Table<OrderRow>;
  /** By symbol: what is set for the next order. */
  config: Table<ConfigRow>;
  printed: Printed | null;
  /** Null: not said. */
  hedge: boolean | null;
  multiAssets: boolean | null;
  /** The account's taker fee, as a part of the value; null: not said. */
  takerFee: DecimalString | null;
  /** Something says that this account is of a kind that is not computed yet. */
  uncovered: string | null;
  loggedOutAt: number | null;
  /** By source: what could not be read there since. A list that is read again clears it. */
  problems: Record<string, Failure>;
}

export interface Failure extends Problem {
  at: number;
}

export interface Mark {
  price: DecimalString;
  at: number;
  /** The venue's clock; null: not said. */
  time: number | null;
}

export interface ContractFacts {
  tick: DecimalString | null;
  /** Step of an order's size. */
  step: DecimalString | null;
  marginAsset: string | null;
}

/** What is the same for everybody. */
export interface Market {
  /** In drawers, by symbol: see marks.ts. */
  marks: Record<string, Record<string, Mark>>;
  brackets: Record<string, Step[]>;
  bracketsAt: number | null;
  contracts: Record<string, ContractFacts>;
  contractsAt: number | null;
  problems: Record<string, Failure>;
}

export interface State {
  market: Market;
  /** The account of the page. */
  trader: Trader;
  /** Others that were seen before the page switched, by uid. */
  parked: Record<string, Trader>;
}

export const emptyTable = <T extends Row>(): Table<T> => ({ rows: {}, listedAt: null, at: null, floor: 0 });

export const newTrader = (uid: string | null, name: string): Trader => ({
  uid,
  name,
  positions: emptyTable(),
  balances: emptyTable(),
  orders: emptyTable(),
  conditional: emptyTable(),
  config: emptyTable(),
  printed: null,
  hedge: null,
  multiAssets: null,
  takerFee: null,
  uncovered: null,
  loggedOutAt: null,
  problems: {},
});

export const initial: State = {
  market: { marks: {}, brackets: {}, bracketsAt: null, contracts: {}, contractsAt: null, problems: {} },
  trader: newTrader(null, 'main'),
  parked: {},
};

export const positionKey = (symbol: string, side: PositionSide): string => `${symbol}:${side}`;
