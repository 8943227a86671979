/**
 * Random desks of four coins: long and short, linear and inverse, three tiers, coin collateral with a haircut
 * and a weight on what is owed; and a covariance of one factor with own noise.
 */
import fc from 'fast-check';
import { type Statistics, statistics } from '../../../src/risk/statistics';
import type { OracleAccount } from './plain-book';

export const DESK_FACTORS = ['BTC', 'ETH', 'SOL', 'DOGE'];
export const amount = fc.double({ min: -1, max: 1, noNaN: true });
export const desk = fc.record({
  sizes: fc.array(amount, { minLength: 4, maxLength: 4 }),
  inverse: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  coin: fc.double({ min: 0, max: 1, noNaN: true }),
  cash: fc.double({ min: 0.02, max: 0.6, noNaN: true }),
  loads: fc.array(fc.double({ min: 0.1, max: 0.95, noNaN: true }), { minLength: 4, maxLength: 4 }),
});
export type Desk = typeof desk extends fc.Arbitrary<infer T> ? T : never;

/** The drawn desk with more money: `deposit` in USDT. Statistics are per hour. */
export function deskOf(
  { sizes, inverse, coin, cash, loads }: Desk,
  deposit = 0,
): { account: OracleAccount; stats: Statistics } {
  const marks: Record<string, string> = { BTC: '60000', ETH: '3000', SOL: '150', DOGE: '0.2', USDT: '1' };
  const positions = DESK_FACTORS.map((asset, i): OracleAccount['positions'][0] => {
    const notional = 100_000 * sizes[i]!;
    const tiers = [
      { floor: 0, rate: '0.005' },
      { floor: 50_000, rate: '0.02' },
      { floor: 120_000, rate: '0.1' },
    ];
    return inverse[i]
      ? {
          id: asset,
          type: 'inverse',
          asset,
          settle: asset,
          qty: notional.toFixed(6),
          entry: marks[asset]!,
          // In USD only one tier is one in coins too.
          tiers: tiers.slice(0, 1),
        }
      : {
          id: asset,
          type: 'linear',
          asset,
          settle: 'USDT',
          qty: (notional / Number(marks[asset])).toFixed(9),
          entry: marks[asset]!,
          tiers,
        };
  });
  const account: OracleAccount = {
    marks,
    collateral: {
      ...Object.fromEntries(DESK_FACTORS.map(asset => [asset, { qty: '0', negSlope: '1.02' }])),
      USDT: { qty: (100_000 * cash + deposit).toFixed(6) },
      BTC: {
        qty: coin.toFixed(9),
        weights: [{ upTo: '40000', weight: '0.95' }, { weight: '0.5' }],
        negSlope: '1.02',
      },
    },
    positions,
  };
  const vol = [0.005, 0.007, 0.009, 0.01];
  const matrix = DESK_FACTORS.map((_, i) =>
    DESK_FACTORS.map((__, j) => vol[i]! * vol[j]! * (i === j ? 1 : loads[i]! * loads[j]!)),
  );
  return {
    account,
    stats: statistics({ format: 'plimsoll.covariance/1', interval: '1h', factors: DESK_FACTORS, matrix }),
  };
}
