/**
 * What Binance has said so far. A plain JSON object: it outlives the worker in storage.
 *
 * `at` is our own clock when the message came; `changed` and `event` are the venue's clock. The two are never
 * compared with each other: a trader's clock may be off by an hour.
 */
import type { DecimalString, Step } from '../../engine/account';
import type { Problem } from '../../engine/report';
import type { Drawers } from '../shared/prices';

/** A row that is replaced by lists and amended by events. */
export interface Row {
  /** When the venue last changed it: updateTime of a list, T of an event; 0: not said. */
  changed: number;
  /** E of the event, which orders events of one T; 0: from a list. */
  event: number;
  at: number;
  from: 'list' | 'event';
}

/** USDⓈ-M and COIN-M are two accounts of one login, with contracts of their own names. */
export type Product = 'usdm' | 'coinm';
/** A row as read; when it came is added by the reducer. */
export type Unstamped<T> = Omit<T, 'event' | 'at' | 'from'>;

export type PositionSide = 'BOTH' | 'LONG' | 'SHORT';
export type MarginType = 'CROSSED' | 'ISOLATED';

export interface PositionRow extends Row {
  symbol: string;
  side: PositionSide;
  /** Signed, in the base asset (COIN-M: in contracts); "0" after it was closed. */
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
  /** Rates of that moment, by asset: the table of the market then. */
  rates: Record<string, AssetRate>;
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
  product: Product;
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
  /** As the venue says it in so many words, or as the free margin of a list of balances shows it. */
  multiAssets: { said: Told | null; shown: Told | null };
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

/** Yes or no, and when by our clock. */
export interface Told {
  is: boolean;
  at: number;
  /** T of the event that said it; absent: a list did. */
  changed?: number;
}

/** What one unit of an asset counts for in US dollars. */
export interface AssetRate {
  index: DecimalString;
  /** Taken off where the asset is owned, added where it is owed; null: not said. */
  bidBuffer: DecimalString | null;
  askBuffer: DecimalString | null;
  at: number;
  /** The venue's clock; 0: not said. */
  time: number;
}

export interface ContractFacts {
  tick: DecimalString | null;
  /** Step of an order's size. */
  step: DecimalString | null;
  marginAsset: string | null;
  /** COIN-M: US dollars a contract; null: not said, or linear. */
  size: DecimalString | null;
}

/** What is the same for everybody. */
export interface Market {
  /** In drawers, by symbol: see marks.ts. */
  marks: Drawers;
  brackets: Record<string, Step[]>;
  bracketsAt: Record<Product, number | null>;
  /** Contracts whose table bears an account's own coefficient. */
  scaled: Record<string, DecimalString>;
  contracts: Record<string, ContractFacts>;
  contractsAt: Record<Product, number | null>;
  /** By asset. */
  rates: Record<string, AssetRate>;
  /** Portfolio Margin, by asset: how much of a positive value counts, and how far a loan may be levered. */
  collateralRates: { rows: Record<string, Step[]>; at: number | null };
  loanLeverage: { rows: Record<string, DecimalString>; at: number | null };
  problems: Record<string, Failure>;
}

/** The accounts of one product that one login has. */
export interface Book {
  /** The account of the page. */
  trader: Trader;
  /** Others that were seen before the page switched, by uid. */
  parked: Record<string, Trader>;
}

/** An asset of the margin account of Portfolio Margin. */
export interface MarginRow extends Row {
  asset: string;
  owned: DecimalString;
  borrowed: DecimalString;
  interest: DecimalString;
}

/** Portfolio Margin: one pool of the margin assets, and of the wallets and positions of both books. */
export interface Portfolio {
  /** Null: not found out. */
  is: Told | null;
  margin: Table<MarginRow>;
  /** Loss of the resting orders if they filled, by asset, as events say it; null: none did. */
  openLoss: { rows: Record<string, DecimalString>; at: number } | null;
  said: PortfolioSaid | null;
}

/** The venue's own totals, in US dollars. */
export interface PortfolioSaid {
  at: number;
  uniMMR: DecimalString;
  /** After haircuts. */
  equity: DecimalString;
  maintenance: DecimalString;
  /** Loss of the resting orders if they filled; null: not said. */
  openLoss: DecimalString | null;
  status: string;
  /** Profit and maintenance of the positions as they stood then; null: not all of it was known. */
  before: { profit: DecimalString; maintenance: DecimalString } | null;
}

/** The book of USDⓈ-M lies open; that of COIN-M is taken up by `inDelivery`. */
export interface State extends Book {
  market: Market;
  delivery: Book;
  portfolio: Portfolio;
  /** Whose the key is that asks; null: a page feeds the state, or it was not said yet. */
  login: { uid: string | null } | null;
  /** Of the streams that a key may hear, by the API that gave them. */
  listenKeys: { fapi?: string; dapi?: string; papi?: string };
}

export const emptyTable = <T extends Row>(): Table<T> => ({ rows: {}, listedAt: null, at: null, floor: 0 });

export const newTrader = (uid: string | null, name: string, product: Product): Trader => ({
  product,
  uid,
  name,
  positions: emptyTable(),
  balances: emptyTable(),
  orders: emptyTable(),
  conditional: emptyTable(),
  config: emptyTable(),
  printed: null,
  hedge: null,
  multiAssets: { said: null, shown: null },
  takerFee: null,
  uncovered: null,
  loggedOutAt: null,
  problems: {},
});

export const initial: State = {
  market: {
    marks: {},
    brackets: {},
    bracketsAt: { usdm: null, coinm: null },
    scaled: {},
    contracts: {},
    contractsAt: { usdm: null, coinm: null },
    rates: {},
    collateralRates: { rows: {}, at: null },
    loanLeverage: { rows: {}, at: null },
    problems: {},
  },
  trader: newTrader(null, 'main', 'usdm'),
  parked: {},
  delivery: { trader: newTrader(null, 'coin-m', 'coinm'), parked: {} },
  portfolio: { is: null, margin: emptyTable(), openLoss: null, said: null },
  login: null,
  listenKeys: {},
};

/** The same for COIN-M: whatever `change` does to the open book is done to the other one. */
export function inDelivery(state: State, change: (state: State) => State): State {
  const { trader, parked, delivery } = state;
  const opened = { ...state, trader: delivery.trader, parked: delivery.parked };
  const next = change(opened);
  if (next === opened) return state;
  const same = next.trader === opened.trader && next.parked === opened.parked;
  const book = same ? delivery : { trader: next.trader, parked: next.parked };
  return { ...next, trader, parked, delivery: book };
}

export const positionKey = (symbol: string, side: PositionSide): string => `${symbol}:${side}`;
