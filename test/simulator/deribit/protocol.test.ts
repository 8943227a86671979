/** The simulated Deribit as a client library meets it: through the proxy, over TLS. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, line } from '../client';
import { type Simulator, startSimulator } from '../index';
import { createDeribit } from './index';
import { createMeter } from './meter';

let simulator: Simulator;
const keyOf = (name: string) => simulator.accounts.deribit![name]!;

beforeAll(async () => {
  simulator = await startSimulator({ scenario: 'still', exchanges: [createDeribit] });
});
afterAll(() => simulator.close());

// biome-ignore lint/suspicious/noExplicitAny: answers of a foreign protocol are looked at field by field
type Loose = any;

const API = 'https://www.deribit.com/api/v2';
const get = async (path: string, headers = {}): Promise<Loose> => {
  const reply = await ask(simulator.proxy, `${API}/${path}`, { headers });
  return { status: reply.status, ...(reply.json() as object) };
};
let nonces = 0;

/** As the documentation's shell example signs. */
function signed(account: string, path: string, { trading = false, at = Date.now(), secret = '' } = {}) {
  const key = keyOf(account);
  const id = trading ? key.tradingApiKey! : key.apiKey!;
  const nonce = `n${++nonces}`;
  const data = `${at}\n${nonce}\nGET\n/api/v2/${path}\n\n`;
  const with_ = secret || (trading ? key.tradingApiSecret! : key.apiSecret!);
  const sig = createHmac('sha256', with_).update(data).digest('hex');
  return { authorization: `deri-hmac-sha256 id=${id},ts=${at},sig=${sig},nonce=${nonce}` };
}
const asked = (account: string, path: string, options = {}) => get(path, signed(account, path, options));

describe('public', () => {
  it('time, contracts, tickers, bars; every answer stamped', async () => {
    const time = await get('public/get_time');
    expect(time).toMatchObject({ status: 200, jsonrpc: '2.0', testnet: false });
    expect(Math.abs(time.result - Date.now())).toBeLessThan(5000);
    expect(time.usIn).toBeGreaterThan(1e15);
    const { result } = await get('public/get_instruments?currency=any&kind=future');
    const names = result.map((row: Loose) => row.instrument_name);
    expect(names).toContain('BTC-PERPETUAL');
    expect(names.some((name: string) => /^BTC-\d{1,2}[A-Z]{3}\d\d$/.test(name))).toBe(true);
    const { result: ticker } = await get('public/ticker?instrument_name=SOL_USDC-PERPETUAL');
    expect(ticker.mark_price).toBe(Number(simulator.market.mark('SOL')));
    const hour = 3_600_000;
    const now = Date.now();
    const bars = await get(
      `public/get_tradingview_chart_data?instrument_name=BTC-PERPETUAL&start_timestamp=${now - 48 * hour}&end_timestamp=${now}&resolution=60`,
    );
    expect(bars.result.ticks).toHaveLength(49);
    expect(bars.result.close.at(-1)).toBe(Number(simulator.market.mark('BTC')));
  });

  it('by POST, the method in the body or in the path', async () => {
    const body = {
      jsonrpc: '2.0',
      id: 9,
      method: 'public/get_index_price',
      params: { index_name: 'btc_usd' },
    };
    for (const path of ['', '/public/get_index_price']) {
      const reply = (await ask(simulator.proxy, API + path, { body })).json() as Loose;
      expect(reply).toMatchObject({
        id: 9,
        result: { index_price: Number(simulator.market.quote('BTC').index) },
      });
    }
  });

  it('errors are answers of status 400', async () => {
    expect(await get('public/ticker?instrument_name=NOPE')).toMatchObject({
      status: 400,
      error: { code: -32602 },
    });
    expect(await get('public/nothing')).toMatchObject({ status: 400, error: { code: -32601 } });
    expect(await get('private/get_positions')).toMatchObject({ status: 400, error: { code: 13009 } });
  });
});

describe('keys', () => {
  it('signed requests read what they are allowed to', async () => {
    const { result } = await asked('segregated', 'private/get_account_summaries?extended=true');
    expect(result).toMatchObject({ type: 'main', username: 'segregated' });
    const bitcoin = result.summaries.find((row: Loose) => row.currency === 'BTC');
    expect(bitcoin.margin_balance).toBeCloseTo(
      bitcoin.balance + bitcoin.futures_session_upl + bitcoin.futures_session_rpl,
      7,
    );
    const { result: positions } = await asked('segregated', 'private/get_positions?currency=BTC');
    const margins = positions.reduce((sum: number, row: Loose) => sum + row.maintenance_margin, 0);
    expect(margins).toBeCloseTo(bitcoin.maintenance_margin, 6);
    const { result: orders } = await asked('segregated', 'private/get_open_orders');
    expect(orders.map((row: Loose) => row.order_type)).toEqual(['limit', 'stop_market']);
  });

  it('what is signed wrongly, late, twice or by nobody is refused', async () => {
    const path = 'private/get_positions?currency=any';
    const wrong = (reason: string) => ({
      status: 400,
      error: { code: 13004, message: 'invalid_credentials', data: { reason } },
    });
    expect(await asked('segregated', path, { secret: 'x' })).toMatchObject(wrong('invalid_signature'));
    expect(await get('private/get_positions?currency=BTC', signed('segregated', path))).toMatchObject(
      wrong('invalid_signature'),
    );
    expect(await asked('segregated', path, { at: Date.now() - 120_000 })).toMatchObject(
      wrong('timestamp_expired'),
    );
    const headers = signed('segregated', path);
    expect(await get(path, headers)).toMatchObject({ status: 200 });
    expect(await get(path, headers)).toMatchObject(wrong('nonce_already_used'));
    expect(
      await get(path, { authorization: 'deri-hmac-sha256 id=nobody,ts=1,sig=00,nonce=1' }),
    ).toMatchObject({ error: { code: 13004 } });
    expect(await get(path, { authorization: 'Bearer nothing' })).toMatchObject({ error: { code: 13009 } });
  });

  it('a reading key cannot trade', async () => {
    const path = 'private/buy?instrument_name=BTC-PERPETUAL&amount=10&type=market';
    expect(await asked('empty', path)).toMatchObject({ error: { code: 13021 } });
    expect(await asked('empty', path, { trading: true })).toMatchObject({
      result: { order: { order_state: 'filled' } },
    });
  });

  it('a login says the scope of its key; its token opens what the key opens', async () => {
    const { apiKey, apiSecret } = keyOf('cross');
    const login = await get(
      `public/auth?grant_type=client_credentials&client_id=${apiKey}&client_secret=${apiSecret}`,
    );
    expect(login.result.scope).toContain('trade:read ');
    const headers = { authorization: `Bearer ${login.result.access_token}` };
    const { result } = await get('private/get_account_summaries', headers);
    // Every row repeats the whole account.
    const totals = new Set(result.summaries.map((row: Loose) => row.total_margin_balance_usd));
    expect(totals.size).toBe(1);
    const tether = result.summaries.find((row: Loose) => row.currency === 'USDT');
    expect(tether.margin_balance * 0.9994).toBeCloseTo(tether.total_margin_balance_usd, 3);
    const [truth] = simulator.truth('deribit', 'cross');
    expect(truth!.pools[0]!.equity).toBeCloseTo(tether.total_margin_balance_usd, 4);
  });
});

describe('the socket', () => {
  const open = () => line(simulator.proxy, 'wss://www.deribit.com/ws/api/v2');
  const answerOf = (id: number) => (message: Loose) => message.id === id;
  const on = (channel: string) => (message: Loose) => message.params?.channel === channel;

  it('login, subscriptions, a fill', async () => {
    const socket = await open();
    socket.send({ jsonrpc: '2.0', id: 1, method: 'private/get_positions', params: {} });
    expect(await socket.until(answerOf(1))).toMatchObject({ error: { code: 13009 } });
    const { tradingApiKey: id, tradingApiSecret: secret } = keyOf('seed');
    const timestamp = Date.now();
    const signature = createHmac('sha256', secret!).update(`${timestamp}\nonce\n`).digest('hex');
    const params = {
      grant_type: 'client_signature',
      client_id: id,
      timestamp,
      nonce: 'once',
      data: '',
      signature,
    };
    socket.send({ jsonrpc: '2.0', id: 2, method: 'public/auth', params: { ...params, nonce: 'onc' } });
    expect(await socket.until(answerOf(2))).toMatchObject({ error: { code: 13004 } });
    socket.send({
      jsonrpc: '2.0',
      id: 3,
      method: 'public/auth',
      params: {
        ...params,
        nonce: 'once',
        signature: createHmac('sha256', secret!).update(`${timestamp}\nonce\n`).digest('hex'),
      },
    });
    socket.send({
      jsonrpc: '2.0',
      id: 4,
      method: 'private/subscribe',
      params: { channels: ['user.portfolio.any', 'user.changes.any.any.raw'] },
    });
    await socket.until(on('user.portfolio.any'));
    simulator.exchanges.deribit!.order('seed', {
      symbol: 'ETH_USDC-PERPETUAL',
      side: 'sell',
      size: '0.5',
      price: null,
    });
    const change = (await socket.until(on('user.changes.any.any.raw'))) as Loose;
    expect(change.params.data).toMatchObject({
      positions: [{ size: 1.26, direction: 'buy' }],
      trades: [{ amount: 0.5, direction: 'sell' }],
    });
    socket.close();
  });

  it('tickers follow the market, and a heartbeat is asked for', async () => {
    const socket = await open();
    socket.send({
      jsonrpc: '2.0',
      id: 1,
      method: 'public/subscribe',
      params: { channels: ['ticker.ETH-PERPETUAL.100ms'] },
    });
    await socket.until(on('ticker.ETH-PERPETUAL.100ms'));
    simulator.control.setMark('ETH', '2900.5');
    await socket.until((message: Loose) => message.params?.data?.mark_price === 2900.5);
    socket.send({ jsonrpc: '2.0', id: 2, method: 'public/set_heartbeat', params: { interval: 10 } });
    expect(await socket.until(answerOf(2))).toMatchObject({ result: 'ok' });
    socket.send('nonsense');
    await socket.until((message: Loose) => message.error?.code === -32700);
    socket.close();
  });
});

describe('control', () => {
  it('maintenance, limits and drift', async () => {
    simulator.control.answer(503);
    expect((await ask(simulator.proxy, `${API}/public/get_time`)).text).toContain('<html>');
    simulator.control.answer(429);
    expect(await get('public/get_time')).toMatchObject({ status: 429, error: { code: 10028 } });
    simulator.control.answer(null);
    simulator.control.drift(true);
    const { result } = await asked('segregated', 'private/get_positions?currency=any');
    expect(result[0]).not.toHaveProperty('average_price');
    simulator.control.drift(false);
  });

  it('credits run out where limits are enforced, and come back', () => {
    let at = 0;
    const strict = createMeter(() => at, true);
    expect(Array.from({ length: 100 }, () => strict.spend()).every(each => each)).toBe(true);
    expect(strict.spend()).toBe(false);
    at = 1000;
    expect(Array.from({ length: 21 }, () => strict.spend()).filter(each => each)).toHaveLength(20);
    expect(strict.lastMinute()).toBe(122);
    const lenient = createMeter(() => at, false);
    expect(Array.from({ length: 200 }, () => lenient.spend()).every(each => each)).toBe(true);
  });
});
