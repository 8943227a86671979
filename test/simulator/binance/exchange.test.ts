import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, line } from '../client';
import type { Switches } from '../exchange';
import { createMarket, type Market } from '../market';
import { type Proxy as ProxyServer, startProxy } from '../proxy';
import { startTls, type TlsServer } from '../tls';
import { type BinanceExchange, createBinance } from '.';

const switches: Switches = { feedPaused: false, drifted: false, answer: null, loggedOut: false };
let market: Market;
let exchange: BinanceExchange;
let tls: TlsServer;
let proxyServer: ProxyServer;
let proxy: string;

beforeAll(async () => {
  market = createMarket({ scenario: 'still', seed: 1, live: false });
  exchange = createBinance({ market, scenario: 'still', seed: 1, switches, now: market.now });
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

/** A switch for the length of one test. */
async function during(change: Partial<Switches>, run: () => Promise<void>) {
  const before = { ...switches };
  Object.assign(switches, change);
  exchange.switched();
  try {
    await run();
  } finally {
    Object.assign(switches, before);
    exchange.switched();
  }
}

type Body = Record<string, unknown>;
const www = 'https://www.binance.com';
const fapi = 'https://fapi.binance.com';

/** Opens the page and calls on with its cookies and its token, as a browser would. */
async function browse(account: string) {
  const page = await ask(proxy, `${www}/en/futures/BTCUSDT?account=${account}`);
  const cookies = (page.headers['set-cookie'] as string[]).map(one => one.split(';')[0]!);
  const csrftoken = cookies.find(one => one.startsWith('cr00='))!.slice(5);
  const call = async (path: string, body: Body = {}) => {
    const answer = await ask(proxy, `${www}/bapi/futures/${path}`, {
      method: 'POST',
      headers: { cookie: cookies.join('; '), csrftoken },
      body,
    });
    return { status: answer.status, ...(answer.json() as { code: string; data: unknown; success: boolean }) };
  };
  return { page, call };
}

/** As a client library signs: the query as sent, `signature` last. */
function signer(account: string, trades = false) {
  const keys = exchange.accounts[account]!;
  const [key, secret] = trades
    ? [keys.tradingApiKey!, keys.tradingApiSecret!]
    : [keys.apiKey!, keys.apiSecret!];
  return (
    path: string,
    query: Record<string, string> = {},
    { method = 'GET', by = key, with: secretUsed = secret } = {},
  ) => {
    const plain = new URLSearchParams({ timestamp: String(Date.now()), ...query }).toString();
    const signature = createHmac('sha256', secretUsed).update(plain).digest('hex');
    const host = path.startsWith('/sapi') ? 'https://api.binance.com' : fapi;
    return ask(proxy, `${host}${path}?${plain}&signature=${signature}`, {
      method,
      headers: { 'x-mbx-apikey': by },
    });
  };
}

describe('the page', () => {
  it('comes with a strict policy and the cookies of a login', async () => {
    const { page } = await browse('oneway');
    expect(page.status).toBe(200);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toMatch(/script-src 'nonce-[^']+' 'strict-dynamic'/);
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(page.headers['set-cookie']).toEqual([
      expect.stringMatching(/^p20t=web\.\d+\.\w+; HttpOnly; Path=\/; Secure/),
      expect.stringMatching(/^cr00=/),
    ]);
  });
  it('of an unknown symbol leads to BTCUSDT', async () => {
    const answer = await ask(proxy, `${www}/zh-CN/futures/NOSUCHUSDT`);
    expect(answer.status).toBe(302);
    expect(answer.headers.location).toBe('/zh-CN/futures/BTCUSDT');
  });
  it('does not let a stranger in', async () => {
    const answer = await ask(proxy, `${www}/bapi/futures/v6/private/future/user-data/user-position`, {
      body: {},
    });
    expect(answer.json()).toMatchObject({ code: '100002002', data: null, success: false });
  });
  it('gives out brackets and marks without a login', async () => {
    const answer = await ask(proxy, `${www}/bapi/futures/v1/friendly/future/common/brackets`);
    const { data } = answer.json() as { data: { brackets: { symbol: string; riskBrackets: Body[] }[] } };
    const bitcoin = data.brackets.find(one => one.symbol === 'BTCUSDT')!;
    expect(bitcoin.riskBrackets[2]).toEqual({
      bracketSeq: 3,
      bracketNotionalFloor: 800000,
      bracketNotionalCap: 3000000,
      bracketMaintenanceMarginRate: 0.0065,
      cumFastMaintenanceAmount: 1500,
      minOpenPosLeverage: 51,
      maxOpenPosLeverage: 75,
    });
    const premium = (await ask(proxy, `${www}/fapi/v1/premiumIndex?symbol=ETHUSDT`)).json();
    expect(premium).toMatchObject({ symbol: 'ETHUSDT', markPrice: '2841.60000000' });
  });
});

describe('the account on the page', () => {
  it('is in the envelope, and the same as the truth', async () => {
    const { call } = await browse('mixed');
    const { data, ...rest } = await call('v6/private/future/user-data/user-position');
    expect(rest).toMatchObject({ status: 200, code: '000000', success: true });
    const rows = data as Record<string, string>[];
    const [truth] = exchange.truth('mixed');
    const known = truth!.pools.flatMap(pool => pool.positions);
    expect(rows.map(row => row.symbol).sort()).toEqual(known.map(one => one.symbol).sort());
    for (const one of known) {
      const row = rows.find(r => r.symbol === one.symbol)!;
      expect(Number(row.positionAmount)).toBeCloseTo(one.size, 8);
      expect(Number(row.maintMargin)).toBeCloseTo(one.maintenance, 6);
      expect(Number(row.liquidationPrice)).toBeCloseTo(one.printed ?? 0, 6);
      // One factor to a pool and symbol here: where it is printed, there it is.
      expect(one.size > 0 ? one.below : one.above).toBeCloseTo(one.printed!, 5);
    }
    expect(truth!.pools.map(pool => pool.id)).toEqual([
      'usdm:USDT',
      'usdm:USDC',
      'usdm:BNB',
      'isolated:ETHUSDT',
      'isolated:DOGEUSDT',
    ]);
  });

  it('lists orders, conditional orders and settings', async () => {
    const { call } = await browse('oneway');
    const orders = (await call('v1/private/future/order/open-orders')).data as Body[];
    expect(orders).toHaveLength(3);
    expect(orders[0]).toMatchObject({ symbol: 'BTCUSDT', type: 'LIMIT', origQty: '0.05', reduceOnly: false });
    const conditional = (await call('v1/private/future/order/get-all-algo-order')).data as Body[];
    expect(conditional.map(one => one.orderType)).toEqual([
      'TAKE_PROFIT_MARKET',
      'STOP_MARKET',
      'STOP_MARKET',
    ]);
    const config = (await call('v1/private/future/user-data/symbol-config')).data as {
      symbolConfigItemList: Body[];
    };
    const bitcoin = config.symbolConfigItemList.find(one => one.symbol === 'BTCUSDT');
    expect(bitcoin).toEqual({
      symbol: 'BTCUSDT',
      marginType: 'CROSSED',
      leverage: 20,
      maxNotionalValue: '100000000',
      autoAddMargin: false,
    });
    expect((await call('v1/private/future/user-data/get-position-side')).data).toEqual({
      dualSidePosition: false,
    });
  });

  it('changes with an order, and the user stream says so', async () => {
    const { call } = await browse('seed');
    const { data } = await call('v1/private/future/user-stream/listen-key');
    const { listenKey } = data as { listenKey: string };
    expect(listenKey).toMatch(/^[A-Za-z\d]{64}$/);
    const stream = await line(proxy, `wss://fstream.binance.com/private/ws/${listenKey}`);
    const order = {
      symbol: 'ETHUSDT',
      side: 'BUY',
      positionSide: 'BOTH',
      type: 'LIMIT',
      price: '2800.00',
      quantity: '1',
    };
    expect(await call('v1/private/future/order/place-order', order)).toMatchObject({ success: true });
    const update = await stream.until(message => (message as Body).e === 'ACCOUNT_UPDATE');
    expect(update).toMatchObject({
      a: { m: 'ORDER', B: [{ a: 'USDT', bc: '0' }], P: [{ s: 'ETHUSDT', pa: '2.76' }] },
    });
    const rows = (await call('v6/private/future/user-data/user-position')).data as Body[];
    expect(rows[0]).toMatchObject({ symbol: 'ETHUSDT', positionAmount: '2.760' });
    stream.close();
  });

  it('refuses in the envelope', async () => {
    const { call } = await browse('seed');
    const order = { symbol: 'ETHUSDT', side: 'BUY', type: 'MARKET', quantity: '90000' };
    expect(await call('v1/private/future/order/place-order', order)).toMatchObject({
      code: '-2019',
      success: false,
    });
  });
});

describe('the market streams', () => {
  it('bring marks once a second, wrapped and bare', async () => {
    const wrapped = await line(proxy, 'wss://fstream.binance.com/market/stream?streams=!markPrice@arr@1s');
    const all = (await wrapped.until(() => true)) as { stream: string; data: Body[] };
    expect(all.stream).toBe('!markPrice@arr@1s');
    expect(all.data.find(one => one.s === 'BTCUSDT')).toMatchObject({
      e: 'markPriceUpdate',
      p: '86420.00000000',
    });
    wrapped.close();
    const bare = await line(proxy, 'wss://fstream.binance.com/market/ws/ethusdt@markPrice@1s');
    expect(await bare.until(() => true)).toMatchObject({ e: 'markPriceUpdate', s: 'ETHUSDT' });
    bare.close();
  });

  it('are joined and left by command', async () => {
    const stream = await line(proxy, 'wss://fstream.binance.com/public/ws');
    stream.send({ method: 'SUBSCRIBE', params: ['btcusdt@bookTicker'], id: 7 });
    expect(await stream.until(() => true)).toEqual({ result: null, id: 7 });
    await stream.until(message => (message as Body).e === 'bookTicker');
    stream.send({ method: 'LIST_SUBSCRIPTIONS', id: 8 });
    expect(await stream.until(message => (message as Body).id === 8)).toEqual({
      result: ['btcusdt@bookTicker'],
      id: 8,
    });
    stream.send('no JSON');
    await stream.until(message => 'error' in (message as Body));
    stream.close();
  });

  it('do not open to a forged listen key', async () => {
    const stream = await line(proxy, `wss://fstream.binance.com/private/ws/${'a'.repeat(64)}`);
    expect(await stream.closed).toBe(1008);
  });
});

describe('the API', () => {
  it('answers a reading key', async () => {
    const call = signer('hedge');
    const rows = (await call('/fapi/v3/positionRisk', { symbol: 'BTCUSDT' })).json() as Body[];
    expect(rows.map(row => row.positionSide)).toEqual(['LONG', 'SHORT']);
    expect(rows[0]!.liquidationPrice).toBe(rows[1]!.liquidationPrice);
    expect((await call('/fapi/v1/positionSide/dual')).json()).toEqual({ dualSidePosition: true });
    const account = (await call('/fapi/v3/account')).json() as Body;
    expect(account).toMatchObject({ totalWalletBalance: '24180.77015822' });
    expect((await call('/fapi/v1/openAlgoOrders')).json()).toMatchObject([
      { algoStatus: 'NEW', closePosition: true },
    ]);
    const [brackets] = (await call('/fapi/v1/leverageBracket', { symbol: 'ETHUSDT' })).json() as [
      { brackets: Body[] },
    ];
    expect(brackets.brackets[1]).toMatchObject({ notionalFloor: 50000, maintMarginRatio: 0.005, cum: 50 });
    const weighed = await call('/fapi/v1/openOrders');
    expect(Number(weighed.headers['x-mbx-used-weight-1m'])).toBeGreaterThanOrEqual(40);
    expect((await call('/sapi/v1/account/apiRestrictions')).json()).toMatchObject({
      enableReading: true,
      enableFutures: false,
      enableWithdrawals: false,
    });
  });

  it.each([
    ['a wrong signature', () => signer('hedge')('/fapi/v3/balance', {}, { with: 'x' }), 400, -1022],
    ['a key of no form', () => signer('hedge')('/fapi/v3/balance', {}, { by: 'short' }), 401, -2014],
    ['a key of nobody', () => signer('hedge')('/fapi/v3/balance', {}, { by: 'a'.repeat(64) }), 401, -2015],
    [
      'an old timestamp',
      () => signer('hedge')('/fapi/v3/balance', { timestamp: '1764000000000' }),
      400,
      -1021,
    ],
    [
      'a timestamp of tomorrow',
      () => signer('hedge')('/fapi/v3/balance', { timestamp: String(Date.now() + 86_400_000) }),
      400,
      -1021,
    ],
    [
      'an order by a reading key',
      () =>
        signer('hedge')(
          '/fapi/v1/order',
          { symbol: 'BTCUSDT', side: 'BUY', positionSide: 'LONG', type: 'MARKET', quantity: '0.01' },
          { method: 'POST' },
        ),
      401,
      -2015,
    ],
    ['no such symbol', () => ask(proxy, `${fapi}/fapi/v1/premiumIndex?symbol=NONE`), 400, -1121],
    ['no such interval', () => ask(proxy, `${fapi}/fapi/v1/klines?symbol=BTCUSDT&interval=7h`), 400, -1120],
  ])('refuses %s', async (_what, call, status, code) => {
    const answer = await call();
    expect(answer.status).toBe(status);
    expect(answer.json()).toMatchObject({ code });
  });

  it('lets a trading key trade', async () => {
    const call = signer('empty', true);
    const post = { method: 'POST' };
    const order = {
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'LIMIT',
      quantity: '0.01',
      price: '80000',
      timeInForce: 'GTC',
    };
    const placed = (await call('/fapi/v1/order', order, post)).json() as Body;
    expect(placed).toMatchObject({ status: 'NEW', executedQty: '0' });
    const stop = {
      symbol: 'BTCUSDT',
      side: 'SELL',
      type: 'STOP_MARKET',
      quantity: '0.01',
      stopPrice: '70000',
    };
    expect((await call('/fapi/v1/order', stop, post)).json()).toMatchObject({ code: -4120 });
    const cancelled = await call(
      '/fapi/v1/order',
      { symbol: 'BTCUSDT', orderId: String(placed.orderId) },
      { method: 'DELETE' },
    );
    expect(cancelled.json()).toMatchObject({ status: 'CANCELED' });
  });

  it('has hours of marks that end with now', async () => {
    const answer = await ask(proxy, `${fapi}/fapi/v1/markPriceKlines?symbol=BTCUSDT&interval=1h&limit=800`);
    const bars = answer.json() as [number, string, string, string, string, ...unknown[]][];
    expect(bars).toHaveLength(800);
    expect(bars.at(-1)![4]).toBe('86420.00000000');
    expect(bars[1]![0] - bars[0]![0]).toBe(3_600_000);
    const days = (await ask(proxy, `${fapi}/fapi/v1/klines?symbol=1000PEPEUSDT&interval=1d&limit=3`)).json();
    expect((days as string[][]).at(-1)![4]).toMatch(/^0\.00451/);
  });
});

describe('the switches', () => {
  it('drift: a field has another name', async () => {
    const { call } = await browse('oneway');
    await during({ drifted: true }, async () => {
      const [row] = (await call('v6/private/future/user-data/user-position')).data as Body[];
      expect(row).not.toHaveProperty('positionAmount');
      expect(row).toHaveProperty('positionQty');
    });
  });

  it('answer: 429 with a time to wait, 503 as HTML', async () => {
    await during({ answer: 429 }, async () => {
      const answer = await ask(proxy, `${fapi}/fapi/v1/premiumIndex`);
      expect(answer.status).toBe(429);
      expect(answer.headers['retry-after']).toBe('5');
    });
    await during({ answer: 503 }, async () => {
      const answer = await ask(proxy, `${www}/bapi/futures/v1/friendly/future/common/brackets`);
      expect(answer.status).toBe(503);
      expect(answer.text).toContain('<html>');
    });
  });

  it('logout: strangers everywhere, and the user stream ends', async () => {
    const { call } = await browse('oneway');
    const { data } = await call('v1/private/future/user-stream/listen-key');
    const stream = await line(proxy, `wss://fstream.binance.com/private/ws/${(data as Body).listenKey}`);
    await during({ loggedOut: true }, async () => {
      expect(await call('v6/private/future/user-data/user-balance')).toMatchObject({ code: '100002002' });
      expect(await stream.until(() => true)).toMatchObject({ e: 'listenKeyExpired' });
      await stream.closed;
    });
  });

  it('a pause: streams are dumb and the page hangs, the API goes on', async () => {
    const { call } = await browse('oneway');
    await during({ feedPaused: true }, async () => {
      const stream = await line(proxy, 'wss://fstream.binance.com/market/ws/btcusdt@markPrice@1s');
      const hanging = call('v6/private/future/user-data/user-position').catch((error: Error) => error);
      const first = await Promise.race([
        hanging,
        new Promise(resolve => setTimeout(() => resolve('hangs'), 1300)),
      ]);
      expect(first).toBe('hangs');
      expect(stream.heard).toEqual([]);
      expect((await ask(proxy, `${fapi}/fapi/v1/time`)).status).toBe(200);
      stream.close();
    });
  });

  it('a clock of its own', async () => {
    exchange.skew(3_600_000);
    const { serverTime } = (await ask(proxy, `${fapi}/fapi/v1/time`)).json() as { serverTime: number };
    expect(serverTime - Date.now()).toBeGreaterThan(3_500_000);
    expect((await signer('hedge')('/fapi/v3/balance')).json()).toMatchObject({ code: -1021 });
    exchange.skew(0);
  });

  it('funding is told by balances alone', async () => {
    const { call } = await browse('oneway');
    const { data } = await call('v1/private/future/user-stream/listen-key');
    const stream = await line(proxy, `wss://fstream.binance.com/private/ws/${(data as Body).listenKey}`);
    exchange.transfer('oneway', 'USDT', '-1.5', 'FUNDING_FEE');
    expect(await stream.until(() => true)).toMatchObject({
      a: { m: 'FUNDING_FEE', B: [{ a: 'USDT', bc: '-1.50000000' }], P: [] },
    });
    stream.close();
  });
});

describe('the order of a test', () => {
  it('fills at its price at once, and sets leverage and margin mode first', () => {
    const fill = exchange.order('empty', {
      symbol: 'ETHUSDT',
      side: 'sell',
      size: '0.5',
      price: '2900',
      leverage: 7,
      marginMode: 'isolated',
    });
    expect(fill).toEqual({ ok: true, price: '2900', size: '0.5' });
    const [truth] = exchange.truth('empty');
    const isolated = truth!.pools.find(pool => pool.kind === 'isolated')!;
    expect(isolated).toMatchObject({ id: 'isolated:ETHUSDT', positions: [{ size: -0.5, entry: 2900 }] });
    expect(isolated.equity).toBeCloseTo((0.5 * 2900) / 7 + 0.5 * (2900 - 2841.6), 6);
    expect(
      exchange.order('empty', { symbol: 'ETHUSDT', side: 'buy', size: '0.5', price: null, reduceOnly: true }),
    ).toMatchObject({
      ok: true,
      price: '2841.6',
    });
  });
});
