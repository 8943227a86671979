import { describe, expect, it } from 'vitest';
import type { StopWalk } from '../risk/shocks';
import { account, known, SUBJECT_NOW } from './fake-subject';
import { createVigil, LOOK_EVERY, WITHOUT_FOR, watchedOf } from './vigil';

const walk = (more: Partial<StopWalk>): StopWalk => ({
  pool: 'main',
  path: 'design',
  without: { at: 4, marks: [] },
  with: { at: 4, marks: [] },
  events: [],
  stops: [],
  withoutStop: [],
  partly: [],
  gap: null,
  left: [],
  equity: null,
  jointAfter: null,
  assumptions: { slippage: 0.005, slippageOf: {}, feeRate: 0.0005 },
  problems: [],
  ...more,
});

const stop = (more: Partial<StopWalk['stops'][number]>): StopWalk['stops'][number] => ({
  order: 0,
  symbol: 'BTC',
  side: 'sell',
  triggerPrice: '80000',
  verdict: 'fires',
  at: 1,
  protects: true,
  beyondLiquidation: false,
  basis: 'mark',
  ...more,
});

describe('what is watched', () => {
  it('is the worst of all pools', () => {
    const near = known(
      account(
        [
          ['BTC', '3'],
          ['ETH', '40'],
        ],
        '60000',
      ),
    );
    const watched = watchedOf(near, []);
    const whole = near.risk!.pools[0]!.whole!;
    expect(watched.sigmas).toBe(whole.designPoint!.distance);
    expect(watched.probability).toBe(whole.probability!['24h'].high);
    expect(watched.bets).toBe(whole.effectiveBets);
  });

  it('says no all-clear of what is not known', () => {
    const watched = watchedOf(known(account([['BTC', '3']], null)), null);
    expect(watched).toEqual({
      sigmas: null,
      probability: null,
      bets: Number.POSITIVE_INFINITY,
      withoutStop: null,
      stops: null,
    });
  });

  it('of a single position counts no bets, of one that cannot be liquidated no distance', () => {
    const watched = watchedOf(known(account([['BTC', '0.1']], '60000')), []);
    expect(watched.bets).toBe(Number.POSITIVE_INFINITY);
    expect(watched.sigmas).toBe(Number.POSITIVE_INFINITY);
    expect(watched.probability).toBe(0);
  });

  it('reads the stops of the likely way, those that protect', () => {
    const subject = known(
      account(
        [
          ['BTC', '3'],
          ['ETH', '40'],
        ],
        '60000',
      ),
    );
    const walks = [
      walk({ path: 'up', withoutStop: ['ETH', 'BTC'] }),
      walk({
        withoutStop: ['ETH'],
        stops: [
          stop({ verdict: 'late' }),
          stop({ order: 1, triggerPrice: '82000' }),
          stop({ order: 2, triggerPrice: '70000', beyondLiquidation: true, verdict: 'late' }),
          stop({ order: 3, triggerPrice: '120000', protects: false }),
          stop({ order: 4, triggerPrice: '99000', beyondLiquidation: true, verdict: 'away' }),
          stop({ order: 5, triggerPrice: '1', verdict: 'unknown' }),
        ],
      }),
    ];
    expect(watchedOf(subject, walks)).toMatchObject({
      withoutStop: [
        { symbol: 'BTC', bare: false },
        { symbol: 'ETH', bare: true },
      ],
      stops: [
        { trigger: '80000', late: true },
        { trigger: '82000', late: false },
        { trigger: '70000', late: true },
        { trigger: '99000', late: true },
      ],
    });
  });
});

it('knows nothing of the stops of an account that was read from the screen', () => {
  const seen = known(account([['BTC', '3']], '60000'));
  const screen = { ...seen, reading: { ...seen.reading, fromScreen: true as const } };
  expect(watchedOf(screen, [walk({ withoutStop: ['BTC'] })]).withoutStop).toBeNull();
});

describe('the vigil', () => {
  const subject = known(account([['BTC', '3']], '60000'));
  const bare = { subject, walks: [walk({ withoutStop: ['BTC'] })] };

  it('looks every few seconds and remembers meanwhile', () => {
    let now = SUBJECT_NOW;
    let looks = 0;
    const vigil = createVigil(() => now);
    const ask = () =>
      vigil.of('a', () => {
        looks++;
        return bare;
      });
    ask();
    now += LOOK_EVERY - 1;
    ask();
    expect(looks).toBe(1);
    now += 1;
    ask();
    expect(looks).toBe(2);
    now -= 3_600_000;
    ask();
    expect(looks).toBe(3);
  });

  it('gives the trader a minute to place the stop', () => {
    let now = SUBJECT_NOW;
    const vigil = createVigil(() => now);
    const isBare = (seen = bare) => vigil.of('a', () => seen)?.withoutStop?.[0]?.bare;
    expect(isBare()).toBe(false);
    now += WITHOUT_FOR - LOOK_EVERY;
    expect(isBare()).toBe(false);
    now += LOOK_EVERY;
    expect(isBare()).toBe(true);
    now += LOOK_EVERY;
    expect(isBare({ subject, walks: [walk({})] })).toBe(false);
    now += LOOK_EVERY;
    expect(isBare()).toBe(false);
  });
});
