/**
 * Whether the positions at hand are those that the account's own maintenance margin is of. After a gap in the
 * stream, or when part of the positions was never said, they are not; what is missing from the requirement is
 * then added to it, and said.
 */
import type { Adjustment } from '../../engine/account';
import { Decimal, print, ZERO } from '../../engine/decimal';
import type { Problem } from '../../engine/report';
import { rememberWith } from '../shared/remember';
import { SAME_SUM } from './assumptions';
import { contractOf } from './instruments';
import type { Mode } from './margin-mode';
import type { PositionRow, State, SummaryRow } from './state';

export interface Comparison {
  agrees: boolean;
  said: string;
  /** What the positions at hand leave of it; negative: they have more. */
  missing: Decimal;
}

/**
 * Null: they cannot be compared. `price` turns the settlement currency of a position into the unit of the pool, as
 * of the summary. A position that was said after the summary is compared when the next summary has come.
 */
export function compareMargins(
  state: State,
  { portfolio, cross }: Mode,
  own: PositionRow[],
  summary: SummaryRow | null,
  price: (row: PositionRow) => string | null,
): Comparison | null {
  const said = cross ? summary?.totalMaintenanceUsd : summary?.maintenanceMargin;
  if (portfolio || !summary || said == null) return null;
  const compared = () => compare(state, own, summary, said, price);
  return cross ? compared() : made(summary, own, compared);
}

// Ticks change neither a summary nor the positions.
const made = rememberWith<SummaryRow, Comparison | null>();

function compare(
  state: State,
  own: PositionRow[],
  summary: SummaryRow,
  said: string,
  price: (row: PositionRow) => string | null,
): Comparison | null {
  let sum = ZERO;
  for (const row of own) {
    const mark = summary.marks[row.symbol] ?? row.markPrice;
    const unit = price(row);
    if (row.maintenanceMargin === null || unit === null || row.at > summary.at) return null;
    // Since the position was said its value has moved with the mark.
    const moved = row.kind === 'future' ? movedBy(state, row, mark) : new Decimal(1);
    sum = sum.plus(new Decimal(row.maintenanceMargin).times(moved).times(unit));
  }
  const missing = new Decimal(said).minus(sum);
  const larger = Decimal.max(sum, said);
  return { agrees: missing.abs().lte(larger.times(SAME_SUM).plus('1e-7')), said, missing };
}

/** Null: nothing is missing, or it cannot be told. */
export function missingMargin(
  found: Comparison | null,
  path: string,
  problems: Problem[],
): Adjustment | null {
  if (!found || found.agrees) return null;
  problems.push({
    code: 'sums-differ',
    path,
    message: `The positions at hand do not make up the maintenance margin that Deribit says (${found.said}): something is missing.`,
  });
  return found.missing.gt(0)
    ? {
        reason: 'maintenance margin beyond that of the positions',
        equity: '0',
        requirement: print(found.missing),
      }
    : null;
}

function movedBy(state: State, row: PositionRow, mark: string): Decimal {
  const moved = new Decimal(mark).div(row.markPrice);
  return contractOf(state, row.symbol)?.type === 'linear' ? moved : new Decimal(1).div(moved);
}
