/** What Portfolio Margin says, into the state: its own totals and margin assets, and the wallets of both books. */
import type { DecimalString, Step } from '../../engine/account';
import { type Source, without } from './failures';
import { withEvents, withList } from './merge';
import type { PortfolioBalance, TotalsReading } from './portfolio-messages';
import { positionsNow } from './portfolio-totals';
import { inDelivery, type MarginRow, type Portfolio, type State, type Unstamped } from './state';
import { withBalances } from './trader';

const healed = (state: State, ...sources: Source[]): State => ({
  ...state,
  trader: { ...state.trader, problems: without(state.trader.problems, ...sources) },
});

const withPortfolio = (state: State, change: Partial<Portfolio>): State => ({
  ...state,
  portfolio: { ...state.portfolio, ...change },
});

/** An account that answers with its totals is one of Portfolio Margin. */
export function withTotals(state: State, totals: TotalsReading, at: number): State {
  const next = withMode(healed(state, 'portfolio'), true, at);
  return withPortfolio(next, { said: { ...totals, at, before: positionsNow(next) } });
}

/** So long after the totals the positions may become known that they rest on, in ms. */
const SOON = 15_000;

/** What the totals leave beside the positions, as soon as all of these is known. */
export function withPositionsOfThen(state: State, at: number): State {
  const { said, margin } = state.portfolio;
  if (!said || said.before || margin.listedAt !== null || Math.abs(at - said.at) > SOON) return state;
  const before = positionsNow(state);
  return before ? withPortfolio(state, { said: { ...said, before } }) : state;
}

export function withMode(state: State, is: boolean, at: number): State {
  return withPortfolio(state, { is: { is, at } });
}

export function withPortfolioBalances(state: State, rows: PortfolioBalance[], at: number): State {
  const margin = Object.fromEntries(
    rows.map(one => [one.margin.asset, { ...one.margin, event: 0, at, from: 'list' as const }]),
  );
  const { table } = withList(state.portfolio.margin, margin, at, () => null);
  const wallets = (of: (row: PortfolioBalance) => DecimalString) =>
    rows.map(row => ({
      // The time of the row is that of the whole asset: an event of one wallet says more.
      row: { asset: row.margin.asset, crossWallet: of(row), changed: row.margin.changed },
      free: {},
    }));
  const next = withPortfolio(healed(state, 'portfolio balance'), { margin: table });
  const usdm = withBalances(
    next,
    wallets(row => row.usdm),
    at,
  );
  return inDelivery(usdm, inner =>
    withBalances(
      inner,
      wallets(row => row.coinm),
      at,
    ),
  );
}

export function withCollateralRates(state: State, rows: Record<string, Step[]>, at: number): State {
  const { market } = state;
  const problems = without(market.problems, 'collateralRate');
  return { ...state, market: { ...market, collateralRates: { rows, at }, problems } };
}

export function withLoanLeverage(state: State, rows: Record<string, DecimalString>, at: number): State {
  const { market } = state;
  const problems = without(market.problems, 'margin-asset-leverage');
  return { ...state, market: { ...market, loanLeverage: { rows, at }, problems } };
}

export const withOpenLoss = (state: State, rows: Record<string, DecimalString>, at: number): State =>
  withPortfolio(state, { openLoss: { rows: { ...state.portfolio.openLoss?.rows, ...rows }, at } });

/** One side of an asset's row changes; of an asset that was never listed nothing else is owned or owed. */
export function withMarginEvent(
  state: State,
  event: number,
  changes: Record<string, Partial<Unstamped<MarginRow>>>,
  at: number,
): State {
  const { margin } = state.portfolio;
  const rows = Object.fromEntries(
    Object.entries(changes).map(([asset, change]) => {
      const known = margin.rows[asset] ?? { owned: '0', borrowed: '0', interest: '0' };
      return [asset, { ...known, ...change, asset, changed: event, event, at, from: 'event' as const }];
    }),
  );
  return withPortfolio(state, { margin: withEvents(margin, rows, at) });
}
