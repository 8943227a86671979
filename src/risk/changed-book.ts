/**
 * The headroom of a pool of which a few things have changed, without compiling all of it again.
 *
 * Headroom is a sum over positions and collateral rows but for what they share: a tier group, a row that
 * bends. So a changed pool is the pool as it was, less the changed things as they were, plus the changed
 * things as they are; each of the three a book of its own, of which the last alone is new.
 */
import type { Pool } from '../engine/account';
import { toFloat } from '../engine/decimal';
import { type Book, compile } from '../engine/headroom';
import { pricedBook } from './priced-book';

export type Headroom = Pick<Book, 'factors' | 'headroom' | 'gradient'>;

/** Gives the headroom of pools that came from `base` by a change; null when it is not known. */
export function changedBooks(base: Pool): (changed: Pool) => Headroom | null {
  const whole = pricedBook(base)?.book ?? null;
  const parts = new Map<string, Book | null>();
  return changed => {
    if (changed === base) return whole;
    const part = whole && involved(base, changed);
    if (!part) return pricedBook(changed)?.book ?? null;
    const key = `${part.positions.join()} ${part.rows.join()}`;
    const known = parts.get(key);
    const before = known === undefined ? compile(partOf(base, part)) : known;
    parts.set(key, before);
    const after = compile(partOf(changed, part));
    return before && after && sumOf(whole, before, after);
  };
}

interface Part {
  /** Indices, which a change keeps: a new position or row comes last. */
  positions: number[];
  rows: number[];
}

/** What changed and what shares something with it; null: so much else changed that a part makes no sense. */
function involved(base: Pool, changed: Pool): Part | null {
  const { positions, collateral } = changed;
  if (base.adjustments !== changed.adjustments || base.rules !== changed.rules || base.unit !== changed.unit)
    return null;
  if (positions.length < base.positions.length || collateral.length < base.collateral.length) return null;
  const inPositions = positions.map((position, k) => position !== base.positions[k]);
  const inRows = collateral.map((row, r) => row !== base.collateral[r]);
  const rowOf = positions.map(({ settle }) =>
    settle === undefined ? -1 : collateral.findIndex(({ asset }) => asset === settle),
  );
  const groups = new Set<string>();
  for (let grown = true; grown; ) {
    grown = false;
    positions.forEach((position, k) => {
      const row = rowOf[k]!;
      const group = position.tierGroup;
      const bends = row >= 0 && inRows[row] && (collateral[row]!.credit ?? collateral[row]!.liability);
      if (!inPositions[k] && (bends || (group !== undefined && groups.has(group)))) {
        inPositions[k] = true;
        grown = true;
      }
      if (!inPositions[k]) return;
      if (row >= 0 && !inRows[row]) {
        inRows[row] = true;
        grown = true;
      }
      if (group !== undefined && !groups.has(group)) {
        groups.add(group);
        grown = true;
      }
    });
  }
  const listed = (flags: boolean[]) => flags.flatMap((flag, k) => (flag ? [k] : []));
  return { positions: listed(inPositions), rows: listed(inRows) };
}

function partOf(pool: Pool, { positions, rows }: Part): Pool {
  return {
    ...pool,
    positions: positions.flatMap(k => pool.positions[k] ?? []),
    collateral: rows.flatMap(r => pool.collateral[r] ?? []),
    adjustments: [],
  };
}

function sumOf(whole: Book, before: Book, after: Book): Headroom {
  const factors = [...new Set([...whole.factors, ...after.factors])];
  const terms = [
    { book: whole, sign: 1 },
    { book: before, sign: -1 },
    { book: after, sign: 1 },
  ].map(({ book, sign }) => ({
    book,
    sign,
    index: book.factors.map(factor => factors.indexOf(factor)),
    at: new Float64Array(book.factors.length),
    slope: new Float64Array(book.factors.length),
  }));
  const place = (multipliers: Float64Array) => {
    for (const { index, at } of terms) for (let f = 0; f < at.length; f++) at[f] = multipliers[index[f]!]!;
  };
  return {
    factors,
    headroom(multipliers) {
      place(multipliers);
      let g = 0;
      for (const { book, sign, at } of terms) g += sign * book.headroom(at);
      return g;
    },
    gradient(multipliers, out) {
      place(multipliers);
      out.fill(0);
      for (const { book, sign, index, at, slope } of terms) {
        book.gradient(at, slope);
        for (let f = 0; f < at.length; f++) out[index[f]!]! += sign * slope[f]!;
      }
    },
  };
}

/** True when the pool holds no contracts: whether anything can liquidate it is then another question. */
export function holdsNothing(pool: Pool): boolean {
  return pool.positions.every(({ size }) => toFloat(size) === 0);
}
