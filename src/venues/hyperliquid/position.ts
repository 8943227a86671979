/** One position in the canonical form, at the mark of its own snapshot or at a later one. */
import type { Position } from '../../engine/account';
import { Decimal, print } from '../../engine/decimal';
import { factorOf } from './factor';
import { listing, maintenance } from './maintenance';
import type { PerpPosition } from './messages';
import type { Said, State } from './state';

/** Which marks: those of the venue's own snapshot, or the latest that were said. */
export type Marks = 'snapshot' | 'latest';

export interface Marked {
  position: Position;
  /** When the mark was said; null: it is not known. */
  markAt: number | null;
  /** Signed profit at the snapshot's mark: what the venue's own sums hold for it. */
  profit: Decimal;
  /** Signed value at the snapshot's mark. */
  value: Decimal;
}

/** `said` is the perp state that the position stands in; `printed`: with the price that the venue printed. */
export function positionOf(
  state: State,
  said: Said<unknown>,
  row: PerpPosition,
  marks: Marks,
  printed: boolean,
): Marked {
  const size = new Decimal(row.szi);
  const value = new Decimal(row.positionValue).abs().times(size.isNegative() ? -1 : 1);
  // positionValue is size times mark without rounding, so that this gives the venue's mark back.
  const then = print(value.div(size));
  const entry = row.entryPx ?? then;
  const later = marks === 'latest' ? laterMark(state, row.coin, said.seq) : null;
  return {
    position: {
      symbol: row.coin,
      factor: factorOf(state, row.coin),
      size: row.szi,
      contract: { type: 'linear', multiplier: '1' },
      entryPrice: entry,
      markPrice: later?.px ?? then,
      maintenance: maintenance(state, row.coin, row.maxLeverage) ?? undefined,
      leverage: String(row.leverage.value),
      tick: tickOf(listing(state, row.coin)?.szDecimals, later?.px ?? then),
      ...(printed ? { reported: { liquidationPrice: row.liquidationPx } } : {}),
    },
    markAt: later?.at ?? said.at,
    profit: value.minus(size.times(entry)),
    value,
  };
}

function laterMark(state: State, coin: string, seq: number): { px: string; at: number } | null {
  const mark = state.marks[coin];
  return mark && mark.seq > seq ? { px: mark.px, at: markAt(state, coin)! } : null;
}

/** When a coin's mark was last known to hold. The stream of changes is silent about what stays. */
export function markAt(state: State, coin: string): number | null {
  const mark = state.marks[coin];
  if (!mark) return null;
  return mark.fast && state.fastAt !== null ? Math.max(mark.at, state.fastAt) : mark.at;
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
  return print(new Decimal(10).pow(Math.min(0, Math.max(significant, szDecimals - 6))));
}
