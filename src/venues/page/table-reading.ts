/**
 * What the texts of a positions table mean: columns are known by their headers, in English and Chinese. What
 * stands on a screen is rounded and may be filtered: whoever uses it says so. Behind the background.
 */
import type { ScreenCells, ScreenFigure, ScreenRow, ScreenTable } from '../venue';
import { WORDS } from './form-words';
import { COUNTED, type Column, columnOf, DASH, LONG, NOTHING, SHORT } from './table-words';

const NUMBER =
  /^([+−–-]?)\s*[$≈]?\s*(\d[\d,]*(?:\.\d+)?)\s*([^\d\s.,()%（）][^\d()（）]{0,11})?(?:\s*[(（].*)?$/u;
const SYMBOL = /^[\p{L}\p{N}]{1,24}(?:[-_/:. ]?[\p{L}\p{N}]{1,12}){0,3}$/u;
const LEVERAGE = /(?:^|\s)(\d{1,3}(?:\.\d{1,2})?)\s?[x×倍]$/i;

/** The first that is one. Null: none is, or it does not say whether it has rows. */
export function tableRead(tables: ScreenCells[]): ScreenTable | null {
  for (const { headers, rows, beside } of tables) {
    const columns = headers.map(headed);
    const kinds = new Set(columns.flat());
    if (!kinds.has('symbol') || !kinds.has('size') || !kinds.has('entry') || kinds.size < 4) continue;
    const count = countOf(beside);
    const saysNothing = count === 0 || beside.some(text => NOTHING.test(text));
    if (rows.length === 0 && saysNothing) return { rows: [], count: 0 };
    // More rows than there are positions: they are those of another table.
    if (rows.length === 0 || (count !== null && rows.length > count)) continue;
    return { rows: rows.flatMap(cells => readRow(cells, columns) ?? []), count: count ?? null };
  }
  return null;
}

/** A header may be one text ("Entry Price"), or two ("Entry / Mark", or one line above the other). */
function headed([whole = '', ...parts]: string[]): Column[] {
  const columns = parts.flatMap(text => text.split(/\s*[/|]\s*/)).flatMap(part => columnOf(part) ?? []);
  if (columns.length > 1) return [...new Set(columns)];
  const one = columnOf(whole);
  return one ? [one] : columns;
}

function readRow(cells: string[][], columns: Column[][]): ScreenRow | null {
  const texts = new Map<Column, string[]>();
  cells.forEach((cell, index) => {
    const kinds = columns[index] ?? [];
    const said = textsOf(cell);
    // Two figures under two headers stand in their order.
    const numbers = said.filter(text => NUMBER.test(text) || DASH.test(text));
    kinds.forEach((kind, k) => {
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
    side: sideOf(['side', 'symbol', 'size'].flatMap(column => texts.get(column as Column) ?? [])),
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
function textsOf([whole = '', ...parts]: string[]): string[] {
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

function countOf(beside: string[]): number | null {
  const counts = new Set<string>();
  for (const text of beside) {
    const [, en, zh] = COUNTED.exec(text) ?? [];
    const count = en ?? zh;
    if (count) counts.add(count);
  }
  if (counts.size !== 1) return null;
  return [...[...counts][0]!].reduce((sum, digit) => sum * 10 + '0123456789'.indexOf(digit), 0);
}
