import { describe, expect, it } from 'vitest';
import { pages } from './pages';

const on = (path: string) => `https://www.binance.com${path}`;

describe('pages', () => {
  it.each([
    ['/en/futures/BTCUSDT', 'BTCUSDT'],
    ['/futures/ETHUSDT', 'ETHUSDT'],
    ['/zh-CN/futures/BTCUSDT_241227', 'BTCUSDT_241227'],
    ['/es-LA/futures/1000PEPEUSDT/', '1000PEPEUSDT'],
    ['/en/futures/BTCUSDC?_from=markets#x', 'BTCUSDC'],
    ['/en/delivery/BTCUSD_PERP', 'BTCUSD_PERP'],
    ['/zh-CN/delivery/ETHUSD_261225', 'ETHUSD_261225'],
    ['/delivery/btcusd_perp', 'BTCUSD_PERP'],
    ['/en/delivery/BTCUSD', 'BTCUSD_PERP'],
    ['/zh-CN/futures/%E5%B8%81%E5%AE%89%E4%BA%BA%E7%94%9FUSDT', '币安人生USDT'],
  ])('%s trades %s', (path, symbol) => {
    expect(pages.symbol(on(path))).toBe(symbol);
    expect(pages.matches(on(path))).toBe(true);
  });

  it.each([
    '/en/futures/home',
    '/en/futures/trading-rules/perpetual',
    '/en/delivery/BTCUSDT',
    '/en/delivery/home',
    '/en/delivery',
    '/en/trade/BTC_USDT',
    '/en/futures',
    '/en/futures/%',
    '/en/futures/BTC%2F..%2FUSDT',
  ])('%s is none', path => {
    expect(pages.symbol(on(path))).toBeNull();
    expect(pages.matches(on(path))).toBe(false);
  });

  it('are on the exchange itself only', () => {
    expect(pages.matches('https://www.binance.com.example.org/en/futures/BTCUSDT')).toBe(false);
    expect(pages.matches('https://www.binance.us/en/futures/BTCUSDT')).toBe(false);
    expect(pages.matches('nonsense')).toBe(false);
  });
});
