/** What control does, seen from a client. */
import { afterEach, expect, it } from 'vitest';
import { ask, line } from './client';
import { createHyperliquid } from './hyperliquid';
import { type Simulator, type SimulatorOptions, startSimulator } from './index';

let simulator: Simulator;
const start = async (options: SimulatorOptions) => {
  simulator = await startSimulator({ exchanges: [createHyperliquid], ...options });
};
afterEach(() => simulator.close());

const user = () => simulator.accounts.hyperliquid!.unified!.address!;
const info = (body: unknown) => ask(simulator.proxy, 'https://api.hyperliquid.xyz/info', { body });
const state = async () =>
  (await info({ type: 'clearinghouseState', user: user() })).json() as {
    time: number;
    assetPositions: { position: Record<string, unknown> }[];
  };
const subscribe = (subscription: unknown) => ({ method: 'subscribe', subscription });
const channel = (name: string) => (message: unknown) => (message as { channel?: string }).channel === name;

it('an outage silences the feed and the API, and ends with the next scenario', async () => {
  await start({ scenario: 'outage', after: 0.2 });
  await expect.poll(async () => (await info({ type: 'meta' })).status, { timeout: 5000 }).toBe(503);
  const client = await line(simulator.proxy, 'wss://api.hyperliquid.xyz/ws');
  client.send(subscribe({ type: 'activeAssetCtx', coin: 'BTC' }));
  await client.until(channel('subscriptionResponse'));
  await expect(client.until(channel('activeAssetCtx'), 1500)).rejects.toThrow();
  simulator.control.scenario('calm');
  await client.until(channel('activeAssetCtx'));
  expect((await info({ type: 'meta' })).status).toBe(200);
  client.close();
});

it('a drift renames a field of the positions, everywhere', async () => {
  await start({ scenario: 'drift', after: 0.2 });
  const first = async () => (await state()).assetPositions[0]!.position;
  await expect.poll(first, { timeout: 5000 }).not.toHaveProperty('szi');
  const position = await first();
  expect(position).toHaveProperty('signedSz', '0.85');
});

it('a clock that is wrong moves what the venue says of time, and nothing else', async () => {
  await start({ scenario: 'still' });
  const client = await line(simulator.proxy, 'wss://api.hyperliquid.xyz/ws');
  simulator.control.skew(3_600_000);
  expect((await state()).time - Date.now()).toBeGreaterThan(3_590_000);
  client.send(subscribe({ type: 'activeAssetCtx', coin: 'BTC' }));
  await client.until(channel('activeAssetCtx'));
  client.close();
});

it('limits are those of the venue where they are wanted', async () => {
  await start({ scenario: 'still', limits: true });
  for (let k = 0; k < 20; k++) expect((await info({ type: 'userRole', user: user() })).status).toBe(200);
  expect(simulator.exchanges.hyperliquid!.weight!()).toBe(1200);
  expect((await info({ type: 'allMids' })).status).toBe(429);
});

it('the market of the crash reaches the client', async () => {
  await start({ scenario: 'crash' });
  simulator.market.advance(300);
  const mids = (await info({ type: 'metaAndAssetCtxs' })).json() as [
    { universe: { name: string }[] },
    { markPx: string }[],
  ];
  const mark = (coin: string) => mids[1][mids[0].universe.findIndex(({ name }) => name === coin)]!.markPx;
  expect(Number(mark('BTC')) / 86_420 - 1).toBeCloseTo(-0.12, 3);
  expect(Number(mark('ETH')) / 2841.6 - 1).toBeCloseTo(-0.2, 3);
  expect(Number(mark('SOL')) / 131.42 - 1).toBeCloseTo(-0.25, 3);
});

it('the desk holds 40 positions', async () => {
  await start({ scenario: 'desk' });
  const [account] = simulator.truth('hyperliquid', 'desk');
  expect(account!.pools[0]!.positions).toHaveLength(40);
  const [seed] = simulator.truth('hyperliquid', 'seed');
  expect(seed!.pools[0]!.equity).toBeGreaterThan(19_500);
  expect(seed!.pools[0]!.positions[0]!.value).toBeCloseTo(5_000, -3);
});
