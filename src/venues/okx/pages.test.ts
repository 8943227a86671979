import { describe, expect, it } from 'vitest';
import { pages } from './pages';
import { factorOf, factorOfCoin, parseSymbol } from './symbols';
import { tap } from './tap';

describe('pages', () => {
  it.each([
    ['https://www.okx.com/trade-swap/btc-usdt-swap', 'BTC-USDT-SWAP'],
    ['https://www.okx.com/zh-hans/trade-swap/btc-usdt-swap', 'BTC-USDT-SWAP'],
    ['https://my.okx.com/en-eu/trade-swap/eth-usdc-swap?x=1#y', 'ETH-USDC-SWAP'],
    ['https://www.okx.com/trade-futures/btc-usd-251226', 'BTC-USD-251226'],
    ['https://www.okx.com/trade-margin/btc-usdt', 'BTC-USDT'],
    ['https://www.okx.com/trade-swap/btc-usd_um-swap/', 'BTC-USD_UM-SWAP'],
  ])('%s trades %s', (url, symbol) => {
    expect(pages.symbol(url)).toBe(symbol);
    expect(pages.matches(url)).toBe(true);
  });

  it.each([
    'https://www.okx.com/',
    'https://www.okx.com/trade-swap/',
    'https://www.okx.com/trade-option/btc-usd',
    'https://www.okx.com/web3/trade-swap/btc-usdt-swap',
    'https://okx.com.evil.test/trade-swap/btc-usdt-swap',
    'http://www.okx.com/trade-swap/btc-usdt-swap',
    'https://www.okx.com/trade-swap/%zz',
    'no address',
  ])('%s trades nothing', url => {
    expect(pages.symbol(url)).toBeNull();
  });
});

describe('names', () => {
  it.each([
    ['BTC-USDT-SWAP', 'SWAP', 'BTC'],
    ['BTC-USD-251226', 'FUTURES', 'BTC'],
    ['ETH-USD_UM-SWAP', 'SWAP', 'ETH'],
    ['BTC-USD-251226-90000-C', 'OPTION', 'BTC'],
    ['BTC-USDT', 'SPOT', 'BTC'],
    ['1000PEPE-USDT-SWAP', 'SWAP', 'PEPE'],
    ['1INCH-USDT-SWAP', 'SWAP', '1INCH'],
    ['ETH-BTC', 'SPOT', 'ETHBTC'],
    ['币安人生-USDT-SWAP', 'SWAP', '币安人生'],
  ])('%s is a %s of %s', (name, type, factor) => {
    expect(parseSymbol(name)?.type).toBe(type);
    expect(factorOf(name)).toBe(factor);
  });

  it('a dollar stands still, a coin follows itself', () => {
    expect([factorOfCoin('USDT'), factorOfCoin('USDG'), factorOfCoin('BTC')]).toEqual([null, null, 'BTC']);
    expect(parseSymbol('BTC')).toBeNull();
  });
});

describe('the tap', () => {
  const copied = (path: string) => tap.requests.some(rule => rule.path.test(path));
  it.each([
    '/priapi/v5/account/positions',
    '/priapi/v6/trade/orders-pending',
    '/api/v5/public/mark-price',
    '/priapi/v5/account/app/positions',
  ])('copies %s', path => expect(copied(path)).toBe(true));
  it.each([
    '/priapi/v5/asset/deposit-address',
    '/priapi/v5/account/bills-archive',
    '/priapi/v5/account/history-positions',
    '/priapi/v5/users/profile',
    '/priapi/v5/account/subaccount-list',
    '/other/priapi/v5/account/positions',
  ])('leaves %s alone', path => expect(copied(path)).toBe(false));

  it('copies frames of the account and of marks, from the exchange’s sockets, and nothing that the page says', () => {
    const [rule] = tap.sockets;
    expect(rule!.outgoing).toBeNull();
    expect(rule!.host.test('wspri.okx.com')).toBe(true);
    expect(rule!.host.test('ws.okx.com')).toBe(true);
    expect(rule!.host.test('wsdexpri.okx.com')).toBe(false);
    expect(rule!.incoming.test('{"arg":{"channel":"x"},"data":[{"cashBal":"1"}]}')).toBe(true);
    expect(rule!.incoming.test('{"arg":{"channel":"books"},"data":[{"asks":[]}]}')).toBe(false);
  });
});
