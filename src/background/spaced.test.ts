import { describe, expect, it } from 'vitest';
import { fakeClock } from './fake-parts';
import { APART, createSpaced, SPACING } from './spaced';

function running() {
  let made = 0;
  let cost = 0;
  let asked = 0;
  const clock = fakeClock();
  const spaced = createSpaced(clock, () => asked++);
  const ask = (of: unknown, urgent: unknown = '', key = 'a') =>
    spaced.get(key, [of], [urgent], () => {
      clock.set(clock.now() + cost);
      return ++made;
    });
  return {
    ask,
    pass: clock.move,
    set: clock.set,
    now: clock.now,
    costs: (ms: number) => (cost = ms),
    asked: () => asked,
  };
}

describe('a figure that costs', () => {
  it('is made once of the same, however long ago', async () => {
    const { ask, pass } = running();
    const account = {};
    expect(ask(account)).toBe(1);
    await pass(60_000);
    expect(ask(account)).toBe(1);
  });

  it('waits of mere ticks, and is made of the newest when its time has come', async () => {
    const { ask, pass } = running();
    expect(ask({})).toBe(1);
    await pass(SPACING - 1);
    expect(ask({})).toBe(1);
    await pass(1);
    expect(ask({})).toBe(2);
  });

  it('answers at once what the trader did', () => {
    const { ask } = running();
    expect(ask({}, 'long 1')).toBe(1);
    expect(ask({}, 'long 2')).toBe(2);
  });

  it('answers at once when statistics came, whatever the account does meanwhile', () => {
    const { ask } = running();
    const account = {};
    expect(ask(account, null)).toBe(1);
    expect(ask(account, {})).toBe(2);
  });

  it('asks to be asked again, once for all that waits, when the market stands still after a tick', async () => {
    const { ask, pass, asked } = running();
    ask({}, '', 'a');
    ask({}, '', 'b');
    await pass(10);
    const newest = {};
    expect([ask(newest, '', 'a'), ask(newest, '', 'b'), ask(newest, '', 'a')]).toEqual([1, 2, 1]);
    await pass(SPACING - 20);
    expect(asked()).toBe(0);
    await pass(10);
    expect(asked()).toBe(1);
    expect([ask(newest, '', 'a'), ask(newest, '', 'b')]).toEqual([3, 2]);
    await pass(APART);
    expect(asked()).toBe(2);
    expect([ask(newest, '', 'a'), ask(newest, '', 'b')]).toEqual([3, 4]);
    await pass(60_000);
    expect(asked()).toBe(2);
  });

  it('is not made in one go with the others: of mere ticks one after the other', async () => {
    const { ask, pass } = running();
    ask({}, '', 'a');
    ask({}, '', 'b');
    await pass(SPACING);
    expect([ask({}, '', 'a'), ask({}, '', 'b')]).toEqual([3, 2]);
    await pass(APART);
    expect([ask({}, '', 'a'), ask({}, '', 'b')]).toEqual([3, 4]);
    expect([ask({}, 'bought', 'a'), ask({}, 'bought', 'b')]).toEqual([5, 6]);
  });

  it('takes no more than its share of the time on a slow machine', async () => {
    const { ask, pass, costs } = running();
    costs(200);
    ask({});
    await pass(3_000);
    expect(ask({})).toBe(1);
    await pass(1_000);
    expect(ask({})).toBe(2);
  });

  it('is not held up by a clock that was set back, and keeps its own for each', () => {
    const { ask, set, now } = running();
    ask({});
    set(now() - 3_600_000);
    expect(ask({})).toBe(2);
    expect(ask({}, '', 'b')).toBe(3);
  });
});
