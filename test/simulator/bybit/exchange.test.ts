/** The wire: what a client of the venue relies on, and what it is refused. Source: v5 documents, 2026-07-24. */
import { createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, line } from '../client';
import type { Switches } from '../exchange';
import { createMarket, type Market } from '../market';
import { type Proxy as ProxyServer, startProxy } from '../proxy';
import { startTls, type TlsServer } from '../tls';
import { type BybitExchange, createBybit } from '.';

const switches: Switches = { feedPaused: false, drifted: false, answer: null, loggedOut: false };
let market: Market;
let exchange: BybitExchange;
let tls: TlsServer;
let proxyServer: ProxyServer;
let proxy: string;

beforeAll(async () => {
  market = createMarket({ scenario: 'still', seed: 1, live: false });
  exchange = createBybit({ market, scenario: 'still', seed: 1, switches, limits: true, now: market.now });
  tls = await startTls([exchange]);
  proxyServer = await startProxy({ hosts: exchange.hosts, target: tls.port });
  proxy = `127.0.0.1:${proxyServer.port}`;
});
afterAll(async () => {
  exchange.close();
  market.close();
  await proxyServer.close();
  await tls.close();
});

const api = 'https://api.bybit.com/v5';

interface Envelope {
  retCode: number;
  retMsg: string;
  result: { list: Record<string, string>[]; nextPageCursor: string } & Record<string, unknown>;
  time: number;
}

interface Signed {
  time?: number;
  window?: string;
  secret?: string;
  which?: string;
}

async function call(
  account: string,
  path: string,
  { time, window = '5000', secret, which = 'api' }: Signed = {},
) {
  const keys = exchange.accounts[account]!;
  const key = keys[`${which}Key`]!;
  const timestamp = String(time ?? Date.now());
  const query = path.split('?')[1] ?? '';
  const signature = createHmac('sha256', secret ?? keys[`${which}Secret`]!)
    .update(timestamp + key + window + query)
    .digest('hex');
  const answer = await ask(proxy, `${api}/${path}`, {
    headers: {
      'x-bapi-api-key': key,
      'x-bapi-timestamp': timestamp,
      'x-bapi-recv-window': window,
      'x-bapi-sign': signature,
    },
  });
  return answer.json() as Envelope;
}

describe('signed calls', () => {
  it('answer who signs rightly, in the envelope of v5', async () => {
    const answer = await call('cross', 'account/wallet-balance?accountType=UNIFIED');
    expect(answer).toMatchObject({ retCode: 0, retMsg: 'OK' });
    expect(Math.abs(answer.time - Date.now())).toBeLessThan(5000);
    expect(answer.result.list[0]).toMatchObject({ accountType: 'UNIFIED' });
  });

  it.each<[string, Signed, number]>([
    ['of another secret', { secret: 'x' }, 10004],
    ['of an hour ago', { time: Date.now() - 3_600_000 }, 10002],
    ['of tomorrow', { time: Date.now() + 86_400_000 }, 10002],
    ['by a key bound to an address', { which: 'bound' }, 10010],
    ['by a key that has expired', { which: 'expired' }, 33004],
  ])('%s are refused as by the venue', async (_, signed, code) => {
    expect(await call('cross', 'account/info', signed)).toMatchObject({ retCode: code });
  });

  it('without a key, or by an unknown one, are refused', async () => {
    expect((await ask(proxy, `${api}/account/info`)).json()).toMatchObject({ retCode: 10001 });
    const headers = { 'x-bapi-api-key': 'nobody' };
    expect((await ask(proxy, `${api}/account/info`, { headers })).json()).toMatchObject({ retCode: 10003 });
  });

  it('tell what a key may do', async () => {
    const of = async (which: string) => (await call('cross', 'user/query-api', { which })).result;
    expect(await of('api')).toMatchObject({ readOnly: 1 });
    expect(await of('trading')).toMatchObject({ readOnly: 0 });
    expect(await of('withdrawing')).toMatchObject({ permissions: { Wallet: ['Withdraw'] } });
  });

  it('come in pages of twenty, unless more are asked for', async () => {
    const path = 'position/list?category=linear&settleCoin=USDT';
    const first = await call('desk', path);
    expect(first.result.list).toHaveLength(20);
    const all = await call('desk', `${path}&limit=200`);
    const seen = [...first.result.list];
    let { nextPageCursor } = first.result;
    for (let k = 0; k < 20 && nextPageCursor; k++) {
      const page = await call('desk', `${path}&cursor=${nextPageCursor}`);
      seen.push(...page.result.list);
      nextPageCursor = page.result.list.length < 20 ? '' : page.result.nextPageCursor;
    }
    expect(seen.map(row => row.symbol)).toEqual(all.result.list.map(row => row.symbol));
    expect(await call('desk', 'position/list?category=linear')).toMatchObject({ retCode: 10001 });
  });

  it('are limited, fifty a second and account', () => {
    const said: string[] = [];
    const res = { writeHead: () => res, end: (text: string) => said.push(text) } as unknown as ServerResponse;
    const req = { method: 'GET', url: '/v5/account/info', headers: { 'x-bapi-api-key': 'x' } } as unknown;
    for (let k = 0; k < 60; k++) exchange.request(req as IncomingMessage, res, 'api.bybit.com', '');
    expect(said.filter(text => text.includes('"retCode":10006'))).toHaveLength(10);
  });
});

describe('public calls', () => {
  const get = async (path: string) => (await ask(proxy, `${api}/${path}`)).json() as Envelope;

  it('list risk limits fifteen contracts a page', async () => {
    const { result } = await get('market/risk-limit?category=linear');
    expect(new Set(result.list.map(row => row.symbol)).size).toBe(15);
    const next = await get(`market/risk-limit?category=linear&cursor=${result.nextPageCursor}`);
    expect(next.result.list[0]!.symbol).not.toBe(result.list[0]!.symbol);
    const one = await get('market/risk-limit?category=linear&symbol=BTCUSDT');
    expect(one.result.list.map(row => row.mmDeduction)[0]).toBe('');
  });

  it('give bars newest first', async () => {
    const { result } = await get(
      'market/mark-price-kline?category=linear&symbol=BTCUSDT&interval=60&limit=5',
    );
    const times = (result.list as unknown as string[][]).map(([at]) => Number(at));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(times).toHaveLength(5);
  });

  it('are refused by name', async () => {
    expect(await get('market/tickers?category=linear&symbol=NOTHING')).toMatchObject({ retCode: 10001 });
    expect(await get('market/nothing')).toMatchObject({ retCode: 10017 });
  });
});

describe('streams', () => {
  type Frame = Record<string, unknown> & { data?: Record<string, string> };
  const is = (test: (frame: Frame) => boolean) => (message: unknown) => test(message as Frame);

  it('say a ticker whole, and then what has changed', async () => {
    const socket = await line(proxy, 'wss://stream.bybit.com/v5/public/linear');
    socket.send({ op: 'subscribe', args: ['tickers.BTCUSDT'], req_id: 'a' });
    await socket.until(is(frame => frame.op === 'subscribe' && frame.success === true));
    const whole = (await socket.until(is(frame => frame.type === 'snapshot'))) as Frame;
    market.setMark('BTC', '86001');
    const delta = (await socket.until(
      is(frame => frame.data?.markPrice !== undefined && frame.type === 'delta'),
    )) as Frame;
    expect(delta.data).toMatchObject({ symbol: 'BTCUSDT', markPrice: '86001' });
    expect(Object.keys(delta.data!).length).toBeLessThan(Object.keys(whole.data!).length);
    socket.send({ op: 'ping' });
    await socket.until(is(frame => frame.ret_msg === 'pong'));
    socket.send({ op: 'subscribe', args: ['nothing'] });
    await socket.until(is(frame => frame.success === false));
    socket.close();
  });

  it('say of an account only to whoever logs in, and only what has changed', async () => {
    const { apiKey, apiSecret } = exchange.accounts.seed!;
    const socket = await line(proxy, 'wss://stream.bybit.com/v5/private');
    socket.send({ op: 'subscribe', args: ['position'] });
    await socket.until(is(frame => frame.success === false));
    const expires = Date.now() + 10_000;
    const sign = (secret: string) =>
      createHmac('sha256', secret).update(`GET/realtime${expires}`).digest('hex');
    socket.send({ op: 'auth', args: [apiKey, expires, sign('wrong')] });
    await socket.until(is(frame => frame.op === 'auth' && frame.success === false));
    socket.send({ op: 'auth', args: [apiKey, expires, sign(apiSecret!)] });
    await socket.until(is(frame => frame.op === 'auth' && frame.success === true));
    socket.send({ op: 'subscribe', args: ['wallet', 'position', 'order'] });
    await socket.until(is(frame => frame.op === 'subscribe' && frame.success === true));
    exchange.order('seed', { symbol: 'ETHUSDT', side: 'buy', size: '0.5', price: null });
    const { data } = (await socket.until(is(frame => frame.topic === 'position'))) as { data: unknown };
    expect(data).toMatchObject([{ symbol: 'ETHUSDT', side: 'Buy', size: '2.26', category: 'linear' }]);
    await socket.until(is(frame => frame.topic === 'wallet'));
    await socket.until(is(frame => frame.topic === 'order'));
    socket.close();
  });
});

describe('the page', () => {
  const www = 'https://www.bybit.com';

  it('has a strict policy, a session, and calls in the older envelope', async () => {
    const page = await ask(proxy, `${www}/trade/usdt/BTCUSDT?account=cross`);
    expect(String(page.headers['content-security-policy'])).toMatch(/trusted-types 'none'/);
    const cookie = (page.headers['set-cookie'] as string[])[0]!.split(';')[0]!;
    const get = async (path: string, headers = {}) =>
      (await ask(proxy, `${www}/x-api/v5/${path}`, { headers })).json();
    expect(await get('account/info', { cookie })).toMatchObject({
      ret_code: 0,
      result: { marginMode: 'REGULAR_MARGIN' },
    });
    expect(await get('account/info')).toMatchObject({ ret_code: 10007 });
  });

  it('answers as the gate does when it is told to', async () => {
    switches.answer = 503;
    const down = await ask(proxy, `${api}/market/time`);
    switches.answer = 429;
    const busy = await ask(proxy, `${api}/market/time`);
    switches.answer = null;
    expect([down.status, down.text.startsWith('<html>')]).toEqual([503, true]);
    expect(busy.json()).toMatchObject({ retCode: 10006 });
  });
});
