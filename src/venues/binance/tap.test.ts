import { describe, expect, it } from 'vitest';
import { tap } from './tap';

const copies = (path: string) => tap.requests.some(rule => rule.host === '' && rule.path.test(path));

describe('the tap', () => {
  it.each([
    '/bapi/futures/v6/private/future/user-data/user-position',
    '/bapi/futures/v12/private/future/user-data/user-balance',
    '/bapi/futures/v6/private/eu-future/user-data/user-position',
    '/bapi/futures/v1/private/future/user-data/symbol-config',
    '/bapi/futures/v1/private/future/order/open-orders',
    '/bapi/futures/v1/private/future/order/get-all-algo-order',
    '/bapi/futures/v1/friendly/future/common/brackets',
    '/bapi/futures/v2/private/delivery/user-data/user-balance',
    '/bapi/futures/v1/private/delivery/user-data/user-position',
    '/bapi/futures/v1/private/delivery/order/open-orders',
    '/bapi/margin/v1/private/margin/portfolio/account-indicate',
    '/fapi/v1/premiumIndex',
    '/fapi/v1/assetIndex',
    '/dapi/v1/premiumIndex',
  ])('copies %s', path => {
    expect(copies(path)).toBe(true);
  });

  it.each([
    '/bapi/futures/v1/private/delivery/grid/open-algo-order',
    '/bapi/futures/v1/private/delivery/order/place-order',
    '/bapi/margin/v1/private/margin/account/detail',
    '/bapi/futures/v1/private/future/grid/open-algo-order',
    '/bapi/futures/v1/private/future/order/place-order',
    '/bapi/accounts/v1/private/account/user/base-detail',
    '/bapi/futures/v1/private/future/user-stream/listen-key',
    '/bapi/futures/v1/private/future/user-data/user-position/x',
    '/fapi/v1/klines',
  ])('leaves %s alone', path => {
    expect(copies(path)).toBe(false);
  });

  it('copies account and mark frames of the venue only', () => {
    const [rule] = tap.sockets;
    expect(rule!.host.test('fstream.binance.com')).toBe(true);
    expect(rule!.host.test('fstream.binance.com.example.org')).toBe(false);
    expect(rule!.host.test('notbinance.com')).toBe(false);
    expect(rule!.incoming.test('{"stream":"x","data":{"e":"ACCOUNT_UPDATE","E":1}}')).toBe(true);
    expect(rule!.incoming.test('{"e":"depthUpdate","E":1}')).toBe(false);
    expect(rule!.incoming.test('{"e":"aggTrade"}')).toBe(false);
    expect(rule!.outgoing).toBeNull();
  });

  it('blanks a listen key wherever it stands, and no stream name', () => {
    const { secret } = tap.sockets[0]!;
    const key = 'pqia91ma19a5s61cv6a81va65sdf19v8a65a1a5s61cv6a81va65sdf19v8a65a1';
    for (const url of [
      `wss://fstream.binance.com/private/ws/${key}`,
      `wss://fstream.binance.com/private/stream?streams=${key}`,
      `wss://fstream.binance.com/private/ws?listenKey=${key}&events=ACCOUNT_UPDATE`,
    ]) {
      expect(url.replace(secret!, '…')).not.toMatch(/[a-z\d]{16}/);
    }
    expect(
      secret!.test(
        'wss://fstream.binance.com/market/stream?streams=1000000mogusdt@markPrice@1s/btcusdt@depth20',
      ),
    ).toBe(false);
  });
});
