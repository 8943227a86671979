import { describe, expect, it } from 'vitest';
import { hmacBase64 } from '../shared/hmac';
import type { ApiRequest } from '../venue';
import { balance, config, framed, positions, told } from './fake-venue';
import { keys } from './keys';

/** The secret and the time are those of the documents' own example of signing. */
const KEY = {
  key: '37c541a1-0000-4cd3-9d1f-d1c3d5f0b3a2',
  secret: '22582BD0CFF14C41EDBF1AB98506286D',
  passphrase: 'a passphrase',
};
const AT = Date.parse('2020-12-08T09:08:57.715Z');
const request = (part: Partial<ApiRequest>): ApiRequest => ({
  key: 'x',
  url: 'https://www.okx.com/api/v5/account/balance?ccy=BTC',
  method: 'GET',
  every: 0,
  ...part,
});

describe('signatures, beside those of Python’s hmac', () => {
  it('of a request with a query', async () => {
    const signed = await keys.sign(request({}), KEY, AT + 0.4);
    expect(signed.headers).toEqual({
      'OK-ACCESS-KEY': KEY.key,
      'OK-ACCESS-SIGN': 'HiZhvSfMtWJA3uUIVXV3a/bSXNPCWvYFXoGCVS8V4zY=',
      'OK-ACCESS-TIMESTAMP': '2020-12-08T09:08:57.715Z',
      'OK-ACCESS-PASSPHRASE': 'a passphrase',
    });
    expect(signed.body).toBeNull();
    expect(signed.url).toBe(request({}).url);
  });

  it('of a request with a body', async () => {
    const url = 'https://www.okx.com/api/v5/account/position-builder';
    const signed = await keys.sign(request({ url, method: 'POST', body: { acctLv: '4' } }), KEY, AT);
    expect(signed.headers['OK-ACCESS-SIGN']).toBe('FvsN16asjxvXdh5iqTxaeSxT5kFneSrQ/1UblWDdRsU=');
    expect(signed.headers['Content-Type']).toBe('application/json');
    expect(signed.body).toBe('{"acctLv":"4"}');
  });

  it('of the login of the stream, in whole seconds', async () => {
    const [text] = await keys.stream!.greeting(KEY, 1_538_054_050_900);
    expect(JSON.parse(text!)).toEqual({
      op: 'login',
      args: [
        {
          apiKey: KEY.key,
          passphrase: 'a passphrase',
          timestamp: '1538054050',
          sign: '+LdIr8lkkvhr5hoA3g9TMC0+uQJ849ftAcocA/ouu4M=',
        },
      ],
    });
  });

  it('differs with every part', async () => {
    expect(await hmacBase64('a', 'b')).not.toBe(await hmacBase64('a', 'c'));
    expect(await hmacBase64('a', 'b')).not.toBe(await hmacBase64('b', 'b'));
  });
});

const answer = (body: unknown, status = 200) => ({
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const configured = (perm: unknown, more = {}) =>
  answer({
    code: '0',
    msg: '',
    data: [{ perm, uid: '44705892343619584', label: 'v5 test', acctLv: '2', ...more }],
  });

describe('what a key may do', () => {
  it('takes one that can only read', () => {
    expect(keys.verdict(configured('read_only'))).toEqual({
      is: 'read-only',
      account: '44705892343619584',
      label: 'v5 test',
    });
    expect(keys.verdict(configured('read_only', { label: '' }))).toMatchObject({ label: '…9584' });
  });

  it.each([
    ['read_only,withdraw,trade', 'may-withdraw'],
    ['read_only,trade', 'may-trade'],
    ['trade', 'may-trade'],
    ['withdraw', 'may-withdraw'],
  ])('refuses "%s": %s', (perm, code) => {
    expect(keys.verdict(configured(perm))).toMatchObject({ is: 'refused', code });
  });

  it.each([[''], ['read_only,transfer'], ['admin'], [null], [{}], [['read_only']]])(
    'does not take what it does not understand: %j',
    perm => {
      expect(keys.verdict(configured(perm))).toMatchObject({ is: 'unknown', code: 'unreadable' });
    },
  );

  it.each([
    ['50111', 401, 'refused', 'unknown-key'],
    ['50119', 401, 'refused', 'unknown-key'],
    ['50113', 401, 'refused', 'wrong-signature'],
    ['50105', 401, 'refused', 'wrong-passphrase'],
    ['50110', 401, 'refused', 'ip-restricted'],
    ['50101', 401, 'refused', 'wrong-region'],
    ['50102', 401, 'refused', 'clock'],
    ['50112', 401, 'refused', 'clock'],
    ['50011', 429, 'unknown', 'rate-limited'],
    ['50061', 200, 'unknown', 'rate-limited'],
    ['50001', 503, 'unknown', 'maintenance'],
    ['59999', 400, 'unknown', 'refused'],
  ])('code %s with status %i: %s, %s', (code, status, is, why) => {
    expect(keys.verdict(answer({ code, msg: 'words', data: [] }, status))).toMatchObject({ is, code: why });
  });

  it('does not take a page in place of data, or nothing', () => {
    expect(keys.verdict(answer('<html>maintenance</html>', 503))).toMatchObject({
      is: 'unknown',
      code: 'maintenance',
    });
    expect(keys.verdict(answer('<html>hello</html>'))).toMatchObject({ is: 'unknown', code: 'unreadable' });
    expect(keys.verdict(answer({ code: '0', data: [] }))).toMatchObject({
      is: 'unknown',
      code: 'unreadable',
    });
  });
});

describe('what is asked with a key', () => {
  it('asks for the account first, and for each kind of conditional order', () => {
    const asked = keys.needs(told([]), 0).map(({ url }) => url.replace('https://www.okx.com/api/v5/', ''));
    expect(asked.slice(0, 3)).toEqual(['account/config', 'account/balance', 'account/positions']);
    const algos = asked.filter(url => url.startsWith('trade/orders-algo-pending'));
    expect(algos.every(url => /\?ordType=[a-z_,]+$/.test(url))).toBe(true);
    expect(algos).toHaveLength(3);
    expect(new Set(keys.needs(told([]), 0).map(({ key }) => key)).size).toBe(asked.length);
  });

  it('reads the venue’s clock', () => {
    expect(keys.clock.read('{"code":"0","msg":"","data":[{"ts":"1597026383085"}]}')).toBe(1_597_026_383_085);
    expect(keys.clock.read('{"code":"0","msg":"","data":[]}')).toBeNull();
    expect(keys.clock.read('<html>')).toBeNull();
  });

  it('subscribes once the login went well, and to nothing else', () => {
    const { answer: reply } = keys.stream!;
    const channels = reply('{"event":"login","code":"0","msg":"","connId":"a"}').flatMap(text =>
      (JSON.parse(text) as { args: { channel: string }[] }).args.map(({ channel }) => channel),
    );
    expect(channels).toEqual(['account', 'positions', 'balance_and_position', 'orders']);
    expect(reply('{"event":"error","code":"60009","msg":"Login failed."}')).toEqual([]);
    expect(reply('pong')).toEqual([]);
    expect(reply(String(framed('account', []).body))).toEqual([]);
  });

  it('says that a key is no longer taken, and keeps what was known', () => {
    const state = told([
      config('2'),
      balance([{ ccy: 'USDT', cashBal: '100' }]),
      positions([]),
      {
        at: 1_790_000_001_000,
        via: 'api',
        url: 'https://www.okx.com/api/v5/account/positions',
        direction: 'in',
        body: '{"code":"50111","msg":"Invalid OK-ACCESS-KEY","data":[]}',
        status: 401,
      },
    ]);
    expect(state.trader.problems.positions).toMatchObject({ code: 'key-refused' });
    expect(state.trader.loggedOutAt).toBeNull();
  });
});
