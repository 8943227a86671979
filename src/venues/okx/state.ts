/**
 * What OKX has said so far. A plain JSON object: it outlives the worker in storage.
 *
 * `at` is our own clock when the message came; `changed` and `pushed` are the venue's clock. The two are never
 * compared with each other: a trader's clock may be off by an hour.
 */
import type { DecimalString, Step } from '../../engine/account';
import type { Problem } from '../../engine/report';
import type { Price } from '../shared/prices';
import type { ScreenTable } from '../venue';

/** A row that is replaced by lists and amended by pushes. */
export interface Row {
  /** uTime: when the venue last changed it; 0: not said. */
  changed: number;
  /** pTime of the push, which orders pushes of one uTime; 0: from a list. */
  pushed: number;
  at: number;
  from: 'list' | 'push';
}

export type MarginMode = 'cross' | 'isolated';
export type PositionSide = 'net' | 'long' | 'short';
export type InstrumentType = 'SPOT' | 'MARGIN' | 'SWAP' | 'FUTURES' | 'OPTION' | 'EVENTS';

export interface PositionRow extends Row {
  instId: string;
  instType: InstrumentType;
  mode: MarginMode;
  side: PositionSide;
  /** As written: signed in net mode, positive in hedge mode; "0" after it was closed. */
  pos: DecimalString;
  entryPrice: DecimalString | null;
  /** The margin currency; null: not said. */
  ccy: string | null;
  /** What was posted to an isolated position; null: cross, or not said. */
  margin: DecimalString | null;
  leverage: DecimalString | null;
  /** Isolated margin trading: the currency of `pos`, and what is owed. */
  posCcy: string | null;
  liability: DecimalString | null;
  liabilityCcy: string | null;
  /** Options: the present value, and the requirement, as the venue last said them. */
  optionValue: DecimalString | null;
  requirement: DecimalString | null;
}

/** The figures that the venue printed with a position, and the mark for which it did. */
export interface PrintedRow {
  markPrice: DecimalString;
  /** Null: none; absent: not readable. */
  liquidationPrice?: DecimalString | null;
  marginRatio?: DecimalString;
}

export interface BalanceRow extends Row {
  ccy: string;
  /** Without unrealised profit, without what isolated positions hold. */
  cash: DecimalString;
  /** One of it in dollars, as of this row; null: not said. */
  usd: DecimalString | null;
  /** All of it, isolated positions and strategies included. */
  equity: DecimalString | null;
  /** The same in dollars. */
  equityUsd: DecimalString | null;
  /** After the haircut, in dollars. */
  discounted: DecimalString | null;
  /** False: it does not count as collateral; null: not said. */
  collateral: boolean | null;
  marginRatio: DecimalString | null;
  maintenance: DecimalString | null;
}

/** The account-wide figures of multi-currency and portfolio margin; null where the mode has none. */
export interface Totals {
  at: number;
  changed: number;
  adjustedEquity: DecimalString | null;
  maintenance: DecimalString | null;
  marginRatio: DecimalString | null;
}

export interface OrderRow extends Row {
  id: string;
  instId: string;
  instType: InstrumentType;
  mode: MarginMode | 'cash';
  side: 'buy' | 'sell';
  positionSide: PositionSide;
  type: string;
  /** Contracts left to fill; null: all of the position. */
  size: DecimalString | null;
  price: DecimalString | null;
  triggerPrice: DecimalString | null;
  reduceOnly: boolean;
  closesPosition: boolean;
  ccy: string | null;
  /** False: filled or cancelled; kept for a while against late lists. */
  open: boolean;
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

/** Pages of a snapshot that is not whole yet. */
export interface Pages {
  next: number;
  rows: unknown[];
}

export interface Printed {
  at: number;
  rows: Record<string, { position: PositionRow; printed: PrintedRow }>;
  /** The balances of that moment. */
  balances: Record<string, BalanceRow>;
  totals: Totals | null;
}

/** One trader's account: the login, or one of its sub-accounts. */
export interface Trader {
  uid: string | null;
  /** Our name of it: "main" for the first that was seen. */
  name: string;
  /** acctLv: 1 spot, 2 futures, 3 multi-currency, 4 portfolio; null: not said. */
  mode: '1' | '2' | '3' | '4' | null;
  modeAt: number | null;
  hedge: boolean | null;
  /** The coin in which contracts against the dollar itself settle; null: not said. */
  settleCcy: string | null;
  positions: Table<PositionRow>;
  balances: Table<BalanceRow>;
  orders: Table<OrderRow>;
  algos: Table<OrderRow>;
  totals: Totals | null;
  printed: Printed | null;
  /** By `instId:mode:side`: leverage set for the next order. */
  leverage: Record<string, DecimalString>;
  /** By instrument type. */
  fees: Record<string, FeeRow>;
  feesAt: number | null;
  pages: Record<string, Pages>;
  loggedOutAt: number | null;
  /** By source: what could not be read there since. A list that is read again clears it. */
  problems: Record<string, Failure>;
}

/** Taker fees as the venue writes them: negative is charged. */
export interface FeeRow {
  taker: DecimalString | null;
  takerU: DecimalString | null;
  takerUSDC: DecimalString | null;
  groups: Record<string, DecimalString>;
}

export interface Failure extends Problem {
  at: number;
}

export interface Instrument {
  type: InstrumentType;
  family: string;
  contract: 'linear' | 'inverse' | null;
  /** ctVal × ctMult: coins a contract, or quote units of an inverse one; null: spot. */
  value: DecimalString | null;
  settle: string | null;
  tick: DecimalString;
  lot: DecimalString;
  feeGroup: string | null;
  /** ms of the venue's clock; 0: not said. */
  listedAt: number;
}

/** What is the same for everybody. */
export interface Market {
  marks: Record<string, Price>;
  instruments: Record<string, Instrument>;
  /** By `instType:tdMode:family` and, of borrowing, `BORROW:ccy`. */
  tiers: Record<string, { steps: Step[]; at: number }>;
  /** Haircuts by currency: of an amount of it. */
  discounts: Record<string, { steps: Step[]; at: number }>;
  problems: Record<string, Failure>;
}

export interface State {
  market: Market;
  /** The positions table of the page's screen; null: not seen. */
  screen: { at: number; table: ScreenTable } | null;
  /** The account of the page, or of the key. */
  trader: Trader;
  /** Others that were seen before the page switched, by uid. */
  parked: Record<string, Trader>;
}

export const emptyTable = <T extends Row>(): Table<T> => ({ rows: {}, listedAt: null, at: null, floor: 0 });

export const newTrader = (uid: string | null, name: string): Trader => ({
  uid,
  name,
  mode: null,
  modeAt: null,
  hedge: null,
  settleCcy: null,
  positions: emptyTable(),
  balances: emptyTable(),
  orders: emptyTable(),
  algos: emptyTable(),
  totals: null,
  printed: null,
  leverage: {},
  fees: {},
  feesAt: null,
  pages: {},
  loggedOutAt: null,
  problems: {},
});

export const initial: State = {
  market: { marks: {}, instruments: {}, tiers: {}, discounts: {}, problems: {} },
  screen: null,
  trader: newTrader(null, 'main'),
  parked: {},
};

export const positionKey = (
  row: Pick<PositionRow, 'instId' | 'mode' | 'side' | 'instType' | 'ccy'>,
): string =>
  [row.instId, row.mode, row.side, ...(row.instType === 'MARGIN' ? [row.ccy ?? ''] : [])].join(':');

export const leverageKey = (instId: string, mode: MarginMode, side: PositionSide): string =>
  `${instId}:${mode}:${side}`;
export const isZero = (text: string): boolean => /^-?0*(\.0*)?$/.test(text);

export const openPositions = (trader: Trader): PositionRow[] =>
  Object.values(trader.positions.rows).filter(row => !isZero(row.pos));
