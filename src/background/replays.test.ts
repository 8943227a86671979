import { describe, expect, it } from 'vitest';
import { holding } from '../../test/vectors/risk/oracle-pool';
import { random } from '../risk/random';
import { replay } from '../risk/replay';
import { statistics } from '../risk/statistics';
import { fakeClock } from './fake-parts';
import { HOURS } from './fake-subject';
import { createReplays } from './replays';

const next = random(3);
const input = {
  ...HOURS.input,
  factors: ['BTC'],
  returns: Array.from({ length: 720 }, () => [0.006 * next.normal()]),
};
const market = { statistics: statistics(input), aligned: { ...HOURS, input } };
const near = holding('2', '13000');

function running() {
  const clock = fakeClock();
  let told = 0;
  const replays = createReplays(clock, () => told++);
  return {
    clock,
    told: () => told,
    ask: (pool = near, holdings = '2 BTC', of = market) => replays.of('a', pool, of, holdings),
  };
}

describe('a replay for a card', () => {
  it('is drawn meanwhile, tells when it is there, and is what it would be in one go', async () => {
    const { clock, ask, told } = running();
    expect(ask()).toBeNull();
    await clock.move(1000);
    expect(told()).toBe(1);
    expect(ask()).toEqual(replay(near, input, market.statistics)!.draw(10_000));
  });

  it('begins anew of other holdings or statistics, and shows no figure of the old ones', async () => {
    const { clock, ask } = running();
    ask();
    await clock.move(1000);
    const before = ask();
    expect(ask(holding('1', '13000'), '1 BTC')).toBeNull();
    await clock.move(1000);
    expect(ask(holding('1', '13000'), '1 BTC')!.probability).toBeLessThan(before!.probability);
    expect(ask(holding('1', '13000'), '1 BTC', { ...market })).toBeNull();
  });

  it('of other prices now and then: the old figure stands until the new one is there', async () => {
    const { clock, ask, told } = running();
    ask();
    await clock.move(1000);
    const before = ask();
    const nearer = holding('2', '11000');
    expect(ask(nearer)).toBe(before);
    await clock.move(4000);
    expect(ask(nearer)).toBe(before);
    for (let k = 0; k < 8; k++) {
      ask(nearer);
      await clock.move(4000);
    }
    expect(ask(nearer)!.probability).toBeGreaterThan(before!.probability);
    expect(told()).toBe(2);
  });

  it('stops when nobody looks any more', async () => {
    const { clock, ask, told } = running();
    ask();
    clock.set(clock.now() + 60_000);
    await clock.move(1000);
    expect(told()).toBe(0);
    expect(ask()).toBeNull();
    await clock.move(1000);
    expect(told()).toBe(1);
  });

  it('of what cannot be drawn says nothing, and asks for nothing', async () => {
    const { clock, ask, told } = running();
    expect(ask(holding('0', '1'))).toBeNull();
    await clock.move(1000);
    expect([ask(holding('0', '1')), told()]).toEqual([null, 0]);
  });
});
