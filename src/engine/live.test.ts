import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountOf, pool as anyPool } from '../../test/vectors/engine/random-account';
import { assess } from './assess';
import { livePool } from './live';

describe('a live pool', () => {
  it('gives after a tick what an assessment at the new mark gives', () => {
    fc.assert(
      fc.property(
        anyPool,
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 800, max: 1250 }),
        (pool, pick, permille) => {
          const live = livePool(pool)!;
          const position = pool.positions[pick];
          let ticked = pool;
          if (position) {
            const markPrice = (Number(position.markPrice) * (permille / 1000)).toFixed(13);
            live.setMark(pick, Number(markPrice));
            ticked = {
              ...pool,
              positions: pool.positions.map(p => (p === position ? { ...p, markPrice } : p)),
            };
          }
          const [report] = assess(accountOf([ticked])).pools;
          const scale = report!.positions.reduce(
            (sum, { value, unrealizedPnl }) =>
              sum + Math.abs(Number(value)) + Math.abs(Number(unrealizedPnl)),
            1,
          );
          expect(Math.abs(live.headroom() - Number(report!.headroom)) / scale).toBeLessThan(1e-6);
          const below = new Float64Array(pool.positions.length);
          const above = new Float64Array(pool.positions.length);
          live.prices(below, above);
          for (const [k, { liquidation, value }] of report!.positions.entries()) {
            const mark = Number(ticked.positions[k]!.markPrice);
            for (const [found, price] of [
              [below[k]!, liquidation.below],
              [above[k]!, liquidation.above],
            ] as const) {
              if (value === '0') {
                expect(found).toBeNaN();
                continue;
              }
              const expected = price === null ? Number.NaN : Number(price);
              // Far away, and where the pool only grazes its limit, float64 is coarser than this test.
              if (Math.abs(Math.log10((Number.isNaN(expected) ? found : expected) / mark)) > 3) continue;
              if (Math.abs(Number(report!.headroom)) < 1e-6 * scale) continue;
              if (Number.isNaN(expected) || Number.isNaN(found)) expect(found).toBe(expected);
              else expect(Math.abs(found / expected - 1)).toBeLessThan(1e-6);
            }
          }
        },
      ),
      { numRuns: 250 },
    );
  }, 120_000);
});
