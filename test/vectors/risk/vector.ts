import { readFileSync } from 'node:fs';

/** One of the vectors of this folder, by file name without ".json". */
export function vector<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8')) as T;
}

/** The largest relative difference of two equally long lists. */
export function worst(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!);
    // A difference that is no number is the worst of all.
    if (!(difference <= Number.MAX_VALUE)) return Number.POSITIVE_INFINITY;
    if (difference > 0) largest = Math.max(largest, difference / Math.abs(expected[i]!));
  }
  return largest;
}
