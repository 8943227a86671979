/**
 * How lists and changes become one table, in whatever order they arrive.
 *
 * Both bear the venue's time: a list that of its question (`usIn`: what happens in that millisecond or later may
 * be missing from it), a change that of its trades. Both carry whole rows, so that the later one stands. A list says what is
 * gone, too, within what it was asked for; nothing older than the list can bring that back.
 */
import type { Table } from './state';

/** What a list was asked for: "any", or a currency and a kind. */
export interface Scope {
  currency: string;
  kind: string;
}

export const scopeName = ({ currency, kind }: Scope): string => `${currency} ${kind}`;

interface Row {
  said: number;
  /** True: by a change; a list that is as old as it may have been made before it. */
  pushed: boolean;
}

interface List<T> {
  name: string;
  said: number;
  at: number;
  whole: boolean;
  covers(row: T): boolean;
  /** The time of the latest list that would have held this row. */
  floor(row: T): number;
}

/**
 * `covers` tells whether a known row would have been in the list; `whole` is false when the scope of the list
 * is not known: its rows count, and what it leaves out stays.
 */
export function withList<T extends Row>(table: Table<T>, rows: Record<string, T>, list: List<T>): Table<T> {
  const merged: Record<string, T> = {};
  for (const [key, known] of Object.entries(table.rows)) {
    const stays = key in rows ? isLater(known, rows[key]!.said) : isKept(known, list);
    if (stays) merged[key] = known;
  }
  for (const [key, row] of Object.entries(rows)) {
    // A later list that left it out overtook this one.
    if (!(key in merged) && list.said >= list.floor(row)) merged[key] = row;
  }
  if (!list.whole) return { ...table, rows: merged, at: list.at };
  const floor = Math.max(list.said, table.floors[list.name] ?? 0);
  return {
    rows: merged,
    listed: { ...table.listed, [list.name]: list.at },
    floors: { ...table.floors, [list.name]: floor },
    at: list.at,
  };
}

const isKept = <T extends Row>(known: T, { whole, covers, said }: List<T>): boolean =>
  !whole || !covers(known) || isLater(known, said);

const isLater = (known: Row, said: number): boolean =>
  known.pushed ? known.said >= said : known.said > said;

/** `floor`: the time of the latest list that would have held these rows. */
export function withChanges<T extends Row>(
  table: Table<T>,
  rows: Record<string, T>,
  at: number,
  floor: (row: T) => number,
): Table<T> {
  const merged = { ...table.rows };
  for (const [key, row] of Object.entries(rows)) {
    const known = merged[key];
    if (row.said >= Math.max(known?.said ?? 0, known ? 0 : floor(row))) merged[key] = row;
  }
  return { ...table, rows: merged, at };
}

/** The names of the lists that hold rows of a currency and a kind. */
export const listsOf = (currency: string, kind: string): string[] =>
  [currency, 'any'].flatMap(each => [kind, 'any'].map(of => scopeName({ currency: each, kind: of })));

/** When a list that holds them was last read; null: never. */
export function listedAt(table: Table<unknown>, currency: string, kind: string): number | null {
  const known = listsOf(currency, kind).flatMap(name => table.listed[name] ?? []);
  return known.length > 0 ? Math.max(...known) : null;
}

export const floorOf = (table: Table<unknown>, currency: string, kind: string): number =>
  Math.max(0, ...listsOf(currency, kind).map(name => table.floors[name] ?? 0));
