/** One position in the canonical form, at the mark of its own snapshot or at a later one. */
import type { Position } from '../../engine/account';
import { Decimal, print } from '../../engine/decimal';
import { remember } from '../shared/remember';
import { factorOf } from './factor';
import { listing, maintenance } from './maintenance';
import type { PerpPosition } from './messages';
import type { Mark, Said, State } from './state';

/** Which marks: those of the venue's own snapshot, or the latest that were said. */
export type Marks = 'snapshot' | 'latest';

export interface Marked {
  position: Position;
  /** When the mark was said. */
  markAt: number;
  /** Signed profit at the snapshot's mark: what the venue's own sums hold for it. */
  profit: Decimal;
  /** Signed value at the snapshot's mark. */
  value: Decimal;
}

/** A perp state and one of its positions. */
export interface Row {
  said: Said<unknown>;
  row: PerpPosition;
}

/**
 * `newer` is the same coin in the latest perp state, where the account is built on an earlier one; `printed`: with
 * the price that the venue printed.
 */
export function positionOf(
  state: State,
  { said, row }: Row,
  newer: Row | null,
  marks: Marks,
  printed: boolean,
): Marked {
  const { px: then, entry, profit, value } = snapshotOf(row);
  const mark = marks === 'latest' ? latestMark(state, { said, row }, newer) : { px: then, at: said.at };
  return {
    position: {
      symbol: row.coin,
      factor: factorOf(state, row.coin),
      size: row.szi,
      contract: { type: 'linear', multiplier: '1' },
      entryPrice: entry,
      markPrice: mark.px,
      maintenance: maintenance(state, row.coin, row.maxLeverage) ?? undefined,
      leverage: String(row.leverage.value),
      tick: tickOf(listing(state, row.coin)?.szDecimals, mark.px),
      lot: lotOf(listing(state, row.coin)?.szDecimals),
      ...(printed ? { reported: { liquidationPrice: row.liquidationPx } } : {}),
    },
    markAt: mark.at,
    profit,
    value,
  };
}

/** At the mark of its own snapshot, as text; entry, signed profit and signed value. */
const snapshotOf = remember((row: PerpPosition) => {
  const size = new Decimal(row.szi);
  const value = new Decimal(row.positionValue).abs().times(size.isNegative() ? -1 : 1);
  // positionValue is size times mark without rounding, so that this gives the venue's mark back.
  const px = print(value.div(size));
  const entry = row.entryPx ?? px;
  return { px, entry, value, profit: value.minus(size.times(entry)) };
});

/** What was said last: by the stream of prices, or with a position. */
function latestMark(state: State, own: Row, newer: Row | null): { px: string; at: number } {
  const { said, row } = newer && newer.said.seq > own.said.seq ? newer : own;
  const mark = state.marks[row.coin];
  if (mark && mark.seq > said.seq) return { px: mark.px, at: markAt(mark, state) };
  return { px: snapshotOf(row).px, at: said.at };
}

/** When a mark was last known to hold. The stream of changes is silent about what stays. */
export function markAt({ at, fast }: Mark, { fastAt }: State): number {
  return fast && fastAt !== null ? Math.max(at, fastAt) : at;
}

/**
 * The step between prices near this one: five significant digits, at most 6 − szDecimals decimals, and whole
 * numbers always. Source: the venue's documentation, "Tick and lot size".
 */
export function tickOf(szDecimals: number | undefined, price: string): string | undefined {
  if (szDecimals === undefined || szDecimals > 6) return undefined;
  const near = new Decimal(price).abs();
  if (near.isZero()) return undefined;
  const significant = near.e - 4;
  const decimals = Math.max(0, Math.min(-significant, 6 - szDecimals));
  return step(decimals);
}

/** The step between sizes. Source: as above. */
export function lotOf(szDecimals: number | undefined): string | undefined {
  return szDecimals === undefined || szDecimals > 18 ? undefined : step(szDecimals);
}

function step(decimals: number): string {
  return decimals === 0 ? '1' : `0.${'0'.repeat(decimals - 1)}1`;
}
