import { describe, expect, it } from 'vitest';
import { assess } from '../../engine/assess';
import type { FormReading } from '../venue';
import { draft } from './draft';
import {
  answered,
  balance,
  config,
  discounts,
  fees,
  type Held,
  instrumentRow,
  instruments,
  mark,
  positions,
  T0,
  theAccount,
  tiers,
  told,
} from './fake-venue';
import type { State } from './state';

const BTC = 'BTC-USDT-SWAP';
const INVERSE = 'BTC-USD-SWAP';
const STEPS: [string, string][] = [
  ['0', '0.004'],
  ['1000', '0.005'],
];
const base = (mode = '2', posMode = 'net_mode', held: Held[] = []) => [
  config(mode, posMode),
  instruments([instrumentRow(BTC), instrumentRow(INVERSE)]),
  tiers('BTC-USDT', STEPS),
  tiers('BTC-USDT', STEPS, { mode: 'isolated' }),
  tiers('BTC-USD', STEPS),
  tiers('BTC-USD', STEPS, { mode: 'isolated' }),
  fees('SWAP', '-0.0005'),
  balance(
    [
      { ccy: 'USDT', cashBal: '100000', eqUsd: '100000', disEq: '100000' },
      { ccy: 'BTC', cashBal: '1', eqUsd: '80000', disEq: '78400' },
    ],
    T0,
    mode === '2' ? {} : { adjEq: '178400' },
  ),
  positions(held),
  mark(BTC, '80000'),
  mark(INVERSE, '80000'),
];
const form = (part: Partial<FormReading> = {}): FormReading => ({
  symbol: BTC,
  side: 'buy',
  type: 'market',
  price: null,
  size: '100',
  sizeUnit: 'contracts',
  leverage: '10',
  marginMode: 'cross',
  reduceOnly: false,
  leg: null,
  action: null,
  unsure: null,
  ...part,
});
const read = (state: State, part: Partial<FormReading> = {}) =>
  draft(state, theAccount(state).account, form(part));
const drafted = (state: State, part: Partial<FormReading> = {}) => {
  const reading = read(state, part);
  if ('unsure' in reading) throw new Error(reading.unsure);
  return reading;
};
const whatIf = (state: State, part: Partial<FormReading> = {}) => {
  const { draft: order, pool } = drafted(state, part);
  const { account } = theAccount(state);
  const pools = pool ? [...account.pools, pool] : account.pools;
  return assess({ ...account, pools, draft: order }).whatIf!.pools;
};

describe('sizes', () => {
  it.each<[string, Partial<FormReading>, string]>([
    ['contracts', { size: '12.5' }, '12.5'],
    ['coins: a hundredth each', { size: '1.25', sizeUnit: 'base' }, '125'],
    ['dollars at the mark', { size: '4000', sizeUnit: 'quote' }, '5'],
    [
      'dollars at the limit, cut to the step',
      { size: '1000', sizeUnit: 'quote', type: 'limit', price: '70000' },
      '1.42',
    ],
    ['inverse: a hundred dollars each', { symbol: INVERSE, size: '950', sizeUnit: 'quote' }, '9.5'],
    ['inverse: coins at the mark', { symbol: INVERSE, size: '0.5', sizeUnit: 'base' }, '400'],
    ['with a comma', { size: '1,250' }, '1250'],
  ])('%s', (_, part, size) => {
    expect(drafted(told(base()), part).draft.size).toBe(size);
  });
});

describe('the draft of a cross order', () => {
  it('pays the taker’s fee and requires by the tier that it reaches', () => {
    const held: Held = { instId: BTC, pos: '900', avgPx: '80000', markPx: '80000' };
    const [pool] = whatIf(told(base('2', 'net_mode', [held])));
    // 10 BTC · 80000 · (0.005 + 0.0005); 1 BTC · 80000 · 0.0005 paid.
    expect(pool!.maintenanceMargin).toBe('4400');
    expect(pool!.equity).toBe('99960');
  });

  it('opens a contract that is not held, also when the pool is not there yet', () => {
    const pools = whatIf(told(base()), { symbol: INVERSE, size: '100' });
    const btc = pools.find(pool => pool.unit === 'BTC')!;
    // 10000/80000·0.0045; 0.125·0.0005 paid.
    expect(btc.maintenanceMargin).toBe('0.0005625');
    expect(btc.equity).toBe('0.9999375');
  });

  it('in multi-currency mode it goes into the one pool, settled in its own currency', () => {
    const state = told([
      ...base('3'),
      discounts('USDT', [['0', '10000000', '1']]),
      discounts('BTC', [['0', '20', '0.98']]),
    ]);
    const { draft: order } = drafted(state);
    expect(order).toMatchObject({ pool: 'cross', position: { settle: 'USDT' } });
    const [pool] = whatIf(state);
    expect(pool).toMatchObject({ equity: '178360', maintenanceMargin: '360' });
  });

  it('works on the leg in hedge mode, and closes with reduce-only', () => {
    const held: Held = { instId: BTC, pos: '100', avgPx: '80000', markPx: '80000', posSide: 'long' };
    const state = told(base('2', 'long_short_mode', [held]));
    const short = whatIf(state, { side: 'sell', action: 'open', leg: 'short' });
    expect(short[0]!.positions.map(one => [one.symbol, one.value])).toEqual([
      [BTC, '80000'],
      [BTC, '80000'],
    ]);
    const closed = whatIf(state, { side: 'sell', action: 'close', leg: 'long' });
    expect(closed[0]!.maintenanceMargin).toBe('0');
  });
});

describe('the draft of an isolated order', () => {
  it('posts value over leverage from the cash', () => {
    const { draft: order, pool } = drafted(told(base()), { marginMode: 'isolated' });
    // 1 BTC · 80000 / 10, and the fee of 40 that the engine books in the order's own pool.
    expect(order).toMatchObject({ pool: `isolated:${BTC}`, margin: '8040', marginFrom: 'cross:USDT' });
    expect(pool).toMatchObject({ kind: 'isolated', unit: 'USDT' });
    const pools = whatIf(told(base()), { marginMode: 'isolated' });
    expect(pools.find(one => one.kind === 'isolated')).toMatchObject({
      equity: '8000',
      maintenanceMargin: '360',
    });
    expect(pools.find(one => one.id === 'cross:USDT')).toMatchObject({ equity: '91960' });
  });

  it('of what is closed, its part of the margin and the profit go back', () => {
    const held: Held = {
      instId: BTC,
      pos: '100',
      avgPx: '70000',
      markPx: '80000',
      mgnMode: 'isolated',
      margin: '7000',
    };
    const state = told(base('2', 'net_mode', [held]));
    const pools = whatIf(state, { side: 'sell', size: '50', marginMode: 'isolated', reduceOnly: true });
    expect(pools.find(one => one.kind === 'isolated')).toMatchObject({ equity: '8500' });
    // 3500 of margin and 5000 of profit, less the fee of 20.
    expect(pools.find(one => one.id === 'cross:USDT')).toMatchObject({ equity: '108480' });
  });
});

describe('a doubt gives no draft', () => {
  const state = told(base());
  const hedged = told(
    base('2', 'long_short_mode', [{ instId: BTC, pos: '1', avgPx: '1', markPx: '1', posSide: 'long' }]),
  );
  it.each<[string, State, Partial<FormReading>]>([
    ['no-size-field', state, { unsure: 'no-size-field' }],
    ['conditional-order', state, { type: 'conditional', price: '1' }],
    ['no-side', state, { side: null }],
    ['no-size', state, { size: null }],
    ['no-size', state, { size: '0' }],
    ['no-size', state, { size: '0.001', sizeUnit: 'quote' }],
    ['unreadable-size', state, { size: 'abc' }],
    ['unknown-unit', state, { sizeUnit: 'percent' }],
    ['no-price', state, { type: 'limit', price: null }],
    ['unknown-contract', state, { symbol: 'XYZ-USDT-SWAP' }],
    ['no-direction', hedged, {}],
    ['no-direction', told(base('2', 'net_mode')), { action: 'open', leg: 'long' }],
    ['unknown-margin-mode', state, { marginMode: null }],
    ['unknown-margin-mode', told(base('1')), {}],
    ['unknown-leverage', state, { marginMode: 'isolated', leverage: null }],
    ['portfolio-margin', told(base('4')), {}],
    ['no-mark', told(base().slice(0, -2)), {}],
  ])('%s', (code, of, part) => {
    expect(read(of, part)).toEqual({ unsure: code });
  });

  it('takes the leverage that is set when the form does not say it', () => {
    const set = told(
      [
        answered('account/leverage-info', [
          { ccy: '', instId: BTC, mgnMode: 'isolated', posSide: 'net', lever: '20' },
        ]),
      ],
      state,
    );
    const { draft: order } = drafted(set, { marginMode: 'isolated', leverage: null });
    expect(order).toMatchObject({ leverage: '20', margin: '4040' });
  });

  it('another account than the page’s', () => {
    const { account } = theAccount(state);
    expect(draft(state, { ...account, account: 'sub-1' }, form())).toEqual({ unsure: 'other-account' });
  });
});
