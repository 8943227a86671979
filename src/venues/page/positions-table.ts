/**
 * Reads an exchange's positions table from the screen, for pages whose traffic cannot be read: `<table>`, ARIA
 * tables and grids of plain elements. Columns are known by their headers; a row is what has as many cells.
 *
 * What stands on a screen is rounded and may be filtered: whoever uses it says so. Runs in the page: it imports
 * nothing from outside this room.
 */
import type { ScreenFigure, ScreenRow, ScreenTable } from '../venue';
import { WORDS } from './form-words';
import { all, isShown, says, textOf } from './sight';
import { COUNTED, type Column, columnOf, DASH, LONG, NOTHING, SHORT } from './table-words';

/** Rows and headers are at most this many elements apart from what holds both. */
const LEVELS = 7;
/** More positions than any trader looks at. */
const ROWS = 500;
const NUMBER =
  /^([+−–-]?)\s*[$≈]?\s*(\d[\d,]*(?:\.\d+)?)\s*([^\d\s.,()%（）][^\d()（）]{0,11})?(?:\s*[(（].*)?$/u;
const SYMBOL = /^[\p{L}\p{N}]{1,24}(?:[-_/:. ]?[\p{L}\p{N}]{1,12}){0,3}$/u;
const LEVERAGE = /(?:^|\s)(\d{1,3}(?:\.\d{1,2})?)\s?[x×倍]$/i;

/** Null: there is no such table in sight, or it does not say whether it has rows. */
export function positionsTable(document: Document): ScreenTable | null {
  for (const header of headers(document)) {
    const rows = rowsOf(header);
    const count = countOf(document);
    if (rows.length === 0) {
      if (count !== 0 && !saysNothing(header.element)) continue;
      return { rows: [], count: 0 };
    }
    return {
      rows: rows.slice(0, ROWS).flatMap(cells => readRow(cells, header.columns) ?? []),
      count: count ?? null,
    };
  }
  return null;
}

interface Header {
  element: Element;
  cells: number;
  /** By the place of their cell; a cell may head two columns, one above the other. */
  columns: Column[][];
}

/** The elements whose cells head a symbol, a size and two prices at least. */
function headers(document: Document): Header[] {
  const found: Header[] = [];
  // By the rarest of the headers: every table of positions has it, and hardly anything else.
  const marks = says(document.body).filter(
    ([text, element]) => columnOf(text) === 'entry' && isShown(element),
  );
  for (const [, mark] of marks) {
    let at = mark.parentElement;
    for (let level = 0; at && level < LEVELS; level++, at = at.parentElement) {
      if (at.children.length < 4) continue;
      const columns = [...at.children].map(headed);
      const kinds = new Set(columns.flat());
      if (kinds.has('symbol') && kinds.has('size') && kinds.size >= 4) {
        if (!found.some(({ element }) => element === at))
          found.push({ element: at, cells: at.children.length, columns });
        break;
      }
    }
  }
  return found;
}

/** A header may be one text ("Entry Price"), or two ("Entry / Mark", or one line above the other). */
function headed(cell: Element): Column[] {
  const whole = columnOf(textOf(cell));
  const parts = says(cell).flatMap(([text]) => text.split(/\s*[/|]\s*/));
  const columns = parts.flatMap(part => columnOf(part) ?? []);
  return columns.length > 1 ? [...new Set(columns)] : whole ? [whole] : columns.slice(0, 1);
}

/** The nearest elements after the header that have as many cells, one of them with a figure where the size is. */
function rowsOf({ element, cells, columns }: Header): Element[][] {
  const size = columns.findIndex(kinds => kinds.includes('size'));
  const isRow = (row: Element) =>
    row.children.length === cells &&
    says(row.children[size]!).some(([text]) => NUMBER.test(text)) &&
    isShown(row);
  let at = element.parentElement;
  for (let level = 0; at && level < LEVELS; level++, at = at.parentElement) {
    const rows: Element[] = [];
    for (const row of at.querySelectorAll('*')) {
      const follows = element.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (!follows || element.contains(row) || row.children.length !== cells || !isRow(row)) continue;
      if (!rows.some(other => other.contains(row))) rows.push(row);
    }
    const [first] = rows;
    // Of one table only: its rows have one parent, or each a wrapper in one (as lists that scroll do).
    const near = rows.filter(
      row => holder(row) === holder(first!) || row.parentElement === first!.parentElement,
    );
    if (near.length > 0) return near.map(row => [...row.children]);
  }
  return [];
}

const holder = (row: Element): Element | null =>
  row.parentElement?.children.length === 1 ? (row.parentElement.parentElement ?? null) : row.parentElement;

function readRow(cells: Element[], columns: Column[][]): ScreenRow | null {
  const texts = new Map<Column, string[]>();
  cells.forEach((cell, index) => {
    const kinds = columns[index] ?? [];
    const said = textsOf(cell);
    // Two figures under two headers stand in their order.
    kinds.forEach((kind, k) => {
      const numbers = said.filter(text => NUMBER.test(text) || DASH.test(text));
      const own = kinds.length > 1 && kind !== 'symbol' ? numbers.slice(k, k + 1) : said;
      if (!texts.has(kind)) texts.set(kind, own);
    });
  });
  const everything = cells.flatMap(textsOf);
  const symbol = texts.get('symbol')?.find(text => SYMBOL.test(text) && !isAside(text));
  if (!symbol) return null;
  const figure = (column: Column) => figureOf(texts.get(column));
  return {
    symbol,
    side: sideOf([
      ...(texts.get('side') ?? []),
      ...(texts.get('symbol') ?? []),
      ...(texts.get('size') ?? []),
    ]),
    marginMode: one(everything.flatMap(modeOf)),
    leverage: one(everything.flatMap(text => LEVERAGE.exec(text)?.[1] ?? [])),
    size: figure('size'),
    entry: figure('entry'),
    mark: figure('mark'),
    liquidation: figure('liquidation'),
    margin: figure('margin'),
    pnl: figure('pnl'),
  };
}

/** The texts of a cell; first of all together where they are one figure in pieces: "81,234", ".10", "USDT". */
function textsOf(cell: Element): string[] {
  const parts = says(cell).map(([text]) => text);
  const whole = textOf(cell);
  const figures = parts.filter(text => NUMBER.test(text) && text !== whole);
  return figures.length <= 1 && whole.length < 40 && NUMBER.test(whole) ? [whole, ...parts] : parts;
}

/** Null: no such column, or not a figure. A number of null: the venue prints none. */
function figureOf(texts: string[] | undefined): ScreenFigure | null {
  for (const text of texts ?? []) {
    if (DASH.test(text)) return { number: null, unit: null };
    const [, sign, digits, unit] = NUMBER.exec(text) ?? [];
    if (!digits) continue;
    if (!/^\d{1,3}(?:,\d{3})+(?:\.|$)|^\d+(?:\.|$)/.test(digits)) return null;
    // "1.2K" is a figure that was cut, not one in a coin named K.
    if (unit && /^[KMBkmb]$|^[万萬亿億]$/.test(unit)) return null;
    const number = digits.replaceAll(',', '');
    return { number: sign && sign !== '+' ? `-${number}` : number, unit: unit?.trim() || null };
  }
  return null;
}

const modeOf = (text: string): ('cross' | 'isolated')[] => {
  const word = text.replace(LEVERAGE, '').trim();
  return WORDS.cross.test(word) ? ['cross'] : WORDS.isolated.test(word) ? ['isolated'] : [];
};

/** What stands beside a symbol and is none. */
const isAside = (text: string): boolean =>
  LONG.test(text) ||
  SHORT.test(text) ||
  LEVERAGE.test(text) ||
  modeOf(text).length > 0 ||
  /^perp(?:etual)?$|^永[续續]$/i.test(text);

function sideOf(texts: string[]): 'long' | 'short' | null {
  return one(
    texts.flatMap(text => (LONG.test(text) ? ['long' as const] : SHORT.test(text) ? ['short' as const] : [])),
  );
}

/** Two different ones tell nothing. */
function one<T>(found: T[]): T | null {
  return new Set(found).size === 1 ? found[0]! : null;
}

function countOf(document: Document): number | null {
  const counts = new Set<string>();
  for (const tab of all(document, '[role="tab"], button, li, h2, h3, h4, a, div')) {
    if (tab.childElementCount > 3) continue;
    const [, en, zh] = COUNTED.exec(textOf(tab)) ?? [];
    const count = en ?? zh;
    if (count) counts.add(count);
  }
  return counts.size === 1
    ? [...[...counts][0]!].reduce((sum, digit) => sum * 10 + '0123456789'.indexOf(digit), 0)
    : null;
}

function saysNothing(header: Element): boolean {
  let at: Element | null = header;
  for (let level = 0; at && level < 4; level++, at = at.parentElement) {
    if (says(at).some(([text]) => NOTHING.test(text))) return true;
  }
  return false;
}
