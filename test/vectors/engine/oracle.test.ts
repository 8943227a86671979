import { describe, expect, it } from 'vitest';
import { assess } from '../../../src/engine/assess';
import { Decimal } from '../../../src/engine/decimal';
import oracle from './01_liquidation_price.json';
import { type OracleAccount, oracleAccount } from './oracle-account';

/** Exact fractions are compared to 25 digits, the printed length less some slack. */
function expectFraction(actual: string | null, exact: string | null) {
  if (exact === null) return expect(actual).toBeNull();
  const [numerator, denominator] = exact.split('/') as [string, string];
  const difference = new Decimal(actual!).times(denominator).div(numerator).minus(1).abs();
  expect(difference.lt('1e-25'), `${actual} is not ${exact}`).toBe(true);
}

/** The exact form of the root that the oracle gives as a rounded number. */
function exactOf(roots: { price: number; exact: string }[], price: number | null): string | null {
  return price === null ? null : roots.find(root => root.price === price)!.exact;
}

describe('liquidation prices of the oracle', () => {
  for (const { id, account, expected } of oracle.cases) {
    for (const row of expected) {
      it(`${id}: ${row.asset}`, () => {
        const [pool] = assess(oracleAccount(account as unknown as OracleAccount)).pools;
        expect(pool!.problems).toEqual([]);
        expect(Number(pool!.headroom)).toBeCloseTo(row.gAtMark, 8);
        expect(pool!.state).toBe(row.liquidatedNow ? 'liquidatable' : 'safe');
        const held = pool!.positions.filter(({ symbol }) => symbol.startsWith(`${row.asset}-`));
        const owned = pool!.collateral.filter(({ asset, liquidation }) => asset === row.asset && liquidation);
        const reported = [...held, ...owned];
        expect(reported.length).toBeGreaterThan(0);
        for (const { liquidation } of reported) {
          expectFraction(liquidation!.below, exactOf(row.roots, row.below));
          expectFraction(liquidation!.above, exactOf(row.roots, row.above));
        }
      });
    }
  }
});
