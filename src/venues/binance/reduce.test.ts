import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assess } from '../../engine/assess';
import type { VenueMessage } from '../venue';
import { accounts } from './account';
import {
  accountEvent,
  balanceList,
  balanceRow,
  bracketList,
  codes,
  envelope,
  fetched,
  framed,
  mark,
  markEvent,
  pageAccount,
  positionList,
  positionRow,
  T0,
  told,
} from './fake-page';
import { reduce } from './reduce';
import { initial } from './state';

const btc = { symbol: 'BTCUSDT', amount: '0.9', entry: '85214.60', mark: '86000.00' };
const loaded = told([positionList([btc]), balanceList({ USDT: '29500.41' }), bracketList(['BTCUSDT'])]);
const POSITIONS = 'v6/private/future/user-data/user-position';
const HOUR = 3_600_000;
const DSTREAM = 'wss://dstream.binance.com/ws/…';
const size = (state = loaded) => pageAccount(state).account.pools[0]!.positions[0]?.size;

describe('what cannot be read', () => {
  const list = JSON.stringify(envelope([positionRow({ ...btc, amount: '2' })]));
  const cases: [string, VenueMessage, string][] = [
    [
      'a web page in place of data',
      fetched(POSITIONS, '<!doctype html><title>Just a moment</title>', T0 + 9),
      'not-json',
    ],
    ['a cut-off answer', fetched(POSITIONS, list.slice(0, -20), T0 + 9), 'not-json'],
    ['an answer of more than 1 MB', fetched(POSITIONS, list + ' '.repeat(1024 * 1024), T0 + 9), 'too-large'],
    ['an error of the server', fetched(POSITIONS, '<html>502</html>', T0 + 9, 502), 'server-error'],
    ['a refusal for too many requests', fetched(POSITIONS, '', T0 + 9, 429), 'rate-limited'],
    ['a refusal by code', fetched(POSITIONS, { ...envelope(null), code: '100001003' }, T0 + 9), 'refused'],
    ['nothing', { ...fetched(POSITIONS, '', T0 + 9), body: undefined }, 'not-json'],
    [
      'an envelope without data',
      fetched(POSITIONS, { code: '000000', success: true }, T0 + 9),
      'format-changed',
    ],
  ];

  it.each(cases)('%s is named, and the account stays as of before', (_, message, code) => {
    const state = told([message], loaded);
    expect(codes(state)).toEqual([code]);
    expect(size(state)).toBe('0.9');
    expect(pageAccount(state).accountAt).toBe(T0);
    // The next readable list clears it.
    const again = told([positionList([{ ...btc, amount: '2' }], T0 + 60_000)], state);
    expect(codes(again)).toEqual([]);
    expect(size(again)).toBe('2');
  });

  it('names the field that changed', () => {
    const { positionAmount, ...rest } = positionRow(btc);
    const state = told(
      [fetched(POSITIONS, envelope([{ ...rest, positionQty: positionAmount }]), T0 + 9)],
      loaded,
    );
    const [problem] = pageAccount(state).problems;
    expect(problem).toMatchObject({ code: 'format-changed', path: 'user-position.0.positionAmount' });
    expect(problem!.message).toContain('positionAmount');
  });

  it('of an event is only made good by lists of both positions and balances', () => {
    const event = accountEvent({ balances: { USDT: '1' }, positions: [{ ...btc, amount: '1' }] }, T0 + 10);
    const broken = told([framed(JSON.stringify(event).replace('"pa"', '"qty"'), T0 + 12)], loaded);
    expect(codes(broken)).toEqual(['format-changed']);
    const later = framed(accountEvent({ balances: { USDT: '2' } }, T0 + 20), T0 + 22);
    expect(codes(told([later], broken))).toEqual(['format-changed']);
    const half = told([positionList([btc], T0 + 10_000)], broken);
    expect(codes(half)).toEqual(['format-changed']);
    expect(codes(told([balanceList({ USDT: '3' }, T0 + 10_000)], half))).toEqual([]);
    const cut = told([framed(JSON.stringify(event).slice(0, 60), T0 + 12)], loaded);
    expect(codes(told([mark('BTCUSDT', '1', T0 + 13)], cut))).toEqual(['not-json']);
  });

  it('never throws, whatever comes, and stays JSON', () => {
    const anything = fc.oneof(
      fc.json(),
      fc.string(),
      fc.constantFrom(null, undefined, 7, [], {}, { stream: 'a', data: { e: 'ACCOUNT_UPDATE' } }),
      fc.record({ code: fc.constant('000000'), data: fc.anything() }),
      fc.record({
        e: fc.constantFrom('ACCOUNT_UPDATE', 'markPriceUpdate', 'ORDER_TRADE_UPDATE'),
        a: fc.anything(),
      }),
    );
    const url = fc.constantFrom(
      `https://www.binance.com/bapi/futures/${POSITIONS}`,
      'https://www.binance.com/bapi/futures/v1/friendly/future/common/brackets',
      'https://fapi.binance.com/fapi/v1/exchangeInfo',
      'wss://fstream.binance.com/private/ws/…',
      'no address',
    );
    fc.assert(
      fc.property(anything, url, fc.constantFrom('fetch', 'websocket', 'api'), (body, where, via) => {
        const message = { at: T0, via, url: where, direction: 'in', body } as VenueMessage;
        const state = reduce(loaded, message);
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
        for (const { account } of accounts(state)) assess(account);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the account of the page', () => {
  it('stays as of before when the trader logs out, and says so', () => {
    const out = fetched(POSITIONS, { ...envelope(null), code: '100002002', success: false }, T0 + HOUR);
    const state = told([out], loaded);
    expect(codes(state)).toEqual(['logged-out']);
    expect(pageAccount(state).accountAt).toBe(T0);
    expect(codes(told([positionList([btc], T0 + 2 * HOUR)], state))).toEqual([]);
    expect(pageAccount(told([out])).problems[0]!.message).toBe('Not logged in to Binance.');
  });

  it('is another one when the ids of its positions are', () => {
    const other = { symbol: 'ETHUSDT', amount: '2', entry: '2800', mark: '2810' };
    const switched = told(
      [
        // The new account's balance may come before its positions.
        balanceList({ USDT: '77' }, T0 + HOUR),
        positionList([other], T0 + HOUR + 50, '99887766'),
      ],
      loaded,
    );
    const [active, first] = accounts(switched);
    expect(active!.label).toBe('sub-7766');
    expect(active!.account.pools[0]!.collateral[0]!.amount).toBe('77');
    expect(active!.account.pools[0]!.positions.map(({ symbol }) => symbol)).toEqual(['ETHUSDT']);
    // What is left of the first is its positions; whether the old balance was its last is not known.
    expect(first!.label).toBe('main');
    expect(first!.account.pools[0]!.positions.map(({ symbol }) => symbol)).toEqual(['BTCUSDT']);
    expect(assess(first!.account).pools[0]!.state).toBe('unknown');
    const back = told(
      [positionList([btc], T0 + 2 * HOUR), balanceList({ USDT: '29500' }, T0 + 2 * HOUR)],
      switched,
    );
    expect(accounts(back).map(({ label }) => label)).toEqual(['main', 'sub-7766']);
    expect(assess(accounts(back)[0]!.account).pools[0]!.equity).toBe('30206.86');
  });

  it('is not mixed with copy trading, COIN-M or options', () => {
    const copy = { ...positionList([{ ...btc, amount: '50' }], T0 + 9000), request: '{"portfolioId":"42"}' };
    const option = {
      ...framed(accountEvent({ balances: { USDT: '3' } }, T0 + 5), T0 + 6),
      url: 'wss://nbstream.binance.com/eoptions/ws/…',
    };
    expect(told([copy, option], loaded)).toEqual(loaded);
    const coin = { ...framed(accountEvent({ balances: { BTC: '3' } }, T0 + 5), T0 + 6), url: DSTREAM };
    const coinWallet = fetched(
      'v2/private/delivery/user-data/user-balance',
      envelope([balanceRow('BTC', '2')]),
      T0 + 9000,
    );
    const state = told([coin, coinWallet], loaded);
    expect(state.trader).toEqual(loaded.trader);
    expect(state.delivery.trader.balances.rows.BTC!.crossWallet).toBe('2');
  });

  it('is no account of its own any more under Portfolio Margin', () => {
    const event = { fs: 'UM', ...accountEvent({ balances: { USDT: '3' } }, T0 + 5) };
    const state = told([framed(event, T0 + 6)], loaded);
    expect(accounts(state).map(one => one.label)).toEqual(['Portfolio Margin']);
    expect(codes(state)).toEqual(['no-portfolio', 'assumed-unimmr']);
    expect(assess(pageAccount(state).account).pools[0]!.state).toBe('unknown');
  });
});

describe('time', () => {
  it('of a clock that is an hour off changes nothing', () => {
    for (const skew of [HOUR, -HOUR]) {
      const state = told([
        positionList([btc], T0 + skew),
        balanceList({ USDT: '29500' }, T0 + skew),
        bracketList(['BTCUSDT'], T0 + skew),
        framed(markEvent('BTCUSDT', '87000', T0 + 4000), T0 + skew + 4000),
        framed(
          accountEvent({ balances: { USDT: '5' }, positions: [{ ...btc, amount: '1' }] }, T0 + 5000),
          T0 + skew + 5100,
        ),
      ]);
      expect(codes(state)).toEqual([]);
      const { account, accountAt, pricesAt } = pageAccount(state);
      expect(account.pools[0]).toMatchObject({
        collateral: [{ amount: '5' }],
        positions: [{ size: '1', markPrice: '87000' }],
      });
      expect([accountAt, pricesAt]).toEqual([T0 + skew + 5100, T0 + skew + 4000]);
    }
  });

  it('of tomorrow is refused, so that it cannot bar what comes', () => {
    const forged = framed(accountEvent({ positions: [{ ...btc, amount: '9' }] }, T0 + 72 * HOUR), T0 + 10);
    expect(size(told([forged], loaded))).toBe('0.9');
    expect(codes(told([forged], loaded))).toEqual(['clock']);
    const price = framed(markEvent('BTCUSDT', '5', T0 + 72 * HOUR), T0 + 10);
    const state = told([price, mark('BTCUSDT', '87000', T0 + 4000)], loaded);
    expect(pageAccount(state).account.pools[0]!.positions[0]!.markPrice).toBe('87000');
    expect(codes(state)).toEqual([]);
  });
});

describe('marks', () => {
  const price = (state = loaded) => pageAccount(state).account.pools[0]!.positions[0]!.markPrice;
  const at = (symbol: string, p: string, E: number) => markEvent(symbol, p, E);

  it('come alone, in lists and in the envelope of a combined stream', () => {
    expect(price(told([framed(at('BTCUSDT', '1.5', T0 + 4000), T0 + 4000)], loaded))).toBe('1.5');
    const many = [at('ETHUSDT', '3', T0 + 4000), at('BTCUSDT', '2.5', T0 + 4000)];
    expect(price(told([framed(many, T0 + 4000)], loaded))).toBe('2.5');
    expect(price(told([framed({ stream: '!markPrice@arr@1s', data: many }, T0 + 4000)], loaded))).toBe('2.5');
  });

  it('that are older than what is known are left out', () => {
    const state = told([mark('BTCUSDT', '87000', T0 + 4000)], loaded);
    expect(price(told([framed(at('BTCUSDT', '1', T0 + 3000), T0 + 4500)], state))).toBe('87000');
    // The list of positions has marks as well: not newer than those of the stream.
    expect(price(told([positionList([btc], T0 + 5000)], state))).toBe('87000');
    expect(price(told([positionList([btc], T0 + 60_000)], state))).toBe('86000.00');
  });

  it('of 0 are none', () => {
    const state = told([framed(at('BTCUSDT', '0.00000000', T0 + 4000), T0 + 4000)], loaded);
    expect(price(state)).toBe('86000.00');
  });
});

describe('orders', () => {
  const order = (orderId: string, symbol: string, extra = {}) =>
    `{"orderId":${orderId},"symbol":"${symbol}","side":"SELL","positionSide":"BOTH","type":"LIMIT","status":"NEW",` +
    `"price":"90000","origQty":"0.5","executedQty":"0.2","reduceOnly":false,"closePosition":false,"updateTime":${T0}` +
    `${JSON.stringify(extra).replace('{', ',').replace(/^,}$/, '}')}`;
  const orders = (rows: string[], at = T0) =>
    fetched(
      'v1/private/future/order/open-orders',
      `{"code":"000000","data":[${rows.join(',')}],"success":true}`,
      at,
    );

  it('stand in the pool of their contract, with what is left to fill', () => {
    const state = told([orders([order('1', 'BTCUSDT'), order('2', 'SOLUSDT')])], loaded);
    expect(codes(state)).toEqual([]);
    const listed = pageAccount(state).account.pools[0]!.orders;
    expect(listed.map(({ symbol, size: left, price }) => [symbol, left, price])).toEqual([
      ['BTCUSDT', '0.3', '90000'],
      ['SOLUSDT', '0.3', '90000'],
    ]);
    // They change neither equity nor requirement.
    expect(assess(pageAccount(state).account).pools[0]).toEqual(assess(pageAccount(loaded).account).pools[0]);
  });

  it('are told apart by ids beyond 2^53', () => {
    const state = told(
      [orders([order('8389765612345678901', 'BTCUSDT'), order('8389765612345678902', 'BTCUSDT')])],
      loaded,
    );
    expect(pageAccount(state).account.pools[0]!.orders).toHaveLength(2);
  });

  it('go when they are filled, and a late list does not bring them back', () => {
    const open = told([orders([order('1', 'BTCUSDT')])], loaded);
    const filled = framed(
      {
        e: 'ORDER_TRADE_UPDATE',
        E: T0 + 1001,
        T: T0 + 1000,
        o: {
          s: 'BTCUSDT',
          i: 1,
          S: 'SELL',
          o: 'LIMIT',
          q: '0.5',
          z: '0.5',
          p: '90000',
          sp: '0',
          X: 'FILLED',
          R: false,
          ps: 'BOTH',
          cp: false,
        },
      },
      T0 + 1050,
    );
    const state = told([filled, orders([order('1', 'BTCUSDT')], T0 + 1200)], open);
    expect(pageAccount(state).account.pools[0]!.orders).toEqual([]);
  });

  it('that are conditional come from their own list and events', () => {
    const algo = {
      algoId: 2148627,
      orderType: 'STOP_MARKET',
      symbol: 'BTCUSDT',
      side: 'SELL',
      positionSide: 'BOTH',
      quantity: '0',
      algoStatus: 'NEW',
      triggerPrice: '72500.00',
      price: '0',
      closePosition: true,
      reduceOnly: true,
      updateTime: T0,
    };
    const history = fetched(
      'v1/private/future/order/get-all-algo-order',
      envelope({ total: 2, rows: [algo, { ...algo, algoId: 5, algoStatus: 'CANCELED' }] }),
    );
    const state = told([history], loaded);
    expect(pageAccount(state).account.pools[0]!.orders).toEqual([
      {
        symbol: 'BTCUSDT',
        side: 'sell',
        size: null,
        price: null,
        type: 'stop',
        triggerPrice: '72500.00',
        reduceOnly: true,
        closesPosition: true,
      },
    ]);
    // A page of a history says nothing of what is not on it.
    const next = fetched(
      'v1/private/future/order/get-all-algo-order',
      envelope({ total: 2, rows: [] }),
      T0 + 60_000,
    );
    expect(pageAccount(told([next], state)).account.pools[0]!.orders).toHaveLength(1);
    const cancelled = framed(
      {
        e: 'ALGO_UPDATE',
        E: T0 + 60_001,
        T: T0 + 60_000,
        o: {
          aid: 2148627,
          o: 'STOP_MARKET',
          s: 'BTCUSDT',
          S: 'SELL',
          ps: 'BOTH',
          q: '0',
          X: 'CANCELED',
          tp: '72500',
          p: '0',
          cp: true,
          R: true,
        },
      },
      T0 + 60_050,
    );
    expect(pageAccount(told([cancelled], state)).account.pools[0]!.orders).toEqual([]);
  });
});

it('says nothing of what is no business of it', () => {
  const others = [
    fetched('v1/private/future/user-data/trade-history', envelope([])),
    framed({ e: 'kline', s: 'BTCUSDT' }),
    framed({ result: null, id: 1 }),
    { ...positionList([{ ...btc, amount: '5' }], T0 + 9000), direction: 'out' as const },
  ];
  expect(told(others, loaded)).toEqual(loaded);
  expect(initial.trader.positions.rows).toEqual({});
});
