/**
 * Stands in for the exchanges: TLS on loopback behind a CONNECT proxy. Imports nothing from src/, and does its
 * own arithmetic (arithmetic.ts), so that a test compares two independent computations.
 */
import { estimateOf } from './betas';
import { createBinance } from './binance';
import { createBybit } from './bybit';
import { createDeribit } from './deribit';
import { createDydx } from './dydx';
import type { AccountTruth, Exchange, Switches, World } from './exchange';
import { createHyperliquid } from './hyperliquid';
import { createMarket, type Market } from './market';
import { createOkx } from './okx';
import { type Contact, startProxy } from './proxy';
import { type ScenarioName, scenarios } from './scenarios';
import type { Estimate } from './statistics';
import { startTls } from './tls';

export interface SimulatorOptions {
  scenario?: ScenarioName;
  seed?: number;
  /** Port of the proxy; 0: any free one. */
  port?: number;
  /** Seconds after which `outage` and `drift` begin. */
  after?: number;
  /** True: request weights are enforced as the venues do. */
  limits?: boolean;
  /** All of them, if absent. */
  exchanges?: ((world: World) => Exchange)[];
}

/** The exchanges that there are: one line each. */
export const exchanges: ((world: World) => Exchange)[] = [
  createHyperliquid,
  createBinance,
  createBybit,
  createOkx,
  createDydx,
  createDeribit,
];

export interface Simulator {
  /** "127.0.0.1:PORT". */
  proxy: string;
  hosts: string[];
  /** By venue, then by name of the account: address, or key. */
  accounts: Record<string, Record<string, Record<string, string>>>;
  /** For Chromium's --ignore-certificate-errors-spki-list. */
  spki: string;
  market: Market;
  exchanges: Record<string, Exchange>;
  /** Every host that was asked for, each once, in order of appearance. */
  contacted(): string[];
  contacts(): Contact[];
  /** By the simulator's own arithmetic, at this moment's marks. */
  truth(venue: string, account?: string): AccountTruth[];
  /** Volatilities, correlations and betas to BTC from the last complete hours (719, if absent). */
  estimate(factors: string[], hours?: number): Estimate;
  control: Control;
  close(): Promise<void>;
}

export interface Control {
  setMark(coin: string, price: string | number): void;
  setMarks(prices: Record<string, string | number>): void;
  scenario(name: ScenarioName): void;
  pauseFeed(on: boolean): void;
  drift(on: boolean): void;
  /** The HTTP status of every API answer from now on; null: data again. */
  answer(status: number | null): void;
  closeSockets(): void;
  logout(on?: boolean): void;
  /** Sets the venues' clocks so many ms ahead of the machine's. */
  skew(milliseconds: number): void;
  /** A text, as it is, to every WebSocket that a page has open. */
  sendRaw(text: string): void;
}

export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { scenario = 'calm', seed = 1, after = 8, limits = false } = options;
  const market = createMarket({ scenario, seed });
  const switches: Switches = { feedPaused: false, drifted: false, answer: null, loggedOut: false };
  const world: World = { market, scenario, seed, switches, limits, now: market.now };
  const list: Exchange[] = (options.exchanges ?? exchanges).map(create => create(world));
  const timers = new Set<NodeJS.Timeout>();

  const set = (change: Partial<Switches>) => {
    Object.assign(switches, change);
    for (const exchange of list) exchange.switched();
  };
  /** `outage` and `drift` begin when the page has settled. */
  const begin = (name: ScenarioName) => {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
    const { event } = scenarios[name];
    if (event === null) return;
    // In an outage nothing helps: the feeds are silent and the API is down.
    const change = event === 'outage' ? { feedPaused: true, answer: 503 } : { drifted: true };
    timers.add(setTimeout(() => set(change), after * 1000));
  };
  begin(scenario);

  const tls = await startTls(list);
  const hosts = list.flatMap(exchange => exchange.hosts);
  const proxy = await startProxy({ hosts, target: tls.port, port: options.port ?? 0 });
  const find = (venue: string) => {
    const exchange = list.find(({ id }) => id === venue);
    if (!exchange) throw new Error(`The simulator has no venue ${venue}`);
    return exchange;
  };

  return {
    proxy: `127.0.0.1:${proxy.port}`,
    hosts,
    accounts: Object.fromEntries(list.map(({ id, accounts }) => [id, accounts])),
    spki: tls.spki,
    market,
    exchanges: Object.fromEntries(list.map(exchange => [exchange.id, exchange])),
    contacted: () => [...new Set(proxy.contacts().map(({ host }) => host))],
    contacts: () => proxy.contacts(),
    truth: (venue, account) => find(venue).truth(account),
    estimate: (factors, hours) => estimateOf(market, factors, hours),
    control: {
      setMark: (coin, price) => market.setMark(coin, price),
      setMarks: prices => market.setMarks(prices),
      scenario(name) {
        set({ feedPaused: false, drifted: false, answer: null });
        market.scenario(name);
        begin(name);
      },
      pauseFeed: on => set({ feedPaused: on }),
      drift: on => set({ drifted: on }),
      answer: status => set({ answer: status }),
      closeSockets() {
        for (const exchange of list) exchange.closeSockets();
      },
      logout: (on = true) => set({ loggedOut: on }),
      skew(milliseconds) {
        for (const exchange of list) exchange.skew?.(milliseconds);
      },
      sendRaw(text) {
        for (const exchange of list) exchange.sendRaw(text);
      },
    },
    async close() {
      for (const timer of timers) clearTimeout(timer);
      market.close();
      for (const exchange of list) exchange.close();
      await proxy.close();
      await tls.close();
    },
  };
}
