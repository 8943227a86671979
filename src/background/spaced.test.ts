import { describe, expect, it } from 'vitest';
import { APART, createSpaced, SPACING } from './spaced';

function running() {
  let now = 1_764_000_000_000;
  let made = 0;
  let cost = 0;
  const spaced = createSpaced({ now: () => now });
  const ask = (of: unknown, urgent = '', key = 'a') =>
    spaced.get(key, [of], urgent, () => {
      now += cost;
      return ++made;
    });
  return { ask, pass: (ms: number) => (now += ms), costs: (ms: number) => (cost = ms) };
}

describe('a figure that costs', () => {
  it('is made once of the same, however long ago', () => {
    const { ask, pass } = running();
    const account = {};
    expect(ask(account)).toBe(1);
    pass(60_000);
    expect(ask(account)).toBe(1);
  });

  it('waits of mere ticks, and is made of the newest when its time has come', () => {
    const { ask, pass } = running();
    expect(ask({})).toBe(1);
    pass(SPACING - 1);
    expect(ask({})).toBe(1);
    pass(1);
    expect(ask({})).toBe(2);
  });

  it('answers at once what the trader did', () => {
    const { ask } = running();
    expect(ask({}, 'long 1')).toBe(1);
    expect(ask({}, 'long 2')).toBe(2);
  });

  it('is not made in one go with the others: of mere ticks one after the other', () => {
    const { ask, pass } = running();
    ask({}, '', 'a');
    ask({}, '', 'b');
    pass(SPACING);
    expect([ask({}, '', 'a'), ask({}, '', 'b')]).toEqual([3, 2]);
    pass(APART);
    expect([ask({}, '', 'a'), ask({}, '', 'b')]).toEqual([3, 4]);
    expect([ask({}, 'bought', 'a'), ask({}, 'bought', 'b')]).toEqual([5, 6]);
  });

  it('takes no more than its share of the time on a slow machine', () => {
    const { ask, pass, costs } = running();
    costs(200);
    ask({});
    pass(3_000);
    expect(ask({})).toBe(1);
    pass(1_000);
    expect(ask({})).toBe(2);
  });

  it('is not held up by a clock that was set back, and keeps its own for each', () => {
    const { ask, pass } = running();
    ask({});
    pass(-3_600_000);
    expect(ask({})).toBe(2);
    expect(ask({}, '', 'b')).toBe(3);
  });
});
