import { describe, expect, it } from 'vitest';
import messages from '../../../public/_locales/en/messages.json';
import { largestOrder } from '../../risk/largest-order';
import { DEFAULT_SETTINGS } from '../../settings';
import { formats } from '../../ui/format';
import { textOf } from '../../ui/text';
import { account, STATISTICS, SUBJECT_NOW } from '../fake-subject';
import { type Largest, largestView, largestWords } from './largest';
import type { Manner } from './subject';

const manner: Manner = {
  settings: DEFAULT_SETTINGS,
  text: textOf(messages),
  format: formats('en'),
  now: SUBJECT_NOW,
};

const book = account(
  [
    ['BTC', '1'],
    ['ETH', '20'],
  ],
  '60000',
);

const largest = (side: 'buy' | 'sell', more: Partial<Largest> = {}): Largest => ({
  order: largestOrder(book, { pool: 'main', symbol: 'BTC', side, size: '1', price: null }, STATISTICS, {
    by: 'sigmas',
    atLeast: 5,
  }),
  side: null,
  position: book.pools[0]!.positions[0]!,
  typed: null,
  unit: 'base',
  ...more,
});

describe('the largest order', () => {
  it('stands in the strip in three digits, rounded down, and whole in the card', () => {
    const one = largest('buy');
    const view = largestView({ largest: [one] }, manner);
    const exact = one.order.size!;
    expect(view).toMatchObject({ label: 'max', unit: 'BTC', target: 'for 5 σ' });
    const shown = view!.sides[0]!.size;
    expect(exact.startsWith(shown)).toBe(true);
    expect(shown.replace(/[^\d]/g, '').length).toBeLessThanOrEqual(3);
    expect(largestWords(one, manner)).toBe(`buy ${exact} BTC`);
  });

  it('warns of a typed order that is larger', () => {
    const { size } = largest('buy').order;
    const level = (typed: string) =>
      largestView({ largest: [largest('buy', { typed })] }, manner)!.sides[0]!.level;
    expect(level(size!)).toBe('ok');
    expect(level(`${size}1`)).toBe('warn');
  });

  it('of an open side says both', () => {
    const view = largestView(
      { largest: [largest('buy', { side: 'buy' }), largest('sell', { side: 'sell' })] },
      manner,
    );
    expect(view!.sides.map(({ side }) => side)).toEqual(['buy', 'sell']);
  });

  it('counts contracts where the form does, and coins where it does not', () => {
    const one = largest('buy');
    const position = {
      ...one.position,
      contract: { type: 'linear' as const, multiplier: '0.01' },
      factor: 'BTC',
    };
    const order = { ...one.order, answer: 'limited' as const, size: '42', from: null };
    const said = (unit: Largest['unit']) => largestWords({ ...one, order, position, unit }, manner);
    expect(said('contracts')).toBe('buy 42 contracts');
    expect(said('base')).toBe('buy 0.42 BTC');
  });

  it('says none, any and from where to where in words', () => {
    const one = largest('buy');
    const said = (order: Partial<Largest['order']>) =>
      largestWords({ ...one, order: { ...one.order, ...order } }, manner);
    expect(said({ answer: 'none', size: '0', from: null })).toBe('buy none');
    expect(said({ answer: 'unlimited', size: null, from: null })).toBe('buy any');
    expect(said({ answer: 'unlimited', size: null, from: '0.2' })).toBe('buy from 0.2');
    expect(said({ answer: 'limited', size: '1.5', from: '0.2' })).toBe('buy 0.2–1.5 BTC');
  });

  it('says nothing of what is not known', () => {
    const one = largest('buy');
    const order = { ...one.order, answer: 'unknown' as const, size: null, from: null };
    expect(largestView({ largest: [{ ...one, order }] }, manner)).toBeNull();
    expect(largestView({ largest: [] }, manner)).toBeNull();
  });
});
