/**
 * Whatever comes in, no figure is infinite, NaN or a zero that is not known to be one: what cannot be said is null
 * or named, and JSON keeps every answer as it is.
 */
import { describe, expect, test } from 'vitest';
import type { Account, Draft, Order, Pool, Position } from '../engine/account';
import { isolation } from './isolate';
import { largestOrder } from './largest-order';
import { netExposures } from './net-exposure';
import { positionRisk } from './position-risk';
import { remedies } from './remedies';
import { alignReturns, type Close } from './returns';
import { type PoolRisk, risk } from './risk';
import { scenarios } from './scenarios';
import { type Statistics, statistics } from './statistics';
import { stopWalks } from './stop-walk';
import { stressedDistances } from './stressed-distance';

const HOUR = 3_600_000;

function closes(rows: number, price: (t: number) => string): Close[] {
  return Array.from({ length: rows }, (_, t) => ({ at: t * HOUR, close: price(t) }));
}

/** Two coins that move, without randomness. */
const wave =
  (amplitude: number, speed: number, phase = 0) =>
  (t: number) =>
    (100 * Math.exp(amplitude * Math.sin(speed * t + phase) + 0.002 * Math.sin(7.1 * t + phase))).toFixed(8);

function statisticsOf(candles: Record<string, Close[]>): Statistics {
  const rows = Math.max(0, ...Object.values(candles).map(list => list.length));
  return statistics(alignReturns(candles, rows * HOUR).input);
}

const usual = statisticsOf({ BTC: closes(400, wave(0.02, 0.7)), ETH: closes(400, wave(0.03, 0.7, 0.4)) });

function position(factor: string, size: string, more: Partial<Position> = {}): Position {
  return {
    symbol: `${factor}USDT`,
    factor,
    size,
    contract: { type: 'linear', multiplier: '1' },
    entryPrice: '100',
    markPrice: '100',
    maintenance: { basis: 'value', style: 'marginal', steps: [{ from: '0', rate: '0.01' }] },
    lot: '0.001',
    ...more,
  };
}

function accountOf(positions: Position[], cash = '1000', orders: Order[] = []): Account {
  const pool: Pool = {
    id: 'pool',
    kind: 'cross',
    unit: 'USDT',
    collateral: [{ asset: 'USDT', amount: cash, price: '1', follows: null }],
    positions,
    orders,
    rules: {
      liquidatedWhen: 'at-or-below',
      threshold: '1',
      ratio: 'maintenance/equity',
      printed: { moves: 'symbol', tickOffset: 0, fixedMaintenance: false, onlySinglePosition: false },
    },
  };
  return { format: 'plimsoll.account/1', venue: 'test', account: 'main', asOf: 0, pools: [pool] };
}

/** Every answer there is about an account; each is sound on its own. */
function everything(account: Account, stats: Statistics): PoolRisk {
  const figures = risk(account, stats, { funding: { BTCUSDT: 0.001 }, borrow: { USDT: 0.001 } });
  const [symbol] = account.pools[0]!.positions.map(each => each.symbol);
  const draft: Draft = { pool: 'pool', symbol: symbol ?? 'BTCUSDT', side: 'buy', size: null, price: null };
  const answers = [
    figures,
    scenarios(account, stats, { moves: { BTC: -0.3 }, others: 'beta' }),
    stopWalks(account, stats),
    stressedDistances(account, stats),
    positionRisk(account.pools[0]!, stats),
    netExposures([account]),
    isolation(account.pools[0]!, stats, symbol ?? 'BTCUSDT'),
    ...(
      [
        { by: 'sigmas', atLeast: 5 },
        { by: 'move', atLeast: 0.2 },
      ] as const
    ).flatMap(target => [
      remedies(account, 'pool', stats, target),
      largestOrder(account, draft, stats, target),
      largestOrder(account, { ...draft, side: 'sell' }, stats, target),
    ]),
  ];
  // Every NaN and every infinity would come back as null.
  for (const answer of answers) expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
  for (const { probability } of figures.pools) {
    for (const { low, high } of Object.values(probability ?? {})) {
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeGreaterThan(0);
      expect(high).toBeLessThanOrEqual(1);
    }
  }
  return figures.pools[0]!;
}

const long = accountOf([position('BTC', '50'), position('ETH', '20')]);

describe('candles', () => {
  test('too few: a stand-in, named with its reason', () => {
    const stats = statisticsOf({ BTC: closes(400, wave(0.02, 0.7)), ETH: closes(30, wave(0.03, 0.7)) });
    const pool = everything(long, stats);
    expect(pool.proxies.map(({ factor }) => factor)).toEqual(['ETH']);
    expect(pool.designPoint!.distance).toBeGreaterThan(0);
    expect(pool.problems.map(({ code }) => code)).toContain('proxied-factor');
  });

  test('too few of the market too: no statistics, and it says so', () => {
    const stats = statisticsOf({ BTC: closes(30, wave(0.02, 0.7)) });
    const pool = everything(long, stats);
    expect(pool).toMatchObject({ state: 'safe', joint: null, designPoint: null, probability: null });
    expect(pool.problems[0]!.code).toBe('no-statistics');
  });

  test('none at all', () => {
    const pool = everything(long, statisticsOf({}));
    expect(pool).toMatchObject({ joint: null, designPoint: null });
  });

  test('a constant price is no history', () => {
    const stats = statisticsOf({ BTC: closes(400, wave(0.02, 0.7)), ETH: closes(400, () => '100') });
    const pool = everything(long, stats);
    expect(pool.proxies.map(({ factor }) => factor)).toEqual(['ETH']);
  });

  test('the market stands still', () => {
    const stats = statistics({
      format: 'plimsoll.covariance/1',
      interval: '1h',
      factors: ['BTC', 'ETH'],
      matrix: [
        [0, 0],
        [0, 1e-4],
      ],
    });
    expect(everything(long, stats).problems[0]!.code).toBe('no-statistics');
  });

  test('NaN, zero, a sign and words among the closes are gaps', () => {
    const good = closes(400, wave(0.03, 0.7, 0.4));
    const bad = good.map((each, t) =>
      t % 50 === 7 ? { ...each, close: ['NaN', '0', '-5', 'soon', ''][((t / 50) % 5) | 0]! } : each,
    );
    const stats = statisticsOf({ BTC: closes(400, wave(0.02, 0.7)), ETH: bad });
    expect(stats.covariance.flat().every(Number.isFinite)).toBe(true);
    expect(everything(long, stats).designPoint!.distance).toBeGreaterThan(0);
  });

  test('a covariance that is not positive semidefinite is repaired, and says so', () => {
    const stats = statistics({
      format: 'plimsoll.covariance/1',
      interval: '1h',
      factors: ['BTC', 'ETH', 'SOL'],
      matrix: [
        [1e-4, 0.95e-4, -0.95e-4],
        [0.95e-4, 1e-4, 0.95e-4],
        [-0.95e-4, 0.95e-4, 1e-4],
      ],
    });
    expect(stats.repaired).toBe(true);
    everything(accountOf([position('BTC', '50'), position('ETH', '20'), position('SOL', '-30')]), stats);
  });
});

describe('books', () => {
  test('one coin', () => {
    const pool = everything(accountOf([position('BTC', '50')]), usual);
    expect(pool.effectiveBets).toBeCloseTo(1, 9);
    expect(pool.designPoint!.moves).toHaveLength(1);
  });

  test('sixty coins', () => {
    const names = Array.from({ length: 60 }, (_, i) => (i ? `C${i}` : 'BTC'));
    const stats = statistics({
      format: 'plimsoll.covariance/1',
      interval: '1h',
      factors: names,
      matrix: names.map((_, i) => names.map((__, j) => (i === j ? 1e-4 : 0.7e-4))),
    });
    const positions = names.map((name, i) => position(name, i % 3 ? '4' : '-2'));
    expect(everything(accountOf(positions, '4000'), stats).pairs).toHaveLength((60 * 59) / 2);
  });

  test('fully hedged: no bet; far, or nowhere', () => {
    const legs = [position('BTC', '50'), position('BTC', '-50', { symbol: 'BTCUSDC' })];
    const pool = everything(accountOf(legs), usual);
    expect(pool.effectiveBets).toBeNull();
    expect(pool.designPoint?.distance ?? 99).toBeGreaterThan(8);
  });

  test('liquidatable already: 0 away and certain', () => {
    const pool = everything(accountOf([position('BTC', '50'), position('ETH', '20')], '20'), usual);
    expect(pool).toMatchObject({ state: 'liquidatable', joint: { down: 0, up: 0 } });
    expect(pool.probability!['1h']).toEqual({ low: 1, high: 1 });
  });

  test('nothing held, nothing there', () => {
    everything(accountOf([]), usual);
    everything(accountOf([], '0'), usual);
    everything(accountOf([position('BTC', '0')], '0'), usual);
  });

  test('the smallest and the largest figures', () => {
    everything(accountOf([position('BTC', '0.000000001')], '0.000001'), usual);
    everything(accountOf([position('BTC', '900000000000000')], '1000000000000000'), usual);
    const dust = position('ETH', '123456789012', { markPrice: '0.00000000031', entryPrice: '0.0000000003' });
    everything(accountOf([position('BTC', '50'), dust], '1000'), usual);
  });

  test('a figure that is missing makes the pool unknown, never zero', () => {
    for (const change of [
      { markPrice: null },
      { size: null },
      { maintenance: undefined },
      { entryPrice: null },
    ]) {
      const pool = everything(accountOf([position('BTC', '50', change as Partial<Position>)]), usual);
      expect(pool).toMatchObject({ state: 'unknown', joint: null, designPoint: null, probability: null });
    }
    const [row] = scenarios(accountOf([position('BTC', '50', { markPrice: null })]), usual);
    expect(row!.pools[0]).toMatchObject({ outcome: 'unknown', equity: null, change: null });
  });

  test('orders of every kind of nonsense', () => {
    const base: Order = {
      symbol: 'BTCUSDT',
      side: 'sell',
      size: '1',
      price: null,
      type: 'stop',
      triggerPrice: '95',
    };
    const orders: Order[] = [
      base,
      { ...base, triggerPrice: '-1' },
      { ...base, triggerPrice: 'NaN' },
      { ...base, size: 'much' },
      { ...base, symbol: 'NONE' },
      { ...base, type: '' },
      { ...base, triggerPrice: '100' },
      { ...base, price: '0', triggerPrice: '98' },
      { ...base, size: '999999999999', side: 'buy', triggerPrice: null, price: '99', type: 'limit' },
    ];
    const account = accountOf([position('BTC', '50'), position('ETH', '20')], '1000', orders);
    everything(account, usual);
    for (const walk of stopWalks(account, usual)) expect(walk.stops).toHaveLength(8);
  });
});
