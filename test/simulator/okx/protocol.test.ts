/** The exchange as a client meets it: over TLS, through the proxy, signed and not. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '..';
import { type Ask, ask, line } from '../client';
import { createOkx } from '.';

let simulator: Simulator;
let keys: Record<string, Record<string, string>>;
beforeAll(async () => {
  simulator = await startSimulator({ scenario: 'still', seed: 3, exchanges: [createOkx] });
  keys = simulator.accounts.okx!;
});
afterAll(() => simulator.close());

const BASE = 'https://www.okx.com';
const get = async (path: string, more: Ask = {}) => {
  const reply = await ask(simulator.proxy, BASE + path, more);
  return {
    status: reply.status,
    ...(reply.json() as { code: string; msg: string; data: Record<string, never>[] }),
  };
};

const mac = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('base64');
interface Signing {
  name?: string;
  /** "" or the beginning of the names of another key's parts: "bound". */
  kind?: string;
  at?: number;
  headers?: Record<string, string>;
}
const signed = (
  path: string,
  { name = 'futures', kind = '', at = Date.now(), headers }: Signing = {},
): Ask => {
  const of = (part: string) => keys[name]![kind ? `${kind}${part[0]!.toUpperCase()}${part.slice(1)}` : part]!;
  const time = new Date(at).toISOString();
  return {
    headers: {
      'OK-ACCESS-KEY': of('apiKey'),
      'OK-ACCESS-PASSPHRASE': of('passphrase'),
      'OK-ACCESS-TIMESTAMP': time,
      'OK-ACCESS-SIGN': mac(of('apiSecret'), `${time}GET${path}`),
      ...headers,
    },
  };
};

describe('public calls', () => {
  test('contracts, tiers, marks, haircuts, the time', async () => {
    const swaps = await get('/api/v5/public/instruments?instType=SWAP');
    expect(swaps.data.length).toBeGreaterThan(30);
    expect(swaps.data.find(row => row.instId === 'BTC-USD-SWAP')).toMatchObject({
      ctType: 'inverse',
      settleCcy: 'BTC',
      ctVal: '100',
    });
    const tiers = await get(
      '/api/v5/public/position-tiers?instType=SWAP&tdMode=cross&instFamily=BTC-USDT,ETH-USDT',
    );
    expect(new Set(tiers.data.map(row => row.instFamily))).toEqual(new Set(['BTC-USDT', 'ETH-USDT']));
    const [mark] = (await get('/api/v5/public/mark-price?instType=SWAP&instId=BTC-USDT-SWAP')).data;
    expect(mark).toMatchObject({ instId: 'BTC-USDT-SWAP', markPx: simulator.market.mark('BTC') });
    const [haircut] = (await get('/api/v5/public/discount-rate-interest-free-quota?ccy=BTC')).data;
    expect(haircut).toMatchObject({ ccy: 'BTC' });
    expect((await get('/api/v5/public/time')).data[0]!.ts).toMatch(/^\d{13}$/);
  });

  test('candles: the newest first, three hundred at most, the last one not confirmed', async () => {
    const { data } = await get('/api/v5/market/candles?instId=BTC-USDT-SWAP&bar=1H&limit=1000');
    expect(data).toHaveLength(300);
    const times = data.map(row => Number(row[0]));
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(data.map(row => row[8]).slice(0, 2)).toEqual(['0', '1']);
    const before = times[10]! - 1;
    const part = await get(
      `/api/v5/market/candles?instId=BTC-USDT-SWAP&bar=1H&before=${before}&after=${times[5]}`,
    );
    expect(part.data.map(row => Number(row[0]))).toEqual(times.slice(6, 11));
  });

  test('what is asked wrongly is said', async () => {
    expect(await get('/api/v5/public/instruments')).toMatchObject({ status: 400, code: '50014' });
    expect(
      await get('/api/v5/public/position-tiers?instType=SWAP&tdMode=cross&instFamily=A,B,C,D,E,F'),
    ).toMatchObject({ code: '51000' });
    expect(await get('/api/v5/nothing')).toMatchObject({ status: 404 });
  });
});

describe('signed calls', () => {
  test('tell of the account', async () => {
    const [config] = (await get('/api/v5/account/config', signed('/api/v5/account/config'))).data;
    expect(config).toMatchObject({ perm: 'read_only', acctLv: '2', posMode: 'net_mode' });
    const positions = await get('/api/v5/account/positions', signed('/api/v5/account/positions'));
    expect(positions.data.map(row => row.instId).sort()).toEqual(
      simulator
        .truth('okx', 'futures')[0]!
        .pools.flatMap(pool => pool.positions.map(one => one.symbol))
        .sort(),
    );
    const path = '/api/v5/account/balance?ccy=USDT';
    const [balance] = (await get(path, signed(path))).data as unknown as { details: { ccy: string }[] }[];
    expect(balance!.details.map(one => one.ccy)).toEqual(['USDT']);
    const orders = await get('/api/v5/trade/orders-pending', signed('/api/v5/trade/orders-pending'));
    expect(orders.data).toHaveLength(2);
  });

  test('conditional orders are asked for by their kind', async () => {
    const path = '/api/v5/trade/orders-algo-pending';
    expect(await get(path, signed(path))).toMatchObject({ status: 400, code: '50014' });
    const some = `${path}?ordType=conditional,oco`;
    expect((await get(some, signed(some))).data).toHaveLength(2);
    const mixed = `${path}?ordType=conditional,trigger`;
    expect(await get(mixed, signed(mixed))).toMatchObject({ code: '51000' });
  });

  const path = '/api/v5/account/balance';
  test.each<[string, Signing, string]>([
    ['no key', { headers: { 'OK-ACCESS-KEY': '' } }, '50103'],
    ['no passphrase', { headers: { 'OK-ACCESS-PASSPHRASE': '' } }, '50104'],
    ['another passphrase', { headers: { 'OK-ACCESS-PASSPHRASE': 'x' } }, '50105'],
    ['no signature', { headers: { 'OK-ACCESS-SIGN': '' } }, '50106'],
    ['another signature', { headers: { 'OK-ACCESS-SIGN': 'x' } }, '50113'],
    ['an unknown key', { headers: { 'OK-ACCESS-KEY': '11111111-2222-3333-4444-555555555555' } }, '50111'],
    ['an old time', { at: Date.now() - 60_000 }, '50102'],
    ['a time that is none', { headers: { 'OK-ACCESS-TIMESTAMP': '1790000000' } }, '50112'],
    ['a key of another address', { kind: 'bound' }, '50110'],
  ])('%s is refused', async (_, signing, code) => {
    expect(await get(path, signed(path, signing))).toMatchObject({ status: 401, code });
  });

  test('more than the limit in two seconds is refused', async () => {
    const call = '/api/v5/account/config';
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => get(call, signed(call, { name: 'seed' }))),
    );
    expect(answers.filter(({ code }) => code === '0').length).toBeLessThanOrEqual(10);
    expect(answers.some(({ status, code }) => status === 429 && code === '50011')).toBe(true);
  });
});

describe('sockets', () => {
  test('marks of a contract, at every change; "ping" is answered by "pong"', async () => {
    const socket = await line(simulator.proxy, 'wss://ws.okx.com:8443/ws/v5/public');
    socket.send({ op: 'subscribe', args: [{ channel: 'mark-price', instId: 'ETH-USDT-SWAP' }] });
    await socket.until(frame => (frame as { event?: string }).event === 'subscribe');
    simulator.market.setMark('ETH', '2777.7');
    await socket.until(frame => JSON.stringify(frame).includes('"markPx":"2777.7"'));
    socket.send('ping');
    await socket.until(frame => frame === 'pong');
    socket.send({ op: 'subscribe', args: [{ channel: 'positions', instType: 'ANY' }] });
    await socket.until(frame => (frame as { code?: string }).code === '60018');
    socket.close();
  });

  test('an account: a login, snapshots in pages, what is filled', async () => {
    const socket = await line(simulator.proxy, 'wss://ws.okx.com:8443/ws/v5/private');
    socket.send({ op: 'subscribe', args: [{ channel: 'account' }] });
    await socket.until(frame => (frame as { code?: string }).code === '60011');
    const { apiKey, apiSecret, passphrase } = keys.desk!;
    const timestamp = String(Math.floor(Date.now() / 1000));
    const sign = mac(apiSecret!, `${timestamp}GET/users/self/verify`);
    socket.send({ op: 'login', args: [{ apiKey, passphrase, timestamp, sign: 'x' }] });
    await socket.until(frame => (frame as { code?: string }).code === '60007');
    socket.send({ op: 'login', args: [{ apiKey, passphrase, timestamp, sign }] });
    await socket.until(frame => (frame as { event?: string }).event === 'login');
    socket.send({
      op: 'subscribe',
      args: [{ channel: 'positions', instType: 'ANY' }, { channel: 'account' }],
    });
    const last = (await socket.until(
      frame =>
        (frame as { lastPage?: boolean; arg?: { channel: string } }).lastPage === true &&
        (frame as { arg: { channel: string } }).arg.channel === 'positions',
    )) as { curPage: number };
    expect(last.curPage).toBe(2);
    simulator.exchanges.okx!.order('desk', {
      symbol: 'BTC-USDT-SWAP',
      side: 'buy',
      size: '0.1',
      price: null,
    });
    await socket.until(
      frame =>
        (frame as { eventType?: string }).eventType === 'event_update' &&
        JSON.stringify(frame).includes('BTC-USDT-SWAP'),
    );
    socket.close();
  });
});

test('the page is served, to whoever is logged in there, with a strict policy', async () => {
  const reply = await ask(simulator.proxy, `${BASE}/trade-swap/btc-usdt-swap?account=hedge`);
  expect(reply.status).toBe(200);
  expect(String(reply.headers['content-security-policy'])).toContain("default-src 'none'");
  const { token } = JSON.parse(/id="page-data">([^<]+)</.exec(reply.text)![1]!) as { token: string };
  const own = await ask(simulator.proxy, `${BASE}/priapi/v5/account/config?t=1`, {
    headers: { authorization: token },
  });
  expect(own.json()).toMatchObject({ code: '0', data: [{ posMode: 'long_short_mode' }] });
  const stranger = await ask(simulator.proxy, `${BASE}/priapi/v5/account/config?t=1`);
  expect(stranger.status).toBe(401);
});
