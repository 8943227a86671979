import { describe, expect, it } from 'vitest';
import messages from '../../../public/_locales/en/messages.json';
import type { Replayed } from '../../risk/replay';
import type { PoolRisk } from '../../risk/risk';
import { DEFAULT_SETTINGS } from '../../settings';
import { formats } from '../../ui/format';
import { textOf } from '../../ui/text';
import { oddsOf } from './odds';
import { pathView } from './path';
import type { Manner, PoolView } from './subject';

const manner: Manner = { settings: DEFAULT_SETTINGS, text: textOf(messages), format: formats('en'), now: 0 };

type Part = Partial<Pick<PoolRisk, 'designPoint' | 'probability'>>;
const view = (whole: Part | null, state = 'safe'): PoolView =>
  ({
    pool: { positions: [{ factor: 'BTC', symbol: 'BTCUSDT', size: '1', tick: '0.10' }] },
    report: { state },
    risk: whole === null ? null : { whole: { designPoint: null, probability: null, ...whole } },
  }) as unknown as PoolView;

const odds = (
  distance: number,
  low: number,
  high: number,
  state?: string,
  replayed: Replayed | null = null,
) =>
  oddsOf(
    view(
      {
        designPoint: { distance, moves: [] },
        probability: { '1h': { low: 0, high: 0 }, '24h': { low, high }, '7d': { low: 1, high: 1 } },
      },
      state,
    ),
    replayed,
    manner,
  );

describe('the odds', () => {
  it('are a distance rounded down and a band rounded to the likelier side, for a day', () => {
    // risk.md, oracle 06: 3.940 σ, 8.1e-5 by normal moves, 5.1e-3 by Student's t.
    expect(odds(3.94, 8.1e-5, 5.1e-3)).toBe('3.9 σ of a day; in 24 h about 1 in 190 to 1 in 12,000.');
  });

  it('are in percent where liquidation is anything but rare, the lower end first', () => {
    expect(odds(1.489, 0.1031, 0.1361)).toBe('1.4 σ of a day; in 24 h about 11% to 14%.');
    expect(odds(0.1, 0.921, 0.929)).toBe('0.1 σ of a day; in 24 h about 93%.');
    expect(odds(1.9, 0.04, 0.1)).toBe('1.9 σ of a day; in 24 h about 4% to 10%.');
  });

  it('end at one in a hundred thousand and are never nothing', () => {
    expect(odds(7, 1e-12, 6e-4)).toBe('7.0 σ of a day; in 24 h about 1 in 1,600 to less than 1 in 100,000.');
    expect(odds(30, 0, 2e-6)).toBe('>8 σ of a day; in 24 h less than 1 in 100,000.');
    expect(odds(1.2, 0, 0.2)).toBe('1.2 σ of a day; in 24 h about 1% to 20%.');
  });

  it('end with what the hours of the last weeks say, as far as so many days can tell', () => {
    const replayed = (probability: number) =>
      odds(1.489, 0.1031, 0.1361, 'safe', { probability, low: 0, high: 1, paths: 10_000, days: 29.96 });
    const sigmas = '1.4 σ of a day; in 24 h about 11% to 14%';
    expect(replayed(0.17)).toBe(`${sigmas}; by the hours of the last 30 days 17%.`);
    expect(replayed(0.05)).toBe(`${sigmas}; by the hours of the last 30 days 1 in 20.`);
    expect(replayed(0.0021)).toBe(`${sigmas}; by the hours of the last 30 days less than 1 in 30.`);
    expect(replayed(0)).toBe(`${sigmas}; by the hours of the last 30 days less than 1 in 30.`);
  });

  it('leave the hours out where they cannot tell more than the models', () => {
    const hours = { probability: 0, low: 0, high: 1, paths: 10_000, days: 29.96 };
    expect(odds(3.94, 8.1e-5, 5.1e-3, 'safe', hours)).toBe(
      '3.9 σ of a day; in 24 h about 1 in 190 to 1 in 12,000.',
    );
  });

  it('are silent where nothing is known, and where it has come true', () => {
    expect(oddsOf(view(null), null, manner)).toBeNull();
    expect(oddsOf(view({}), null, manner)).toBeNull();
    expect(odds(0, 1, 1, 'liquidatable')).toBeNull();
    expect(oddsOf(view({ designPoint: { distance: 4, moves: [] } }), null, manner)).toBe('4.0 σ of a day.');
  });
});

const move = (factor: string, lossShare: number | null, part = -0.1) => ({
  factor,
  move: part,
  price: 58_059.94,
  lossShare,
});
const path = (moves: ReturnType<typeof move>[], state?: string) =>
  pathView(view({ designPoint: { distance: 4, moves } }, state), manner);

describe('the likely way', () => {
  it('lists coins by their part of the loss, with the price toward the mark', () => {
    const way = path([move('ETH', 0.245, -0.12299), move('BTC', 0.815, -0.09119), move('SOL', -0.06)]);
    expect(way?.rows.map(({ coin, move, said }) => [coin, move, said])).toEqual([
      ['BTC', '−9.1%', '82%'],
      ['ETH', '−12.2%', '25%'],
      ['SOL', '−10.0%', '−6%'],
    ]);
    expect(way?.rows[0]).toMatchObject({ price: '58,060.0', share: 0.815 });
    expect(way?.rest).toBeNull();
  });

  it('sums up what is too much to read', () => {
    const way = path(Array.from({ length: 40 }, (_, k) => move(`C${k}`, 1 / 40)));
    expect(way?.rows).toHaveLength(7);
    expect(way?.rest).toBe('33 more: 83% of the loss');
    const blind = path(Array.from({ length: 9 }, (_, k) => move(`C${k}`, null)));
    expect(blind?.rest).toBe('2 more');
    expect(blind?.rows[0]?.said).toBe('unknown');
  });

  it('is not drawn of one coin, of none, of the unknown, or once it has been gone', () => {
    expect(path([move('BTC', 1)])).toBeNull();
    expect(path([move('BTC', 1), move('ETH', 0, 0)])).toBeNull();
    expect(pathView(view(null), manner)).toBeNull();
    expect(path([move('BTC', 0.5), move('ETH', 0.5)], 'liquidatable')).toBeNull();
  });
});
