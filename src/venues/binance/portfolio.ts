/**
 * The pool of Portfolio Margin: margin assets and loans, the wallets and positions of USDⓈ-M and COIN-M, together, in
 * US dollars; liquidated when uniMMR = Σ adjusted equity / Σ maintenance margin falls to 1.05.
 *
 * Source: Binance FAQ on Portfolio Margin and its documents (papi), 2026-06-28. Of each asset
 * x = owned − borrowed − interest + both wallets + both profits counts min(x·index·rate, x·index): what is owed has
 * no haircut. The losses of resting orders are taken off. Maintenance: that of the positions, and of each loan
 * its amount times a rate that goes by the leverage of the margin account.
 */
import type { Adjustment, Collateral, DecimalString, Pool, Rules } from '../../engine/account';
import { Decimal } from '../../engine/decimal';
import { marginAssetOf, openPositions, PORTFOLIO_POOL } from './margin';
import { type Moment, positionOf, RULES } from './position';
import type { PositionRow, State } from './state';
import { factorOfAsset } from './symbols';
import { isZero } from './trader';

const THRESHOLD = '1.05';

/** [?] By which method the positions' own prices are printed is not published: see assumptions.ts. */
const PORTFOLIO_RULES: Rules = { ...RULES, threshold: THRESHOLD, ratio: 'equity/maintenance' };

/** The pool's positions of both books; null: one of the lists has not been read. */
export function portfolioRows(state: State): PositionRow[] | null {
  const books = [state.trader, state.delivery.trader];
  const read = books.filter(trader => trader.positions.listedAt !== null);
  return read.length === books.length ? books.flatMap(openPositions) : null;
}

export function portfolioPool(state: State, moment: Moment): Pool {
  const rows = moment.rows ?? [];
  const positions = rows.map(row => ({
    ...positionOf(state, row, moment),
    settle: marginAssetOf(state, row.symbol, row) ?? '?',
  }));
  const { margin } = state.portfolio;
  const wallets = [state.trader.balances.rows, state.delivery.trader.balances.rows];
  const named = [...wallets.flatMap(Object.keys), ...Object.keys(margin.rows)];
  const settled = positions.map(one => one.settle);
  const collateral: Collateral[] = [];
  for (const asset of new Set([...named, ...settled])) {
    const row = margin.rows[asset];
    const parts = [row?.owned, ...wallets.map(each => each[asset]?.crossWallet)].filter(
      one => one !== undefined,
    );
    const owed = new Decimal(row?.borrowed ?? 0).plus(row?.interest ?? 0);
    const amount = parts.reduce((sum, part) => sum.plus(part), owed.neg());
    if (amount.isZero() && owed.isZero() && !settled.includes(asset)) continue;
    collateral.push(assetOf(state, asset, parts.length === 0 ? null : amount.toFixed()));
    if (!owed.isZero()) collateral.push(loanOf(state, asset, owed.toFixed()));
  }
  return {
    id: PORTFOLIO_POOL,
    kind: 'cross',
    unit: 'USD',
    collateral: moment.rows === null || margin.listedAt === null ? unknown(collateral) : collateral,
    positions,
    orders: [],
    rules: PORTFOLIO_RULES,
    ...openLossOf(state),
  };
}

/** Until everything was listed, nothing is known of the whole. */
const unknown = (rows: Collateral[]): Collateral[] =>
  rows.length === 0
    ? [{ asset: 'USDT', amount: null, price: null, follows: null }]
    : rows.map(row => ({ ...row, amount: null }));

function assetOf(state: State, asset: string, amount: DecimalString | null): Collateral {
  const rate = state.market.collateralRates.rows[asset];
  const price = state.market.rates[asset]?.index ?? null;
  const row = { asset, amount, price, follows: factorOfAsset(asset) };
  // An asset that the list of rates leaves out backs nothing: what is owned of it counts for nothing.
  const steps = rate ?? (state.market.collateralRates.at === null ? null : [{ from: '0', rate: '0' }]);
  return {
    ...row,
    // Without any rates the worth of what is owned is not known.
    price: steps ? price : null,
    credit: { basis: 'value', style: 'marginal', steps: steps ?? [{ from: '0', rate: '1' }] },
    liability: { weight: '1', maintenanceRate: '0' },
  };
}

/** A loan's maintenance margin is on all that was borrowed, whatever is owned beside it; its debt is in the asset. */
const loanOf = (state: State, asset: string, owed: DecimalString): Collateral => ({
  asset: `${asset} loan`,
  amount: new Decimal(owed).neg().toFixed(),
  price: state.market.rates[asset]?.index ?? null,
  follows: factorOfAsset(asset),
  liability: { weight: '0', maintenanceRate: loanRate(state.market.loanLeverage.rows[asset]) },
});

/** Ten times: 5 %, five times: 8 %, three times: 10 % (FAQ on Portfolio Margin). */
const LOAN_RATES: [leverage: string, rate: DecimalString][] = [
  ['10', '0.05'],
  ['5', '0.08'],
];
const HIGHEST_LOAN_RATE = '0.1';

const loanRate = (leverage: DecimalString = '0'): DecimalString =>
  LOAN_RATES.find(([from]) => new Decimal(leverage).gte(from))?.[1] ?? HIGHEST_LOAN_RATE;

/** Assets with a loan whose leverage is not known. */
export const loansAssumed = (state: State): string[] =>
  Object.values(state.portfolio.margin.rows)
    .filter(row => !isZero(row.borrowed) && !(row.asset in state.market.loanLeverage.rows))
    .map(row => row.asset);

/** By the later of the two that say it: an event by asset, the account's own answer in dollars. */
function openLossOf({ portfolio, market }: State): { adjustments?: Adjustment[] } {
  const { openLoss, said } = portfolio;
  if (said && said.openLoss !== null && said.at > (openLoss?.at ?? 0)) {
    if (isZero(said.openLoss)) return {};
    const equity = new Decimal(said.openLoss).neg().toFixed();
    return { adjustments: [{ reason: 'open loss of resting orders', equity, requirement: '0' }] };
  }
  const losses = Object.entries(openLoss?.rows ?? {}).filter(([, loss]) => !isZero(loss));
  if (losses.length === 0) return {};
  return {
    adjustments: losses.map(([asset, loss]) => {
      const index = market.rates[asset]?.index;
      const equity = index === undefined ? null : new Decimal(loss).times(index).neg().toFixed();
      return { reason: `open loss of resting orders in ${asset}`, equity, requirement: '0' };
    }),
  };
}
