import { describe, expect, it } from 'vitest';
import type { Account } from '../../engine/account';
import { assess } from '../../engine/assess';
import { Decimal } from '../../engine/decimal';
import type { FormReading } from '../venue';
import { draft } from './draft';
import {
  balanceList,
  bracketList,
  configList,
  fetched,
  mark,
  pageAccount,
  positionList,
  T0,
  told,
} from './fake-page';
import type { State } from './state';

const btc = { symbol: 'BTCUSDT', amount: '0.9', entry: '85000', mark: '86000' };
const messages = [
  positionList([
    btc,
    { symbol: 'ETHUSDT', amount: '-6', entry: '2900', mark: '2800', isolatedWallet: '2100' },
  ]),
  balanceList({ USDT: '30000', USDC: '0' }),
  bracketList(['BTCUSDT', 'ETHUSDT', 'SOLUSDT']),
  mark('SOLUSDT', '130', T0),
  configList([
    { symbol: 'BTCUSDT', marginType: 'CROSSED', leverage: 20 },
    { symbol: 'ETHUSDT', marginType: 'ISOLATED', leverage: 8 },
    { symbol: 'SOLUSDT', marginType: 'ISOLATED', leverage: 10 },
  ]),
];
const oneWay = told(messages);
const hedge = told([positionList([{ ...btc, side: 'LONG' }]), ...messages.slice(1)]);

const form: FormReading = {
  symbol: 'BTCUSDT',
  side: 'buy',
  type: 'limit',
  price: '80000',
  size: '0.5',
  sizeUnit: 'base',
  leverage: null,
  marginMode: null,
  reduceOnly: false,
  leg: null,
  action: null,
  unsure: null,
};

function read(state: State, changes: Partial<FormReading>) {
  const { account } = pageAccount(state);
  const reading = draft(state, account, { ...form, ...changes });
  if ('unsure' in reading) throw new Error(reading.unsure);
  const with_: Account = {
    ...account,
    pools: reading.pool ? [...account.pools, reading.pool] : account.pools,
    draft: reading.draft,
  };
  const after = Object.fromEntries(assess(with_).whatIf!.pools.map(pool => [pool.id, pool]));
  return { ...reading, after };
}

const unsure = (state: State, changes: Partial<FormReading>) =>
  draft(state, pageAccount(state).account, { ...form, ...changes });

describe('a cross order', () => {
  it('adds at its limit and pays the fee', () => {
    const { draft: made, after } = read(oneWay, {});
    expect(made).toEqual({
      pool: 'usdm:USDT',
      symbol: 'BTCUSDT',
      side: 'buy',
      size: '0.5',
      price: '80000',
      reduceOnly: false,
      marginMode: 'cross',
      feeRate: '0.0005',
      leverage: '20',
    });
    // 30000 + 0.9·1000 + 0.5·6000 − 0.5·80000·0.0005
    expect(after['usdm:USDT']).toMatchObject({ equity: '33880', state: 'safe' });
    expect(pageAccount(oneWay).account.pools[0]!.positions).toHaveLength(1);
  });

  it('at the market fills at the mark', () => {
    const { draft: made, after } = read(oneWay, { type: 'market', price: null, side: 'sell', size: '0.9' });
    expect(made.price).toBeNull();
    expect(after['usdm:USDT']).toMatchObject({ equity: '30861.3', maintenanceMargin: '0' });
  });

  it('of a contract that is not held brings it along', () => {
    const { draft: made, after } = read(oneWay, {
      symbol: 'SOLUSDT',
      marginMode: 'cross',
      price: '130',
      size: '10',
    });
    expect(made.position).toMatchObject({ symbol: 'SOLUSDT', factor: 'SOL', size: '0', markPrice: '130' });
    expect(after['usdm:USDT']!.positions[1]).toMatchObject({
      symbol: 'SOLUSDT',
      value: '1300',
      maintenanceMargin: '5.2',
    });
  });

  it('in a margin asset that nothing is held of has an empty pool', () => {
    const state = told([mark('BTCUSDC', '86000', T0), bracketList(['BTCUSDC'])], oneWay);
    const { pool, after } = read(state, {
      symbol: 'BTCUSDC',
      price: '86000',
      size: '0.1',
      marginMode: 'cross',
    });
    expect(pool).toMatchObject({ id: 'usdm:USDC', collateral: [{ asset: 'USDC', amount: '0' }] });
    expect(after['usdm:USDC']!.state).toBe('liquidatable');
  });

  it('takes the fee that the page said', () => {
    const fee = fetched('v1/private/future/user-data/account-tier-commission', {
      code: '000000',
      data: { tier: 3, makerCommissionRate: '0.00012', takerCommissionRate: '0.00032' },
      success: true,
    });
    expect(read(told([fee], oneWay), {}).draft.feeRate).toBe('0.00032');
  });
});

describe('the size', () => {
  it('in the quote asset is the value at the price of the fill, cut to the step', () => {
    expect(read(oneWay, { sizeUnit: 'quote', size: '1000', price: '80000' }).draft.size).toBe('0.0125');
    expect(read(oneWay, { sizeUnit: 'quote', size: '1000', type: 'market', price: null }).draft.size).toMatch(
      /^0\.0116279069767441860465/,
    );
    const info = {
      symbols: [
        {
          symbol: 'BTCUSDT',
          marginAsset: 'USDT',
          filters: [
            { filterType: 'PRICE_FILTER', tickSize: '0.10' },
            { filterType: 'LOT_SIZE', stepSize: '0.001' },
          ],
        },
      ],
    };
    const state = told([fetched('https://fapi.binance.com/fapi/v1/exchangeInfo', info)], oneWay);
    expect(read(state, { sizeUnit: 'quote', size: '1,000.00', price: '80000' }).draft.size).toBe('0.012');
    expect(unsure(state, { sizeUnit: 'quote', size: '5' })).toEqual({ unsure: 'no-size' });
    expect(pageAccount(state).account.pools[0]!.positions[0]!.tick).toBe('0.10');
  });

  it.each(['.5', '0.5', '0.50', '00.5'])('%s is read as it is being typed', size => {
    expect(new Decimal(read(oneWay, { size }).draft.size!).toFixed()).toBe('0.5');
  });

  it.each([
    ['1e3', 'unreadable-size'],
    ['-1', 'no-size'],
    ['0', 'no-size'],
    ['1,5', 'unreadable-size'],
    ['abc', 'unreadable-size'],
    ['NaN', 'unreadable-size'],
  ])('%s is none', (size, code) => {
    expect(unsure(oneWay, { size })).toEqual({ unsure: code });
  });

  it('in percent is not guessed', () => {
    expect(unsure(oneWay, { sizeUnit: 'percent', size: '25%' })).toEqual({ unsure: 'unknown-unit' });
  });
});

describe('an isolated order', () => {
  it('posts its value over its leverage from the cross pool into a pool of its own', () => {
    const { draft: made, pool, after } = read(oneWay, { symbol: 'SOLUSDT', price: '130', size: '20' });
    expect(made).toMatchObject({ pool: 'isolated:SOLUSDT', marginMode: 'isolated', marginFrom: 'usdm:USDT' });
    expect(pool).toMatchObject({ id: 'isolated:SOLUSDT', kind: 'isolated' });
    // 20·130/10; the fee is paid by the cross wallet.
    expect(after['isolated:SOLUSDT']).toMatchObject({ equity: '260', maintenanceMargin: '10.4' });
    expect(after['usdm:USDT']).toMatchObject({ equity: '30638.7' });
  });

  it('that adds posts more', () => {
    const { pool, after } = read(oneWay, { symbol: 'ETHUSDT', side: 'sell', price: '2800', size: '2' });
    expect(pool).toBeUndefined();
    // 2100 + 2·2800/8 + 6·100
    expect(after['isolated:ETHUSDT']).toMatchObject({ equity: '3400' });
  });

  it('that reduces gives back its part of the margin, and its profit to the cross wallet', () => {
    const { after } = read(oneWay, { symbol: 'ETHUSDT', side: 'buy', price: '2800', size: '2' });
    // 2100·4/6 + 4·100
    expect(after['isolated:ETHUSDT']).toMatchObject({ equity: '1800' });
    // 30900 + 700 + 2·100 − 2·2800·0.0005
    expect(after['usdm:USDT']).toMatchObject({ equity: '31797.2' });
  });

  it('that closes all, or flips, leaves nothing or the new part behind', () => {
    const closed = read(oneWay, {
      symbol: 'ETHUSDT',
      side: 'buy',
      price: '2800',
      size: '9',
      reduceOnly: true,
    }).after;
    expect(closed['isolated:ETHUSDT']).toMatchObject({ equity: '0', maintenanceMargin: '0', state: 'safe' });
    expect(closed['usdm:USDT']).toMatchObject({ equity: '33591.6' });
    const flipped = read(oneWay, { symbol: 'ETHUSDT', side: 'buy', price: '2800', size: '9' }).after;
    // 3·2800/8 posted; the fee of all nine.
    expect(flipped['isolated:ETHUSDT']).toMatchObject({ equity: '1050', positions: [{ value: '8400' }] });
    expect(flipped['usdm:USDT']).toMatchObject({ equity: '32537.4' });
  });

  it('does nothing when it may only reduce and cannot', () => {
    const { after } = read(oneWay, {
      symbol: 'ETHUSDT',
      side: 'sell',
      price: '2800',
      size: '2',
      reduceOnly: true,
    });
    expect(after['isolated:ETHUSDT']).toMatchObject({ equity: '2700' });
    expect(after['usdm:USDT']).toMatchObject({ equity: '30900' });
  });

  it('needs its leverage', () => {
    const state = told([
      positionList([btc]),
      balanceList({ USDT: '30000' }),
      bracketList(['BTCUSDT', 'SOLUSDT']),
      mark('SOLUSDT', '130', T0),
    ]);
    const isolated = { symbol: 'SOLUSDT', marginMode: 'isolated' as const };
    expect(unsure(state, isolated)).toEqual({ unsure: 'unknown-leverage' });
    expect(read(state, { ...isolated, price: '130', leverage: '13', size: '1' }).draft.margin).toBe('10.065');
  });
});

describe('hedge mode', () => {
  const sizes = (reading: ReturnType<typeof read>) =>
    reading.after['usdm:USDT']!.positions.map(({ symbol, value }) => [symbol, value]);

  it('opens and closes the leg that the tabs say', () => {
    const open = { action: 'open' as const, price: '86000' };
    expect(sizes(read(hedge, { ...open, leg: 'long', side: 'buy' }))).toEqual([
      ['BTCUSDT', '120400'],
      ['BTCUSDT', '0'],
    ]);
    // The short leg is not open yet: the long one stays as it is.
    expect(sizes(read(hedge, { ...open, leg: 'short', side: 'sell' }))).toEqual([
      ['BTCUSDT', '77400'],
      ['BTCUSDT', '43000'],
    ]);
    expect(sizes(read(hedge, { ...open, leg: null, side: 'sell' }))).toEqual([
      ['BTCUSDT', '77400'],
      ['BTCUSDT', '43000'],
    ]);
    const close = { ...open, action: 'close' as const, leg: 'long' as const, side: 'sell' as const };
    expect(sizes(read(hedge, close))).toEqual([
      ['BTCUSDT', '34400'],
      ['BTCUSDT', '0'],
    ]);
    expect(read(hedge, { ...close, size: '5' }).after['usdm:USDT']!.positions[0]!.value).toBe('0');
  });

  it('opens a contract that neither leg is held of', () => {
    const { after } = read(hedge, {
      symbol: 'SOLUSDT',
      marginMode: 'cross',
      action: 'open',
      side: 'sell',
      price: '130',
    });
    expect(after['usdm:USDT']!.positions.at(-1)).toMatchObject({ symbol: 'SOLUSDT', value: '65' });
  });

  it('is not guessed', () => {
    expect(unsure(hedge, {})).toEqual({ unsure: 'no-direction' });
    expect(unsure(oneWay, { action: 'open', leg: 'long' })).toEqual({ unsure: 'no-direction' });
  });
});

describe('a form that leaves a doubt', () => {
  it.each<[Partial<FormReading>, string]>([
    [{ unsure: 'no-size-field' }, 'no-size-field'],
    [{ side: null }, 'no-side'],
    [{ type: 'conditional' }, 'conditional-order'],
    [{ size: null }, 'no-size'],
    [{ price: '' }, 'no-price'],
    [{ price: 'x' }, 'no-price'],
    [{ symbol: 'NEWUSDT' }, 'no-mark'],
  ])('%o gives no draft: %s', (changes, code) => {
    expect(unsure(oneWay, changes)).toEqual({ unsure: code });
  });

  it('does not guess the margin mode', () => {
    const state = told([positionList([]), balanceList({ USDT: '1' }), mark('BTCUSDT', '86000', T0)]);
    expect(unsure(state, {})).toEqual({ unsure: 'unknown-margin-mode' });
  });

  it('is never a draft of another account', () => {
    const { account } = pageAccount(oneWay);
    expect(draft(oneWay, { ...account, account: 'sub-1' }, form)).toEqual({ unsure: 'other-account' });
  });
});
