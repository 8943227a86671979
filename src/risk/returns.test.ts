import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alignReturns, type Close } from './returns';
import { statistics } from './statistics';

const HOUR = 3_600_000;
const START = 1_760_000_400_000;

/** So many hours of closes from `from` hours after the start; the price is a function of the hour. */
function closes(hours: number, price: (hour: number) => number, from = 0): Close[] {
  return Array.from({ length: hours }, (_, k) => ({
    at: START + (from + k) * HOUR,
    close: price(from + k).toFixed(8),
  }));
}
const wave = (level: number, speed: number) => (hour: number) => level * (1 + 0.02 * Math.sin(speed * hour));
const btc = wave(60_000, 1.3);
const eth = wave(3_000, 0.7);

test('closes are aligned by their hour, whatever their order; the open hour is left out', () => {
  const now = START + 200 * HOUR - 1;
  const { input, observations, rows, asOf, proxies } = alignReturns(
    { BTC: closes(200, btc).reverse(), ETH: closes(200, eth) },
    now,
  );
  // 199 closed hours make 198 returns.
  expect(rows).toBe(198);
  expect(asOf).toBe(START + 199 * HOUR);
  expect(observations).toEqual({ BTC: 198, ETH: 198 });
  expect(proxies).toEqual([]);
  expect(input).toMatchObject({
    format: 'plimsoll.returns/1',
    interval: '1h',
    factors: ['BTC', 'ETH'],
    short: [],
  });
  input.returns.forEach((row, k) => {
    expect(row[0]).toBeCloseTo(Math.log(btc(k + 1) / btc(k)), 9);
    expect(row[1]).toBeCloseTo(Math.log(eth(k + 1) / eth(k)), 9);
  });
});

test('the hour counts as closed from its last millisecond on', () => {
  expect(alignReturns({ BTC: closes(200, btc) }, START + 200 * HOUR).rows).toBe(199);
});

test('a gap costs the hours beside it, in every factor, and is never filled', () => {
  const holed = closes(300, eth).filter((_, k) => k !== 100 && k !== 101);
  const { input, rows, observations } = alignReturns(
    { BTC: closes(300, btc), ETH: holed },
    START + 400 * HOUR,
  );
  expect(rows).toBe(299 - 3);
  expect(observations).toEqual({ BTC: 299, ETH: 296 });
  expect(input.returns[98]![0]).toBeCloseTo(Math.log(btc(99) / btc(98)), 9);
  expect(input.returns[99]![0]).toBeCloseTo(Math.log(btc(103) / btc(102)), 9);
  expect(Math.max(...input.returns.flat().map(Math.abs))).toBeLessThan(0.06);
});

test('what is no price is no price', () => {
  const bad = ['NaN', '', '0', '-5', '1e3', 'Infinity', '12,5', null as unknown as string];
  const list = closes(300, btc);
  bad.forEach((close, k) => {
    list[20 + 10 * k] = { at: list[20 + 10 * k]!.at, close };
  });
  const { input, observations } = alignReturns({ BTC: list }, START + 400 * HOUR);
  expect(observations.BTC).toBe(299 - 2 * bad.length);
  for (const [value] of input.returns) expect(Number.isFinite(value)).toBe(true);
});

test('candles off the hour or without a time are left out; of two for one hour the later counts', () => {
  const list = closes(200, btc);
  list.push({ at: START + 10 * HOUR + 1, close: '1' }, { at: Number.NaN, close: '1' });
  list.push({ at: START + 50 * HOUR, close: btc(50).toFixed(8) });
  list[50] = { at: START + 50 * HOUR, close: '1' };
  const { input, rows } = alignReturns({ BTC: list }, START + 400 * HOUR);
  expect(rows).toBe(199);
  expect(Math.max(...input.returns.flat().map(Math.abs))).toBeLessThan(0.06);
});

test('a new listing, a coin without candles and a dead price are named, not guessed', () => {
  const { input, proxies, observations } = alignReturns(
    {
      BTC: closes(300, btc),
      NEW: closes(100, eth, 200),
      NEWER: closes(10, eth, 290),
      NONE: [],
      DEAD: closes(300, () => 5),
      DULL: closes(300, hour => 5 + Math.floor(hour / 10) / 100),
      USDC: closes(300, hour => (hour % 50 ? 1 : 0.9999)),
    },
    START + 400 * HOUR,
  );
  expect(input.factors).toEqual(['BTC', 'USDC']);
  expect(observations).toMatchObject({ NEW: 99, NEWER: 9, NONE: 0 });
  expect(proxies.map(each => each.factor)).toEqual(['NEW', 'NEWER', 'NONE', 'DEAD', 'DULL']);
  expect(proxies.map(each => each.reason)).toEqual([
    'only 99 hours of prices, 168 are needed',
    'only 9 hours of prices, 168 are needed',
    'no hourly prices',
    'its price never changed',
    'its price stands still most hours',
  ]);
  const short = Object.fromEntries(input.short!.map(each => [each.factor, each.volatility]));
  expect(short.NEW).toBeGreaterThan(0.001);
  expect(short).toMatchObject({ NEWER: null, NONE: null, DEAD: null });
});

test('a short history does not cost the others half of theirs', () => {
  const now = START + 1000 * HOUR;
  const shorter = { BTC: closes(900, btc), ETH: closes(900, eth), NEW: closes(300, eth, 600) };
  const left = alignReturns(shorter, now);
  expect(left.input.factors).toEqual(['BTC', 'ETH']);
  expect(left.rows).toBe(899);
  expect(left.proxies).toEqual([
    { factor: 'NEW', reason: 'only 299 of 899 hours in common with the others' },
  ]);
  const kept = alignReturns({ ...shorter, NEW: closes(600, eth, 300) }, now);
  expect(kept.input.factors).toEqual(['BTC', 'ETH', 'NEW']);
  expect(kept.rows).toBe(599);
});

test('histories without a common hour leave one of them', () => {
  const { input, rows } = alignReturns(
    { BTC: closes(300, btc), OLD: closes(200, eth, -300) },
    START + 400 * HOUR,
  );
  expect(input.factors).toEqual(['BTC']);
  expect(rows).toBe(299);
});

test('nothing at all', () => {
  expect(alignReturns({}, START)).toMatchObject({ rows: 0, asOf: null, input: { factors: [], returns: [] } });
});

test('whatever the candles, it answers with finite, rectangular returns', () => {
  const close = fc.oneof(
    fc.double().map(String),
    fc.constantFrom('', 'NaN', '0', '1', '1.5', '-1', '1e400'),
    fc.string(),
  );
  const at = fc.oneof(
    fc.integer({ min: 0, max: 400 }).map(hour => START + hour * HOUR),
    fc.double(),
    fc.integer(),
  );
  const lists = fc.dictionary(
    fc.constantFrom('BTC', 'ETH', 'USDC', 'X'),
    fc.tuple(
      fc.array(fc.record({ at, close }), { maxLength: 60 }),
      fc.integer({ min: 0, max: 400 }),
      fc.boolean(),
    ),
  );
  fc.assert(
    fc.property(lists, fc.integer({ min: START, max: START + 500 * HOUR }), (drawn, now) => {
      const candles = Object.fromEntries(
        Object.entries(drawn).map(([factor, [odd, hours, flat]]) => [
          factor,
          [...closes(hours, flat ? () => 1 : btc), ...odd],
        ]),
      );
      const { input, proxies, rows, observations } = alignReturns(candles, now);
      expect(input.returns).toHaveLength(rows);
      for (const row of input.returns) {
        expect(row).toHaveLength(input.factors.length);
        expect(row.every(Number.isFinite)).toBe(true);
      }
      // Every factor is either in or named.
      expect([...input.factors, ...proxies.map(each => each.factor)].sort()).toEqual(
        Object.keys(candles).sort(),
      );
      expect(Object.keys(observations).sort()).toEqual(Object.keys(candles).sort());
      if (input.factors.length) expect(rows).toBeGreaterThanOrEqual(168);
      const figures = statistics(input);
      expect(JSON.parse(JSON.stringify(figures))).toEqual(figures);
    }),
    { numRuns: 100, seed: 11 },
  );
});
