import { expect, it } from 'vitest';
import type { Traffic } from '../messages';
import { batches } from './batches';

const item = (body: string): Traffic => ({ at: 0, via: 'websocket', url: 'u', direction: 'in', body });

function bench() {
  let at = 0;
  const timers: { at: number; then: () => void }[] = [];
  const sent: { at: number; bodies: string[] }[] = [];
  const add = batches(
    { now: () => at, later: (then, delay) => void timers.push({ at: at + delay, then }) },
    batch => sent.push({ at, bodies: batch.map(each => each.body!) }),
  );
  const advance = (to: number) => {
    for (;;) {
      timers.sort((a, b) => a.at - b.at);
      if (!timers.length || timers[0]!.at > to) break;
      const next = timers.shift()!;
      at = next.at;
      next.then();
    }
    at = to;
  };
  return { add, advance, sent, timers };
}

it('lets the first item leave at once', () => {
  const { add, sent } = bench();
  add(item('a'));
  expect(sent).toEqual([{ at: 0, bodies: ['a'] }]);
});

it('sends every 50 ms under load, everything and in order', () => {
  const { add, advance, sent } = bench();
  const all: string[] = [];
  for (let t = 0; t < 5000; t += 5) {
    advance(t);
    all.push(String(t));
    add(item(String(t)));
  }
  advance(6000);
  expect(sent.flatMap(batch => batch.bodies)).toEqual(all);
  // 5 s at twenty a second, and the burst at the start.
  expect(sent.length).toBeLessThanOrEqual(100 + 8 + 1);
  const late = sent.filter(batch => batch.at > 1500);
  for (let i = 1; i < late.length; i++) expect(late[i]!.at - late[i - 1]!.at).toBeGreaterThanOrEqual(50);
});

it('holds a bounded amount: the oldest gives way', () => {
  const { add, advance, sent } = bench();
  for (let i = 0; i < 8; i++) add(item('burst'));
  const big = 'x'.repeat(1 << 20);
  for (let i = 0; i < 10; i++) add(item(`${i}${big}`));
  advance(300);
  const last = sent.at(-1)!.bodies;
  expect(last.length).toBeLessThan(3);
  expect(last.at(-1)![0]).toBe('9');
});

it('goes on when the clock is set back', () => {
  let at = 1e6;
  const sent: number[] = [];
  let pending: (() => void) | undefined;
  const add = batches(
    {
      now: () => at,
      later: then => {
        pending = then;
      },
    },
    batch => sent.push(batch.length),
  );
  for (let i = 0; i < 8; i++) add(item('a'));
  at = 0;
  add(item('b'));
  pending?.();
  add(item('c'));
  pending?.();
  expect(sent.reduce((a, b) => a + b)).toBe(10);
});
