/**
 * The examples of the venue's documents. Source: "Signature Examples for POST /api/v3/order" (spot, ASCII and
 * percent-encoded) and "General Info" of USDⓈ-M futures, "HMAC SHA256 signature", 2026.
 */
import { describe, expect, it } from 'vitest';
import { hmacHex } from '../shared/hmac';
import { sign } from './signature';

const SPOT = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j';
const FUTURES = '2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9';
const ORDER =
  'side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559';

describe('the signature', () => {
  it.each([
    [SPOT, `symbol=LTCBTC&${ORDER}`, 'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71'],
    [
      SPOT,
      `symbol=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96&${ORDER}`,
      'e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3',
    ],
    [
      FUTURES,
      'symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=9000&timeInForce=GTC&recvWindow=5000&timestamp=1591702613943',
      '3c661234138461fcc7a7d8746c6558c9842d4e10870d2ecbedf7777cad694af9',
    ],
  ])('is that of the documents', async (secret, text, expected) => {
    expect(await hmacHex(secret, text)).toBe(expected);
  });

  const key = { key: 'k'.repeat(64), secret: SPOT, passphrase: null };
  const ask = (url: string, method: 'GET' | 'POST' = 'GET') =>
    sign({ key: 'x', url, method, every: 0 }, key, 1_499_827_319_559.7);

  it('is over the percent-encoded query, and stands last', async () => {
    const { url, headers, body } = await ask(
      'https://fapi.binance.com/fapi/v1/openOrders?symbol=币安人生USDT',
    );
    const [, query, signature] = /\?(.*)&signature=([0-9a-f]{64})$/.exec(url)!;
    expect(query).toBe(
      'symbol=%E5%B8%81%E5%AE%89%E4%BA%BA%E7%94%9FUSDT&recvWindow=10000&timestamp=1499827319559',
    );
    expect(signature).toBe(await hmacHex(SPOT, query!));
    expect(headers).toEqual({ 'X-MBX-APIKEY': key.key });
    expect(body).toBeNull();
  });

  it('is left out where the key alone is asked for', async () => {
    const { url, headers } = await ask('https://fapi.binance.com/fapi/v1/listenKey', 'POST');
    expect(url).toBe('https://fapi.binance.com/fapi/v1/listenKey');
    expect(headers).toEqual({ 'X-MBX-APIKEY': key.key });
  });

  it('never carries the secret', async () => {
    expect(JSON.stringify(await ask('https://fapi.binance.com/fapi/v3/account'))).not.toContain(SPOT);
  });
});
