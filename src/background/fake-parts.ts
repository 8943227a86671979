/** Stand-ins for the browser in tests: a clock that is moved by hand, storage in memory. */
import type { Area, Clock, Stores } from './parts';

export interface FakeClock extends Clock {
  /** Moves time forward, running what falls due in order; lets promises settle in between. */
  move(ms: number): Promise<void>;
  set(now: number): void;
}

export function fakeClock(start = 1_764_000_000_000): FakeClock {
  let now = start;
  let number = 0;
  const timers = new Map<number, { at: number; work: () => void }>();
  return {
    now: () => now,
    set(to) {
      now = to;
    },
    after(ms, work) {
      const id = number++;
      timers.set(id, { at: now + ms, work });
      return () => void timers.delete(id);
    },
    async move(ms) {
      const end = now + ms;
      for (;;) {
        await settle();
        const due = [...timers].filter(([, timer]) => timer.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
        if (!due) break;
        timers.delete(due[0]);
        now = Math.max(now, due[1].at);
        due[1].work();
      }
      now = end;
      await settle();
    },
  };
}

/** Lets everything that waits on promises run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

export interface FakeArea extends Area {
  data: Record<string, unknown>;
  /** Set to make writes fail, as a full store does. */
  refuse: boolean;
  writes: number;
}

export function fakeArea(data: Record<string, unknown> = {}): FakeArea {
  const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
  const area: FakeArea = {
    data,
    refuse: false,
    writes: 0,
    async get(keys) {
      return copy(Object.fromEntries(keys.filter(key => key in area.data).map(key => [key, area.data[key]])));
    },
    async set(items) {
      if (area.refuse) throw new Error('QUOTA_BYTES quota exceeded');
      area.writes++;
      Object.assign(area.data, copy(items));
    },
    async remove(keys) {
      for (const key of keys) delete area.data[key];
    },
  };
  return area;
}

export function fakeStores(): Stores & { session: FakeArea; local: FakeArea } {
  return { session: fakeArea(), local: fakeArea() };
}
