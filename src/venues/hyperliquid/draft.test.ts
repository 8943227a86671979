import { describe, expect, it } from 'vitest';
import type { FormReading } from '../venue';
import { accounts } from './account';
import { draft } from './draft';
import { hear, simulated } from './fake-page';
import { T0 } from './fake-venue';
import { reduce } from './reduce';
import { initial, type State } from './state';

const FORM: FormReading = {
  symbol: 'BTC',
  side: 'buy',
  type: 'market',
  price: null,
  size: '0.1',
  sizeUnit: 'base',
  leverage: null,
  marginMode: null,
  reduceOnly: false,
  leg: null,
  action: null,
  unsure: null,
};

const states = new Map<string, State>();

/** The state of a page that shows this account; made once. */
function shown(name: string): State {
  const simulation = simulated();
  const page = hear(simulation, name);
  const state = [...page.start(), ...page.prices(), ...page.account()].reduce(reduce, initial);
  states.set(name, state);
  return state;
}

function drafted(more: Partial<FormReading>, name = 'unified') {
  const state = states.get(name) ?? shown(name);
  const { account } = accounts(state, T0)[0]!;
  const mark = account.pools
    .flatMap(pool => pool.positions)
    .find(({ symbol }) => symbol === 'BTC')?.markPrice;
  return { read: draft(state, account, { ...FORM, ...more }), mark };
}
const made = (more: Partial<FormReading>, name?: string) => {
  const { read } = drafted(more, name);
  if ('unsure' in read) throw new Error(read.unsure);
  return read.draft;
};
const unsure = (more: Partial<FormReading>, name?: string) => {
  const { read } = drafted(more, name);
  return 'unsure' in read ? read.unsure : null;
};

describe('a draft of the order', () => {
  it('is unsure of what it cannot know, each by its code', () => {
    expect(unsure({ unsure: 'unknown-unit' })).toBe('unknown-unit');
    expect(unsure({ side: null })).toBe('no-side');
    expect(unsure({ type: 'conditional', price: '70000' })).toBe('conditional-order');
    expect(unsure({ size: null })).toBe('no-size');
    expect(unsure({ size: '0.000' })).toBe('no-size');
    expect(unsure({ size: '1e3' })).toBe('unreadable-size');
    expect(unsure({ size: '0.000001' })).toBe('below-lot');
    expect(unsure({ size: '50', sizeUnit: 'percent' })).toBe('unknown-unit');
    expect(unsure({ symbol: 'NOSUCH' })).toBe('unknown-contract');
    expect(unsure({ type: 'limit', price: null })).toBe('no-price');
    expect(unsure({ type: 'limit', price: '0' })).toBe('no-price');
  });

  it('fills at the limit while it waits, and at the mark when it crosses', () => {
    const { mark } = drafted({});
    expect(Number(mark)).toBeGreaterThan(80_000);
    expect(made({ type: 'limit', price: '80000' }).price).toBe('80000');
    expect(made({ type: 'limit', price: '99000' }).price).toBeNull();
    expect(made({ type: 'limit', price: '99000', side: 'sell' }).price).toBe('99000');
    expect(made({ type: 'limit', price: '80000', side: 'sell' }).price).toBeNull();
    expect(made({}).price).toBeNull();
  });

  it('turns dollars into coins at its own price, never more than was typed', () => {
    expect(made({ type: 'limit', price: '80000', size: '1000', sizeUnit: 'quote' }).size).toBe('0.0125');
    expect(made({ type: 'limit', price: '79999', size: '1000', sizeUnit: 'quote' }).size).toBe('0.0125');
    expect(made({ type: 'limit', price: '80001', size: '1000', sizeUnit: 'quote' }).size).toBe('0.01249');
  });

  it('goes into the pool of its margin mode', () => {
    expect(made({}).pool).toBe('unified:USDC');
    expect(made({}, 'standard').pool).toBe('cross');
    expect(made({ symbol: 'xyz:TSLA', size: '1' }, 'dexes').pool).toBe('cross:xyz');
    expect(made({ symbol: 'xyz:TSLA', size: '1' }, 'hip3').pool).toBe('unified:USDC');
    // A position keeps its mode, whatever the form says.
    expect(made({ marginMode: 'isolated' })).toMatchObject({ pool: 'unified:USDC', marginMode: 'cross' });
    expect(made({ symbol: 'SOL', marginMode: 'cross', size: '1' }, 'isolated').pool).toBe('isolated:SOL');
  });

  it('pays more on builder-deployed dexs', () => {
    expect(made({}).feeRate).toBe('0.00045');
    expect(made({ symbol: 'xyz:TSLA', size: '1' }, 'hip3').feeRate).toBe('0.0009');
  });

  it('needs to know the margin mode of a new position, and the leverage of an isolated one', () => {
    expect(unsure({ symbol: 'LINK' })).toBe('unknown-margin-mode');
    expect(unsure({ symbol: 'LINK', marginMode: 'isolated' })).toBe('unknown-leverage');
    expect(made({ symbol: 'LINK', marginMode: 'isolated', leverage: '10' }).margin).toMatch(/^0\.\d+$/);
  });

  it('brings the template of a new position, with the table’s own tiers', () => {
    const { position } = made({ symbol: 'LINK', size: '10', marginMode: 'cross' });
    expect(position).toMatchObject({ symbol: 'LINK', factor: 'LINK', size: '0' });
    expect(position!.maintenance!.steps[0]!.from).toBe('0');
    expect(made({}).position).toBeUndefined();
  });
});
