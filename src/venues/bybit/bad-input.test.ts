/** What goes wrong on an ordinary day: each named, nothing lost, nothing shown for what it is not. */
import { describe, expect, it } from 'vitest';
import { assess } from '../../engine/assess';
import { accounts } from './account';
import {
  accountInfo,
  codes,
  collateralTiers,
  envelope,
  fetched,
  framed,
  type Held,
  ISOLATED,
  loanTiers,
  pageAccount,
  positionList,
  positionPush,
  positionRow,
  RATIOS,
  riskLimits,
  T0,
  told,
  walletList,
} from './fake-page';
import type { State } from './state';

const btc: Held = { symbol: 'BTCUSDT', size: '0.5', entry: '85000', mark: '86000', leverage: '20' };
const usdt = { coin: 'USDT', wallet: '20000' };
const page = told([
  accountInfo('REGULAR_MARGIN'),
  collateralTiers(RATIOS),
  loanTiers({ USDT: '0.04' }),
  riskLimits('BTCUSDT'),
  walletList([usdt]),
  positionList([btc]),
]);
const [whole] = assess(pageAccount(page).account).pools;
const equity = (state: State) => assess(pageAccount(state).account).pools[0]!.equity;
const refusal = (retCode: number) => ({ retCode, retMsg: 'no', result: {}, retExtInfo: {}, time: T0 });
const positions = (body: unknown, status = 200, at = T0 + 1000) =>
  fetched('v5/position/list?category=linear&settleCoin=USDT&limit=200', body, at, status);

it('is whole before', () => {
  expect(codes(page).filter(code => !code.startsWith('assumed'))).toEqual([]);
  expect(whole).toMatchObject({ id: 'uta', state: 'safe', equity: '20500' });
});

describe('answers that are none', () => {
  it.each([
    ['<html>Service Unavailable</html>', 503, 'server-error'],
    ['<html>Forbidden</html>', 403, 'wrong-region'],
    ['<html>Maintenance</html>', 200, 'not-json'],
    ['{"retCode":0,"result":{"list":[', 200, 'not-json'],
    ['', 429, 'rate-limited'],
    [refusal(10006), 200, 'rate-limited'],
    [refusal(10018), 200, 'rate-limited'],
    [refusal(10002), 200, 'clock'],
    [refusal(10024), 200, 'wrong-region'],
    [refusal(10016), 200, 'server-error'],
    [refusal(110001), 200, 'refused'],
    [{ hello: 1 }, 200, 'format-changed'],
  ])('%j, status %i: %s', (body, status, code) => {
    const state = told([positions(body, status)], page);
    expect(codes(state)).toContain(code);
    expect(equity(state)).toBe(whole!.equity);
    // A list that is read again puts it right.
    expect(codes(told([positionList([btc], undefined, T0 + 2000)], state))).not.toContain(code);
  });

  it('name the key that no longer works, and turn the account old', () => {
    for (const code of [10003, 10005, 10010, 33004]) {
      const state = told([{ ...positions(refusal(code)), via: 'api' }], page);
      expect(codes(state)).toContain('key-refused');
      expect(pageAccount(state).outdated).toBe(true);
    }
  });

  it('of a page that is logged out', () => {
    const older = { ret_code: 10007, ret_msg: 'User not login', result: null, time_now: '1790000001.000000' };
    const state = told([fetched('https://www.bybit.com/x-api/v5/position/list', older)], page);
    expect(codes(state)).toContain('logged-out');
    expect(pageAccount(state).outdated).toBe(true);
    expect(pageAccount(told([walletList([usdt], {}, T0 + 5000)], state)).outdated).toBe(false);
    const never = told([fetched('https://www.bybit.com/x-api/v5/position/list', older)]);
    expect(pageAccount(never).problems[0]!.message).toBe('Not logged in to Bybit.');
  });

  it('frames that are cut off or not understood', () => {
    const cut = framed('{"topic":"position","data":[{"symbol":"BTC', T0 + 1000);
    const state = told([cut], page);
    expect(codes(state)).toContain('not-json');
    expect(pageAccount(state).outdated).toBe(true);
    // A later push does not say what the lost one did; a list does.
    const pushed = told([positionPush([{ ...btc, size: '0.6' }], T0 + 2000)], state);
    expect(pageAccount(pushed).outdated).toBe(true);
    expect(pageAccount(told([positionList([btc], undefined, T0 + 3000)], pushed)).outdated).toBe(false);
    for (const text of [
      'pong',
      '{"op":"pong"}',
      '{"success":true,"op":"subscribe"}',
      '{"topic":"kline.1.BTCUSDT","data":[{}]}',
      '[]',
      'null',
      '7',
    ]) {
      expect(() => told([framed(text)], page)).not.toThrow();
    }
  });

  it('hosts of others', () => {
    const elsewhere = {
      ...positions(envelope({ list: [] })),
      url: 'https://api.example.org/v5/position/list?category=linear&settleCoin=USDT',
    };
    expect(told([elsewhere], page)).toBe(page);
  });
});

describe('accounts', () => {
  it('that are empty are safe', () => {
    const state = told([
      accountInfo('REGULAR_MARGIN'),
      collateralTiers(RATIOS),
      walletList([]),
      positionList([]),
    ]);
    expect(codes(state)).toEqual([]);
    expect(assess(pageAccount(state).account).pools).toMatchObject([{ state: 'safe', equity: '0' }]);
  });

  it('of two hundred positions and more are seen whole, or not at all', () => {
    const rows = Array.from({ length: 20 }, (_, k) => positionRow({ ...btc, symbol: `C${k}USDT` }));
    const asked = 'v5/position/list?category=linear&settleCoin=USDT';
    // The venue's default is twenty: the page has not asked for the rest.
    const first = envelope({ list: rows, nextPageCursor: 'C19USDT%3A1', category: 'linear' });
    const start = [accountInfo('REGULAR_MARGIN'), collateralTiers(RATIOS), walletList([usdt])];
    const state = told([...start, fetched(asked, first)]);
    expect(codes(state)).toContain('no-positions');
    expect(assess(pageAccount(state).account).pools[0]!.state).toBe('unknown');
    const many = Array.from({ length: 200 }, (_, k) => ({ ...btc, symbol: `C${k}USDT` }));
    const all = told([...start, ...many.map(({ symbol }) => riskLimits(symbol)), positionList(many)]);
    expect(codes(all).filter(code => !code.startsWith('assumed'))).toEqual([]);
    expect(assess(pageAccount(all).account).pools[0]!.positions).toHaveLength(200);
  });

  it('whose wallet tells of positions that were not listed are unknown', () => {
    const state = told(
      [walletList([usdt, { coin: 'BTC', wallet: '1', price: 86000, maintenance: '0.002' }], {}, T0 + 1000)],
      page,
    );
    expect(codes(state)).toContain('no-positions');
    expect(assess(pageAccount(state).account).pools[0]!.state).toBe('unknown');
    const listed = told([positionList([], 'category=inverse&limit=200', T0 + 2000)], state);
    expect(codes(listed)).not.toContain('no-positions');
  });

  it('that hold options and odd names', () => {
    const state = told(
      [
        positionList(
          [btc, { ...btc, symbol: '1000PEPEUSDT', mark: '0.0045', entry: '0.0044' }],
          undefined,
          T0 + 1000,
        ),
        riskLimits('1000PEPEUSDT'),
        positionList(
          [
            {
              ...btc,
              symbol: 'BTC-25SEP26-80000-C-USDT',
              size: '0.02',
              side: 'Sell',
              mark: '2608.5',
              leverage: '',
              maintenance: '61.5',
              delta: '-0.012',
            },
          ],
          'category=option&limit=200',
          T0 + 1000,
        ),
      ],
      page,
    );
    const { account, problems } = pageAccount(state);
    expect(problems.filter(({ code }) => !code.startsWith('assumed'))).toEqual([]);
    const [pool] = account.pools;
    expect(pool!.positions.map(({ symbol, factor }) => [symbol, factor])).toEqual([
      ['BTCUSDT', 'BTC'],
      ['1000PEPEUSDT', 'PEPE'],
    ]);
    expect(pool!.estimate).toMatch(/Options/);
    expect(pool!.adjustments).toContainEqual(expect.objectContaining({ requirement: '61.5' }));
  });

  it('that are switched to another mode are unknown until that is said', () => {
    const isolated = told([walletList([usdt], ISOLATED, T0 + 1000)], page);
    expect(pageAccount(isolated).mode).toBe('isolated');
    expect(codes(isolated)).toContain('assumed-mode');
    // Without a balance of its own no position can be isolated.
    expect(assess(pageAccount(isolated).account).pools[0]!.state).not.toBe('safe');
    const whole = told([positionList([{ ...btc, leverage: '' }], undefined, T0 + 1000)], page);
    expect(pageAccount(whole).mode).toBe('portfolio');
    const back = told([positionList([btc], undefined, T0 + 2000)], whole);
    expect(codes(back)).toContain('margin-mode-unknown');
    expect(assess(pageAccount(back).account).pools[0]!.state).toBe('unknown');
    const said = told([accountInfo('REGULAR_MARGIN', T0 + 3000)], back);
    expect(codes(said)).not.toContain('margin-mode-unknown');
    // An answer of before the switch that comes late changes nothing.
    expect(pageAccount(told([accountInfo('PORTFOLIO_MARGIN', T0 + 4000, T0)], said)).mode).toBe('cross');
  });

  it('of another login do not mix', () => {
    const user = (userID: number, at: number) =>
      fetched(
        'v5/user/query-api',
        envelope({ readOnly: 1, permissions: {}, userID, apiKey: 'x', uta: 1, isMaster: true, vipLevel: '' }),
        at,
      );
    const first = told([user(111_222, T0)], page);
    const second = told(
      [user(333_444, T0 + 1000), walletList([{ coin: 'USDT', wallet: '7' }], {}, T0 + 1000)],
      first,
    );
    const [active, parked] = accounts(second, T0);
    expect([active!.label, parked!.label]).toEqual(['sub-3444', 'main']);
    expect(active!.account.pools[0]!.positions).toEqual([]);
    expect(parked!.account.pools[0]!.positions).toHaveLength(1);
    const [back] = accounts(told([user(111_222, T0 + 2000)], second), T0);
    expect(back!.label).toBe('main');
    expect(back!.account.pools[0]!.positions).toHaveLength(1);
  });

  it('of other kinds are left alone', () => {
    const funding = envelope({
      list: [
        {
          totalEquity: '5',
          accountType: 'FUND',
          totalWalletBalance: '5',
          totalMarginBalance: '5',
          totalAvailableBalance: '5',
          accountMMRate: '',
          coin: [],
        },
      ],
    });
    const state = told([fetched('v5/account/wallet-balance?accountType=FUND', funding, T0 + 1000)], page);
    expect(equity(state)).toBe(whole!.equity);
  });
});
