/** Everything that may come instead of an answer: named, and the rest goes on. */
import { describe, expect, it } from 'vitest';
import type { VenueMessage } from '../venue';
import {
  answered,
  balance,
  balanceRow,
  codes,
  config,
  framed,
  instrumentRow,
  instruments,
  mark,
  orderRow,
  orders,
  positionRow,
  positions,
  T0,
  theAccount,
  told,
} from './fake-venue';
import { openPositions } from './state';

const held = { instId: 'BTC-USDT-SWAP', pos: '3', avgPx: '80000', markPx: '81000' };
const before = told([
  config('2'),
  instruments([instrumentRow('BTC-USDT-SWAP')]),
  positions([held]),
  balance([{ ccy: 'USDT', cashBal: '1000' }]),
]);
const answer = (
  path: string,
  body: string,
  status = 200,
  via: VenueMessage['via'] = 'fetch',
): VenueMessage => ({
  at: T0 + 1000,
  via,
  url: `https://www.okx.com/${via === 'api' ? 'api' : 'priapi'}/v5/${path}`,
  direction: 'in',
  body,
  status,
});

describe('in place of an answer', () => {
  it.each<[string, VenueMessage, string]>([
    [
      'a maintenance page',
      answer('account/positions', '<html>Under maintenance</html>', 503),
      'server-error',
    ],
    ['a page with status 200', answer('account/balance', '<!doctype html>'), 'not-json'],
    ['half of it', answer('account/positions', '{"code":"0","data":[{"instId":"BTC-'), 'not-json'],
    [
      'a rate limit',
      answer('account/positions', '{"code":"50011","msg":"Rate limit reached."}', 429),
      'rate-limited',
    ],
    [
      'a rate limit with status 200',
      answer('account/positions', '{"code":"50011","msg":"","data":[]}'),
      'rate-limited',
    ],
    [
      'a page that is logged out',
      answer('account/positions', '{"code":"50103","msg":"","data":[]}', 401),
      'logged-out',
    ],
    [
      'a revoked key',
      answer('account/balance', '{"code":"50111","msg":"","data":[]}', 401, 'api'),
      'key-refused',
    ],
    [
      'another address',
      answer('account/balance', '{"code":"50110","msg":"","data":[]}', 401, 'api'),
      'key-refused',
    ],
    [
      'a clock that is off',
      answer('account/balance', '{"code":"50102","msg":"","data":[]}', 401, 'api'),
      'clock',
    ],
    [
      'the system is busy',
      answer('account/balance', '{"code":"50001","msg":"","data":[]}', 503),
      'server-error',
    ],
    ['a code of its own', answer('account/positions', '{"code":"51000","msg":"","data":[]}', 400), 'refused'],
    ['no code', answer('account/positions', '{"data":[]}'), 'format-changed'],
    ['no list', answer('account/positions', '{"code":"0","data":{}}'), 'format-changed'],
    ['an empty object of balances', answer('account/balance', '{"code":"0","data":[]}'), 'format-changed'],
    ['too much', answer('account/positions', `"${'x'.repeat(1024 * 1024)}"`), 'too-large'],
  ])('%s', (_, message, code) => {
    const state = told([message], before);
    expect(codes(state)).toContain(code);
    // What was known stays as it was, and other calls go on.
    expect(openPositions(state.trader)).toEqual(openPositions(before.trader));
    const again = told(
      [positions([held], T0 + 2000), balance([{ ccy: 'USDT', cashBal: '1000' }], T0 + 2000)],
      state,
    );
    expect(codes(again)).not.toContain(code);
  });

  it('says that what is shown is from before when a list could not be read, not when none came', () => {
    const lost = told([answer('account/positions', '<html>')], before);
    expect(theAccount(lost).outdated).toBe(true);
    const slow = told([answer('account/positions', '', 429)], before);
    expect(theAccount(slow).outdated).toBe(false);
  });
});

describe('what is none of ours', () => {
  it.each<[string, VenueMessage]>([
    ['another host', { ...positions([]), url: 'https://www.okx.com.evil.test/priapi/v5/account/positions' }],
    [
      'the wallet’s socket',
      { ...framed('account', [balanceRow([])]), url: 'wss://wsdexpri.okx.com:8443/ws/v5/ipublic' },
    ],
    ['what the page says', { ...positions([]), direction: 'out' }],
    ['another call', answered('account/bills', [{ billId: '1', bal: '5' }])],
    ['an empty list of something else', answered('account/bills', [])],
    ['a candle', framed('candle1H', [['1', '2', '3', '4', '5']])],
    ['a pong', { ...framed('account', []), body: 'pong' }],
    [
      'a subscription that went well',
      { ...framed('account', []), body: '{"event":"subscribe","arg":{"channel":"account"}}' },
    ],
    ['no address', { ...positions([]), url: 'https://' }],
  ])('%s', (_, message) => {
    expect(told([message], before)).toBe(before);
  });
});

describe('frames', () => {
  it('are known by their rows whatever their channel is called', () => {
    const push = framed(
      'positions-v9',
      [positionRow({ ...held, pos: '5', uTime: T0 + 500, pTime: String(T0 + 500) })],
      T0 + 500,
      { eventType: 'event_update' },
      { instType: 'ANY' },
    );
    expect(openPositions(told([push], before).trader).map(row => row.pos)).toEqual(['5']);
  });

  it('tell of marks, the newest by the venue’s clock', () => {
    const state = told(
      [mark('BTC-USDT-SWAP', '82000', T0 + 2000), mark('BTC-USDT-SWAP', '81500', T0 + 1500)],
      before,
    );
    expect(state.market.marks['BTC-USDT-SWAP']).toMatchObject({ price: '82000' });
    // A list says no time: what came a moment ago by the stream stands.
    const listed = told([positions([{ ...held, markPx: '81700' }], T0 + 3000)], state);
    expect(listed.market.marks['BTC-USDT-SWAP']).toMatchObject({ price: '82000' });
    const later = told([positions([{ ...held, markPx: '81700' }], T0 + 9000)], state);
    expect(later.market.marks['BTC-USDT-SWAP']).toMatchObject({ price: '81700' });
  });

  it('a login that fails, and a frame that is cut off, are named', () => {
    const failed = {
      ...framed('account', []),
      body: '{"event":"error","code":"60009","msg":"Login failed."}',
    };
    expect(codes(told([failed], before))).toContain('refused');
    const cut = {
      ...framed('account', [], T0 + 1),
      body: '{"arg":{"channel":"positions","uid":"1"},"data":[{"ins',
    };
    const state = told([cut], before);
    expect(codes(state)).toContain('not-json');
    expect(theAccount(state).outdated).toBe(true);
  });

  it('a snapshot of one type of contract leaves the others alone', () => {
    const one = framed(
      'positions',
      [],
      T0 + 9000,
      { eventType: 'snapshot', curPage: 1, lastPage: true },
      { instType: 'FUTURES' },
    );
    expect(openPositions(told([one], before).trader)).toHaveLength(1);
  });
});

describe('orders', () => {
  const order = { instId: 'BTC-USDT-SWAP', side: 'buy' as const, sz: '5', px: '70000' };
  const open = (messages: VenueMessage[]) =>
    Object.values(told(messages, before).trader.orders.rows).filter(row => row.open);

  it('are what is left of them; what is filled or cancelled is gone, and does not come back', () => {
    const partly = framed(
      'orders',
      [orderRow({ ...order, accFillSz: '2', state: 'partially_filled', uTime: T0 })],
      T0,
    );
    expect(open([orders([order], T0 - 100), partly]).map(row => row.size)).toEqual(['3']);
    const filled = framed(
      'orders',
      [orderRow({ ...order, accFillSz: '5', state: 'filled', uTime: T0 + 5 })],
      T0 + 5,
    );
    expect(open([orders([order], T0 - 100), partly, filled])).toEqual([]);
    expect(open([orders([order], T0 - 100), filled, partly])).toEqual([]);
    expect(open([filled, orders([order], T0 + 50)])).toEqual([]);
  });

  it('a list of one kind, or a page of a long list, leaves the others alone', () => {
    const algo = (algoId: string, ordType: string) => ({
      algoId,
      instId: 'BTC-USDT-SWAP',
      instType: 'SWAP',
      tdMode: 'cross',
      side: 'sell',
      posSide: 'net',
      ordType,
      sz: '3',
      closeFraction: '',
      slTriggerPx: ordType === 'oco' ? '75000' : '',
      tpTriggerPx: ordType === 'oco' ? '90000' : '',
      slOrdPx: ordType === 'oco' ? '-1' : '',
      tpOrdPx: ordType === 'oco' ? '89990' : '',
      triggerPx: ordType === 'trigger' ? '60000' : '',
      ordPx: ordType === 'trigger' ? '-1' : '',
      reduceOnly: 'true',
      state: 'live',
      actualSz: '',
      actualPx: '',
      triggerTime: '',
      uTime: String(T0),
    });
    const state = told(
      [
        answered('trade/orders-algo-pending?ordType=conditional,oco', [algo('1', 'oco')]),
        answered('trade/orders-algo-pending?ordType=trigger', [algo('2', 'trigger')]),
        answered('trade/orders-algo-pending?ordType=move_order_stop', []),
      ],
      before,
    );
    const shown = theAccount(state).account.pools[0]!.orders.toSorted((a, b) => (a.type < b.type ? -1 : 1));
    expect(shown.map(one => [one.type, one.triggerPrice, one.price, one.reduceOnly])).toEqual([
      ['stop', '75000', null, true],
      ['take-profit', '90000', '89990', true],
      ['trigger', '60000', null, true],
    ]);
    const gone = told([answered('trade/orders-algo-pending?ordType=conditional,oco', [], T0 + 9000)], state);
    expect(theAccount(gone).account.pools[0]!.orders.map(one => one.type)).toEqual(['trigger']);
    // None of them reserves anything.
    expect(theAccount(state).account.pools[0]!.adjustments ?? []).toEqual([]);
    const many = Array.from({ length: 100 }, (_, k) => ({ ...order, ordId: String(1000 + k) }));
    const first = orders([{ ...order, ordId: '7' }], T0);
    expect(open([first, orders(many, T0 + 60_000)])).toHaveLength(101);
  });
});
