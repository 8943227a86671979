/**
 * What Hyperliquid has said so far: plain JSON, so that it survives the background worker.
 *
 * `seq` counts the messages. It tells which of two things was said later even when the local clock jumps;
 * `at` (ms since the epoch, local clock) tells how old a thing is.
 */
import type { Abstraction, PerpState, RestingOrder, SpotState } from './messages';

export interface Said<T> {
  at: number;
  seq: number;
  value: T;
}

export interface State {
  seq: number;
  /** Whose account the page shows; null: nobody is connected, or it is not known. */
  self: Self | null;
  /** Users that the page showed before, and when it ceased to. */
  left: Record<string, number>;
  /** What the page has subscribed to for users: "type user coin", the latest last. */
  subscriptions: string[];
  users: Record<string, User>;
  /** By dex; "" is the venue's own. */
  markets: Record<string, Market>;
  /** Names of the dexs in the venue's order; null: not known. */
  dexs: Said<string[]> | null;
  marks: Record<string, Mark>;
  /** The last frame of the stream of changed marks: those that it left out are as they were. */
  fastAt: number | null;
  /** By the source that could not be read; the next readable message of that source removes it. */
  problems: Record<string, Trouble>;
}

export interface Self {
  user: string;
  /** A subscription for the asset being traded is certain; a frame is what is known without one. */
  by: 'subscription' | 'frame';
  at: number;
}

export interface User {
  seq: number;
  /** By dex. */
  perps: Record<string, Said<PerpState>>;
  spot: Said<SpotState> | null;
  abstraction: Said<Abstraction> | null;
  /** By dex. */
  orders: Record<string, Said<RestingOrder[]>>;
  /** What is selected for a coin in the order form, also without a position. */
  leverages: Record<string, { type: 'cross' | 'isolated'; value: number }>;
  /** The coin of the order form. */
  active: string | null;
  role: Said<Role> | null;
  /** Addresses of its sub-accounts. */
  subs: Said<string[]> | null;
  /** The last balance and positions of a unified account that were said of one and the same moment. */
  agreed: Agreed | null;
  /** Asked for by address, not by the page. */
  watched: boolean;
}

export interface Role {
  /** user, agent, vault, subAccount or missing. */
  name: string;
  /** The account of an API wallet, the master of a sub-account; null: not told. */
  owner: string | null;
}

export interface Agreed {
  at: number;
  spot: Said<SpotState>;
  perps: Record<string, Said<PerpState>>;
}

export interface Market {
  at: number;
  /** In the venue's order, delisted ones included: prices come by position in this list. */
  universe: Listing[];
  tables: Record<string, Tier[]>;
  /** Index of the token in which the dex settles; null: not said. */
  collateral: number | null;
  /** More prices than names have come: something was listed since. */
  outgrown: boolean;
}

export interface Listing {
  name: string;
  szDecimals: number;
  marginTableId: number;
}

export interface Tier {
  lowerBound: string;
  maxLeverage: number;
}

export interface Mark {
  px: string;
  at: number;
  seq: number;
  /** From the stream that leaves out what has not changed. */
  fast: boolean;
}

export interface Trouble {
  code: string;
  path: string;
  message: string;
  at: number;
  /** Whose data is concerned; null: nobody's in particular. */
  user: string | null;
}

export const initial: State = {
  seq: 0,
  self: null,
  left: {},
  subscriptions: [],
  users: {},
  markets: {},
  dexs: null,
  marks: {},
  fastAt: null,
  problems: {},
};

export const newUser: User = {
  seq: 0,
  perps: {},
  spot: null,
  abstraction: null,
  orders: {},
  leverages: {},
  active: null,
  role: null,
  subs: null,
  agreed: null,
  watched: false,
};

/** Pages show other users too (vaults, the leaderboard): only so many are remembered. */
const USERS = 12;

/** Changes one user; the ones that were heard of longest ago are forgotten, never the page's own. */
export function withUser(state: State, address: string, change: (user: User) => User): State {
  const users = {
    ...state.users,
    [address]: { ...change(state.users[address] ?? newUser), seq: state.seq },
  };
  const names = Object.keys(users);
  if (names.length > USERS) {
    const oldest = names
      .filter(name => name !== state.self?.user && name !== address && !users[name]!.watched)
      .sort((a, b) => users[a]!.seq - users[b]!.seq)[0];
    if (oldest) delete users[oldest];
  }
  return { ...state, users };
}
