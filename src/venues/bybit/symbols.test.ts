import { describe, expect, it } from 'vitest';
import { factorOf, parseSymbol } from './symbols';

describe('names of contracts', () => {
  it.each([
    ['BTCUSDT', 'linear', 'BTC', 'USDT', 'BTC'],
    ['BTCPERP', 'linear', 'BTC', 'USDC', 'BTC'],
    ['BTC-26DEC25', 'linear', 'BTC', 'USDC', 'BTC'],
    ['BTCUSDT-26DEC25', 'linear', 'BTC', 'USDT', 'BTC'],
    ['BTCUSD', 'inverse', 'BTC', 'BTC', 'BTC'],
    ['BTCUSDH26', 'inverse', 'BTC', 'BTC', 'BTC'],
    ['1000PEPEUSDT', 'linear', '1000PEPE', 'USDT', 'PEPE'],
    ['SHIB1000USDT', 'linear', 'SHIB1000', 'USDT', 'SHIB'],
    ['1INCHUSDT', 'linear', '1INCH', 'USDT', '1INCH'],
    ['10000SATSUSDT', 'linear', '10000SATS', 'USDT', 'SATS'],
    ['USDCUSDT', 'linear', 'USDC', 'USDT', 'USDC'],
    ['BTC-25SEP26-80000-C-USDT', 'option', 'BTC', 'USDT', 'BTC'],
    ['ETH-30DEC22-1400-P', 'option', 'ETH', 'USDC', 'ETH'],
  ])('%s is %s, of %s, settled in %s, moved by %s', (symbol, category, base, settle, factor) => {
    expect(parseSymbol(symbol)).toEqual({ category, base, settle });
    expect(factorOf(symbol)).toBe(factor);
  });

  it('are not guessed', () => {
    expect(parseSymbol('XYZ')).toBeNull();
    expect(factorOf('XYZ')).toBe('XYZ');
  });
});
