import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inverse, pool as poolOf, row, schedule } from '../../test/vectors/engine/contract-account';
import { accountOf, pool as anyPool } from '../../test/vectors/engine/random-account';
import type { Pool } from './account';
import { assess } from './assess';
import { type Book, compile } from './headroom';

const speed = fc.integer({ min: -20, max: 30 }).map(n => n / 10);

/** Prices like each other, so that float64 is not what is tested. */
function tamed(pool: Pool): Pool {
  const tame = (price: string | null | undefined) => String(20 + (Math.floor(Number(price) * 7) % 80));
  return {
    ...pool,
    collateral: pool.collateral.map(c => (c.asset === 'USD' ? c : { ...c, price: tame(c.price) })),
    positions: pool.positions.map(p => ({
      ...p,
      entryPrice: tame(p.entryPrice),
      markPrice: tame(p.markPrice),
    })),
  };
}

function at(direction: Float64Array, s: number): Float64Array {
  return direction.map(d => Math.max(0, 1 + d * s));
}

/** What a rounding error of headroom is relative to. */
function scaleOf(book: Book, pool: Pool): number {
  const slope = new Float64Array(book.factors.length);
  book.gradient(new Float64Array(book.factors.length).fill(1), slope);
  const rows = pool.collateral.reduce(
    (sum, { amount, price }) => sum + Math.abs(Number(amount) * Number(price)),
    0,
  );
  return slope.reduce((sum, x) => sum + Math.abs(x), rows + 1);
}

describe('a book', () => {
  it('is null exactly when the pool is unknown', () => {
    fc.assert(
      fc.property(anyPool, fc.boolean(), (pool, spoil) => {
        const source = spoil
          ? { ...pool, positions: pool.positions.map((p, k) => (k === 0 ? { ...p, markPrice: null } : p)) }
          : pool;
        const [report] = assess(accountOf([source])).pools;
        expect(compile(source) === null).toBe(report!.state === 'unknown');
      }),
    );
  });

  it('has the headroom of the report, and of the report at other prices', () => {
    fc.assert(
      fc.property(
        anyPool.map(tamed),
        fc.constantFrom('1', '0.5', '1.25', '2'),
        fc.constantFrom('1', '0.75', '1.5'),
        (pool, btc, eth) => {
          const book = compile(pool)!;
          const by: Record<string, string> = { BTC: btc, ETH: eth };
          const times = (price: string | null | undefined, factor: string | null) =>
            factor === null ? price : String(Number(price) * Number(by[factor]));
          const elsewhere: Pool = {
            ...pool,
            collateral: pool.collateral.map(c => ({ ...c, price: times(c.price, c.follows) })),
            positions: pool.positions.map(p => ({ ...p, markPrice: times(p.markPrice, p.factor) })),
          };
          const [report] = assess(accountOf([elsewhere])).pools;
          const g = book.headroom(Float64Array.from(book.factors, factor => Number(by[factor])));
          expect(Math.abs(g - Number(report!.headroom)) / scaleOf(book, pool)).toBeLessThan(1e-11);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('changes its state at a joint crossing, and nowhere before', () => {
    fc.assert(
      fc.property(anyPool.map(tamed), speed, speed, (pool, btc, eth) => {
        const book = compile(pool)!;
        const direction = Float64Array.from(book.factors, factor => (factor === 'BTC' ? btc : eth));
        const noise = 1e-9 * scaleOf(book, pool);
        const [report] = assess(accountOf([pool])).pools;
        const start = Number(report!.headroom);
        if (Math.abs(start) < noise || report!.positions.every(({ value }) => value === '0')) return;
        const keep = Math.sign(start);
        for (const side of [1, -1] as const) {
          const crossing = book.crossing(direction, side);
          // An inverse contract has no value at a price of 0: the ray ends before.
          const ends = [...direction].flatMap(d => (d * side < 0 ? [-1 / (d * side)] : []));
          const end = Math.min(...ends, 40) * (1 - 1e-6);
          const reach = crossing === null ? end : Math.min(end, Math.abs(crossing));
          for (let k = 0; k < 200; k++) {
            const g = book.headroom(at(direction, (side * reach * (k + 0.5)) / 200.5));
            expect(keep * g).toBeGreaterThan(-noise * (1 + reach) ** 2);
          }
          if (crossing === null || Math.abs(crossing) >= end) continue;
          const beyond = book.headroom(at(direction, crossing + side * 1e-9 * (1 + Math.abs(crossing))));
          expect(keep * beyond).toBeLessThan(noise * (1 + Math.abs(crossing)) ** 2);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('takes no headroom that fades away for a crossing', () => {
    // Coins worth their dollars sold short: the higher the price, the less of everything, and never nothing.
    for (let k = 1; k < 1500; k++) {
      const entry = 20_000 + k * 7.3;
      const dollars = 100 * (((k * 31) % 977) + 1);
      const short = inverse({
        size: String(-dollars / 100),
        entryPrice: entry.toFixed(4),
        markPrice: (30_000 + ((k * 7919) % 50_000) / 3).toFixed(2),
        maintenance: schedule('value', 'marginal', ['0', '0.004'], ['1', '0.005'], ['5', '0.01']),
        feeRate: '0.0005',
      });
      const coins = row('A', (dollars / entry).toFixed(20));
      const book = compile(poolOf({ unit: 'A', collateral: [coins], positions: [short] }))!;
      expect(book.crossing(Float64Array.of(1), 1) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(1e4);
    }
  });

  it('has the slope of its headroom', () => {
    fc.assert(
      fc.property(anyPool.map(tamed), fc.double({ min: 0.7, max: 1.4, noNaN: true }), (pool, m) => {
        const book = compile(pool)!;
        const here = Float64Array.from(book.factors, (_, f) => m + f * 0.1);
        const slope = new Float64Array(book.factors.length);
        book.gradient(here, slope);
        const step = 1e-7;
        for (let f = 0; f < here.length; f++) {
          const [left, right] = [-step, step].map(by =>
            book.headroom(here.map((x, k) => (k === f ? x + by : x))),
          );
          const middle = book.headroom(here);
          const [a, b] = [(middle - left!) / step, (right! - middle) / step];
          // At a kink or a jump the two differences disagree; elsewhere both are the slope.
          const scale = scaleOf(book, pool);
          if (Math.abs(a - b) < 1e-5 * scale) expect(Math.abs(slope[f]! - a)).toBeLessThan(1e-4 * scale);
        }
      }),
      { numRuns: 300 },
    );
  });
});
