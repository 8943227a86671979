/**
 * How lists and events become one table, in whatever order they arrive.
 *
 * An event says what changed and when; a list says everything, but not as of when: it was made some time
 * before it arrived, and an event that took place meanwhile may have overtaken it. So an event that arrived
 * within `OVERTAKING` before a list stands against an older or undated row of that list; after that the list
 * is believed. (Nothing tells a list that was made between two changes of one millisecond from a later one: the
 * next list does.) Rows that went away stay as tombstones with their time, or a late copy of an old event would
 * bring them back.
 */
import type { Row, Table } from './state';

/** Milliseconds that an answer may have been under way: longer than any answer that a page waits for. */
export const OVERTAKING = 5_000;

/** Events of one T are ordered by their E; a list that came after an event holds it already. */
function isNews(known: Row, next: { changed: number; event: number }): boolean {
  if (next.changed !== known.changed) return next.changed > known.changed;
  return known.from === 'list' ? next.event > known.event : next.event >= known.event;
}

/**
 * A whole list. `gone` makes the tombstone of a row that the list leaves out; null: nothing needs to be
 * remembered. Rows outside `scope` (a list of one contract's orders, say) are left alone.
 */
export function withList<T extends Row>(
  table: Table<T>,
  rows: Record<string, T>,
  at: number,
  gone: (row: T) => T | null,
  scope: (row: T) => boolean = () => true,
): { table: Table<T>; overtaken: boolean } {
  // The list was made no earlier than this.
  const made = Math.max(0, ...Object.values(rows).map(row => row.changed));
  const merged: Record<string, T> = {};
  let overtaken = false;
  const isLate = (known: T, changed: number) => {
    if (Math.abs(at - known.at) > OVERTAKING) return false;
    // Lists overtake each other as well, but only those with times can be told apart.
    return known.changed >= changed && (known.from === 'event' || changed > 0);
  };
  for (const [key, row] of Object.entries(rows)) {
    const known = table.rows[key];
    if (known && isLate(known, row.changed)) {
      merged[key] = known;
      overtaken ||= known.changed > row.changed;
    } else {
      merged[key] = known
        ? { ...row, changed: Math.max(row.changed, known.changed), event: known.event }
        : row;
    }
  }
  for (const [key, known] of Object.entries(table.rows)) {
    if (Object.hasOwn(rows, key)) continue;
    const late = isLate(known, made);
    const rest = late || !scope(known) ? known : gone(known);
    if (rest) merged[key] = rest;
    overtaken ||= late;
  }
  return { table: { rows: merged, listedAt: at, at, floor: Math.max(table.floor, made) }, overtaken };
}

/** Rows that an event brings. What is older than what is known is left out. */
export function withEvents<T extends Row>(table: Table<T>, rows: Record<string, T>, at: number): Table<T> {
  const merged = { ...table.rows };
  for (const [key, row] of Object.entries(rows)) {
    const known = table.rows[key];
    if (known ? isNews(known, row) : row.changed >= table.floor) merged[key] = row;
  }
  return { ...table, rows: merged, at: table.listedAt === null ? null : at };
}
