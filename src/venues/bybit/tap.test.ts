import { describe, expect, it } from 'vitest';
import { requestAllowed, socketRule, withoutSecret } from '../../tap/rules';
import { mark, orderPush, positionPush, walletPush } from './fake-page';
import { tap } from './tap';

const copies = (url: string) => requestAllowed(tap, 'www.bybit.com', url, undefined);

describe('the tap', () => {
  it.each([
    '/x-api/v5/position/list?category=linear',
    '/x-api/contract/v5/position/list-all',
    '/x-api/unified/integrated/v5/queryPositions',
    'https://api2.bybit.com/v5/account/wallet-balance?accountType=UNIFIED',
    'https://api2.bybit.com/v5/order/realtime',
    '/x-api/contract/v5/public/support/symbol-risk?symbol=BTCUSDT',
    '/v5/account/info',
    'https://api2.bybit.com/v3/private/instrument/dynamic-symbol?filter=all',
  ])('copies %s', url => {
    expect(copies(url)).toBe(true);
  });

  it.each([
    '/x-api/user/private/ott',
    'https://api2.bybit.com/user/private/ott',
    '/x-api/v3/private/user/login-account',
    '/x-api/v5/asset/withdraw/order',
    '/x-api/v3/private/p2p/order/list',
    '/x-api/v3/private/kyc/account',
    '/x-api/user/email/account',
    '/trade/usdt/BTCUSDT',
    'https://www.example.org/v5/position/list',
    'https://api2.bybit.com.example.org/v5/position/list',
    '/x-api/contract/v5/public/instrument/kline/market',
  ])('leaves %s alone', url => {
    expect(copies(url)).toBe(false);
  });

  const frames = (url: string) => socketRule(tap, 'www.bybit.com', url);

  it('copies frames of the venue’s sockets that tell of an account or of a price', () => {
    const rule = frames('wss://ws2.bybit.com/private?appid=bybit')!;
    for (const message of [
      mark('BTCUSDT', '86000'),
      orderPush([{ id: 'o', symbol: 'BTCUSDT' }]),
      positionPush([{ symbol: 'BTCUSDT', size: '1', entry: '1', mark: '1' }]),
      walletPush([{ coin: 'USDT', wallet: '1' }]),
    ]) {
      expect(rule.incoming.test(message.body as string)).toBe(true);
    }
    expect(rule.incoming.test('{"topic":"position","data":[{"idx":0}]}')).toBe(true);
    expect(rule.incoming.test('{"topic":"orderbook.50.BTCUSDT","type":"delta","data":{}}')).toBe(false);
    expect(rule.incoming.test('{"topic":"publicTrade.BTCUSDT","data":[]}')).toBe(false);
    expect(rule.incoming.test('{"topic":"tickers.BTCUSDT","type":"delta","data":{"bid1Price":"1"}}')).toBe(
      false,
    );
    expect(rule.outgoing).toBeNull();
    expect(frames('wss://stream.bybit.com/v5/public/linear')).toBeDefined();
    expect(frames('wss://ws2.bybit.com.example.org/private')).toBeUndefined();
    expect(frames('wss://notbybit.com/private')).toBeUndefined();
  });

  it('blanks what a socket’s address carries of the session', () => {
    const { secret } = tap.sockets[0]!;
    const url = 'wss://ws2.bybit.com/private?appid=bybit&os=web&deviceid=0a1b2c3d4e&token=abcdef';
    expect(withoutSecret(url, secret)).toBe('wss://ws2.bybit.com/private?…');
    expect(withoutSecret('wss://stream.bybit.com/v5/public/linear', secret)).toBe(
      'wss://stream.bybit.com/v5/public/linear',
    );
  });
});
