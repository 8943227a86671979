/**
 * Finds what may be an exchange's positions table on the screen, for pages whose traffic cannot be read: `<table>`,
 * ARIA tables and grids of plain elements, as texts by cell. What they mean is understood in the background
 * (table-reading.ts). Runs in the page: it imports nothing from outside this room.
 */
import type { ScreenCells } from '../venue';
import { isShown, says, textOf, written } from './sight';

/** The rarest of the headers: every table of positions has it, and hardly anything else. */
const ENTRY = /^(?:avg|average|entry|open)\b|[开開][仓倉]|入[场場]|持[仓倉]均/i;
/** A heading that counts ("Positions (3)"), wherever it stands. */
const COUNTS = /^\D{2,30}\d{1,4}[)）]?$/;
/** Of such a heading the text that has the number. */
const COUNT = /^\D{0,30}\d{1,4}[)）]?$/;
/** Rows and headers are at most this many elements apart from what holds both. */
const LEVELS = 7;
/** More than any trader looks at; the entrance of the background takes no more. */
export const LIMITS = { tables: 3, rows: 300, cells: 40, texts: 12, beside: 40, length: 80 };

export function positionsTables(document: Document): ScreenCells[] {
  const found: Element[] = [];
  for (const [text, mark] of written(document.body)) {
    if (!ENTRY.test(text) || !isShown(mark)) continue;
    let at = mark.parentElement;
    for (let level = 0; at && level < LEVELS; level++, at = at.parentElement) {
      if (at.children.length < 4) continue;
      // Headers have no figures; what has is a row, or more than one.
      if (!found.includes(at) && !/\d/.test(at.textContent ?? '')) found.push(at);
      break;
    }
  }
  return found.slice(0, LIMITS.tables).map(header => {
    const rows = rowsOf(header);
    return {
      headers: cellsOf(header),
      rows: rows.slice(0, LIMITS.rows).map(cellsOf),
      beside: besideOf(header, rows),
    };
  });
}

/** The nearest elements after the header that have as many cells, several of them with a figure. */
function rowsOf(header: Element): Element[] {
  const cells = header.children.length;
  const isRow = (row: Element) =>
    row.children.length === cells &&
    [...row.children].filter(cell => /\d/.test(cell.textContent ?? '')).length >= 3 &&
    isShown(row);
  let at = header.parentElement;
  for (let level = 0; at && level < LEVELS; level++, at = at.parentElement) {
    const rows: Element[] = [];
    for (const row of at.querySelectorAll('*')) {
      const follows = header.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (follows && isRow(row) && !rows.some(other => other.contains(row))) rows.push(row);
    }
    // Of one table only: its rows have one parent, or each a wrapper in one (as lists that scroll do).
    const near = rows.filter(row => holder(row) === holder(rows[0]!));
    if (near.length > 0) return near;
  }
  return [];
}

const holder = (row: Element): Element | null =>
  row.parentElement?.children.length === 1 ? row.parentElement.parentElement : row.parentElement;

/** Of each cell the whole text, and its parts. */
const cellsOf = (row: Element): string[][] =>
  [...row.children]
    .slice(0, LIMITS.cells)
    .map(cell =>
      [textOf(cell), ...says(cell).map(([text]) => text)]
        .slice(0, LIMITS.texts)
        .map(text => text.slice(0, LIMITS.length)),
    );

/** Headings that count; where there are no rows, what is said in their place. */
function besideOf(header: Element, rows: Element[]): string[] {
  const counts: string[] = [];
  for (const [text, element] of written(header.ownerDocument.body)) {
    if (!COUNT.test(text)) continue;
    // "Positions" and "(3)" may be two texts, or two elements.
    for (const at of [element, element.parentElement]) {
      if (at && at.childElementCount < 4) counts.push(textOf(at).slice(0, LIMITS.length));
    }
  }
  let around: Element = header;
  for (let level = 0; level < 3; level++) around = around.parentElement ?? around;
  const instead = rows.length > 0 ? [] : says(around).map(([text]) => text);
  return [...new Set([...counts.filter(text => COUNTS.test(text)), ...instead])].slice(0, LIMITS.beside);
}
