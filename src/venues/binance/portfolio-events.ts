/** Events that only the user stream of Portfolio Margin has. */

import type { Reading } from '../shared/rows';
import { type Fault, type Source, withFailure } from './failures';
import { readLiability, readOpenLoss, readOwned, readRiskLevel } from './portfolio-messages';
import { withMarginEvent, withOpenLoss, withTotals } from './portfolio-state';
import type { State } from './state';

export const PORTFOLIO_EVENTS: ReadonlySet<string> = new Set([
  'riskLevelChange',
  'openOrderLoss',
  'liabilityChange',
  'outboundAccountPosition',
]);

export function onPortfolio(state: State, event: { e: string }, at: number): State {
  switch (event.e) {
    case 'riskLevelChange':
      return apply(state, 'portfolio', readRiskLevel(event), at, totals => withTotals(state, totals, at));
    case 'openOrderLoss':
      return apply(state, 'portfolio', readOpenLoss(event), at, losses => withOpenLoss(state, losses, at));
    case 'liabilityChange':
      return apply(state, 'portfolio balance', readLiability(event), at, ({ event: said, asset, owed }) =>
        withMarginEvent(state, said, { [asset]: { borrowed: owed, interest: '0' } }, at),
      );
    case 'outboundAccountPosition':
      return apply(state, 'portfolio balance', readOwned(event), at, ({ event: said, owned }) => {
        const changes = Object.entries(owned).map(([asset, amount]) => [asset, { owned: amount }]);
        return withMarginEvent(state, said, Object.fromEntries(changes), at);
      });
    default:
      return state;
  }
}

function apply<T>(
  state: State,
  source: Source,
  reading: Reading<T>,
  at: number,
  use: (value: T) => State,
): State {
  if ('value' in reading) return use(reading.value);
  const fault: Fault = { code: 'format-changed', field: reading.field };
  return withFailure(state, source, fault, at);
}
