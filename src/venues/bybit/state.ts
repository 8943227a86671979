/**
 * What Bybit has said so far. A plain JSON object: it outlives the worker in storage.
 *
 * `at` is our own clock when the message came; `changed` and `made` are the venue's clock. The two are never
 * compared with each other: a trader's clock may be off by an hour.
 */
import type { DecimalString, Step } from '../../engine/account';
import type { Problem } from '../../engine/report';
import type { Drawers, Price } from '../shared/prices';
import type { ScreenTable } from '../venue';

export type Category = 'linear' | 'inverse' | 'option' | 'spot';
export type MarginMode = 'ISOLATED_MARGIN' | 'REGULAR_MARGIN' | 'PORTFOLIO_MARGIN';

/** A row that is replaced by lists and amended by pushes. */
export interface Row {
  /** When the venue last changed it: updatedTime, or the time of the message; 0: not said. */
  changed: number;
  /** Orders the changes of one contract within a millisecond; 0: not said. */
  seq: number;
  at: number;
}

export interface PositionRow extends Row {
  symbol: string;
  category: Category;
  /** 0: one-way; 1, 2: the long and the short leg of the hedge mode. */
  index: 0 | 1 | 2;
  /** Signed: base units, or US dollars of an inverse contract; "0" after it was closed. */
  size: DecimalString;
  /** Null: it never had one, because nothing is held. */
  entryPrice: DecimalString | null;
  /** Null: none, as in portfolio margin. */
  leverage: DecimalString | null;
  /** What backs an isolated position; null: not said. */
  balance: DecimalString | null;
  /** As the venue printed it, in the settle coin; null: it prints none, as in portfolio margin. */
  maintenance: DecimalString | null;
  /** Of options: the position's delta in the base coin, and its worth in the settle coin; null: not said. */
  delta: DecimalString | null;
  value: DecimalString | null;
}

export interface CoinRow extends Row {
  coin: string;
  /** Wallet balance less what was borrowed for spot trades. */
  amount: DecimalString;
  /** Borrowed in all; null: not said. */
  borrowed: DecimalString | null;
  /** With unrealised profit and the value of options; null: not said. */
  equity: DecimalString | null;
  profit: DecimalString | null;
  /** Of all positions that settle in it; null: not said, as in portfolio margin. */
  maintenance: DecimalString | null;
  /** US dollars a coin, of that moment; null: not said, or nothing is owned to tell it by. */
  price: DecimalString | null;
  /** False: the venue, or the trader, has switched it off as collateral; null: not said. */
  collateral: boolean | null;
}

/** The totals that the venue prints, in US dollars; null: it prints none in this margin mode. */
export interface Totals extends Row {
  equity: DecimalString | null;
  marginBalance: DecimalString | null;
  maintenance: DecimalString | null;
  initialMargin: DecimalString | null;
  available: DecimalString | null;
  rate: DecimalString | null;
}

export interface OrderRow extends Row {
  id: string;
  symbol: string;
  category: Category;
  index: 0 | 1 | 2;
  side: 'buy' | 'sell';
  type: string;
  /** What is left to fill; null: all of the position. */
  size: DecimalString | null;
  price: DecimalString | null;
  triggerPrice: DecimalString | null;
  triggerBasis: 'mark' | 'last' | 'index' | null;
  reduceOnly: boolean;
  /** True: it rests in the book, and not behind a trigger. */
  active: boolean;
  /** False: filled, cancelled or rejected; kept for a while against late lists. */
  open: boolean;
}

/** A list that comes in pages: the rows so far, and the cursor that the next page must have been asked with. */
export interface Pages {
  next: string;
  keys: string[];
  made: number | null;
  at: number;
}

export interface Table<T extends Row> {
  rows: Record<string, T>;
  /** When each part was last listed whole, by our clock: "linear:USDT", "inverse", "option". */
  listed: Record<string, number>;
  /** When the venue last said anything about them. */
  at: number | null;
  pages: Record<string, Pages>;
}

/** The figures that the venue printed with its lists of positions, each with what it was printed for. */
export interface Printed {
  position: PositionRow;
  markPrice: DecimalString;
  at: number;
  liquidationPrice?: DecimalString;
}

/** The margin mode of the whole account. */
export interface ModeSaid {
  /** Null: two messages contradict each other. */
  is: MarginMode | null;
  at: number;
  /** The venue's clock; 0: not said. */
  changed: number;
  /** False: it was told from the figures that the venue leaves empty. */
  said: boolean;
}

export interface Trader {
  /** Null: the page never said whose account it is. */
  uid: string | null;
  /** Our name of it: "main" for the first that was seen. */
  name: string;
  /** Null: not said. */
  mode: ModeSaid | null;
  positions: Table<PositionRow>;
  coins: Table<CoinRow>;
  totals: Totals | null;
  orders: Table<OrderRow>;
  printed: Record<string, Printed>;
  /** Taker fee by symbol. */
  takerFee: Record<string, DecimalString>;
  takerFeeAt: number | null;
  loggedOutAt: number | null;
  /** By source: what could not be read there since. A message that is read again clears it. */
  problems: Record<string, Failure>;
}

export interface Failure extends Problem {
  at: number;
}

export interface ContractFacts {
  category: Category;
  base: string;
  quote: string;
  settle: string;
  tick: DecimalString | null;
  step: DecimalString | null;
}

/** What is the same for everybody. */
export interface Market {
  /** In drawers, by symbol: see marks.ts. */
  marks: Drawers;
  /** US dollars a coin, by the venue's own index. */
  usd: Record<string, Price>;
  /** By symbol: maintenance margin by value, in the settle coin. */
  tiers: Record<string, Step[]>;
  contracts: Record<string, ContractFacts>;
  /** By coin: how much of an amount counts as collateral. */
  collateral: Record<string, Step[]>;
  collateralAt: number | null;
  /** By coin: maintenance margin of what is borrowed, by the amount up to which a tier goes. */
  borrowing: Record<string, { upTo: DecimalString | null; rate: DecimalString }[]>;
  borrowingAt: number | null;
  problems: Record<string, Failure>;
}

export interface State {
  market: Market;
  /** The account of the page, or of the key. */
  trader: Trader;
  /** Others that were seen before the page switched, by uid. */
  parked: Record<string, Trader>;
  /** The positions table of the page's screen; null: not seen. */
  screen: { at: number; table: ScreenTable } | null;
}

const emptyTable = <T extends Row>(): Table<T> => ({ rows: {}, listed: {}, at: null, pages: {} });

export const newTrader = (uid: string | null, name: string): Trader => ({
  uid,
  name,
  mode: null,
  positions: emptyTable(),
  coins: emptyTable(),
  totals: null,
  orders: emptyTable(),
  printed: {},
  takerFee: {},
  takerFeeAt: null,
  loggedOutAt: null,
  problems: {},
});

export const initial: State = {
  market: {
    marks: {},
    usd: {},
    tiers: {},
    contracts: {},
    collateral: {},
    collateralAt: null,
    borrowing: {},
    borrowingAt: null,
    problems: {},
  },
  trader: newTrader(null, 'main'),
  parked: {},
  screen: null,
};

export const positionKey = (symbol: string, index: number): string => `${symbol}:${index}`;
