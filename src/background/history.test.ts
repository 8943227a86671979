import { describe, expect, it } from 'vitest';
import { createHistory, historyCsv, type Sample, SLOT, SPAN } from './history';

const T0 = Math.floor(1_764_000_000_000 / SLOT) * SLOT;

function running() {
  let now = T0;
  let changes = 0;
  const history = createHistory(
    () => now,
    () => changes++,
  );
  return { history, changes: () => changes, set: (to: number) => (now = to) };
}

const seen = (move: number | null, usage = 0.3, sigmas: number | null = 4) => ({ move, usage, sigmas });

describe('a ring of 24 hours', () => {
  it('keeps of each slot the worst moment, whichever side it was on', () => {
    const { history, set } = running();
    history.record('a', seen(-0.14, 0.2, 5));
    set(T0 + 1000);
    history.record('a', seen(0.09, 0.35, 3));
    set(T0 + 2000);
    history.record('a', seen(null, 0.1, null));
    expect(history.of('a')).toEqual([{ at: T0, move: 0.09, usage: 0.35, sigmas: 3 }]);
  });

  it('tells of a change only when something is worse or a slot is new', () => {
    const { history, changes, set } = running();
    history.record('a', seen(-0.14));
    for (let k = 0; k < 100; k++) history.record('a', seen(-0.15, 0.2));
    expect(changes()).toBe(1);
    set(T0 + SLOT);
    history.record('a', seen(-0.15));
    expect(changes()).toBe(2);
  });

  it('leaves out what was not known, and lets go of what is older than a day', () => {
    const { history, set } = running();
    history.record('a', seen(-0.1));
    set(T0 + 3 * SLOT);
    history.record('a', seen(-0.2));
    expect(history.of('a').map(({ at }) => at)).toEqual([T0, T0 + 3 * SLOT]);
    set(T0 + SPAN + 2 * SLOT);
    expect(history.of('a').map(({ at }) => at)).toEqual([T0 + 3 * SLOT]);
  });

  it('never grows beyond a day of slots', () => {
    const { history, set } = running();
    for (let slot = 0; slot < 700; slot++) {
      set(T0 + slot * SLOT);
      history.record('a', seen(-0.1 - slot / 10_000));
    }
    expect((history.snapshot() as [string, Sample[]][])[0]![1].length).toBeLessThanOrEqual(SPAN / SLOT + 1);
  });

  it('comes back from what was kept, whatever else stands there', () => {
    const { history, set } = running();
    history.record('a', seen(-0.1));
    set(T0 + SLOT);
    history.record('a', seen(null, 0.1, null));
    const kept = JSON.parse(JSON.stringify(history.snapshot()));
    const again = running();
    again.set(T0 + SLOT);
    again.history.restore([...kept, null, 7, ['b', [{ at: 'x' }, null, { at: T0, move: 'a' }]], ['c', 7]]);
    expect(again.history.of('a')).toEqual(history.of('a'));
    expect(again.history.of('b')).toEqual([]);
    for (const rubbish of [null, 7, 'x', {}, [[]]]) again.history.restore(rubbish);
    expect(again.history.of('a')).toEqual(history.of('a'));
  });

  it('after the clock was set back begins anew instead of showing what is to come', () => {
    const { history, set } = running();
    history.record('a', seen(-0.1));
    set(T0 - 10 * SLOT);
    expect(history.of('a')).toEqual([]);
    history.record('a', seen(-0.2));
    expect(history.of('a').map(({ move }) => move)).toEqual([-0.2]);
  });

  it('forgets an account when asked to', () => {
    const { history } = running();
    history.record('a', seen(-0.1));
    history.forget('a');
    expect(history.of('a')).toEqual([]);
    expect(history.snapshot()).toEqual([]);
  });
});

it('is a table that other programs read', () => {
  expect(
    historyCsv([
      { at: Date.UTC(2026, 10, 25, 9), move: -0.0989, sigmas: 3.9401, usage: 0.31 },
      { at: Date.UTC(2026, 10, 25, 9, 5), move: null, sigmas: null, usage: null },
    ]),
  ).toBe(
    [
      'time,joint_distance_percent,joint_distance_daily_sigmas,margin_used_percent',
      '2026-11-25T09:00:00.000Z,-9.8900,3.9401,31.0000',
      '2026-11-25T09:05:00.000Z,none,,over 100',
      '',
    ].join('\r\n'),
  );
});
