/** A simulator and a browser for the cases of one file, once in each browser. */
import { afterAll, beforeAll, describe } from 'vitest';
import { type Simulator, type SimulatorOptions, startSimulator } from '../simulator';
import type { AccountTruth, PoolTruth, SimulatedOrder } from '../simulator/exchange';
import { type BrowserName, launch, type Tab, type TestBrowser } from './browser';
import { readStrip } from './overlay';
import { eventually } from './poll';
import type { VenueName } from './trader';

export interface Stage {
  name: BrowserName;
  simulator: Simulator;
  browser: TestBrowser;
}

/**
 * Declares the cases for Chromium and for Firefox. The stage is made before the first case and is read inside
 * the cases only.
 */
export const inBothBrowsers = (
  title: string,
  options: SimulatorOptions,
  cases: (stage: () => Stage) => void,
): void => {
  describe.each<BrowserName>(['chromium', 'firefox'])(`${title}, %s`, name => {
    let stage: Stage;
    beforeAll(async () => {
      const simulator = await startSimulator({ scenario: 'still', seed: 7, ...options });
      stage = { name, simulator, browser: await launch({ name, proxy: simulator.proxy }) };
    });
    afterAll(async () => {
      await stage.browser.close();
      await stage.simulator.close();
    });
    cases(() => stage);
  });
};

const page: Record<VenueName, (symbol: string) => string> = {
  hyperliquid: symbol => `https://app.hyperliquid.xyz/trade/${symbol}`,
  // COIN-M has pages of its own.
  binance: symbol => `https://www.binance.com/en/${/USD_/.test(symbol) ? 'delivery' : 'futures'}/${symbol}`,
  bybit: symbol => `https://www.bybit.com/trade/${symbol.endsWith('USD') ? 'inverse' : 'usdt'}/${symbol}`,
  okx: symbol => `https://www.okx.com/trade-swap/${symbol.toLowerCase()}`,
  dydx: symbol => `https://dydx.trade/trade/${symbol}`,
  deribit: symbol => `https://www.deribit.com/futures/${symbol}`,
};

const usual: Record<VenueName, string> = {
  hyperliquid: 'BTC',
  binance: 'BTCUSDT',
  bybit: 'BTCUSDT',
  okx: 'BTC-USDT-SWAP',
  dydx: 'BTC-USD',
  deribit: 'BTC-PERPETUAL',
};

export const pageOf = (venue: VenueName, account: string, symbol = usual[venue]): string =>
  `${page[venue](symbol)}?account=${account}`;

/** Opens an order page as one of the simulator's traders and waits until the strip has figures. */
export const openTrading = async (
  { browser }: Stage,
  venue: VenueName,
  account: string,
  symbol?: string,
): Promise<Tab> => {
  const tab = await browser.open(pageOf(venue, account, symbol));
  await eventually(
    () => readStrip(tab),
    strip => [strip?.joint, strip?.usage].every(figure => /%|none/.test(figure?.now ?? '')),
    { within: 20_000, what: `figures in the strip of ${account}` },
  );
  return tab;
};

export const truthOf = (simulator: Simulator, venue: VenueName, account: string): AccountTruth => {
  const [truth] = simulator.truth(venue, account);
  if (truth === undefined) throw new Error(`no account ${account} at ${venue}`);
  return truth;
};

/** The pool of an account that holds a symbol, by the simulator's own arithmetic. */
export const poolTruth = (
  simulator: Simulator,
  venue: VenueName,
  account: string,
  symbol: string,
): PoolTruth => {
  const pool = truthOf(simulator, venue, account).pools.find(({ positions }) =>
    positions.some(position => position.symbol === symbol),
  );
  if (pool === undefined) throw new Error(`${account} holds no ${symbol}`);
  return pool;
};

/**
 * What the account would be after an order, by a second exchange on which the order is really filled: the pool
 * that holds `holds` then.
 */
export const truthAfter = async (
  seed: number,
  venue: VenueName,
  account: string,
  order: SimulatedOrder,
  holds = order.symbol,
): Promise<PoolTruth> => {
  const mirror = await startSimulator({ scenario: 'still', seed });
  try {
    const fill = mirror.exchanges[venue]?.order(account, order);
    if (!fill?.ok) throw new Error(`the mirror refused the order: ${JSON.stringify(fill)}`);
    return poolTruth(mirror, venue, account, holds);
  } finally {
    await mirror.close();
  }
};
