/**
 * The liquidation price as it is shown: on the venue's tick, on the mark's side of the exact one. Confirmed by
 * what the pool is at that tick and at the next one, each assessed in decimals with that very mark.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pool, Position } from '../../../src/engine/account';
import { assess } from '../../../src/engine/assess';
import { Decimal } from '../../../src/engine/decimal';
import { formats } from '../../../src/ui/format';
import { account, flat, pool, position, row, rules, schedule } from './contract-account';

const shown = formats('en-US').liquidationPrice;
const TICKS = ['0.1', '0.10', '0.5', '0.25', '2.5', '1', '5', '10', '0.0001', '0.00005'];

const held = fc
  .record({
    tick: fc.constantFrom(...TICKS),
    ticks: fc.integer({ min: 20, max: 200_000 }),
    won: fc.integer({ min: -15, max: 15 }),
    lots: fc.integer({ min: 1, max: 900 }),
    long: fc.boolean(),
    inverse: fc.boolean(),
    tiered: fc.boolean(),
  })
  .map(({ tick, ticks, won, lots, long, inverse, tiered }): Position => {
    const mark = new Decimal(tick).times(ticks);
    const most = inverse ? lots * 10 : new Decimal(lots * 100).div(mark).toDecimalPlaces(6);
    return position({
      size: new Decimal(most).times(long ? 1 : -1).toFixed(),
      contract: { type: inverse ? 'inverse' : 'linear', multiplier: '1' },
      entryPrice: mark
        .times(100 + won)
        .div(100)
        .toFixed(),
      markPrice: mark.toFixed(),
      maintenance: tiered
        ? schedule('value', 'marginal', ['0', '0.01'], ['20000', '0.02'], ['60000', '0.1'])
        : flat('0.005'),
      tick,
    });
  });

const desks = fc
  .record({
    positions: fc.array(held, { minLength: 1, maxLength: 5 }),
    cash: fc.integer({ min: 500, max: 60_000 }),
    strict: fc.boolean(),
  })
  .map(
    ({ positions, cash, strict }): Pool =>
      pool({
        collateral: [row('USD', String(cash))],
        // One factor each, so that a mark of this one is all that moves.
        positions: positions.map((each, k) => ({ ...each, symbol: `C${k}`, factor: `C${k}` })),
        rules: rules({ liquidatedWhen: strict ? 'below' : 'at-or-below' }),
      }),
  );

function stateAt(desk: Pool, k: number, markPrice: Decimal) {
  const positions = desk.positions.map((each, j) =>
    j === k ? { ...each, markPrice: markPrice.toFixed() } : each,
  );
  return assess(account([{ ...desk, positions }])).pools[0]!.state;
}

describe('a shown liquidation price', () => {
  it('is the last tick on the mark’s side of the exact one', () => {
    let prices = 0;
    fc.assert(
      fc.property(desks, desk => {
        const [report] = assess(account([desk])).pools;
        for (const [k, { liquidation }] of report!.positions.entries()) {
          const tick = desk.positions[k]!.tick!;
          for (const side of ['below', 'above'] as const) {
            const exact = liquidation[side];
            if (exact === null || new Decimal(exact).gt('1e9')) continue;
            prices++;
            const at = new Decimal(shown(exact, side, tick).replace(/,/g, ''));
            const outward = new Decimal(tick).times(side === 'below' ? -1 : 1);
            expect(at.mod(tick).isZero(), `${at} is on the tick of ${tick}`).toBe(true);
            if (!at.eq(exact)) expect(stateAt(desk, k, at)).toBe(report!.state);
            const beyond = at.plus(outward);
            if (beyond.gt(0)) expect(stateAt(desk, k, beyond)).not.toBe(report!.state);
          }
        }
      }),
      { numRuns: 400 },
    );
    expect(prices).toBeGreaterThan(300);
  }, 60_000);
});
