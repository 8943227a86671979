/** Which of the venue's four margin models an account is in, by the summary that was said last. */
import type { MarginModel, SummaryRow, Trader } from './state';

export interface Mode {
  model: MarginModel;
  /** One pool of all currencies, in dollars. */
  cross: boolean;
  /** The requirement is the venue's own: it cannot be computed from what it says. */
  portfolio: boolean;
}

/** Null: not said yet. */
export function modeOf(trader: Trader): Mode | null {
  const model = latest(trader)?.model;
  if (!model) return null;
  return { model, cross: model.startsWith('cross'), portfolio: model.endsWith('pm') };
}

/** The summary that was said last; with cross collateral its totals are those of the whole account. */
export const latest = (trader: Trader): SummaryRow | null =>
  Object.values(trader.summaries.rows).reduce<SummaryRow | null>(
    (last, row) => (last === null || row.at >= last.at ? row : last),
    null,
  );
