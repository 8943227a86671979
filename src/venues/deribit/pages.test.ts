import { expect, it } from 'vitest';
import { pages } from './pages';

it.each([
  ['https://www.deribit.com/futures/BTC-PERPETUAL', 'BTC-PERPETUAL'],
  ['https://www.deribit.com/futures/BTC-27MAR26/', 'BTC-27MAR26'],
  ['https://www.deribit.com/futures/ETH-5AUG26?x=1#y', 'ETH-5AUG26'],
  ['https://www.deribit.com/ja/futures/SOL_USDC-PERPETUAL', 'SOL_USDC-PERPETUAL'],
])('%s trades %s', (url, symbol) => {
  expect(pages.symbol(url)).toBe(symbol);
  expect(pages.matches(url)).toBe(true);
});

it.each([
  'https://www.deribit.com/',
  'https://www.deribit.com/options/BTC',
  'https://www.deribit.com/options/BTC/BTC-27MAR26-100000-C',
  'https://www.deribit.com/futures/BTC-27MAR26-100000-C',
  'https://www.deribit.com/spot/BTC_USDC',
  'https://www.deribit.com/futures/',
  'https://test.deribit.com/futures/BTC-PERPETUAL',
  'https://www.deribit.com.evil.example/futures/BTC-PERPETUAL',
  'nonsense',
])('%s is no order page of a future', url => {
  expect(pages.symbol(url)).toBeNull();
  expect(pages.matches(url)).toBe(false);
});
