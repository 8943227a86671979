import { describe, expect, it } from 'vitest';
import type { ApiRequest, Venue } from '../venues/venue';
import { type Answer, createRequester, type Skipped } from './api';
import { createCandles, type Holding } from './candles';
import { fakeClock } from './fake-parts';

const HOUR = 3_600_000;
const START = Math.floor(1_764_000_000_000 / HOUR) * HOUR + 10 * 60_000;

/** A venue whose hourly closes are a sum of sines of the hour: nothing but its candles is needed here. */
function venueOf(id: string, coins: string[]): Venue {
  return {
    id,
    name: id,
    candles: {
      request: (_state: unknown, factor: string, from: number, to: number): ApiRequest | null =>
        coins.includes(factor)
          ? {
              key: `${id} ${factor}`,
              url: `https://${id}.example/${factor}?${from}-${to}`,
              method: 'GET',
              every: 10 * 60_000,
            }
          : null,
      read: (body: unknown) => JSON.parse(String(body)),
    },
  } as unknown as Venue;
}

function setUp() {
  const clock = fakeClock(START);
  const asked: string[] = [];
  let status = 200;
  let changes = 0;
  let unreachable = false;
  const { ask } = createRequester({
    clock,
    random: () => 0,
    permissions: { granted: async () => true },
    fetch: async url => {
      const { pathname, search } = new URL(url);
      asked.push(url);
      if (unreachable) throw new TypeError('Failed to fetch');
      const [from, to] = search.slice(1).split('-').map(Number) as [number, number];
      const candles = [];
      for (let at = Math.ceil(from / HOUR) * HOUR; at + HOUR <= to; at += HOUR) {
        const k = at / HOUR;
        const own = pathname.length * 0.013;
        candles.push({ at, close: (100 + 5 * Math.sin(k * 0.7) + Math.sin(k * (1.3 + own)) * 2).toFixed(4) });
      }
      return new Response(JSON.stringify(candles), { status });
    },
  });
  const counted = (owner: string, request: ApiRequest): Promise<Answer | Skipped> => ask(owner, request);
  const make = () => createCandles({ clock, ask: counted, onChange: () => changes++ });
  return {
    clock,
    asked,
    make,
    changes: () => changes,
    answer: (with_: number) => (status = with_),
    cut: (on: boolean) => (unreachable = on),
  };
}

const a = venueOf('a', ['BTC', 'ETH', 'SOL']);
const b = venueOf('b', ['BTC', 'ETH', 'XRP']);
const hold = (venue: Venue, ...factors: string[]): Holding[] =>
  factors.map(factor => ({ factor, venue, state: {} }));

describe('hourly prices', () => {
  it('are fetched once for a factor that two venues hold, and for BTC which nobody holds', async () => {
    const { make, asked } = setUp();
    const candles = make();
    await candles.want([...hold(a, 'ETH', 'SOL'), ...hold(b, 'ETH', 'XRP')]);
    expect(asked.map(url => url.split('?')[0]).sort()).toEqual([
      'https://a.example/BTC',
      'https://a.example/ETH',
      'https://a.example/SOL',
      'https://b.example/XRP',
    ]);
    expect(candles.of(['ETH', 'XRP'])!.statistics.factors.sort()).toEqual(['BTC', 'ETH', 'XRP']);
    expect(candles.of(['ETH'])!.statistics.observations).toBeGreaterThan(700);
  });

  it('are topped up once an hour, from the last hour on; the statistics are the same object until then', async () => {
    const { make, asked, clock, changes } = setUp();
    const candles = make();
    await candles.want(hold(a, 'ETH'));
    const before = candles.of(['ETH']);
    for (let k = 0; k < 30; k++) {
      clock.set(clock.now() + 60_000);
      await candles.want(hold(a, 'ETH'));
    }
    expect(asked).toHaveLength(2);
    expect(candles.of(['ETH'])).toBe(before);
    clock.set(clock.now() + HOUR);
    await candles.want(hold(a, 'ETH'));
    expect(asked).toHaveLength(4);
    const [from, to] = asked[3]!.split('?')[1]!.split('-').map(Number) as [number, number];
    expect(to - from).toBeLessThan(4 * HOUR);
    expect(candles.of(['ETH'])).not.toBe(before);
    expect(changes()).toBe(2);
  });

  it('survive a restart with nothing asked again, and rubbish in the store', async () => {
    const { make, asked } = setUp();
    const first = make();
    await first.want(hold(a, 'ETH'));
    const second = make();
    second.restore([...(JSON.parse(JSON.stringify(first.snapshot())) as unknown[]), null, { factor: 'X' }]);
    await second.want(hold(a, 'ETH'));
    expect(asked).toHaveLength(2);
    expect(second.of(['ETH'])!.statistics).toEqual(first.of(['ETH'])!.statistics);
  });

  it('that are still on their way make the statistics unknown, not made up; that cannot be had are named', async () => {
    const { make } = setUp();
    const candles = make();
    expect(candles.of(['ETH'])).toBeNull();
    await candles.want(hold(a, 'ETH', 'NOPE'));
    expect(candles.of(['SOL'])).toBeNull();
    expect(candles.of(['ETH', 'NOPE'])!.statistics.factors).not.toContain('NOPE');
    expect(candles.problems()).toEqual([
      { code: 'no-hourly-prices', path: 'NOPE', message: 'a has no hourly prices of NOPE' },
    ]);
  });

  it('are waited for until the venue’s list of contracts is known, and come with what is listed later', async () => {
    const { make, asked, changes } = setUp();
    const listed: { coins: string[] | null } = { coins: null };
    const late = {
      ...a,
      candles: {
        ...a.candles,
        ready: () => listed.coins !== null,
        request: (state: unknown, factor: string, from: number, to: number) =>
          listed.coins?.includes(factor) ? a.candles.request(state, factor, from, to) : null,
      },
    };
    const candles = make();
    await candles.want(hold(late, 'ETH'));
    expect([asked.length, changes(), candles.problems()]).toEqual([0, 0, []]);
    expect(candles.of(['ETH'])).toBeNull();
    listed.coins = ['BTC'];
    for (let k = 0; k < 3; k++) await candles.want(hold(late, 'ETH'));
    expect([asked.length, changes()]).toEqual([1, 1]);
    expect(candles.problems()).toHaveLength(1);
    listed.coins = ['BTC', 'ETH'];
    await candles.want(hold(late, 'ETH'));
    expect([asked.length, changes(), candles.problems()]).toEqual([2, 2, []]);
    expect(candles.of(['ETH'])!.statistics.factors).toContain('ETH');
  });

  it('that the venue refuses are asked for again after ten minutes', async () => {
    const { make, asked, clock, answer } = setUp();
    const candles = make();
    answer(404);
    await candles.want(hold(a, 'ETH'));
    clock.set(clock.now() + 5 * 60_000);
    await candles.want(hold(a, 'ETH'));
    expect(asked).toHaveLength(2);
    answer(200);
    clock.set(clock.now() + 5 * 60_000);
    await candles.want(hold(a, 'ETH'));
    expect(asked).toHaveLength(4);
    expect(candles.problems()).toEqual([]);
  });

  it('whose host was unwell are asked for again when it has rested; waiting for that is no news', async () => {
    const { make, clock, answer, changes } = setUp();
    const candles = make();
    answer(503);
    await candles.want(hold(a, 'ETH'));
    expect(changes()).toBe(1);
    answer(200);
    await candles.want(hold(a, 'ETH'));
    expect(changes()).toBe(1);
    clock.set(clock.now() + 15_000);
    await candles.want(hold(a, 'ETH'));
    expect(changes()).toBe(2);
    expect(candles.problems()).toEqual([]);
    expect(candles.of(['ETH'])).not.toBeNull();
  });

  it('whose host could not be reached come as soon as it can be', async () => {
    const { make, clock, changes, cut } = setUp();
    const candles = make();
    cut(true);
    await candles.want(hold(a, 'ETH'));
    for (let k = 0; k < 5; k++) await candles.want(hold(a, 'ETH'));
    expect(changes()).toBe(0);
    cut(false);
    clock.set(clock.now() + 2000);
    await candles.want(hold(a, 'ETH'));
    expect(changes()).toBe(1);
    expect(candles.of(['ETH'])).not.toBeNull();
  });
});
