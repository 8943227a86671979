import { describe, expect, it } from 'vitest';
import { candles, needs } from './api';
import { balanceList, bracketList, fetched, mark, positionList, T0, told } from './fake-page';
import { initial } from './state';

const HOUR = 3_600_000;
const btc = { symbol: 'BTCUSDT', amount: '0.9', entry: '85214.60', mark: '86000.00' };
const page = { address: null };
const held = told([positionList([btc]), balanceList({ USDT: '29500.41' })]);
const urls = (state = held, now = T0) => needs(state, now, page).map(({ url }) => url);

describe('what is asked for', () => {
  it('is nothing before the page has told of an account, or for an address', () => {
    expect(needs(initial, T0, page)).toEqual([]);
    expect(needs(held, T0, { address: '0x1' })).toEqual([]);
  });

  it('is first what no figure can do without', () => {
    expect(urls()).toEqual([
      'https://www.binance.com/bapi/futures/v1/friendly/future/common/brackets',
      'https://fapi.binance.com/fapi/v1/exchangeInfo',
    ]);
    expect(needs(held, T0, page).every(({ method, every }) => method === 'GET' && every >= 5000)).toBe(true);
  });

  it('is nothing when all of it is there', () => {
    const info = { symbols: [{ symbol: 'BTCUSDT', marginAsset: 'USDT', filters: [] }] };
    const state = told(
      [bracketList(['BTCUSDT']), fetched('https://fapi.binance.com/fapi/v1/exchangeInfo', info)],
      held,
    );
    expect(urls(state, T0 + 3000)).toEqual([]);
    // The stream has fallen silent.
    expect(urls(state, T0 + 11_000)).toEqual([
      'https://fapi.binance.com/fapi/v1/premiumIndex?symbol=BTCUSDT',
    ]);
    expect(urls(told([mark('BTCUSDT', '86000', T0 + 10_500)], state), T0 + 11_000)).toEqual([]);
    expect(urls(state, T0 + 13 * HOUR)[0]).toContain('brackets');
  });

  it('is one list instead of many single marks', () => {
    const many = ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map(name => ({ ...btc, symbol: `${name}AUSDT` }));
    const state = told([positionList(many), balanceList({ USDT: '1' })]);
    expect(urls(state, T0 + HOUR).filter(url => url.includes('premiumIndex'))).toEqual([
      'https://fapi.binance.com/fapi/v1/premiumIndex',
    ]);
  });
});

describe('candles', () => {
  it('are of the contract that tells of the factor', () => {
    const state = told([
      bracketList(['1000PEPEUSDT', '1000PEPEUSDC', 'BTCUSDT_261225', 'BTCUSDT', 'ETHBTC']),
    ]);
    const symbol = (factor: string) =>
      new URL(candles.request(state, factor, T0, T0)!.url).searchParams.get('symbol');
    expect(['PEPE', 'BTC', 'SOL', 'ETHBTC'].map(symbol)).toEqual([
      '1000PEPEUSDT',
      'BTCUSDT',
      'SOLUSDT',
      'ETHBTC',
    ]);
  });

  it('are asked for by the hour', () => {
    const { url, method } = candles.request(initial, 'BTC', T0, T0 + 10 * HOUR)!;
    expect(method).toBe('GET');
    expect(url).toBe(
      `https://fapi.binance.com/fapi/v1/markPriceKlines?symbol=BTCUSDT&interval=1h&startTime=${T0}&endTime=${T0 + 10 * HOUR}&limit=11`,
    );
    expect(candles.request(initial, 'BTC', 0, T0)!.url).toContain('limit=1500');
  });

  const bar = (at: number, close: string) => [
    at,
    '1',
    '2',
    '0.5',
    close,
    '0',
    at + HOUR - 1,
    '0',
    60,
    '0',
    '0',
    '0',
  ];

  it('are whole hours in the order of time', () => {
    const body = [bar(2 * HOUR, '3.30'), bar(0, '1.10'), bar(HOUR, '2.20')];
    expect(candles.read(body, 2.5 * HOUR)).toEqual([
      { at: 0, close: '1.10' },
      { at: HOUR, close: '2.20' },
    ]);
    expect(candles.read(JSON.stringify(body), 2.5 * HOUR)).toEqual(candles.read(body, 2.5 * HOUR));
    expect(candles.read([], T0)).toEqual([]);
  });

  it.each([
    [{ code: -1121, msg: 'Invalid symbol.' }],
    ['<html>'],
    [[[1, '2']]],
    [[bar(0, 'abc')]],
    [null],
    ['[[1,'],
  ])('that cannot be read are none: %o', body => {
    expect(candles.read(body, T0)).toHaveProperty('unreadable');
  });
});
