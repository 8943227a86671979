import type { Level } from '../ui/view';

const QUIET = 10_000;

/**
 * What a screen reader is told: changes of the level, politely, at most one in ten seconds; of several
 * changes in between the last one is said.
 */
export function announcer(now: () => number) {
  let level: Level | null = null;
  let at = Number.NEGATIVE_INFINITY;
  return (next: Level, sentence: string): string | null => {
    if (level === null) {
      // What is on screen at the start is read when the region is entered.
      level = next;
      return null;
    }
    if (next === level || now() - at < QUIET) return null;
    level = next;
    at = now();
    return sentence;
  };
}
