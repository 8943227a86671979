/**
 * Lists that come in pages. What a page says counts at once; that the list leaves something out is known only with
 * its last page, and only when none before it is missing. Twenty rows are the venue's default: a page that asks
 * without a limit sees no more of an account, and then nothing says that the rest is closed.
 */
import type { List } from './envelope';
import type { Pages, Row, Table } from './state';

export interface Asked {
  /** Names the list apart from its page: category, coin, filter. */
  list: string;
  limit: number;
  /** The page that was asked for; "": the first. */
  cursor: string;
}

/** After this long a list that was begun is not gone on with, in ms. */
const TOO_LONG = 60_000;

export interface Assembled {
  pages: Record<string, Pages>;
  /** The keys of all pages, when this was the last one; null: the list is not whole. */
  whole: { keys: Set<string>; made: number | null } | null;
}

export function assemble<T extends Row>(
  table: Table<T>,
  asked: Asked,
  { rows, next }: Pick<List, 'next'> & { rows: unknown[] },
  keys: string[],
  made: number | null,
  at: number,
): Assembled {
  const { [asked.list]: begun, ...others } = table.pages;
  const before = asked.cursor === '' ? { next: '', keys: [], made, at } : begun;
  const fits = before && before.next === asked.cursor && Math.abs(at - before.at) < TOO_LONG;
  if (!fits) return { pages: table.pages, whole: null };
  const all = [...before.keys, ...keys];
  // The venue gives a cursor with its last page as well; fewer rows than may be asked for are the last.
  if (!next || rows.length < asked.limit) {
    return { pages: others, whole: { keys: new Set(all), made: before.made } };
  }
  return { pages: { ...others, [asked.list]: { next, keys: all, made: before.made, at } }, whole: null };
}
