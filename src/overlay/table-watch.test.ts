// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ScreenCells } from '../venues/venue';
import { EVERY, watchTable } from './table-watch';

const TABLE: ScreenCells[] = [{ headers: [], rows: [], beside: [] }];

function bench() {
  const read: ScreenCells[][] = [];
  const state = { hidden: false, wanted: true, table: TABLE as ScreenCells[] | 'broken', looks: 0 };
  const controller = new AbortController();
  const page = Object.assign(Object.create(window), {
    document: {
      location,
      get hidden() {
        return state.hidden;
      },
    },
    setInterval: (work: () => void, ms: number) => setInterval(work, ms),
    clearInterval: (timer: number) => clearInterval(timer),
    requestIdleCallback: (work: () => void) => setTimeout(work, 0),
  });
  watchTable({
    window: page,
    signal: controller.signal,
    wanted: () => state.wanted,
    table() {
      state.looks++;
      if (state.table === 'broken') throw new Error('the page changed');
      return state.table;
    },
    reading: (_, table) => void read.push(table),
  });
  return { read, state, controller };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (turns: number) => vi.advanceTimersByTime(turns * EVERY + 1);

it('reads every two seconds, and says again what has not changed', () => {
  const { read } = bench();
  pass(3);
  expect(read).toEqual([TABLE, TABLE, TABLE]);
});

it('looks at nothing in a hidden tab, while the traffic tells the account, or after its end', () => {
  const { state, controller } = bench();
  state.hidden = true;
  pass(2);
  state.hidden = false;
  state.wanted = false;
  pass(2);
  expect(state.looks).toBe(0);
  state.wanted = true;
  pass(1);
  expect(state.looks).toBe(1);
  controller.abort();
  pass(3);
  expect(state.looks).toBe(1);
});

it('says nothing of a table that is not there or that breaks', () => {
  const { read, state } = bench();
  state.table = [];
  pass(1);
  state.table = 'broken';
  pass(1);
  state.table = TABLE;
  pass(1);
  expect(read).toEqual([TABLE]);
});
