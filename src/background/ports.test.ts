import { expect, it } from 'vitest';
import type { BackgroundToOverlay } from '../messages';
import { createPorts, SPACING } from './ports';

type View = Extract<BackgroundToOverlay, { type: 'background-to-overlay/view' }>;

/** One overlay whose views take `cost` ms to make; `views` are the times at which they went out. */
function bench(cost: number) {
  let at = 1000;
  let timers: { at: number; work: () => void }[] = [];
  let made = 0;
  const views: number[] = [];
  const ports = createPorts({
    clock: {
      now: () => at,
      after(ms, work) {
        const timer = { at: at + ms, work };
        timers.push(timer);
        return () => {
          timers = timers.filter(each => each !== timer);
        };
      },
    },
    view: () => {
      at += cost;
      made += 1;
      // Only what tells one view from another matters here.
      return { type: 'background-to-overlay/view', made } as unknown as View;
    },
    setup: () => null,
    onError: error => {
      throw error;
    },
  });
  ports.connect(1, { post: () => views.push(at - cost) });
  const advance = (to: number) => {
    for (;;) {
      timers.sort((a, b) => a.at - b.at);
      const next = timers[0];
      if (!next || next.at > to) break;
      timers.shift();
      at = Math.max(at, next.at);
      next.work();
    }
    at = Math.max(at, to);
  };
  return { ports, views, advance };
}

it('sends a change at once, and those of the next frame together', () => {
  const { ports, views, advance } = bench(0);
  advance(2000);
  for (let i = 0; i < 5; i++) ports.touch(1);
  advance(3000);
  expect(views).toEqual([1000, 2000, 2000 + SPACING]);
});

it('leaves prices three times as much time free as their views take', () => {
  const { ports, views, advance } = bench(10);
  for (let t = 2000; t < 3000; t += 5) {
    advance(t);
    ports.touch(1);
  }
  const spacings = views.slice(2).map((each, i) => each - views[i + 1]!);
  expect(Math.min(...spacings)).toBeGreaterThanOrEqual(40);
  expect(Math.max(...spacings)).toBeLessThanOrEqual(45);
});

it('lets a slow machine fall behind prices by a tenth of a second and no more', () => {
  const { ports, views, advance } = bench(90);
  advance(2000);
  ports.touch(1);
  ports.touch(1);
  advance(3000);
  expect(views.slice(1)).toEqual([2000, 2100]);
});

it('does not let a keystroke wait for the price before it', () => {
  const { ports, views, advance } = bench(10);
  advance(2000);
  ports.touch(1);
  // A second price is waiting for 2040.
  ports.touch(1);
  advance(2012);
  ports.touch(1, true);
  advance(2030);
  expect(views.slice(1)).toEqual([2000, 2016]);
});

it('goes on when the clock is set back', () => {
  let at = 1e6;
  let posted = 0;
  const ports = createPorts({
    clock: { now: () => at, after: () => () => {} },
    view: () => ({ type: 'background-to-overlay/view', at, posted }) as unknown as View,
    setup: () => null,
    onError: () => {},
  });
  ports.connect(1, { post: () => posted++ });
  at = 5;
  ports.touch(1);
  expect(posted).toBe(2);
});
