import { describe, expect, it } from 'vitest';
import { estimateOf } from './betas';
import { hour } from './history';
import { createMarket, historyHours, type MarketOptions } from './market';

/** 25 November 2026, 03:30 UTC: half an hour into an hour. */
const now = () => Date.UTC(2026, 10, 25, 3, 30);

function market(options: Partial<MarketOptions> = {}) {
  return createMarket({ scenario: 'calm', seed: 1, now, live: false, ...options });
}

describe('a market', () => {
  it('is the same for the same seed and another for another', () => {
    const path = (seed: number) => {
      const one = market({ seed });
      one.advance(50);
      return one.coins.map(({ name }) => one.mark(name));
    };
    expect(path(7)).toEqual(path(7));
    expect(path(7)).not.toEqual(path(8));
  });

  it('crashes to the tick where the scenario says, in 60 seconds', () => {
    const one = market({ scenario: 'crash' });
    one.advance(299);
    expect(one.mark('BTC')).not.toBe('76050');
    one.advance(1);
    expect(one.mark('BTC')).toBe('76050');
    expect(one.mark('ETH')).toBe('2273.3');
    expect(one.mark('SOL')).toBe('98.56');
  });

  it('starts a scenario from the marks of the moment, after a control too', () => {
    const one = market({ scenario: 'still' });
    one.setMark('BTC', '100000');
    one.scenario('crash');
    one.advance(300);
    expect(one.mark('BTC')).toBe('88000');
  });

  it('stands still until control moves it, and then says so once', () => {
    const one = market({ scenario: 'still' });
    const ticks: string[][] = [];
    one.on('tick', ({ changed }) => ticks.push(changed));
    one.advance(100);
    expect(ticks).toEqual([]);
    one.setMarks({ BTC: '80000.5', ETH: 2500 });
    expect(ticks).toEqual([['BTC', 'ETH']]);
    expect(one.quote('BTC').mark).toBe('80000.5');
    expect(one.mark('ETH')).toBe('2500');
    expect(() => one.setMark('BTC', '-1')).toThrow(/no price/);
    expect(() => one.setMark('NONE', '1')).toThrow(/no coin/);
  });

  it('changes 200 marks a second at the desk', () => {
    const one = market({ scenario: 'desk' });
    let changes = 0;
    one.on('tick', ({ changed }) => {
      changes += changed.length;
    });
    one.advance(50);
    expect(changes / 10).toBeGreaterThan(190);
  });

  it('has hours without a gap, the running one last', () => {
    const one = market();
    const bars = one.candles('ETH', 0, now());
    expect(bars).toHaveLength(historyHours + 1);
    expect(bars.every((bar, k) => k === 0 || bar.at - bars[k - 1]!.at === hour)).toBe(true);
    expect(bars.at(-1)!.at).toBe(Date.UTC(2026, 10, 25, 3));
    expect(bars.at(-1)!.close).toBe(one.mark('ETH'));
    for (const { open, high, low, close } of bars) {
      expect(Number(high)).toBeGreaterThanOrEqual(Math.max(Number(open), Number(close)));
      expect(Number(low)).toBeLessThanOrEqual(Math.min(Number(open), Number(close)));
    }
  });

  it('gives a hot mark to the running hour', () => {
    const one = market({ scenario: 'still' });
    one.setMark('ETH', '3000');
    one.setMark('ETH', '2900');
    const bar = one.candles('ETH', now() - hour, now()).at(-1)!;
    expect([bar.high, bar.close]).toEqual(['3000.0', '2900.0']);
  });
});

describe('the correlations of the market', () => {
  const { factors, correlation, betas, volatility } = estimateOf(
    market(),
    ['ETH', 'SOL', 'DOGE', 'LINK', 'TSLA'],
    720,
  );
  const between = (a: string, b: string) => correlation[factors.indexOf(a)]![factors.indexOf(b)]!;

  it('are of the real kind', () => {
    expect(between('BTC', 'ETH')).toBeGreaterThan(0.78);
    expect(between('BTC', 'ETH')).toBeLessThan(0.92);
    expect(between('BTC', 'TSLA')).toBeLessThan(0.5);
  });

  it('make alts move more than bitcoin', () => {
    expect(betas.BTC).toBe(1);
    expect(betas.ETH).toBeGreaterThan(1);
    expect(betas.SOL).toBeGreaterThan(betas.ETH!);
    expect(volatility[0]).toBeGreaterThan(0.002);
    expect(volatility[0]).toBeLessThan(0.012);
  });
});
