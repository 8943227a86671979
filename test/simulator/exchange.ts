/** What every simulated exchange offers to the simulator, and what the simulator gives to it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WebSocket } from 'ws';
import type { Market } from './market';
import type { ScenarioName } from './scenarios';

/** Everything that the exchanges share. Made once by the simulator. */
export interface World {
  market: Market;
  scenario: ScenarioName;
  seed: number;
  switches: Switches;
  /** True: request weights are enforced as by the venue (429). */
  limits?: boolean;
  now(): number;
}

/** What the control turns on and off. An exchange reads them whenever it is about to speak. */
export interface Switches {
  /** True: sockets stay open and say nothing by themselves; the public API answers as of the moment. */
  feedPaused: boolean;
  /** True: a field of the account messages has another name, as after a release of the venue. */
  drifted: boolean;
  /** The HTTP status with which the API answers instead of data: 429, 500, 503; null: it works. */
  answer: number | null;
  /** True: the page shows nobody connected, and user requests are answered as to a stranger. */
  loggedOut: boolean;
}

export interface Exchange {
  id: string;
  /** Host names, without port; each is served on 443. */
  hosts: string[];
  /** Answers one request; the body is read already. An exception becomes a 500. */
  request(req: IncomingMessage, res: ServerResponse, host: string, body: string): void | Promise<void>;
  /** Takes over one opened WebSocket. */
  upgrade(socket: WebSocket, url: URL, host: string, req: IncomingMessage): void;
  /** For the first line of output: what a client needs to know of each account (address, key). */
  accounts: Record<string, Record<string, string>>;
  /** The accounts of this moment by the simulator's own arithmetic; one, or all. */
  truth(account?: string): AccountTruth[];
  /** Fills an order as the page's button does; the feeds say so. */
  order(account: string, order: SimulatedOrder): SimulatedFill;
  /** The switches have changed (`control` of the simulator). */
  switched(): void;
  /** Closes every WebSocket, abruptly. */
  closeSockets(): void;
  /** Sends a text as it is to every WebSocket that a page has open. */
  sendRaw(text: string): void;
  /** Request weight spent in the last minute, as the venue counts it. */
  weight?(): number;
  /** Sets the venue's clock so many ms ahead of the machine's: all times that it says are moved. */
  skew?(milliseconds: number): void;
  close(): void;
}

export interface SimulatedOrder {
  symbol: string;
  side: 'buy' | 'sell';
  /** In base units. */
  size: string;
  /** Null: market. A limit order is filled at its price at once. */
  price: string | null;
  reduceOnly?: boolean;
  leverage?: number;
  marginMode?: 'cross' | 'isolated';
  /** Hedge mode: the leg. */
  leg?: 'long' | 'short';
}

export type SimulatedFill = { ok: true; price: string; size: string } | { ok: false; reason: string };

/** Numbers, not strings: for a comparison within a tolerance, computed by arithmetic.ts. */
export interface AccountTruth {
  venue: string;
  /** The name in the simulator: "unified". */
  account: string;
  /** As the venue knows it: an address, or "main". */
  id: string;
  mode: string;
  pools: PoolTruth[];
}

export interface PoolTruth {
  id: string;
  kind: 'cross' | 'isolated';
  unit: string;
  /** Liquidated when equity ≤ threshold × maintenance. Absent: 1. */
  threshold?: number;
  equity: number;
  maintenance: number;
  headroom: number;
  /** threshold × maintenance / equity; null when equity ≤ 0. */
  usage: number | null;
  /** Market moves (BTC, arithmetic) at which the pool is liquidated, every factor moving by its beta. */
  joint: { down: number | null; up: number | null };
  positions: PositionTruth[];
}

export interface PositionTruth {
  symbol: string;
  factor: string;
  size: number;
  entry: number;
  mark: number;
  value: number;
  pnl: number;
  maintenance: number;
  /** The liquidation price that the venue prints; null: none. */
  printed: number | null;
  /** Where the pool is truly liquidated when only this factor moves. */
  below: number | null;
  above: number | null;
}
