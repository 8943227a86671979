import { describe, expect, it } from 'vitest';
import {
  AHEAD,
  accountInfo,
  envelope,
  feeRates,
  fetched,
  orderList,
  positionList,
  positionRow,
  T0,
  told,
  walletList,
} from './fake-page';
import { keys } from './keys';
import { login, sign } from './signing';
import { initial } from './state';
import { verdict } from './verdict';

const KEY = { key: 'XXXXXXXXXX', secret: 'topsecret', passphrase: null };
const AT = 1_658_384_314_791;

describe('signatures', () => {
  // Computed by: printf '%s' "$time$key$window$payload" | openssl dgst -sha256 -hmac topsecret
  it.each([
    [
      'GET' as const,
      '?category=option&symbol=BTC-29JUL22-25000-C',
      undefined,
      'f7bb6bf621b28079ead4aa68dad347187012d16767a8aef2af8f125ccf364bd6',
    ],
    ['GET' as const, '', undefined, '01676c6873ff9ead5cb484548b47e68766266301d42fffc4a709934a749def59'],
    [
      'POST' as const,
      '',
      { category: 'option' },
      'fffd715ad0bf469e8709e8e59f3d04b07e3df87cef72e81b89d7a5c95fdef4b0',
    ],
  ])('%s %s', async (method, query, body, signature) => {
    const url = `https://api.bybit.com/v5/order/realtime${query}`;
    const signed = await sign({ key: 'k', url, method, body, every: 0 }, KEY, AT);
    expect(signed).toEqual({
      url,
      method,
      body: body ? JSON.stringify(body) : null,
      headers: {
        'X-BAPI-API-KEY': 'XXXXXXXXXX',
        'X-BAPI-TIMESTAMP': String(AT),
        'X-BAPI-RECV-WINDOW': '10000',
        'X-BAPI-SIGN': signature,
        ...(body ? { 'Content-Type': 'application/json' } : {}),
      },
    });
    expect(JSON.stringify(signed)).not.toContain('topsecret');
  });

  it('log the stream in until ten seconds from now', async () => {
    // printf 'GET/realtime1662350410000' | openssl dgst -sha256 -hmac topsecret
    expect(JSON.parse(await login(KEY, 1_662_350_400_000))).toEqual({
      op: 'auth',
      args: [
        'XXXXXXXXXX',
        1_662_350_410_000,
        '61da7913a37864ec6517078807521497220915f4ae7fb3ed396b71496f5a3d5f',
      ],
    });
  });
});

const information = (fields: object = {}) => ({
  id: '1',
  readOnly: 1,
  permissions: { ContractTrade: ['Order', 'Position'], Wallet: ['AccountTransfer'], Options: [] },
  userID: 1_448_939,
  uta: 1,
  ...fields,
});
const said = (result: unknown, status = 200) => verdict({ status, body: JSON.stringify(envelope(result)) });
const code = (retCode: number, retMsg = 'no') =>
  verdict({ status: 200, body: JSON.stringify({ retCode, retMsg, result: {}, time: T0 }) });

describe('what a key may do', () => {
  it('is to read', () => {
    expect(said(information())).toEqual({ is: 'read-only', account: '1448939', label: 'UID …8939' });
    expect(said(information({ permissions: {} }))).toMatchObject({ is: 'read-only' });
  });

  it.each([
    [{ readOnly: 0 }, 'may-trade'],
    [{ readOnly: 0, permissions: {} }, 'may-trade'],
    [{ readOnly: 0, permissions: { Wallet: ['AccountTransfer'] } }, 'may-transfer'],
    [{ permissions: { Wallet: ['Withdraw'] } }, 'may-withdraw'],
    [{ readOnly: 0, permissions: { Wallet: ['Withdraw'] } }, 'may-withdraw'],
  ])('%o: %s', (fields, expected) => {
    expect(said(information(fields))).toMatchObject({ is: 'refused', code: expected });
  });

  it.each([
    [10003, 'unknown-key'],
    [10004, 'wrong-signature'],
    [10005, 'unknown-key'],
    [10010, 'ip-restricted'],
    [33004, 'expired'],
    [10002, 'clock'],
    [10024, 'wrong-region'],
  ])('code %i: %s', (retCode, expected) => {
    expect(code(retCode)).toMatchObject({ is: 'refused', code: expected, message: `${retCode} no` });
  });

  it.each([
    [10006, 'rate-limited'],
    [10018, 'rate-limited'],
    [10016, 'maintenance'],
    [99999, 'refused'],
  ])('code %i does not tell: %s', (retCode, expected) => {
    expect(code(retCode)).toMatchObject({ is: 'unknown', code: expected });
  });

  it.each([
    [403, '<html>Forbidden</html>', 'refused', 'wrong-region'],
    [401, '', 'refused', 'unknown-key'],
    [429, '', 'unknown', 'rate-limited'],
    [503, '<html></html>', 'unknown', 'maintenance'],
    [200, '<html>Maintenance</html>', 'unknown', 'maintenance'],
    [200, '{"retCode":', 'unknown', 'unreadable'],
  ])('status %i, %j: %s, %s', (status, body, is, expected) => {
    expect(verdict({ status, body })).toMatchObject({ is, code: expected });
  });

  it.each(['readOnly', 'permissions', 'userID'])('is not told without %s', field => {
    expect(said(information({ [field]: undefined }))).toMatchObject({ is: 'unknown', code: 'unreadable' });
    expect(said(information({ [field]: 'x' }))).toMatchObject({ is: 'unknown', code: 'unreadable' });
  });
});

describe('what is asked with a key', () => {
  const paths = (state = initial, now = T0) =>
    keys.needs(state, now).map(({ url }) => url.replace('https://api.bybit.com/v5/', ''));

  it('is all of the account at first: every category, with the largest pages', () => {
    expect(paths()).toEqual([
      'account/info',
      'account/wallet-balance?accountType=UNIFIED',
      'position/list?category=linear&settleCoin=USDT&limit=200',
      'position/list?category=linear&settleCoin=USDC&limit=200',
      'position/list?category=inverse&limit=200',
      'position/list?category=option&limit=200',
      'order/realtime?category=linear&settleCoin=USDT&openOnly=0&limit=50',
      'order/realtime?category=linear&settleCoin=USDC&openOnly=0&limit=50',
      'order/realtime?category=inverse&openOnly=0&limit=50',
      'order/realtime?category=spot&openOnly=0&limit=50',
      'account/fee-rate?category=linear',
      'account/fee-rate?category=inverse',
    ]);
    expect(keys.needs(initial, T0).every(({ method, every }) => method === 'GET' && every >= 5000)).toBe(
      true,
    );
  });

  const listed = told([
    accountInfo('REGULAR_MARGIN'),
    walletList([{ coin: 'USDT', wallet: '1' }]),
    ...[
      'category=linear&settleCoin=USDT',
      'category=linear&settleCoin=USDC',
      'category=inverse',
      'category=option',
    ].map(query => positionList([], `${query}&limit=200`)),
    ...[
      'category=linear&settleCoin=USDT',
      'category=linear&settleCoin=USDC',
      'category=inverse',
      'category=spot',
    ].map(query => orderList([], `${query}&openOnly=0&limit=50`)),
    feeRates({ BTCUSDT: '0.00055' }),
  ]);

  it('is nothing when it has just been said, and then what grows old first', () => {
    expect(paths(listed, T0 + 1000)).toEqual([]);
    expect(paths(listed, T0 + 6000)).toEqual(['account/wallet-balance?accountType=UNIFIED']);
    expect(paths(listed, T0 + 31_000)).toHaveLength(9);
  });

  it('goes on with the next page until the last, and only then knows that it is whole', () => {
    const query = 'category=linear&settleCoin=USDT&limit=200';
    const rows = Array.from({ length: 450 }, (_, k) =>
      positionRow({ symbol: `C${k}USDT`, size: '1', entry: '1', mark: '1', balance: '0' }),
    );
    const page = (from: number, cursor: string, next: string) =>
      fetched(
        `v5/position/list?${query}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
        envelope({
          list: rows.slice(from, from + 200),
          nextPageCursor: encodeURIComponent(next),
          category: 'linear',
        }),
      );
    const first = told([page(0, '', 'page_args=1&')], listed);
    expect(paths(first, T0 + 1000)).toContain(
      `position/list?${query}&cursor=${encodeURIComponent('page_args=1&')}`,
    );
    const second = told([page(200, 'page_args=1&', 'page_args=2&')], first);
    // Given with the last page as well.
    const third = told([page(400, 'page_args=2&', 'page_args=3&')], second);
    expect(paths(third, T0 + 1000).filter(path => path.includes('cursor'))).toEqual([]);
    expect(Object.keys(third.trader.positions.rows)).toHaveLength(450);
    // A list that leaves out the second page closes nothing.
    const gap = told([page(0, '', 'page_args=1&'), page(400, 'page_args=2&', '')], third);
    expect(Object.values(gap.trader.positions.rows).filter(({ size }) => size !== '0')).toHaveLength(450);
    const shorter = told([page(400, '', '')], third);
    expect(Object.values(shorter.trader.positions.rows).filter(({ size }) => size !== '0')).toHaveLength(50);
  });
});

describe('the private stream', () => {
  const { stream, clock } = keys;

  it('subscribes after the login went well, and says nothing else', () => {
    expect(stream!.url(initial)).toBe('wss://stream.bybit.com/v5/private');
    expect(stream!.answer('{"success":true,"ret_msg":"","op":"auth","conn_id":"x"}')).toEqual([
      '{"op":"subscribe","args":["wallet","position","order"]}',
    ]);
    for (const frame of [
      '{"success":false,"op":"auth"}',
      '{"op":"pong"}',
      '{"topic":"wallet","data":[]}',
      'x',
      '',
    ]) {
      expect(stream!.answer(frame)).toEqual([]);
    }
    expect(stream!.ping).toEqual({ every: 20_000, text: '{"op":"ping"}' });
  });

  it('is on the venue’s clock', () => {
    expect(clock.read(JSON.stringify(envelope({ timeSecond: '1' }, T0 + AHEAD)))).toBe(T0 + AHEAD);
    for (const body of ['', '<html>', '{"retCode":0}', '{"retCode":10016,"time":1790000000000}']) {
      expect(clock.read(body)).toBeNull();
    }
  });
});
