/**
 * Multi-currency and portfolio margin: one pool of everything, in dollars. A positive equity of a currency counts
 * after its haircut, each slice of the amount at its own rate; a negative one counts whole, and is a liability with
 * a maintenance margin of its own by the borrow tiers.
 *
 * Source: OKX documents v5, "Get discount rate and interest-free quota" (the running sums of all 83 tiers of BTC
 * come out), "Get position tiers" of borrowing; help centre, "Multi-currency margin mode". Portfolio margin's
 * stress tests are not published: its requirement is the reported one.
 */
import type { Adjustment, Collateral, Pool, Schedule } from '../../engine/account';
import { Decimal, print, readDecimal, ZERO } from '../../engine/decimal';
import { ESTIMATES, LIABILITY_FEE } from './assumptions';
import { contractOf, isOption, type Moment, marginCcy, profitOf, settleOf } from './position';
import { reserve } from './resting-orders';
import { ACCOUNT_POOL, ACCOUNT_UNIT, CROSS, emptyPool } from './rules';
import { type BalanceRow, isZero, type PositionRow, type State, type Totals } from './state';
import { factorOfCoin } from './symbols';
import { borrowRate } from './tiers';

export function accountPool(
  state: State,
  rows: PositionRow[],
  balances: Record<string, BalanceRow>,
  totals: Totals | null,
  moment: Moment,
): Pool {
  const portfolio = state.trader.mode === '4';
  const contracts = rows.filter(row => !isOption(row) && row.instType !== 'MARGIN');
  const options = rows.filter(isOption);
  const settled = new Set(contracts.map(row => marginCcy(state, row) ?? '?'));
  const currencies = Object.values(balances)
    .filter(row => !isZero(row.cash) || settled.has(row.ccy))
    .map(row => row.ccy);
  // A currency without a row has no price: the pool is unknown then.
  const all = [...new Set([...currencies, ...settled])];
  const pool: Pool = {
    ...emptyPool(ACCOUNT_POOL, 'cross', ACCOUNT_UNIT, CROSS),
    collateral: all.map(ccy => {
      const mine = contracts.filter(row => marginCcy(state, row) === ccy);
      const profits = mine.map(row => profitOf(state, row, moment) ?? ZERO);
      const profit = profits.reduce((sum, one) => sum.plus(one), ZERO);
      return collateralOf(state, ccy, balances[ccy], portfolio, mine.length > 0, profit);
    }),
    positions: contracts.map(row => ({
      ...contractOf(state, row, moment),
      settle: marginCcy(state, row) ?? '?',
      ...(portfolio ? { maintenance: null, feeRate: '0' } : {}),
    })),
  };
  if (totals?.marginRatio && rows.length > 0) {
    pool.reported = { equity: totals.adjustedEquity, marginRatio: totals.marginRatio };
  }
  for (const row of options) {
    const price = usdOf(balances[marginCcy(state, row) ?? '?']);
    const inUnit = (amount: string | null) =>
      amount === null || price === null ? null : print(new Decimal(amount).times(price));
    pool.adjustments = [
      ...(pool.adjustments ?? []),
      {
        reason: `option ${row.instId}`,
        equity: inUnit(row.optionValue),
        requirement: portfolio ? '0' : inUnit(row.requirement),
      },
    ];
    pool.estimate = ESTIMATES.options;
  }
  if (portfolio) {
    pool.adjustments = [...(pool.adjustments ?? []), reported(totals)];
    pool.estimate = ESTIMATES.portfolio;
    return pool;
  }
  reserve(
    state,
    pool,
    order => order.instType !== 'MARGIN',
    order => usdOf(balances[settleOf(state, order.instId) ?? '?']),
  );
  return pool;
}

/** One of it in dollars: as said, or as its equity was valued. Null: not known. */
export function usdOf(row: BalanceRow | undefined): Decimal | null {
  if (!row) return null;
  const said = readDecimal(row.usd);
  if (said) return said;
  const equity = readDecimal(row.equity);
  const value = readDecimal(row.equityUsd);
  return equity && value && !equity.isZero() ? value.div(equity) : null;
}

function collateralOf(
  state: State,
  ccy: string,
  row: BalanceRow | undefined,
  portfolio: boolean,
  /** Contracts settle in it: it may be owed after a loss. */
  settles: boolean,
  profit: Decimal,
): Collateral {
  const price = usdOf(row);
  const base: Collateral = {
    asset: ccy,
    amount: row?.cash ?? null,
    price: price?.toSignificantDigits(30).toFixed(),
    follows: factorOfCoin(ccy),
  };
  if (!row) return base;
  // In portfolio margin what is owed is part of the reported requirement.
  const fee = new Decimal(LIABILITY_FEE);
  const owed = Decimal.max(new Decimal(row.cash).plus(profit).neg(), ZERO);
  const mmr = portfolio ? null : borrowRate(state.market, ccy, owed);
  const liability = portfolio
    ? { weight: '1', maintenanceRate: '0' }
    : { weight: '1', maintenanceRate: mmr && print(mmr.plus(mmr.plus(1).times(fee))) };
  const credit = portfolio ? presentCredit(row) : creditOf(state, row);
  // Without its borrow tiers a coin may still count that is not owed and cannot come to be.
  const owes = settles || owed.gt(0) || portfolio || mmr !== null;
  return { ...base, ...(owes ? { liability } : {}), ...(credit ? { credit } : {}) };
}

/** Null as the only step: the haircut is not known, and the pool with it. */
function creditOf({ market }: State, row: BalanceRow): Schedule {
  const nothing = row.discounted !== null && isZero(row.discounted);
  // Switched off as collateral, by the trader or by the venue: the venue itself counts nothing of it then.
  if (row.collateral === false && nothing) return flat('0');
  const steps = market.discounts[row.ccy]?.steps;
  return { basis: 'amount', style: 'marginal', steps: steps ?? [] };
}

const flat = (rate: string): Schedule => ({
  basis: 'amount',
  style: 'marginal',
  steps: [{ from: '0', rate }],
});

/** What counts of it at present, as one rate: enough where the requirement is an estimate too. */
function presentCredit(row: BalanceRow): Schedule {
  const counted = readDecimal(row.discounted);
  const value = readDecimal(row.equityUsd);
  if (!counted || !value) return flat('1');
  return flat(value.gt(0) ? print(Decimal.min(counted.div(value), 1)) : '1');
}

/** The requirement with its fees, as the reported ratio tells it; without a ratio, the reported one alone. */
function reported(totals: Totals | null): Adjustment {
  const equity = readDecimal(totals?.adjustedEquity);
  const ratio = readDecimal(totals?.marginRatio);
  const requirement =
    equity && ratio && !ratio.isZero() ? equity.div(ratio) : readDecimal(totals?.maintenance);
  return {
    reason: 'the requirement that OKX reported',
    equity: '0',
    requirement: requirement && print(requirement),
  };
}
