/**
 * Figures that cost more than a tick is worth: made anew when what they are made of has changed, but of mere price
 * ticks no more often than leaves most of the time free. What the trader did himself (an order, a position, a
 * setting) and statistics that came are answered at once. A figure that had to wait is asked for again: the last tick
 * of a market that then stands still is not lost.
 */
import type { Account } from '../engine/account';
import type { Clock } from './parts';

export interface Spaced {
  /**
   * `of`: what the figure is made of, compared by identity. `urgent`: the same, but when one of these differs it is
   * made at once.
   * @param key whose figure it is
   */
  get<V>(key: string, of: readonly unknown[], urgent: readonly unknown[], make: () => V): V;
}

interface Kept {
  of: readonly unknown[];
  urgent: readonly unknown[];
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

/** @param again called once when figures that were held back may be made: whoever shows them asks for them then */
export function createSpaced(clock: Clock, again: () => void): Spaced {
  const kept = new Map<string, Kept>();
  let last = Number.NEGATIVE_INFINITY;
  let due = Number.POSITIVE_INFINITY;
  let cancel: (() => void) | null = null;

  const askAgain = (at: number) => {
    if (cancel && due <= at) return;
    cancel?.();
    due = at;
    cancel = clock.after(Math.max(0, at - clock.now()), () => {
      cancel = null;
      again();
    });
  };

  return {
    get<V>(key: string, of: readonly unknown[], urgent: readonly unknown[], make: () => V): V {
      const before = kept.get(key);
      const now = clock.now();
      if (before && same(before.urgent, urgent)) {
        if (same(before.of, of)) return before.value as V;
        const earliest = Math.max(before.at + Math.max(SPACING, SHARE * before.took), last + APART);
        // A clock that was set back would otherwise hold everything up.
        if (now < earliest && now >= before.at && now >= last) {
          askAgain(earliest);
          return before.value as V;
        }
      }
      const value = make();
      if (kept.size >= KEPT) kept.clear();
      last = clock.now();
      kept.set(key, { of, urgent, value, at: now, took: Math.max(0, last - now) });
      return value;
    },
  };
}

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, k) => each === b[k]);
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
