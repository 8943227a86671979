import { describe, expect, it } from 'vitest';
import { venueById, venueOfUrl } from '..';
import { pages } from './pages';
import { tap } from './tap';

const at = (path: string) => `https://app.hyperliquid.xyz${path}`;

describe('pages', () => {
  it.each([
    ['/trade/BTC', 'BTC'],
    ['/trade/kPEPE', 'kPEPE'],
    ['/trade/xyz:TSLA', 'xyz:TSLA'],
    ['/trade/xyz%3ATSLA?a=1#b', 'xyz:TSLA'],
    ['/trade/BTC/', 'BTC'],
    ['/trade/HYPE/USDC', null],
    ['/trade', null],
    ['/trade/%E0%A4%A', null],
    ['/trade/..%2F', null],
  ])('%s trades %s', (path, symbol) => {
    expect(pages.symbol(at(path))).toBe(symbol);
  });

  it('are those with an order form, on the venue’s own host', () => {
    expect(pages.matches(at('/trade/BTC'))).toBe(true);
    expect(pages.matches(at('/trade/HYPE/USDC'))).toBe(true);
    expect(pages.matches(at('/vaults'))).toBe(false);
    for (const url of [
      'https://app.hyperliquid.xyz.evil.example/trade/BTC',
      'https://hyperliquid.xyz/trade/BTC',
      'x',
    ]) {
      expect(pages.matches(url)).toBe(false);
      expect(pages.symbol(url)).toBeNull();
    }
  });
});

describe('the registry', () => {
  it('knows a venue by its id and by its site', () => {
    expect(venueById('hyperliquid')!.name).toBe('Hyperliquid');
    expect(venueById('binance')!.name).toBe('Binance');
    expect(venueById('ftx')).toBeNull();
    expect(venueOfUrl(at('/portfolio'))!.id).toBe('hyperliquid');
    expect(venueOfUrl('https://www.binance.com/en/futures/BTCUSDT')!.id).toBe('binance');
    for (const url of ['http://app.hyperliquid.xyz/trade/BTC', 'https://example.com', 'about:blank', '']) {
      expect(venueOfUrl(url)).toBeNull();
    }
  });
});

describe('what the tap may copy', () => {
  const [info] = tap.requests;
  const [socket] = tap.sockets;

  it('are questions about state, never orders and their signatures', () => {
    expect(info!.path.test('/info')).toBe(true);
    expect(info!.path.test('/exchange')).toBe(false);
    expect(info!.body!.test('{"type":"clearinghouseState","user":"0x"}')).toBe(true);
    expect(info!.body!.test('{"type":"userFills","user":"0x"}')).toBe(false);
    expect(info!.body!.test('{"action":{"type":"order"},"signature":{}}')).toBe(false);
  });

  it('are the frames that are read, and subscriptions of users', () => {
    expect(socket!.incoming.test('{"channel":"spotState","data":{}}')).toBe(true);
    expect(socket!.incoming.test('{"channel":"l2Book","data":{}}')).toBe(false);
    expect(socket!.incoming.test('{"channel":"post","data":{"channel":"spotState"}}')).toBe(false);
    expect(
      socket!.outgoing!.test('{"method":"subscribe","subscription":{"type":"spotState","user":"0x"}}'),
    ).toBe(true);
    expect(socket!.outgoing!.test('{"method":"post","id":1,"request":{"type":"action","payload":{}}}')).toBe(
      false,
    );
    expect(socket!.host.test('api-ui.hyperliquid.xyz')).toBe(true);
    expect(socket!.host.test('api.hyperliquid.xyz.evil.example')).toBe(false);
  });

  it('costs next to nothing on a frame that is not copied', () => {
    const book = `{"channel":"l2Book","data":${JSON.stringify({ levels: 'x'.repeat(20_000) })}}`;
    const from = performance.now();
    for (let k = 0; k < 10_000; k++) socket!.incoming.test(book);
    expect((performance.now() - from) / 10_000).toBeLessThan(0.005);
  });
});
