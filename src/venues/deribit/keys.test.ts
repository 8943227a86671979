import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hmacHex } from '../shared/hmac';
import type { ApiRequest } from '../venue';
import { bitcoinSummary, hear, summaries, T0 } from './fake-page';
import { keys } from './keys';
import { credentials, nonce, sign } from './signature';
import { initial } from './state';

const key = { key: 'AMANDA', secret: 'AMANDASECRECT', passphrase: null };
const get: ApiRequest = {
  key: 'k',
  url: 'https://www.deribit.com/api/v2/private/get_account_summaries?extended=true',
  method: 'GET',
  every: 0,
};

describe('signatures', () => {
  it('the documentation’s example of a login', async () => {
    // docs.deribit.com, "Authentication", client_signature over a WebSocket.
    expect(await credentials(key, 1576074319000, '1iqt2wls')).toEqual({
      grant_type: 'client_signature',
      client_id: 'AMANDA',
      timestamp: 1576074319000,
      nonce: '1iqt2wls',
      data: '',
      signature: '56590594f97921b09b18f166befe0d1319b198bbcdad7ca73382de2f88fe9aa1',
    });
  });

  it('a request: method, path with query, body, each on its line; against node’s own HMAC', async () => {
    const data = 'GET\n/api/v2/private/get_account_summaries?extended=true\n\n';
    const expected = createHmac('sha256', key.secret)
      .update(`1576074319000\n1iqt2wls\n${data}`)
      .digest('hex');
    const signed = await sign(get, key, 1576074319000.4, '1iqt2wls');
    expect(signed).toEqual({
      url: get.url,
      method: 'GET',
      body: null,
      headers: {
        authorization: `deri-hmac-sha256 id=AMANDA,ts=1576074319000,sig=${expected},nonce=1iqt2wls`,
      },
    });
    const post = await sign({ ...get, method: 'POST', body: { a: 1 } }, key, 5, 'n');
    const text = 'POST\n/api/v2/private/get_account_summaries?extended=true\n{"a":1}\n';
    expect(post.headers.authorization).toContain(
      createHmac('sha256', key.secret).update(`5\nn\n${text}`).digest('hex'),
    );
  });

  it('a login is signed in its body; the secret is in neither', async () => {
    const login = await keys.sign(keys.permission, key, T0);
    const other = await keys.sign(get, key, T0);
    expect(JSON.parse(login.body!)).toMatchObject({
      method: 'public/auth',
      params: { client_id: 'AMANDA', timestamp: T0 },
    });
    expect(login.headers.authorization).toBeUndefined();
    for (const each of [login, other]) expect(JSON.stringify(each)).not.toContain(key.secret);
  });

  it('no nonce twice; an empty text too', async () => {
    expect(new Set(Array.from({ length: 50 }, nonce)).size).toBe(50);
    expect(await hmacHex('s', '')).toBe(createHmac('sha256', 's').update('').digest('hex'));
  });
});

const granted = (scope: string) =>
  keys.verdict({
    status: 200,
    body: JSON.stringify({ jsonrpc: '2.0', result: { access_token: 'a', scope } }),
  });
const error = (code: number, message: string, reason = '', status = 400) =>
  keys.verdict({
    status,
    body: JSON.stringify({ jsonrpc: '2.0', error: { code, message, data: { reason } } }),
  });

describe('what a key may do', () => {
  it('nothing but reading: kept', () => {
    expect(granted('account:read block_trade:none connection mainaccount trade:read wallet:read')).toEqual({
      is: 'read-only',
      account: 'main',
      label: 'main account',
    });
    expect(granted('account:read trade:read session:plimsoll name:Plimsoll')).toMatchObject({
      is: 'read-only',
      label: 'subaccount',
    });
  });

  it.each([
    ['account:read trade:read_write wallet:read', 'may-trade'],
    ['account:read trade:read wallet:read_write', 'may-withdraw'],
    ['account:read trade:read custody:read_write', 'may-withdraw'],
    ['account:read_write trade:read', 'may-transfer'],
    ['account:read trade:read block_trade:read_write', 'may-trade'],
    ['account:read trade:read something_new', 'may-trade'],
    ['account:read_write trade:read_write wallet:read_write mainaccount connection', 'may-withdraw'],
  ])('%s: refused, %s', (scope, code) => {
    const verdict = granted(scope);
    expect(verdict).toMatchObject({ is: 'refused', code });
    expect('message' in verdict && verdict.message).toMatch(/:/);
  });

  it('too little to read the account: not kept, the missing named', () => {
    expect(granted('account:read trade:none connection')).toEqual({
      is: 'unknown',
      code: 'refused',
      message: 'missing trade:read',
    });
  });

  it.each<[number, string, string, string, string]>([
    [13004, 'invalid_credentials', '', 'refused', 'unknown-key'],
    [13004, 'invalid_credentials', 'invalid_signature', 'refused', 'wrong-signature'],
    [13004, 'invalid_credentials', 'timestamp_expired', 'refused', 'clock'],
    [13009, 'unauthorized', '', 'refused', 'unknown-key'],
    [13009, 'invalid_token', 'token has expired', 'refused', 'expired'],
    [10000, 'authorization_required', '', 'refused', 'unknown-key'],
    [13021, 'forbidden', '', 'refused', 'wrong-region'],
    [13021, 'forbidden', 'ip_not_whitelisted', 'refused', 'ip-restricted'],
    [10028, 'too_many_requests', '', 'unknown', 'rate-limited'],
    [10066, 'too_many_concurrent_requests', '', 'unknown', 'rate-limited'],
    [11051, 'system_maintenance', '', 'unknown', 'maintenance'],
    [13028, 'temporarily_unavailable', '', 'unknown', 'maintenance'],
    [10041, 'settlement_in_progress', '', 'unknown', 'maintenance'],
    [-32602, 'Invalid params', '', 'unknown', 'refused'],
  ])('%i %s %s: %s, %s', (code, message, reason, is, as) => {
    expect(error(code, message, reason)).toMatchObject({ is, code: as });
  });

  it.each([
    [403, '<html>', 'refused', 'wrong-region'],
    [429, '', 'unknown', 'rate-limited'],
    [503, '<html>maintenance</html>', 'unknown', 'maintenance'],
    [200, '<html>', 'unknown', 'unreadable'],
    [200, '{"result":{}}', 'unknown', 'unreadable'],
    [200, 'null', 'unknown', 'unreadable'],
  ])('%i %s: %s, %s', (status, body, is, code) => {
    expect(keys.verdict({ status, body })).toMatchObject({ is, code });
  });
});

describe('what is asked with a key', () => {
  it('everything every few seconds, and seldom while the stream speaks', () => {
    const paths = (state = initial) =>
      keys.needs(state, T0 + 1000).map(({ url, every }) => [url.split('/v2/')[1], every]);
    expect(paths()).toEqual([
      ['private/get_account_summaries?extended=true', 5000],
      ['private/get_positions?currency=any', 5000],
      ['private/get_open_orders', 30_000],
    ]);
    expect(paths(hear(summaries([bitcoinSummary()])))[0]![1]).toBe(30_000);
  });

  it('the clock', () => {
    expect(keys.clock.read('{"jsonrpc":"2.0","result":1764072000000,"usIn":1}')).toBe(1764072000000);
    for (const body of ['<html>', '{"result":"soon"}', '{"error":{"code":1}}', '{"result":17}'])
      expect(keys.clock.read(body)).toBeNull();
  });
});

describe('the private stream', () => {
  const stream = keys.stream!;
  it('logs in, then subscribes and asks for heartbeats, then answers them', async () => {
    expect(stream.url(initial)).toBe('wss://www.deribit.com/ws/api/v2');
    const [login] = await stream.greeting(key, T0);
    expect(JSON.parse(login!)).toMatchObject({
      id: 1,
      method: 'public/auth',
      params: { grant_type: 'client_signature' },
    });
    const after = stream.answer(
      JSON.stringify({ jsonrpc: '2.0', id: 1, result: { access_token: 'a', scope: 'account:read' } }),
    );
    expect(after.map(text => JSON.parse(text))).toMatchObject([
      { method: 'public/set_heartbeat', params: { interval: 30 } },
      {
        method: 'private/subscribe',
        params: { channels: ['user.portfolio.any', 'user.changes.any.any.raw'] },
      },
    ]);
    const beat = { jsonrpc: '2.0', method: 'heartbeat', params: { type: 'test_request' } };
    expect(JSON.parse(stream.answer(JSON.stringify(beat))[0]!)).toMatchObject({ method: 'public/test' });
  });

  it('says nothing to anything else', () => {
    const frames = [
      '',
      'nonsense',
      'null',
      '[]',
      '{"id":1,"error":{"code":13004}}',
      '{"id":3,"result":["user.portfolio.any"]}',
      '{"method":"heartbeat","params":{"type":"heartbeat"}}',
      '{"method":"heartbeat","params":null}',
    ];
    for (const frame of frames) expect(stream.answer(frame), frame).toEqual([]);
  });
});
