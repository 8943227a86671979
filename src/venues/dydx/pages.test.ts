import { expect, it } from 'vitest';
import { pages } from './pages';

it.each([
  ['https://dydx.trade/trade/BTC-USD', 'BTC-USD'],
  ['https://dydx.trade/trade/BTC-USD?ref=x#top', 'BTC-USD'],
  ['https://dydx.trade/#/trade/ETH-USD', 'ETH-USD'],
  ['https://dydx.trade/#/trade/ETH-USD?x=1', 'ETH-USD'],
  ['https://dydx.trade/trade/FARTCOIN%2CRAYDIUM%2C9BB6NFEc-USD', 'FARTCOIN,RAYDIUM,9BB6NFEc-USD'],
  ['https://dydx.trade/trade/1000PEPE-USD', '1000PEPE-USD'],
])('%s trades %s', (url, symbol) => {
  expect(pages.matches(url)).toBe(true);
  expect(pages.symbol(url)).toBe(symbol);
});

it('other pages trade nothing', () => {
  for (const url of ['https://dydx.trade/trade', 'https://dydx.trade/trade/', 'https://dydx.trade/trade/BTC'])
    expect([pages.matches(url), pages.symbol(url)]).toEqual([true, null]);
  for (const url of [
    'https://dydx.trade/portfolio',
    'https://dydx.trade/#/markets',
    'https://www.dydx.xyz/trade/BTC-USD',
    'http://dydx.trade/trade/BTC-USD',
    'https://dydx.trade/trade/%E0%A4%A',
    'no url',
  ])
    expect([pages.matches(url), pages.symbol(url)], url).toEqual([false, null]);
});
