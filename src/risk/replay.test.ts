import { describe, expect, test } from 'vitest';
import { holding } from '../../test/vectors/risk/oracle-pool';
import { pricedBook } from './priced-book';
import { random } from './random';
import { replay } from './replay';
import type { ReturnsInput } from './returns';
import { poolRisk } from './risk';
import { statistics } from './statistics';

const BTC = 0.006;
const next = random(5);
const input: ReturnsInput = {
  format: 'plimsoll.returns/1',
  interval: '1h',
  factors: ['BTC', 'ETH'],
  returns: Array.from({ length: 720 }, () => {
    const market = BTC * next.normal();
    return [market, 1.2 * market + 0.003 * next.normal()];
  }),
};
const stats = statistics(input);
/** Some two daily sigmas from liquidation. */
const near = holding('2', '13000');

describe('the hours of the last weeks, drawn anew', () => {
  test('of normal hours give the probability of normal moves, which is known without drawing', () => {
    const { low, high } = poolRisk(pricedBook(near)!, stats).probability!['24h'];
    const found = replay(near, input, stats)!.draw(20_000);
    // Days of these very hours are no more normal than 720 of them are.
    expect(found.probability).toBeGreaterThan(0.75 * Math.min(low, high));
    expect(found.probability).toBeLessThan(1.25 * Math.max(low, high));
    expect(found.days).toBe(30);
  });

  test('are the same in however many goes they are drawn', () => {
    const slow = replay(near, input, stats)!;
    for (let k = 0; k < 9; k++) slow.draw(100);
    expect(slow.draw(100)).toEqual(replay(near, input, stats)!.draw(1000));
    expect(slow.draw(1).paths).toBe(1001);
  });

  test('know a crash that no normal model knows', () => {
    const crashed = { ...input, returns: input.returns.map((row, t) => (t === 300 ? [-0.16, -0.2] : row)) };
    const far = holding('2', '26000');
    const calm = replay(far, input, stats)!.draw(4000);
    const found = replay(far, crashed, statistics(crashed))!.draw(4000);
    expect(calm.probability).toBeLessThan(0.001);
    expect(found.low).toBeGreaterThan(0.005);
  });

  test('say nothing of what is not held, not known, or already there', () => {
    expect(replay(holding('0', '100'), input, stats)).toBeNull();
    expect(
      replay({ ...near, collateral: [{ ...near.collateral[0]!, amount: null }] }, input, stats),
    ).toBeNull();
    expect(replay(holding('2', '100'), input, stats)).toBeNull();
    expect(replay(near, { ...input, returns: [] }, stats)).toBeNull();
  });
});
