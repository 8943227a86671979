/** The simulated Hyperliquid as a client library meets it: through the proxy, over TLS. */
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, line, tunnel } from '../client';
import { type Simulator, startSimulator } from '../index';
import { createHyperliquid } from './index';
import { signatureOf } from './trade';

let simulator: Simulator;
const address = (name: string) => simulator.accounts.hyperliquid![name]!.address!;

beforeAll(async () => {
  simulator = await startSimulator({ scenario: 'still', exchanges: [createHyperliquid] });
});
afterAll(() => simulator.close());

// biome-ignore lint/suspicious/noExplicitAny: answers of a foreign protocol are looked at field by field
type Loose = any;

const reply = (body: unknown, host = 'api') =>
  ask(simulator.proxy, `https://${host}.hyperliquid.xyz/info`, { body });
const info = async (body: unknown): Promise<Loose> => (await reply(body)).json();
const open = (host = 'api') => line(simulator.proxy, `wss://${host}.hyperliquid.xyz/ws`);
const subscribe = (subscription: unknown) => ({ method: 'subscribe', subscription });
const on =
  (channel: string, more: (data: Loose) => boolean = () => true) =>
  (message: Loose) =>
    message.channel === channel && more(message.data);

describe('the way there', () => {
  it('is refused for any other host, and written down', async () => {
    await expect(tunnel(simulator.proxy, 'leak.example')).rejects.toThrow('502');
    expect(simulator.contacts().find(({ host }) => host === 'leak.example')).toMatchObject({
      method: 'CONNECT',
      port: 443,
      allowed: false,
    });
    const plain = await fetch(`http://${simulator.proxy}/`);
    expect(plain.status).toBe(502);
    expect(simulator.contacted()).toContain('leak.example');
  });
});

describe('/info', () => {
  it('tells a standard account, with prices that follow from its own figures', async () => {
    const state = await info({ type: 'clearinghouseState', user: address('standard') });
    expect(await info({ type: 'userAbstraction', user: address('standard') })).toBe('disabled');
    const { accountValue, totalRawUsd } = state.crossMarginSummary;
    let value = Number(totalRawUsd);
    for (const { position } of state.assetPositions) {
      value += Math.sign(Number(position.szi)) * Number(position.positionValue);
    }
    expect(value).toBeCloseTo(Number(accountValue), 6);
    const available = Number(accountValue) - Number(state.crossMaintenanceMarginUsed);
    for (const { position } of state.assetPositions) {
      const size = Number(position.szi);
      const l = 1 / (2 * position.maxLeverage);
      const price = Number(position.positionValue) / size - available / size / (1 - l);
      if (price <= 0) expect(position.liquidationPx).toBeNull();
      else expect(Number(position.liquidationPx) / price).toBeCloseTo(1, 9);
    }
    expect(state.assetPositions.map(({ position }: Loose) => position.szi)).toEqual([
      '2.2',
      '34.0',
      '456.0',
      '262000.0',
      '1630.0',
    ]);
  });

  it('tells a unified account by its spot balance, not by the summary of a dex', async () => {
    const user = address('unified');
    const spot = await info({ type: 'spotClearinghouseState', user });
    const state = await info({ type: 'clearinghouseState', user });
    const [[token, available]] = spot.tokenToAvailableAfterMaintenance;
    const total = Number(spot.balances[0].total);
    expect(token).toBe(0);
    expect(total - Number(state.crossMaintenanceMarginUsed)).toBeCloseTo(Number(available), 6);
    expect(Number(state.marginSummary.accountValue)).not.toBeCloseTo(total, 0);
    const [truth] = simulator.truth('hyperliquid', 'unified');
    expect(truth!.pools[0]!.equity).toBeCloseTo(total, 6);
  });

  it('keeps an isolated position apart', async () => {
    const state = await info({ type: 'clearinghouseState', user: address('isolated') });
    const sol = state.assetPositions.find(({ position }: Loose) => position.coin === 'SOL').position;
    const { rawUsd } = sol.leverage;
    expect(Number(rawUsd) + Number(sol.positionValue)).toBeCloseTo(Number(sol.marginUsed), 6);
    const l = 1 / (2 * sol.maxLeverage);
    expect(Number(sol.liquidationPx)).toBeCloseTo(-Number(rawUsd) / Number(sol.szi) / (1 - l), 8);
    const isolatedMargin =
      Number(state.marginSummary.accountValue) - Number(state.crossMarginSummary.accountValue);
    const truth = simulator
      .truth('hyperliquid', 'isolated')[0]!
      .pools.filter(({ kind }) => kind === 'isolated');
    expect(truth.reduce((sum, { equity }) => sum + equity, 0)).toBeCloseTo(isolatedMargin, 6);
  });

  it('knows a builder-deployed dex by its name', async () => {
    expect((await info({ type: 'perpDexs' })).map((dex: Loose) => dex?.name ?? null)).toEqual([
      null,
      'xyz',
      'hyna',
    ]);
    const state = await info({ type: 'clearinghouseState', user: address('hip3'), dex: 'xyz' });
    expect(state.assetPositions.map(({ position }: Loose) => position.coin)).toEqual([
      'xyz:TSLA',
      'xyz:XYZ100',
      'xyz:NVDA',
    ]);
    expect((await info({ type: 'allPerpMetas' }))[1].universe[1].name).toBe('xyz:TSLA');
  });

  it('keeps a balance for each collateral token', async () => {
    const user = address('tokens');
    const spot = await info({ type: 'spotClearinghouseState', user });
    const metas = await info({ type: 'allPerpMetas' });
    expect(metas.map(({ collateralToken }: Loose) => collateralToken)).toEqual([0, 0, 235]);
    expect(spot.balances.map(({ coin }: Loose) => coin)).toEqual(['USDC', 'USDE']);
    const state = await info({ type: 'clearinghouseState', user, dex: 'hyna' });
    const [, [token, available]] = spot.tokenToAvailableAfterMaintenance;
    expect(token).toBe(235);
    const total = Number(spot.balances[1].total);
    expect(total - Number(state.crossMaintenanceMarginUsed)).toBeCloseTo(Number(available), 6);
    const { pools } = simulator.truth('hyperliquid', 'tokens')[0]!;
    expect(pools.map(({ id, unit }) => [id, unit])).toEqual([
      ['unified:USDC', 'USDC'],
      ['unified:USDE', 'USDE'],
    ]);
    expect(pools[1]!.equity).toBeCloseTo(total, 6);
  });

  it('lists contexts by place, delisted ones too, and tables only above 50', async () => {
    const [meta, contexts] = await info({ type: 'metaAndAssetCtxs' });
    expect(contexts).toHaveLength(meta.universe.length);
    const place = meta.universe.findIndex(({ isDelisted }: Loose) => isDelisted);
    expect(contexts[place]).toMatchObject({ midPx: null, impactPxs: null });
    expect(contexts[meta.universe.findIndex(({ name }: Loose) => name === 'kPEPE')].markPx).toBe('0.004512');
    expect(meta.marginTables.every(([id]: Loose) => id >= 50)).toBe(true);
    expect(meta.marginTables.find(([id]: Loose) => id === 56)[1].marginTiers[1]).toEqual({
      lowerBound: '150000000.0',
      maxLeverage: 20,
    });
    expect((await info({ type: 'marginTable', id: 5 })).marginTiers).toHaveLength(1);
  });

  it('gives hourly candles that end with the mark', async () => {
    const end = Date.now();
    const req = { coin: 'ETH', interval: '1h', startTime: end - 48 * 3_600_000, endTime: end };
    const bars = await info({ type: 'candleSnapshot', req });
    expect(bars).toHaveLength(48);
    expect(bars.at(-1).c).toBe(simulator.market.mark('ETH'));
    expect(bars.at(-1).T - bars.at(-1).t).toBe(3_599_999);
    const days = await info({
      type: 'candleSnapshot',
      req: { ...req, interval: '1d', startTime: end - 30 * 86_400_000 },
    });
    expect(days.length).toBeGreaterThanOrEqual(29);
  });

  it('refuses as the venue does', async () => {
    for (const body of ['not json', { type: 'nonsense' }, { type: 'clearinghouseState', user: '0x12' }, {}]) {
      const { status, text } = await reply(body);
      expect(status).toBe(422);
      expect(text).toMatch(/deserialize/);
    }
    simulator.control.answer(429);
    expect((await reply({ type: 'meta' })).status).toBe(429);
    simulator.control.answer(null);
    expect((await reply({ type: 'meta' }, 'api-ui')).status).toBe(200);
  });

  it('answers for an address that never traded', async () => {
    const user = `0x${'ab'.repeat(20)}`;
    const state = await info({ type: 'clearinghouseState', user });
    expect(state).toMatchObject({ assetPositions: [], marginSummary: { accountValue: '0.0' } });
    expect(await info({ type: 'userRole', user })).toEqual({ role: 'missing' });
  });
});

describe('/ws', () => {
  it('echoes a subscription with its defaults, answers, and follows the mark', async () => {
    const user = address('standard');
    const client = await open('api-ui');
    client.send(subscribe({ type: 'openOrders', user: user.toUpperCase().replace('0X', '0x') }));
    client.send(subscribe({ type: 'allDexsClearinghouseState', user }));
    client.send(subscribe({ type: 'fastAssetCtxs' }));
    expect(await client.until(on('subscriptionResponse'))).toMatchObject({
      data: { method: 'subscribe', subscription: { type: 'openOrders', user, dex: '' } },
    });
    const orders = (await client.until(on('openOrders'))) as Loose;
    expect(orders.data.orders[0]).toMatchObject({ isTrigger: true, triggerPx: '81000.0', reduceOnly: true });
    const first = (await client.until(on('fastAssetCtxs'))) as Loose;
    expect(inflate(first.data)['xyz:TSLA'].markPx).toBe('417.78');

    simulator.control.setMark('BTC', '85000');
    await client.until(
      on(
        'allDexsClearinghouseState',
        ({ clearinghouseStates }) =>
          clearinghouseStates[0][1].assetPositions[0].position.positionValue === '187000.0',
      ),
    );
    await client.until(
      on('fastAssetCtxs', data => inflate(data).BTC?.markPx === '85000.0' && !inflate(data).ETH),
    );
    simulator.control.setMark('BTC', '86420');
    client.close();
  });

  it('drops whoever asks for a coin that does not exist, without a word', async () => {
    const client = await open();
    client.send(subscribe({ type: 'activeAssetCtx', coin: 'BTC' }));
    await client.until(on('activeAssetCtx'));
    client.send(subscribe({ type: 'activeAssetCtx', coin: 'NOPE' }));
    expect(await client.closed).toBe(1006);
  });

  it('answers a ping, posts, doubles and nonsense', async () => {
    const client = await open();
    client.send({ method: 'ping' });
    expect(await client.until(on('pong'))).toEqual({ channel: 'pong' });
    client.send({ method: 'post', id: 7, request: { type: 'info', payload: { type: 'perpDexs' } } });
    expect(await client.until(on('post'))).toMatchObject({ data: { id: 7, response: { type: 'info' } } });
    client.send(subscribe({ type: 'allMids' }));
    client.send(subscribe({ type: 'allMids' }));
    await client.until(on('error', data => data.startsWith('Already subscribed')));
    client.send('{"method":');
    await client.until(on('error', data => data.startsWith('Error parsing JSON')));
    client.close();
  });

  it('is silent when the feed is, says a renamed field when it drifts, and closes when told', async () => {
    const user = address('seed');
    const client = await open();
    simulator.control.pauseFeed(true);
    client.send(subscribe({ type: 'clearinghouseState', user }));
    await client.until(on('subscriptionResponse'));
    simulator.control.setMark('ETH', '2800');
    client.send({ method: 'ping' });
    await client.until(on('pong'));
    expect(client.heard.some(on('clearinghouseState'))).toBe(false);
    simulator.control.pauseFeed(false);
    simulator.control.drift(true);
    simulator.control.setMark('ETH', '2841.6');
    const message = (await client.until(on('clearinghouseState'))) as Loose;
    expect(message.data.clearinghouseState.assetPositions[0].position).toMatchObject({ signedSz: '1.7596' });
    simulator.control.drift(false);
    simulator.control.closeSockets();
    expect(await client.closed).toBe(1006);
  });

  it('sends a raw text to pages only', async () => {
    const [page, other] = [await open('api-ui'), await open('api')];
    simulator.control.sendRaw('{"channel":"forged"');
    await page.until(message => message === '{"channel":"forged"');
    other.send({ method: 'ping' });
    await other.until(on('pong'));
    expect(other.heard).toEqual([{ channel: 'pong' }]);
    page.close();
    other.close();
  });
});

describe('/exchange', () => {
  const act = async (account: string, action: unknown): Promise<Loose> =>
    (
      await ask(simulator.proxy, 'https://api-ui.hyperliquid.xyz/exchange', {
        body: { action, nonce: Date.now(), signature: { r: signatureOf(address(account)), s: '0x0', v: 27 } },
      })
    ).json();
  const order = (a: number, b: boolean, s: string, p: string, r = false) => ({
    type: 'order',
    grouping: 'na',
    orders: [{ a, b, p, s, r, t: { limit: { tif: 'Gtc' } } }],
  });
  const size = (name: string, symbol: string) =>
    simulator
      .truth('hyperliquid', name)[0]!
      .pools.flatMap(pool => pool.positions)
      .find(p => p.symbol === symbol)?.size;

  it('fills, charges the fee, and the feeds say so', async () => {
    const user = address('empty');
    const client = await open('api-ui');
    client.send(subscribe({ type: 'spotState', user }));
    client.send(subscribe({ type: 'userFills', user }));
    await client.until(on('userFills', data => data.isSnapshot));
    const answer = await act('empty', order(1, true, '2', '2841.6'));
    expect(answer.response.data.statuses[0].filled).toMatchObject({ totalSz: '2.0', avgPx: '2841.6' });
    const { data } = (await client.until(on('userFills', fills => !fills.isSnapshot))) as Loose;
    expect(data.fills[0]).toMatchObject({ coin: 'ETH', dir: 'Open Long', fee: '2.55744' });
    await client.until(on('spotState', ({ spotState }) => spotState.balances[0].total === '4997.44256'));
    client.close();
  });

  it('reduces, flips, and closes', async () => {
    await act('empty', order(1, false, '0.5', '2900'));
    expect(size('empty', 'ETH')).toBe(1.5);
    const cash = simulator.truth('hyperliquid', 'empty')[0]!.pools[0]!.equity;
    await act('empty', order(1, false, '2.5', '2841.6'));
    expect(size('empty', 'ETH')).toBe(-1);
    // At the mark only the fee is lost.
    const after = simulator.truth('hyperliquid', 'empty')[0]!.pools[0]!.equity;
    expect(cash - after).toBeCloseTo(2.5 * 2841.6 * 0.00045, 6);
    await act('empty', order(1, true, '9', '2841.6', true));
    expect(size('empty', 'ETH')).toBeUndefined();
  });

  it('refuses what the venue refuses', async () => {
    const error = async (action: unknown) => (await act('empty', action)).response.data.statuses[0].error;
    expect(await error(order(1, true, '1000', '2841.6'))).toMatch(/Insufficient margin/);
    expect(await error(order(1, true, '1', '2841.6', true))).toMatch(/Reduce only/);
    expect(await error(order(1, true, '0.12345', '2841.6'))).toMatch(/invalid size/);
    expect(await error(order(1, true, '1', '2841.65'))).toMatch(/invalid price/);
    expect(await error(order(1, true, '0.001', '2841.6'))).toMatch(/minimum value/);
    expect(
      await act('empty', { type: 'updateLeverage', asset: 1, isCross: true, leverage: 26 }),
    ).toMatchObject({
      status: 'err',
    });
  });

  it('posts margin to an isolated position', async () => {
    await act('empty', { type: 'updateLeverage', asset: 3, isCross: false, leverage: 10 });
    await act('empty', order(3, true, '10', '131.42'));
    const pools = simulator.truth('hyperliquid', 'empty')[0]!.pools;
    expect(pools.find(({ id }) => id === 'isolated:SOL')!.equity).toBeCloseTo(131.42, 6);
    expect(
      await act('empty', { type: 'updateLeverage', asset: 3, isCross: true, leverage: 10 }),
    ).toMatchObject({
      response: 'Cannot switch leverage type with open position.',
    });
  });
});

describe('the page', () => {
  it('has a policy that lets no foreign script in', async () => {
    const page = await ask(
      simulator.proxy,
      'https://app.hyperliquid.xyz/trade/xyz:TSLA?account=hip3&theme=light',
    );
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toMatch(/script-src 'nonce-[^']+' 'strict-dynamic'/);
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).toContain("trusted-types 'none'");
    expect(page.text).toContain('data-theme="light"');
    expect(page.text).not.toContain('§');
    const again = await ask(simulator.proxy, 'https://app.hyperliquid.xyz/trade/BTC');
    expect(String(again.headers['content-security-policy'])).not.toBe(policy);
  });
});

function inflate(data: string): Loose {
  return JSON.parse(inflateRawSync(Buffer.from(data, 'base64')).toString());
}
