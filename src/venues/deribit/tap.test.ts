import { describe, expect, it } from 'vitest';
import { bitcoinSummary, instrumentOf, longBitcoin, positions, pushed, summaries, ticker } from './fake-page';
import { tap } from './tap';

const [rule] = tap.sockets;
const incoming = (text: unknown) =>
  rule!.incoming.test(typeof text === 'string' ? text : JSON.stringify(text));
const outgoing = (text: unknown) =>
  rule!.outgoing!.test(typeof text === 'string' ? text : JSON.stringify(text));
const rpc = (method: string, params: unknown) => ({ jsonrpc: '2.0', id: 7, method, params });
const result = (value: unknown) => ({ jsonrpc: '2.0', id: 7, result: value });

describe('what may leave the page', () => {
  it('its hosts, and not the test exchange', () => {
    expect(
      ['www.deribit.com', 'streams.deribit.com', 'deribit.com'].every(host => rule!.host.test(host)),
    ).toBe(true);
    const others = ['test.deribit.com', 'deribit.com.evil.example', 'evildericbit.com', 'a.b.deribit.com'];
    expect(others.some(host => rule!.host.test(host))).toBe(false);
  });

  it('questions whose answers are read', () => {
    const asked = [
      rpc('private/get_account_summaries', { extended: true }),
      rpc('private/get_positions', { currency: 'any' }),
      rpc('private/get_open_orders_by_currency', { currency: 'BTC' }),
      rpc('private/logout', {}),
      rpc('public/get_instruments', { currency: 'any' }),
    ];
    for (const each of asked) expect(outgoing(each), each.method).toBe(true);
    for (const method of ['private/buy', 'private/list_api_keys', 'private/withdraw', 'public/test']) {
      expect(outgoing(rpc(method, { amount: 10 })), method).toBe(false);
    }
  });

  it('no frame that carries a credential, whatever it asks', () => {
    const secrets = {
      access_token: '1582628593469.1MbQ-J_4.CBP-OqOwm',
      refresh_token: 'r',
      client_secret: 's',
      client_id: 'c',
      signature: 'f',
      password: 'p',
      tfa: '123456',
      token: 't',
    };
    for (const [name, value] of Object.entries(secrets)) {
      expect(outgoing(rpc('private/get_positions', { currency: 'any', [name]: value })), name).toBe(false);
      expect(outgoing(JSON.stringify(rpc('private/get_positions', { [name]: value }), null, 2)), name).toBe(
        false,
      );
    }
    expect(outgoing(rpc('public/auth', { grant_type: 'refresh_token' }))).toBe(false);
    expect(outgoing(rpc('public/exchange_token', { subject_id: 11 }))).toBe(false);
    // Two questions in one frame, one of them a login.
    expect(outgoing([rpc('private/get_positions', {}), rpc('public/auth', {})])).toBe(false);
  });

  it('no answer to a login, and no list of keys', () => {
    const login = {
      access_token: 'a',
      refresh_token: 'r',
      scope: 'connection',
      expires_in: 900,
      token_type: 'bearer',
    };
    expect(incoming(result(login))).toBe(false);
    expect(incoming(result({ ...login, summaries: [] }))).toBe(false);
    expect(incoming(result([{ client_id: 'c', client_secret: 's', max_scope: 'account:read' }]))).toBe(false);
  });

  it('answers and notifications that are read, told by their fields', () => {
    const read = [
      ...summaries([bitcoinSummary()]).slice(1),
      ...positions([longBitcoin()]).slice(1),
      ...positions([]).slice(1),
      pushed('user.portfolio.btc', bitcoinSummary()),
      pushed('user.changes.any.any.raw', { positions: [] }),
      ticker('BTC-PERPETUAL', 86420),
    ].map(({ body }) => body);
    for (const each of [...read, result([instrumentOf('BTC-PERPETUAL')])]) expect(incoming(each)).toBe(true);
    expect(incoming({ jsonrpc: '2.0', id: 7, error: { code: 13009, message: 'unauthorized' } })).toBe(true);
  });

  it('neither books, trades and charts nor lists of options', () => {
    const skipped = [
      pushed('book.BTC-PERPETUAL.100ms', { bids: [], asks: [] }).body,
      pushed('trades.BTC-PERPETUAL.100ms', [{ price: 1 }]).body,
      pushed('chart.trades.BTC-PERPETUAL.60', { close: 1 }).body,
      result({ ticks: [1], close: [2] }),
      result([instrumentOf('BTC-27MAR26-100000-C', { kind: 'option', option_type: 'call' })]),
    ];
    for (const each of skipped) expect(incoming(each)).toBe(false);
  });
});
