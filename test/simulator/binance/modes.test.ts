/** The other accounts of this exchange over the wire: COIN-M, Portfolio Margin, a mode that is turned over. */
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

/** As a client library asks: signed by the account's reading key. */
function signed(account: string, url: string, method = 'GET') {
  const { apiKey, apiSecret } = exchange.accounts[account]!;
  const plain = new URLSearchParams({ timestamp: String(Date.now()) }).toString();
  const signature = createHmac('sha256', apiSecret!).update(plain).digest('hex');
  return ask(proxy, `https://${url}?${plain}&signature=${signature}`, {
    method,
    headers: { 'x-mbx-apikey': apiKey! },
  });
}

describe('which accounts a key has', () => {
  it.each([
    ['oneway', 'fapi.binance.com/fapi/v3/account', 200],
    ['oneway', 'dapi.binance.com/dapi/v1/account', 200],
    ['oneway', 'papi.binance.com/papi/v1/account', 401],
    ['portfolio', 'papi.binance.com/papi/v1/account', 200],
    ['portfolio', 'fapi.binance.com/fapi/v3/account', 401],
    ['portfolio', 'dapi.binance.com/dapi/v1/account', 401],
    ['coinm', 'api.binance.com/api/v3/account', 200],
  ])('%s at %s: %i', async (account, url, status) => {
    expect((await signed(account, url)).status).toBe(status);
  });

  it('a wrong signature is refused on every host', async () => {
    for (const url of [
      'fapi.binance.com/fapi/v3/account',
      'dapi.binance.com/dapi/v1/account',
      'papi.binance.com/papi/v1/account',
    ]) {
      const answer = await ask(proxy, `https://${url}?timestamp=${Date.now()}&signature=${'0'.repeat(64)}`, {
        headers: { 'x-mbx-apikey': exchange.accounts.portfolio!.apiKey! },
      });
      expect(answer.json()).toMatchObject({ code: -1022 });
    }
  });
});

describe('COIN-M', () => {
  it('serves its own page, whose calls speak of its own account', async () => {
    const page = await ask(proxy, 'https://www.binance.com/en/delivery/BTCUSD_PERP?account=coinm');
    expect(page.status).toBe(200);
    const cookies = (page.headers['set-cookie'] as string[]).map(one => one.split(';')[0]!);
    const call = (path: string) =>
      ask(proxy, `https://www.binance.com/bapi/futures/${path}`, {
        method: 'POST',
        headers: {
          cookie: cookies.join('; '),
          csrftoken: cookies.find(one => one.startsWith('cr00='))!.slice(5),
        },
        body: {},
      }).then(answer => (answer.json() as { data: { symbol: string }[] }).data.map(row => row.symbol));
    expect(await call('v1/private/delivery/user-data/user-position')).toEqual([
      'BTCUSD_PERP',
      'BTCUSD_270326',
      'ETHUSD_PERP',
    ]);
    expect(await call('v6/private/future/user-data/user-position')).toEqual([]);
  });

  it('lists its contracts, marks and brackets, and sends who goes astray home', async () => {
    const get = (path: string) =>
      ask(proxy, `https://dapi.binance.com/dapi/v1/${path}`).then(one => one.json());
    const { symbols } = (await get('exchangeInfo')) as {
      symbols: { symbol: string; contractSize: number }[];
    };
    expect(symbols.find(one => one.symbol === 'BTCUSD_PERP')).toMatchObject({
      contractSize: 100,
      marginAsset: 'BTC',
    });
    expect(await get('premiumIndex?symbol=BTCUSD_PERP')).toMatchObject([
      { symbol: 'BTCUSD_PERP', pair: 'BTCUSD' },
    ]);
    const astray = await ask(proxy, 'https://www.binance.com/en/delivery/NONE?account=coinm');
    expect(astray.headers.location).toBe('/en/delivery/BTCUSD_PERP?account=coinm');
  });

  it('tells of its fills on its own stream', async () => {
    const { listenKey } = (await signed('coinm', 'dapi.binance.com/dapi/v1/listenKey', 'POST')).json() as {
      listenKey: string;
    };
    const socket = await line(proxy, `wss://dstream.binance.com/ws/${listenKey}`);
    exchange.order('coinm', { symbol: 'BTCUSD_PERP', side: 'buy', size: '10', price: null });
    const event = (await socket.until(one => (one as { e?: string }).e === 'ACCOUNT_UPDATE')) as {
      a: { B: { a: string }[]; P: { s: string; pa: string }[] };
    };
    expect(event.a.B[0]!.a).toBe('BTC');
    expect(event.a.P[0]).toMatchObject({ s: 'BTCUSD_PERP', pa: '430' });
    socket.close();
  });
});

describe('Portfolio Margin', () => {
  it('tells of both products on one stream, each by its mark', async () => {
    const { listenKey } = (
      await signed('portfolio', 'papi.binance.com/papi/v1/listenKey', 'POST')
    ).json() as {
      listenKey: string;
    };
    const socket = await line(proxy, `wss://fstream.binance.com/pm/ws/${listenKey}`);
    for (const [symbol, fs] of [
      ['ETHUSDT', 'UM'],
      ['BTCUSD_PERP', 'CM'],
    ] as const) {
      exchange.order('portfolio', { symbol, side: 'buy', size: '1', price: null });
      const event = (await socket.until(one => {
        const { e, a } = one as { e?: string; a?: { P?: { s: string }[] } };
        return e === 'ACCOUNT_UPDATE' && a?.P?.[0]?.s === symbol;
      })) as { fs: string; a: { P: object[] } };
      expect(event.fs).toBe(fs);
      expect(event.a.P[0]).not.toHaveProperty('mt');
    }
    socket.close();
  });

  it('prints a ratio that is made of its own totals', async () => {
    const account = (await signed('portfolio', 'papi.binance.com/papi/v1/account')).json() as Record<
      string,
      string
    >;
    const ratio = Number(account.accountEquity) / Number(account.accountMaintMargin);
    expect(Math.abs(Number(account.uniMMR) - ratio)).toBeLessThan(1e-6);
    expect(Number(account.actualEquity)).toBeGreaterThan(Number(account.accountEquity));
    const [truth] = exchange.truth('portfolio');
    expect(truth!.pools[0]!.equity / Number(account.accountEquity)).toBeCloseTo(1, 6);
  });
});

describe('the mode of USDⓈ-M', () => {
  it('is turned over, and makes one pool of several or several of one', async () => {
    const ids = () => exchange.truth('multi')[0]!.pools.map(pool => pool.id);
    expect(ids()).toEqual(['usdm:multi-assets']);
    exchange.setMultiAssets('multi', false);
    expect(ids()).toEqual(['usdm:USDT', 'usdm:USDC', 'usdm:BTC', 'usdm:BNB']);
    exchange.setMultiAssets('multi', true);
    const rows = (await signed('multi', 'fapi.binance.com/fapi/v3/account')).json() as {
      assets: { availableBalance: string }[];
    };
    expect(new Set(rows.assets.map(one => one.availableBalance)).size).toBe(1);
  });
});
