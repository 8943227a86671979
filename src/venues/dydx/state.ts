/**
 * What the indexer has said so far: plain JSON, so that it survives the background worker.
 *
 * `seq` counts the messages, `at` is the local clock (ms since the epoch).
 */
import type { Change } from './messages';

export interface State {
  seq: number;
  /** The account that the page has subscribed to; null: nobody is connected, or it is not known. */
  self: string | null;
  /** By name: "dydx1…", or "dydx1…/3" of another parent subaccount than the first. */
  accounts: Record<string, Known>;
  markets: Record<string, Market>;
  /** When the whole list of markets was last said. */
  marketsAt: number | null;
  prices: Record<string, Price>;
  /** The last frame of the stream of markets: oracle prices that it leaves out are as they were. */
  streamAt: number | null;
  /** By the source that could not be read; its next readable message removes it. */
  problems: Record<string, Trouble>;
}

/** One parent subaccount with its children. */
export interface Known {
  seq: number;
  /** The last whole description; null: none yet. */
  base: Snapshot | null;
  /** What has changed since, in the order of the connection; older ones are in the base already. */
  changes: Told[];
  /** Base and changes together. */
  holdings: Holdings;
  /** When positions and balances were last said; null: never. */
  at: number | null;
  /** A change that could not be read, was told in part, or belongs to a connection whose start is not known. */
  doubt: { at: number; code: string; message: string } | null;
  ordersAt: number | null;
  /** Asked for by address, not by the page. */
  watched: boolean;
  /** The indexer knows of no such account. */
  absent: boolean;
}

export interface Snapshot {
  at: number;
  /** The stream's connection and its count; null: an answer to a request. */
  connection: string | null;
  message: number;
  holdings: Holdings;
  /** What the venue printed with it, by subaccount number; empty once changes have been worked into it. */
  printed: Record<string, Printed>;
  /** The sums of the venue's own figures do not add up: something was left out. */
  gap: string | null;
}

export interface Printed {
  equity: string | null;
  /** Unrealised profit of the positions, by market: tells the oracle prices of that moment. */
  profits: Record<string, string>;
}

/** By subaccount number. */
export interface Holdings {
  subaccounts: Record<string, Subaccount>;
  /** By the order's id. */
  orders: Record<string, Resting>;
}

export interface Subaccount {
  /** Signed; null: not said. */
  usdc: string | null;
  positions: Record<string, Position>;
}

export interface Position {
  /** Signed. */
  size: string;
  /** Null: not said yet. A fill is told before its price. */
  entry: string | null;
}

export interface Resting {
  market: string;
  subaccount: number;
  side: 'BUY' | 'SELL';
  size: string;
  filled: string;
  price: string | null;
  trigger: string | null;
  type: string;
  /** Filled at once or not at all: on a trigger that is a market order. */
  immediate: boolean;
  reduceOnly: boolean;
}

export interface Told {
  at: number;
  connection: string;
  message: number;
  /** Of the frame, for rows that do not say their own. */
  subaccount: number | null;
  parts: Change[];
}

export interface Market {
  initial: string;
  maintenance: string;
  /** In base units; the caps in USDC. Null: not said. */
  openInterest: string | null;
  lowerCap: string | null;
  upperCap: string | null;
  isolated: boolean;
  tick: string | null;
  step: string | null;
  status: string;
}

export interface Price {
  px: string;
  at: number;
  seq: number;
  /** From the stream that leaves out what has not changed. */
  stream: boolean;
}

export interface Trouble {
  code: string;
  path: string;
  message: string;
  at: number;
  /** Whose data is concerned; null: nobody's in particular. */
  account: string | null;
}

export const initial: State = {
  seq: 0,
  self: null,
  accounts: {},
  markets: {},
  marketsAt: null,
  prices: {},
  streamAt: null,
  problems: {},
};

export const nothing: Holdings = { subaccounts: {}, orders: {} };

export const newAccount: Known = {
  seq: 0,
  base: null,
  changes: [],
  holdings: nothing,
  at: null,
  doubt: null,
  ordersAt: null,
  watched: false,
  absent: false,
};

const ACCOUNTS = 12;

/** Changes one account; the ones that were heard of longest ago are forgotten, never the page's own. */
export function withAccount(state: State, name: string, to: (known: Known) => Known): State {
  const accounts = {
    ...state.accounts,
    [name]: { ...to(state.accounts[name] ?? newAccount), seq: state.seq },
  };
  const names = Object.keys(accounts);
  if (names.length > ACCOUNTS) {
    const oldest = names
      .filter(each => each !== state.self && each !== name && !accounts[each]!.watched)
      .sort((a, b) => accounts[a]!.seq - accounts[b]!.seq)[0];
    if (oldest) delete accounts[oldest];
  }
  return { ...state, accounts };
}
