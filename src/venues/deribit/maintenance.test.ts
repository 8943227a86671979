import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Schedule } from '../../engine/account';
import { Decimal } from '../../engine/decimal';
import { RATES } from './assumptions';
import { maintenanceOf, templateMaintenance } from './maintenance';
import type { PositionRow } from './state';

const row = (more: Partial<PositionRow>): PositionRow => ({
  symbol: 'X',
  kind: 'future',
  size: '0',
  averagePrice: '100000',
  markPrice: '100000',
  indexPrice: '100000',
  floating: '0',
  maintenanceMargin: null,
  delta: null,
  leverage: null,
  said: 0,
  pushed: false,
  at: 0,
  ...more,
});

/** Each slice at its own rate. */
function read({ steps }: Schedule, amount: number): number {
  return steps.reduce((sum, { from, rate }, k) => {
    const end = Math.min(amount, Number(steps[k + 1]?.from ?? Number.POSITIVE_INFINITY));
    return amount > Number(from) ? sum + (end - Number(from)) * Number(rate) : sum;
  }, 0);
}

describe('the published examples', () => {
  // support.deribit.com, "Linear Perpetual", maintenance margin: the size, the index, and what it asks in USDC.
  it.each([
    ['BTC', '25', '100000', 28_125],
    ['BTC', '350', '100000', 962_500],
    ['SOL', '25', '200', 100.625],
    ['SOL', '6000', '200', 60_000],
  ])('%s, %s coins at %s: %d', (base, size, price, margin) => {
    const held = row({ size, markPrice: price, indexPrice: price });
    const { schedule, by } = maintenanceOf(held, { type: 'linear', base })!;
    expect(by).toBe('published');
    expect(schedule.basis).toBe('amount');
    expect(read(schedule, Number(size)) * Number(price)).toBeCloseTo(margin, 6);
  });

  it('is at the index, where the mark stands above it', () => {
    const held = row({ size: '25', markPrice: '100500', indexPrice: '100000' });
    const { schedule } = maintenanceOf(held, { type: 'linear', base: 'BTC' })!;
    expect(read(schedule, 25) * 100_500).toBeCloseTo(28_125, 6);
  });
});

describe('chords', () => {
  const sizes = fc.integer({ min: 1, max: 60_000_000 });

  it('meet the parabola at the present size, and lie above it by no more than is said', () => {
    fc.assert(
      fc.property(
        sizes,
        fc.double({ min: 0.01, max: 4, noNaN: true }),
        fc.constantFrom('BTC', 'ETH'),
        (dollars, part, base) => {
          const price = 86420;
          const held = row({ size: String(dollars), markPrice: String(price) });
          const { schedule, error } = maintenanceOf(held, { type: 'inverse', base })!;
          const { base: first, slope } = RATES[base]!;
          const parabola = (x: number) => Number(first) * x + Number(slope) * x * x;
          const coins = dollars / price;
          expect(Math.abs(read(schedule, coins) / parabola(coins) - 1)).toBeLessThan(1e-12);
          const x = coins * part;
          const above = read(schedule, x) - parabola(x);
          expect(above).toBeGreaterThan(-1e-12 * parabola(x));
          // The gap between two points grows with the root of the size.
          expect(above).toBeLessThanOrEqual(error.toNumber() * coins * Math.max(1, part) * 1.1 + 1e-12 * x);
        },
      ),
    );
  });

  it('a template is exact for the order that it is made for', () => {
    const schedule = templateMaintenance({ type: 'inverse', base: 'BTC' }, new Decimal('12.5'))!;
    expect(read(schedule, 12.5)).toBeCloseTo(12.5 * (0.01 + 0.00005 * 12.5), 15);
    expect(templateMaintenance({ type: 'inverse', base: 'DOGE' }, new Decimal(1))).toBeNull();
    expect(templateMaintenance({ type: 'inverse', base: 'toString' }, new Decimal(1))).toBeNull();
  });
});

describe('the venue’s own figure', () => {
  it('of a coin whose rates are not published: in proportion', () => {
    const held = row({ size: '1000', markPrice: '0.2', indexPrice: '0.2', maintenanceMargin: '8' });
    const { schedule, by } = maintenanceOf(held, { type: 'linear', base: 'DOGE' })!;
    expect([by, schedule.steps.length]).toEqual(['reported', 1]);
    expect(read(schedule, 1000) * 0.2).toBeCloseTo(8, 12);
  });

  it('is not known of such a coin as long as the venue does not say it', () => {
    const held = row({ size: '1000', markPrice: '0.2', indexPrice: '0.2' });
    expect(maintenanceOf(held, { type: 'linear', base: 'DOGE' })).toBeNull();
  });

  it('within rounding of the published rate is that rate', () => {
    const coins = 200_000 / 86_420;
    const margin = coins * (0.01 + 0.00005 * coins);
    const by = (reported: number) =>
      maintenanceOf(row({ size: '200000', markPrice: '86420', maintenanceMargin: reported.toFixed(8) }), {
        type: 'inverse',
        base: 'BTC',
      })!.by;
    expect([by(margin), by(margin * 1.001), by(margin * 1.01)]).toEqual([
      'published',
      'published',
      'reported',
    ]);
  });
});
