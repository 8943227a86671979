/**
 * How lists and pushes become one table, in whatever order they arrive.
 *
 * A push says what changed and when (uTime, and pTime of the push); a list says everything, but not as of when: it
 * was made some time before it arrived, and a push that took place meanwhile may have overtaken it. So a push
 * that arrived within `OVERTAKING` before a list stands against an older row of that list, and against its absence;
 * after that the list is believed. Rows that went away stay as tombstones with their time, or a late copy of an old
 * push would bring them back.
 */
import { OVERTAKING } from './assumptions';
import type { Row, Table } from './state';

function isNews(known: Row, next: Pick<Row, 'changed' | 'pushed'>): boolean {
  if (next.changed !== known.changed) return next.changed > known.changed;
  return next.pushed >= known.pushed;
}

/** A list that says the same as a push before it: the push still stands against lists that were made earlier. */
function confirmed<T extends Row>(row: T, known: T): T {
  const pushed = Math.max(row.pushed, known.pushed);
  const same = known.from === 'push' && known.changed === row.changed;
  return same ? { ...row, pushed, at: known.at, from: 'push' } : { ...row, pushed };
}

/**
 * A whole list. `gone` makes the tombstone of a row that the list leaves out; null: nothing needs to be
 * remembered. Rows outside `scope` (a list of one kind of orders, say) are left alone.
 */
export function withList<T extends Row>(
  table: Table<T>,
  rows: Record<string, T>,
  at: number,
  gone: (row: T) => T | null,
  scope: (row: T) => boolean = () => true,
): Table<T> {
  // The list was made no earlier than this.
  const made = Math.max(0, ...Object.values(rows).map(row => Math.max(row.changed, row.pushed)));
  const merged: Record<string, T> = {};
  const isLate = (known: T, changed: number) =>
    Math.abs(at - known.at) <= OVERTAKING && known.from === 'push' && known.changed > changed;
  for (const [key, row] of Object.entries(rows)) {
    const known = table.rows[key];
    // Lists overtake each other as well; a row never goes back in its own time while that is near.
    const late =
      known &&
      (isLate(known, row.changed) || (Math.abs(at - known.at) <= OVERTAKING && row.changed < known.changed));
    merged[key] = late || !known ? (known ?? row) : confirmed(row, known);
  }
  for (const [key, known] of Object.entries(table.rows)) {
    if (Object.hasOwn(rows, key)) continue;
    const rest = !scope(known) || isLate(known, made) ? known : gone(known);
    if (rest) merged[key] = rest;
  }
  return { rows: merged, listedAt: at, at, floor: Math.max(table.floor, made) };
}

/**
 * Rows that a push brings. What is older than what is known is left out; `fill` completes a row that says less
 * than the known one does.
 */
export function withPushes<T extends Row>(
  table: Table<T>,
  rows: Record<string, T>,
  at: number,
  fill: (row: T, known: T | undefined) => T = row => row,
): Table<T> {
  const merged = { ...table.rows };
  for (const [key, row] of Object.entries(rows)) {
    const known = table.rows[key];
    if (known ? isNews(known, row) : row.changed >= table.floor) merged[key] = fill(row, known);
  }
  return { ...table, rows: merged, at: table.listedAt === null ? null : at };
}
