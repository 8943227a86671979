/** The simulated indexer as a client library meets it: through the proxy, over TLS. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, line } from '../client';
import { type Simulator, startSimulator } from '../index';
import { createDydx } from './index';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ scenario: 'still', exchanges: [createDydx], limits: true });
});
afterAll(() => simulator.close());

// biome-ignore lint/suspicious/noExplicitAny: answers of a foreign protocol are looked at field by field
type Loose = any;

const address = (name: string) => simulator.accounts.dydx![name]!.address!.split('/')[0]!;
const reply = (path: string) => ask(simulator.proxy, `https://indexer.dydx.trade/v4${path}`);
const get = async (path: string): Promise<Loose> => (await reply(path)).json();
const open = async () => {
  const socket = await line(simulator.proxy, 'wss://indexer.dydx.trade/v4/ws');
  const next = (test: (message: Loose) => boolean): Promise<Loose> => socket.until(test);
  const refusal = (text: string) =>
    next(message => message.type === 'error' && message.message.includes(text));
  return { ...socket, next, refusal };
};
const of = (type: string, channel?: string) => (message: Loose) =>
  message.type === type && (channel === undefined || message.channel === channel);

describe('REST', () => {
  it('tells a parent with its children, whose sums are the parent’s', async () => {
    const { subaccount } = await get(`/addresses/${address('children')}/parentSubaccountNumber/0`);
    expect(subaccount.childSubaccounts.map(({ subaccountNumber }: Loose) => subaccountNumber)).toEqual([
      0, 128, 256,
    ]);
    const { markets } = await get('/perpetualMarkets');
    let sum = 0;
    for (const child of subaccount.childSubaccounts) {
      const { USDC } = child.assetPositions;
      expect(USDC.size).not.toMatch(/^-/);
      let equity = (USDC.side === 'SHORT' ? -1 : 1) * Number(USDC.size);
      let free = 0;
      for (const row of Object.values(child.openPerpetualPositions) as Loose[]) {
        expect(Number(row.size) < 0).toBe(row.side === 'SHORT');
        const { oraclePrice, initialMarginFraction } = markets[row.market];
        equity += Number(row.size) * Number(oraclePrice);
        free -= Math.abs(Number(row.size)) * Number(oraclePrice) * Number(initialMarginFraction);
      }
      expect(equity).toBeCloseTo(Number(child.equity), 6);
      expect(equity + free).toBeCloseTo(Number(child.freeCollateral), 6);
      sum += equity;
    }
    expect(sum).toBeCloseTo(Number(subaccount.equity), 6);
    expect(subaccount.childSubaccounts[1].assetPositions.USDC.side).toBe('SHORT');
  });

  it('tells one market, orders by status, and what is asked wrongly', async () => {
    expect(Object.keys((await get('/perpetualMarkets?ticker=BTC-USD')).markets)).toEqual(['BTC-USD']);
    const query = `address=${address('cross')}&parentSubaccountNumber=0&status=UNTRIGGERED`;
    const orders = await get(`/orders/parentSubaccountNumber?${query}`);
    expect(orders).toMatchObject([
      { ticker: 'BTC-USD', type: 'STOP_LIMIT', triggerPrice: '81000', reduceOnly: true },
    ]);
    const unknown = await reply(`/addresses/${address('cross').slice(0, -1)}q/parentSubaccountNumber/0`);
    expect([unknown.status, (unknown.json() as Loose).errors[0].msg]).toEqual([
      404,
      expect.stringContaining('No subaccounts found'),
    ]);
    expect((await reply('/addresses/0x00')).status).toBe(400);
    expect((await reply('/perpetualMarkets?ticker=NO-USD')).status).toBe(400);
    expect((await reply('/candles/perpetualMarkets/BTC-USD?resolution=1H')).status).toBe(400);
    expect((await reply('/nothing')).status).toBe(404);
  });

  it('gives candles newest first, within bounds', async () => {
    const to = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000);
    const from = new Date(to.getTime() - 48 * 3_600_000);
    const path = `/candles/perpetualMarkets/ETH-USD?resolution=1HOUR&fromISO=${from.toISOString()}&toISO=${to.toISOString()}`;
    const { candles } = await get(path);
    expect(candles).toHaveLength(48);
    const times = candles.map(({ startedAt }: Loose) => Date.parse(startedAt));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(times.at(-1)).toBe(from.getTime());
    expect((await get(`${path}&limit=5`)).candles).toHaveLength(5);
    const days = await get('/candles/perpetualMarkets/ETH-USD?resolution=1DAY&limit=3');
    expect(days.candles.every(({ startedAt }: Loose) => startedAt.endsWith('T00:00:00.000Z'))).toBe(true);
  });

  it('refuses more than a hundred requests in ten seconds', async () => {
    const limited = await startSimulator({ scenario: 'still', exchanges: [createDydx], limits: true });
    const time = () => ask(limited.proxy, 'https://indexer.dydx.trade/v4/time');
    for (let k = 0; k < 100; k++) expect((await time()).status).toBe(200);
    const refused = await time();
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '10']);
    await limited.close();
  });
});

describe('the stream', () => {
  it('describes, then tells changes in the order of its count', async () => {
    const socket = await open();
    const connected = await socket.next(of('connected'));
    const id = `${address('cross')}/0`;
    socket.send({ type: 'subscribe', channel: 'v4_parent_subaccounts', id, batched: true });
    const subscribed = await socket.next(of('subscribed', 'v4_parent_subaccounts'));
    expect(subscribed).toMatchObject({ id, connection_id: connected.connection_id });
    expect(subscribed.contents.subaccount.childSubaccounts).toHaveLength(1);
    expect(subscribed.contents.orders).toHaveLength(2);
    const before = subscribed.contents.subaccount.childSubaccounts[0];
    simulator.exchanges.dydx!.order('cross', { symbol: 'ETH-USD', side: 'sell', size: '2', price: null });
    const told = await socket.next(of('channel_batch_data', 'v4_parent_subaccounts'));
    expect(told.message_id).toBeGreaterThan(subscribed.message_id);
    const [first, second] = told.contents;
    // First without its price.
    expect(first.perpetualPositions).toMatchObject([{ market: 'ETH-USD', size: '30', entryPrice: '0' }]);
    expect(second.perpetualPositions[0].entryPrice).toBe('2838.4');
    const usdc = (row: Loose) => (row.side === 'SHORT' ? -1 : 1) * Number(row.size);
    const paid = usdc(first.assetPositions[0]) - usdc(before.assetPositions.USDC);
    const mark = Number(simulator.market.mark('ETH'));
    expect(paid).toBeCloseTo(2 * mark * (1 - 0.0005), 5);
    socket.close();
  });

  it('tells a flip as one position that is closed and another', async () => {
    const socket = await open();
    socket.send({ type: 'subscribe', channel: 'v4_parent_subaccounts', id: `${address('seed')}/0` });
    await socket.next(of('subscribed'));
    simulator.exchanges.dydx!.order('seed', { symbol: 'ETH-USD', side: 'sell', size: '3', price: null });
    const told = await socket.next(of('channel_data', 'v4_parent_subaccounts'));
    expect(told.contents.perpetualPositions).toMatchObject([
      { side: 'LONG', status: 'CLOSED', size: '0' },
      { side: 'SHORT', status: 'OPEN', size: '-1.24' },
    ]);
    socket.close();
  });

  it('moves margin between parent and child with an isolated position', async () => {
    const before = simulator.truth('dydx', 'children')[0]!;
    const filled = simulator.exchanges.dydx!.order('children', {
      symbol: 'SOL-USD',
      side: 'sell',
      size: '95',
      price: null,
      reduceOnly: true,
    });
    expect(filled.ok).toBe(true);
    const after = simulator.truth('dydx', 'children')[0]!;
    expect(after.pools.map(({ id }) => id)).toEqual(['cross', 'isolated:256']);
    const fee = 95 * Number(simulator.market.mark('SOL')) * 0.0005;
    const all = (truth: typeof before) => truth.pools.reduce((sum, { equity }) => sum + equity, 0);
    expect(all(after)).toBeCloseTo(all(before) - fee, 4);
    const refused = simulator.exchanges.dydx!.order('children', {
      symbol: 'WIF-USD',
      side: 'buy',
      size: '100',
      price: null,
      marginMode: 'isolated',
      leverage: 5,
    });
    // Its initial fraction has grown beyond a fifth.
    expect(refused).toMatchObject({ ok: false, reason: expect.stringContaining('leverage') });
  });

  it('tells oracle prices that change, and refuses what it does not know', async () => {
    const socket = await open();
    socket.send({ type: 'subscribe', channel: 'v4_markets', batched: true });
    const { contents } = await socket.next(of('subscribed', 'v4_markets'));
    expect(contents.markets['BTC-USD']).toMatchObject({
      maintenanceMarginFraction: '0.012',
      marketType: 'CROSS',
    });
    simulator.control.setMark('BTC', '85000');
    const told = await socket.next((m: Loose) => of('channel_batch_data')(m) && m.contents[0].oraclePrices);
    expect(told.contents[0].oraclePrices).toMatchObject({ 'BTC-USD': { oraclePrice: '85000' } });
    socket.send({ type: 'subscribe', channel: 'v4_nothing' });
    await socket.refusal('Invalid channel');
    socket.send({ type: 'subscribe', channel: 'v4_markets' });
    await socket.refusal('already subscribed');
    socket.send({ type: 'unsubscribe', channel: 'v4_markets' });
    await socket.next(of('unsubscribed'));
    socket.send({ type: 'subscribe', channel: 'v4_candles', id: 'BTC-USD/1HOUR' });
    expect((await socket.next(of('subscribed', 'v4_candles'))).contents.candles.length).toBeGreaterThan(10);
    socket.send('{');
    await socket.refusal('Invalid JSON');
    socket.close();
  });
});
