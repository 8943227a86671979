import { describe, expect, test } from 'vitest';
import { holding } from '../../test/vectors/risk/oracle-pool';
import { lookBack } from './look-back';
import type { ReturnsInput } from './returns';

const hours = (of: (t: number) => number, rows = 240): ReturnsInput => ({
  format: 'plimsoll.returns/1',
  interval: '1h',
  factors: ['BTC'],
  returns: Array.from({ length: rows }, (_, t) => [of(t)]),
});

const long = holding('1', '10000');

describe('the positions of now in the weeks before', () => {
  test('one bad hour is in 24 spans of 217, and costs its profit less what falls of the requirement', () => {
    // 86,000 · 0.1 = 8,600, less 1.25 % of it.
    const found = lookBack(
      long,
      hours(t => (t === 100 ? Math.log(0.9) : 0)),
    );
    expect(found).toMatchObject({ days: 10, liquidated: 0 });
    expect(found!.worst).toBeCloseTo(8492.5, 6);
    expect(found!.usual).toBeCloseTo(8492.5, 6);
  });

  test('of a steady rise the worst day is a gain', () => {
    const found = lookBack(
      long,
      hours(() => Math.log(1.001)),
    );
    const gain = 86_000 * (1.001 ** 24 - 1) * 0.9875;
    expect(found!.worst).toBeCloseTo(-gain, 6);
    expect(found!.usual).toBeCloseTo(-gain, 6);
  });

  test('a short loses by a rise, and more than it has is a liquidation', () => {
    // 86,000 · 0.2 · 1.0125 = 17,415 of 10,000 − 1,075 of room.
    const found = lookBack(
      holding('-1', '10000'),
      hours(t => (t === 50 ? Math.log(1.2) : 0)),
    );
    expect(found!.worst).toBeCloseTo(17_415, 6);
    expect(found!.liquidated).toBeCloseTo(24 / 217, 12);
  });

  test('is silent on too few hours, a coin without hours, nothing held, and the unknown', () => {
    const calm = hours(() => 0.001);
    const few = hours(() => 0.001, 100);
    expect(lookBack(long, few)).toBeNull();
    expect(lookBack(long, { ...calm, factors: ['ETH'] })).toBeNull();
    expect(lookBack(holding('0', '10000'), calm)).toBeNull();
    expect(lookBack({ ...long, collateral: [{ ...long.collateral[0]!, amount: null }] }, calm)).toBeNull();
  });
});
