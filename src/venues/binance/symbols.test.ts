import { expect, it } from 'vitest';
import { factorOf, parseSymbol } from './symbols';

it.each([
  ['BTCUSDT', 'BTC'],
  ['BTCUSDC', 'BTC'],
  ['BTCUSDT_241227', 'BTC'],
  ['1000PEPEUSDT', 'PEPE'],
  ['1000000MOGUSDT', 'MOG'],
  ['1000XUSDT', 'X'],
  ['1MBABYDOGEUSDT', 'BABYDOGE'],
  ['1INCHUSDT', '1INCH'],
  ['BTCDOMUSDT', 'BTCDOM'],
  ['ETHFDUSD', 'ETH'],
  // Against another coin the pair moves by itself.
  ['ETHBTC', 'ETHBTC'],
  ['币安人生USDT', '币安人生'],
  ['UNHEARDOF', 'UNHEARDOF'],
])('%s moves with %s', (symbol, factor) => {
  expect(factorOf(symbol)).toBe(factor);
});

it('finds the margin asset at the end of the name', () => {
  expect(parseSymbol('BTCUSDC')).toEqual({ base: 'BTC', quote: 'USDC' });
  expect(parseSymbol('ETHFDUSD')).toEqual({ base: 'ETH', quote: 'FDUSD' });
  expect(parseSymbol('ETHBTC')).toEqual({ base: 'ETH', quote: 'BTC' });
  expect(parseSymbol('USDT')).toBeNull();
});
