/**
 * What a venue is to Plimsoll: a pure reducer from raw messages to accounts, and a few leaf constants.
 *
 * The same code runs behind the page, behind the public API and under a replayed recording.
 */
import type { Account, Draft, Pool } from '../engine/account';
import type { Problem } from '../engine/report';
import type { VenueId } from './ids';
import type { KeyAccess } from './key-access';

export type { VenueId } from './ids';

/** One thing that the venue said, or was asked. Bodies are text as it came, or JSON already parsed. */
export interface VenueMessage {
  /** Milliseconds since the epoch. */
  at: number;
  /** `screen`: the positions table that the page shows (`ScreenTable`); never in a recording. */
  via: 'fetch' | 'websocket' | 'api' | 'screen';
  /** Without credentials: a listen key in a path is replaced before it gets here. */
  url: string;
  direction: 'in' | 'out';
  method?: string;
  /** The body of the request that `body` answers. */
  request?: unknown;
  body?: unknown;
  /** HTTP status of an answer; absent: 200. */
  status?: number;
}

export interface Venue<State = unknown> {
  id: VenueId;
  /** As the trader knows it: "Hyperliquid". */
  name: string;
  pages: VenuePages;
  /** State before the first message. A plain JSON-safe object: it survives the worker in storage.session. */
  initial: State;
  /** Pure. An unreadable message becomes a problem in the state: never a throw, never a guess. */
  reduce(state: State, message: VenueMessage): State;
  /** Pure. The accounts that the state describes, the page's own (active) one first. `page`: its URL, if any. */
  accounts(state: State, now: number, page?: string | null): AccountReading[];
  /** Pure. Turns what the order form says into a draft of this account. */
  draft(state: State, account: Account, form: FormReading): DraftReading;
  /** Pure. The public requests that would complete or refresh the state, most urgent first. */
  needs(state: State, now: number, watching: Watching): ApiRequest[];
  candles: VenueCandles<State>;
  /** An address that may be watched without a tab, as the venue writes it; null: this is none. */
  address(text: string): string | null;
  /** By a read-only key; absent: the venue is public, or its keys are not supported yet. */
  keys?: KeyAccess<State>;
  /** True: `reduce` takes the positions table of the screen, for pages whose traffic gives no account. */
  screen?: true;
}

export interface VenuePages {
  /** True for the pages with an order form of this venue. */
  matches(url: string): boolean;
  /** The symbol that such a page trades, in the venue's own name; null: none. */
  symbol(url: string): string | null;
}

export interface AccountReading {
  account: Account;
  /** For the popup: a shortened address, or "main". */
  label: string;
  /** The margin mode in the venue's own word: "unified", "standard", "single-asset". */
  mode: string;
  /** When the positions and balances were last said by the venue; null: never. */
  accountAt: number | null;
  /** The age of the oldest mark price that the account depends on; null: there is none. */
  pricesAt: number | null;
  /**
   * True: the venue has said more of positions and balances since, which could not be read, or says nothing more
   * to this page (logged out). Figures are kept, as of `accountAt`; one of the problems says why. Absent: no.
   */
  outdated?: boolean;
  /** What could not be read or is missing, in the trader's words: code, path, message. */
  problems: Problem[];
  /** True: the figures were read from the page's positions table. Absent: the venue said them. */
  fromScreen?: true;
  /**
   * The account at the moment of the venue's own last figures, with its balances and marks of that moment and
   * its `reported`: compared with these, a difference is a difference. The `reported` of `account` meets marks
   * that have moved since. Absent: nothing was printed, or the venue says all of it in one message.
   */
  checked?: Account;
}

/** Who asks: a page that feeds the state by itself, or an address without any page. */
export interface Watching {
  /** The address that is watched by the public API; null: the state is fed by a page, or by a key. */
  address: string | null;
  /** True: a read-only key feeds the state. Its private requests are `keys.needs`; these are the public ones. */
  key?: boolean;
  /** What the order page trades: an order for it may be typed before it is held. Absent or null: no page. */
  symbol?: string | null;
}

export interface ApiRequest {
  /** The same key is never in flight twice. */
  key: string;
  url: string;
  method: 'GET' | 'POST';
  body?: unknown;
  /** Milliseconds that must lie between two requests of this key. */
  every: number;
}

export interface VenueCandles<State = unknown> {
  /** Hourly candles of the mark (or of the nearest thing the venue has); null: it has none of this factor. */
  request(state: State, factor: string, from: number, to: number): ApiRequest | null;
  /** False: the venue's list of contracts is not known yet, so that no request means nothing. Absent: true. */
  ready?(state: State): boolean;
  /** Close prices, oldest first, of an answer as text or parsed; a partial last bar is left out by `now`. */
  read(body: unknown, now: number): Candle[] | { unreadable: string };
}

/** `at` is the opening time of the hour in ms; `close` is the text that the venue gave. */
export interface Candle {
  at: number;
  close: string;
}

/** What the order form says, as text. Read in the page; understood in the background. */
export interface FormReading {
  symbol: string;
  /** Null: the form offers both buttons and neither is pending. */
  side: 'buy' | 'sell' | null;
  type: 'limit' | 'market' | 'conditional';
  /** The limit price, or the trigger of a conditional order; null: market. */
  price: string | null;
  /** Null: nothing typed yet. */
  size: string | null;
  sizeUnit: 'base' | 'quote' | 'contracts' | 'percent';
  leverage: string | null;
  marginMode: 'cross' | 'isolated' | null;
  reduceOnly: boolean;
  /** Hedge mode: the leg that the order works on; null: one-way, or not known. */
  leg: 'long' | 'short' | null;
  /** Hedge mode: the form opens or closes; null: one-way. */
  action: 'open' | 'close' | null;
  /** The trigger prices that are attached to the order; null: nothing typed, or no price. Absent: no such field. */
  takeProfit?: string | null;
  stopLoss?: string | null;
  /** A code when the form cannot be read with certainty: "no-size-field", "unknown-unit". */
  unsure: string | null;
}

/** What may be a positions table on the screen: the texts of its cells, the whole of each first, then its parts. */
export interface ScreenCells {
  headers: string[][];
  rows: string[][][];
  /** Headings that count, and what stands in place of rows. */
  beside: string[];
}

/** A positions table as it stands on the screen: rounded, and perhaps not all of it. */
export interface ScreenTable {
  rows: ScreenRow[];
  /** How many there are, as the page's heading says ("Positions (3)"); null: it does not. */
  count: number | null;
}

export interface ScreenRow {
  /** As it is written there: "BTCUSDT", "BTC-USD". */
  symbol: string;
  side: 'long' | 'short' | null;
  marginMode: 'cross' | 'isolated' | null;
  leverage: string | null;
  size: ScreenFigure | null;
  entry: ScreenFigure | null;
  mark: ScreenFigure | null;
  liquidation: ScreenFigure | null;
  margin: ScreenFigure | null;
  pnl: ScreenFigure | null;
}

/** A number without commas, perhaps with a minus; null: the venue prints none ("--"). The unit as it is written. */
export interface ScreenFigure {
  number: string | null;
  unit: string | null;
}

/** A reader of one venue's order form; runs in the page, reads only. */
export interface VenueForm {
  /** The element beside which the strip docks; null: no form on this page. */
  anchor(document: Document): HTMLElement | null;
  /** `near`: what `anchor` found a moment ago; as long as the form is in it, the page is not searched again. */
  read(document: Document, url: string, near?: HTMLElement | null): FormReading | null;
}

/** `pool`: one that the draft opens (a new isolated position), to be added to the account with the draft. */
export type DraftReading = { draft: Draft; pool?: Pool } | { unsure: string };

/** What the tap may copy from a page. Leaf constants: nothing else may be imported into the page. */
export interface TapRules {
  /** Hosts of the pages on which these rules hold. */
  pages: string[];
  /** Answers to copy: the host (empty: same origin), the path, and, for POST, the body. */
  requests: { host: string; path: RegExp; body?: RegExp }[];
  /** WebSocket frames to copy, by cheap tests on the text. `secret` marks the part of a path to blank. */
  sockets: { host: RegExp; incoming: RegExp; outgoing: RegExp | null; secret?: RegExp }[];
}
