import { describe, expect, it } from 'vitest';
import { accounts } from './account';
import { answered, bracketList, framed, T0, told } from './fake-page';
import { keys } from './keys';
import { initial } from './state';

const KEY = 'pqia91ma19a5s61cv6a81va65sdf19v8a65a1a5s61cv6a81va65sdf19v8a65a1';
const paths = (...messages: Parameters<typeof told>[0]) =>
  keys.needs(told(messages), T0).map(({ method, url }) => `${method} ${new URL(url).pathname}`);
const owner = answered('api/v3/account', { uid: 354937868, balances: [] });
const owned = { ...owner, url: 'https://api.binance.com/api/v3/account?omitZeroBalances=true' };
const noPortfolio = answered('papi/v1/account', { code: -2015, msg: 'no' }, T0, 401);
const portfolio = answered('papi/v1/account', {
  uniMMR: '5',
  accountEquity: '10',
  actualEquity: '10',
  accountMaintMargin: '2',
});

describe('the needs of a key', () => {
  it('begin with whose it is and which accounts there are', () => {
    expect(paths()).toEqual(['GET /api/v3/account', 'GET /papi/v1/account']);
    expect(paths(owned)).toEqual(['GET /papi/v1/account']);
  });

  it('are those of the accounts that the answers have shown', () => {
    const single = paths(owned, noPortfolio);
    expect(single.slice(0, 2)).toEqual(['GET /fapi/v3/account', 'GET /fapi/v3/positionRisk']);
    expect(single).toContain('POST /fapi/v1/listenKey');
    expect(single).toContain('GET /dapi/v1/positionRisk');
    expect(single).not.toContain('GET /dapi/v2/leverageBracket');
    const joint = paths(owned, portfolio);
    expect(joint.every(path => !/ \/[fd]api\//.test(path))).toBe(true);
    expect(joint).toContain('GET /papi/v1/balance');
  });

  it('fit into the limits with room for the page', () => {
    const state = told([owned, noPortfolio]);
    const perMinute = keys
      .needs(state, T0)
      .filter(({ url }) => url.includes('//fapi.'))
      .reduce((sum, { url, every }) => sum + ((/open/.test(url) ? 40 : 5) * 60_000) / every, 0);
    expect(perMinute).toBeLessThan(240);
  });
});

describe('the account of a key', () => {
  const lists = [
    answered('fapi/v3/account', { assets: [{ asset: 'USDT', crossWalletBalance: '500' }] }),
    answered('fapi/v3/positionRisk', []),
  ];

  it('has a name of its own, so that it is not taken for the page’s', () => {
    const [reading] = accounts(told([owned, noPortfolio, ...lists, bracketList(['BTCUSDT'])]));
    expect(reading!.account.account).toBe('key-354937868');
    expect(reading!.label).toBe('key …7868');
    const [joint] = accounts(told([owned, portfolio]));
    expect(joint!.account.account).toBe('key-354937868-portfolio-margin');
  });

  it('is there as well where the key may not say whose it is', () => {
    const refused = { ...owned, status: 401, body: '{"code":-2015,"msg":"no"}' };
    const [reading] = accounts(told([refused, noPortfolio, ...lists]));
    expect(reading!.account.account).toBe('key-unnamed');
  });
});

describe('the stream of a key', () => {
  const listen = (base: string) => answered(`${base}/v1/listenKey`, { listenKey: KEY });

  it('is opened with the listen key, at the account that holds something', () => {
    const stream = keys.stream!;
    expect(stream.url(initial)).toBeNull();
    const url = (...messages: Parameters<typeof told>[0]) => stream.url(told([owned, ...messages]));
    expect(url(noPortfolio, listen('fapi'))).toBe(`wss://fstream.binance.com/private/ws/${KEY}`);
    expect(url(portfolio, listen('papi'))).toBe(`wss://fstream.binance.com/pm/ws/${KEY}`);
    expect(url(portfolio, listen('papi'))!.replace(stream.secret!, '…')).toBe(
      'wss://fstream.binance.com/pm/ws/…',
    );
  });

  it('is asked for again when the key has expired', () => {
    const state = told([owned, noPortfolio, listen('fapi')]);
    const gone = told([framed({ e: 'listenKeyExpired', E: T0 + 5, listenKey: KEY }, T0 + 5)], state);
    expect(keys.stream!.url(gone)).toBeNull();
    const other = told([framed({ e: 'listenKeyExpired', E: T0 + 5, listenKey: 'another' }, T0 + 5)], state);
    expect(keys.stream!.url(other)).not.toBeNull();
  });
});

describe('the clock', () => {
  it('is read where it is one', () => {
    expect(keys.clock.read('{"serverTime":1499827319559}')).toBe(1499827319559);
    expect(keys.clock.read('<html>')).toBeNull();
    expect(keys.clock.read('{"serverTime":"soon"}')).toBeNull();
  });
});
