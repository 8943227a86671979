import { describe, expect, it } from 'vitest';
import { HOSTS, pages } from './pages';
import { tap } from './tap';

describe('order pages', () => {
  it.each([
    ['https://www.bybit.com/trade/usdt/BTCUSDT', 'BTCUSDT'],
    ['https://www.bybit.com/en/trade/usdt/1000PEPEUSDT?x=1#y', '1000PEPEUSDT'],
    ['https://www.bybit.com/zh-MY/trade/usdt/ETHUSDT/', 'ETHUSDT'],
    ['https://www.bybit.com/en-US/trade/inverse/BTCUSD', 'BTCUSD'],
    ['https://www.bybit.com/trade/inverse/BTCUSDH27', 'BTCUSDH27'],
    ['https://www.bybit.com/trade/usdc/BTC-PERP', 'BTCPERP'],
    ['https://www.bybit.com/trade/usdc/BTC-26DEC25', 'BTC-26DEC25'],
    ['https://www.bybit.com/trade/futures/usdt/BTCUSDT-26DEC25', 'BTCUSDT-26DEC25'],
    ['https://www.bybit.eu/trade/usdt/BTCUSDT', 'BTCUSDT'],
  ])('%s trades %s', (url, symbol) => {
    expect(pages.symbol(url)).toBe(symbol);
    expect(pages.matches(url)).toBe(true);
  });

  it.each([
    'https://www.bybit.com/en/trade/spot/BTC/USDT',
    'https://www.bybit.com/trade/option/usdc/BTC',
    'https://www.bybit.com/trade/usdt/',
    'https://www.bybit.com/trade/usdt/btcusdt',
    'https://www.bybit.com/user/assets/home',
    'https://www.bybit.com.example.org/trade/usdt/BTCUSDT',
    'http://www.bybit.com/trade/usdt/BTCUSDT',
    'not an address',
  ])('%s is none', url => {
    expect(pages.symbol(url)).toBeNull();
    expect(pages.matches(url)).toBe(false);
  });

  it('are on the hosts of the tap', () => {
    expect(tap.pages).toEqual(HOSTS);
  });
});
