/**
 * Figures that cost more than a tick is worth: made anew when what they are made of has changed, but of mere price
 * ticks no more often than leaves most of the time free. What the trader did himself (an order, a position, a
 * setting) is answered at once.
 */
import type { Account } from '../engine/account';
import type { Clock } from './parts';

export interface Spaced {
  /**
   * `of`: what the figure is made of, compared by identity. `urgent`: when this differs it is made at once.
   * @param key whose figure it is
   */
  get<V>(key: string, of: readonly unknown[], urgent: string, make: () => V): V;
}

interface Kept {
  of: readonly unknown[];
  urgent: string;
  value: unknown;
  at: number;
  took: number;
}

/** Milliseconds between two of a kind at least. */
export const SPACING = 1000;
/** Of the time between two, one part in this many is for making them. */
const SHARE = 20;
/** Between any two that are made for mere ticks: a key that is pressed meanwhile waits for one of them, not for all. */
export const APART = 50;
const KEPT = 200;

export function createSpaced(clock: Pick<Clock, 'now'>): Spaced {
  const kept = new Map<string, Kept>();
  let last = Number.NEGATIVE_INFINITY;
  return {
    get<V>(key: string, of: readonly unknown[], urgent: string, make: () => V): V {
      const before = kept.get(key);
      const now = clock.now();
      if (before && before.urgent === urgent) {
        if (before.of.length === of.length && before.of.every((each, k) => each === of[k]))
          return before.value as V;
        const passed = now - before.at;
        if (passed >= 0 && passed < Math.max(SPACING, SHARE * before.took)) return before.value as V;
        if (now >= last && now - last < APART) return before.value as V;
      }
      const value = make();
      if (kept.size >= KEPT) kept.clear();
      last = clock.now();
      kept.set(key, { of, urgent, value, at: now, took: Math.max(0, last - now) });
      return value;
    },
  };
}

/** What the trader holds and has ordered, without what the market does to it. */
export function holdings({ pools }: Account): unknown {
  return pools.map(({ id, positions, orders }) => [
    id,
    positions.map(({ symbol, size }) => [symbol, size]),
    orders.map(({ symbol, side, size, triggerPrice }) => [symbol, side, size, triggerPrice]),
  ]);
}

/** One part that fails (none should) leaves the others standing. */
export function attempt<V>(make: () => V): V | null {
  try {
    return make();
  } catch (error) {
    console.error('Plimsoll', error);
    return null;
  }
}
