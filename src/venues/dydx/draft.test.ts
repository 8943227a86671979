import { describe, expect, it } from 'vitest';
import type { FormReading } from '../venue';
import { accounts } from './account';
import { draft } from './draft';
import { hear, simulated } from './fake-page';
import { heard, T0 } from './fake-venue';
import type { State } from './state';

const page = hear(simulated(), 'children');
const state = heard(page.subscribe(), page.markets(), page.account());
const [reading] = accounts(state, T0);

const FORM: FormReading = {
  symbol: 'BTC-USD',
  side: 'buy',
  type: 'market',
  price: null,
  size: '0.1',
  sizeUnit: 'base',
  leverage: '4',
  marginMode: 'cross',
  reduceOnly: false,
  leg: null,
  action: null,
  unsure: null,
};

const drafted = (form: Partial<FormReading>, from: State = state) =>
  draft(from, reading!.account, { ...FORM, ...form });
const unsure = (form: Partial<FormReading>, from?: State) => {
  const made = drafted(form, from);
  return 'unsure' in made ? made.unsure : 'a draft';
};
const made = (form: Partial<FormReading>) => {
  const read = drafted(form);
  if (!('draft' in read)) throw new Error(read.unsure);
  return read;
};

describe('a draft', () => {
  it('is none while anything is in doubt', () => {
    expect(unsure({ unsure: 'unknown-unit' })).toBe('unknown-unit');
    expect(unsure({ type: 'conditional', price: '1' })).toBe('conditional-order');
    expect(unsure({ side: null })).toBe('no-side');
    expect(unsure({ size: null })).toBe('no-size');
    expect(unsure({ size: '0' })).toBe('no-size');
    expect(unsure({ size: 'x' })).toBe('unreadable-size');
    expect(unsure({ size: '0.00001' })).toBe('below-lot');
    expect(unsure({ sizeUnit: 'percent' })).toBe('unknown-unit');
    expect(unsure({ type: 'limit', price: null })).toBe('no-price');
    expect(unsure({ type: 'limit', price: '0' })).toBe('no-price');
    expect(unsure({ symbol: 'NO-USD' })).toBe('unknown-contract');
    expect(unsure({ symbol: 'constructor' })).toBe('unknown-contract');
    expect(unsure({}, { ...state, prices: {} })).toBe('no-mark');
    expect(unsure({ symbol: 'LINK-USD', size: '10', marginMode: null })).toBe('unknown-margin-mode');
  });

  it('fills at its limit, or at the oracle price when that is better', () => {
    expect(made({ type: 'limit', price: '80000' }).draft.price).toBe('80000');
    expect(made({ type: 'limit', price: '90000' }).draft.price).toBeNull();
    expect(made({ side: 'sell', type: 'limit', price: '80000' }).draft.price).toBeNull();
  });

  it('is cut to the step of the market', () => {
    expect(made({ size: '0.12345' }).draft.size).toBe('0.1234');
    // 1,000 at 86,420 is 0.01157…
    expect(made({ size: '1000', sizeUnit: 'quote' }).draft.size).toBe('0.0115');
  });

  it('goes where the position is, whatever the form says', () => {
    expect(made({ marginMode: 'isolated' }).draft.pool).toBe('cross');
    expect(made({ symbol: 'SOL-USD', size: '1', marginMode: 'cross' }).draft).toMatchObject({
      pool: 'isolated:128',
      marginFrom: 'cross',
    });
  });

  it('opens an isolated position in the first child that is free', () => {
    const { draft: order, pool } = made({ symbol: 'LINK-USD', size: '100', marginMode: 'isolated' });
    expect(pool).toMatchObject({ id: 'isolated:384', kind: 'isolated', positions: [] });
    // 100 at 12.871 over 4, and the fee of 0.05 %.
    expect(order).toMatchObject({
      pool: 'isolated:384',
      margin: '322.41855',
      marginFrom: 'cross',
      feeRate: '0.0005',
    });
    expect(order.position).toMatchObject({ symbol: 'LINK-USD', size: '0', factor: 'LINK' });
  });

  it('is none with more leverage than the market allows as open interest stands', () => {
    const leverage = (value: string | null) =>
      unsure({ symbol: 'WIF-USD', size: '100', marginMode: 'isolated', leverage: value });
    // 0.2 + (16,200,000·0.37165 − 5,000,000)/5,000,000·0.8 = 0.36331: 2.75 times at most.
    expect(leverage('2.75')).toBe('a draft');
    expect(leverage('2.76')).toBe('unknown-leverage');
    expect(leverage('0')).toBe('unknown-leverage');
    expect(leverage(null)).toBe('unknown-leverage');
    // What only reduces needs none.
    expect(unsure({ symbol: 'SOL-USD', side: 'sell', size: '5', leverage: null })).toBe('a draft');
  });
});
