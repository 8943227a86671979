/**
 * How lists and pushes become one table, in whatever order they arrive. Both carry the venue's time: of each row,
 * and of the answer. So a row gives way to a later one only, and a list that leaves a row out takes it away when
 * the row last changed before the list was made. Rows that went away stay as tombstones with their time, or a late
 * copy of an old push would bring them back.
 */
import type { Row, Table } from './state';

/** Of a list without a time: milliseconds that it may have been under way. */
export const OVERTAKING = 5_000;

const isNews = (known: Row, next: Row): boolean =>
  next.changed !== known.changed ? next.changed > known.changed : next.seq >= known.seq;

/** What a list says beyond its rows. */
export interface Extent<T> {
  /** The name of the part that it lists whole ("linear:USDT"); null: it may leave out rows. */
  part: string | null;
  /** Which known rows belong to that part. */
  covers(row: T): boolean;
  /** The venue's time of the answer; null: not said. */
  made: number | null;
}

/** Rows of a push, or of a list that is not whole. */
export function withNews<T extends Row>(table: Table<T>, rows: Record<string, T>, at: number): Table<T> {
  let merged = table.rows;
  for (const [key, row] of Object.entries(rows)) {
    const known = merged[key];
    if (known && !isNews(known, row)) continue;
    if (merged === table.rows) merged = { ...merged };
    merged[key] = row;
  }
  return { ...table, rows: merged, at };
}

/** A whole list; `gone` makes the tombstone of a row that it leaves out; null: nothing is to be remembered. */
export function withList<T extends Row>(
  table: Table<T>,
  rows: Record<string, T>,
  keys: Set<string>,
  { part, covers, made }: Extent<T>,
  at: number,
  gone: (row: T) => T | null,
): Table<T> {
  const next = withNews(table, rows, at);
  if (part === null) return next;
  const merged: Record<string, T> = {};
  for (const [key, row] of Object.entries(next.rows)) {
    const left = keys.has(key) || !covers(row) || isLater(row, made, at) ? row : gone(row);
    if (left) merged[key] = left;
  }
  return { ...next, rows: merged, listed: { ...table.listed, [part]: at } };
}

/** True: the row may have changed after the list was made. */
function isLater(row: Row, made: number | null, at: number): boolean {
  if (made !== null && row.changed > 0) return row.changed > made;
  return Math.abs(at - row.at) < OVERTAKING;
}
