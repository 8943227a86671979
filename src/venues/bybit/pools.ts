/**
 * The pools of a Unified Trading Account at one moment. Cross and portfolio margin: one pool in US dollars; isolated:
 * each position its own. Source: Bybit help centre, "Glossary: Unified Trading Account", 2026-03-13: liquidated when
 * maintenance margin ≥ margin balance − haircut loss + order loss.
 */
import type { Account, Adjustment, Collateral, Pool, Position, Rules } from '../../engine/account';
import { Decimal, print, readDecimal } from '../../engine/decimal';
import { estimates } from './assumptions';
import { coinsOf, collateralRow, loanRequirement, wholeRow } from './collateral';
import { isZero } from './fields';
import type { Moment } from './moment';
import { orderOf } from './orders';
import {
  crossPosition,
  deltaPosition,
  isolatedPosition,
  ordersRequirement,
  portfolioPosition,
} from './position';
import type { OrderRow, PositionRow } from './state';
import { settleOf } from './symbols';
import { exposureOf } from './tiers';

export const UNIFIED = 'uta';
export const isolatedPool = (symbol: string, index: number): string =>
  `isolated:${symbol}${['', ':long', ':short'][index]}`;

export const RULES: Rules = {
  liquidatedWhen: 'at-or-below',
  threshold: '1',
  ratio: 'maintenance/equity',
  // [?] The venue prints an estimate; what it holds still meanwhile is not published. Collateral in the same coin
  // moves along, and so do other contracts on it.
  printed: {
    moves: 'factor',
    tickOffset: 0,
    fixedMaintenance: false,
    onlySinglePosition: false,
    sharedByLegs: true,
  },
};

export function accountOf(moment: Moment, asOf: number): Account {
  const { trader } = moment;
  const mode = trader.mode?.is ?? null;
  const pools =
    mode === 'ISOLATED_MARGIN'
      ? isolatedPools(moment)
      : [mode === 'PORTFOLIO_MARGIN' ? portfolioPool(moment) : crossPool(moment)];
  return { format: 'plimsoll.account/1', venue: 'bybit', account: trader.name, asOf, pools };
}

const isContract = (row: { category: string }): boolean =>
  row.category === 'linear' || row.category === 'inverse';

const settledIn = (rows: PositionRow[]): Set<string> =>
  new Set(rows.flatMap(row => settleOf(row.symbol) ?? []));

function crossPool(moment: Moment): Pool {
  const contracts = moment.rows.filter(isContract);
  const options = moment.rows.filter(row => row.category === 'option');
  const resting = moment.orders.filter(isContract);
  const exposures = new Map(
    [...new Set([...contracts, ...resting].map(row => row.symbol))].map(symbol => [
      symbol,
      exposureOf(symbol, contracts, resting),
    ]),
  );
  const settled = settledIn([...contracts, ...options]);
  for (const { symbol } of resting) settled.add(settleOf(symbol) ?? '?');
  const adjustments: Adjustment[] = [];
  const adjust = (reason: string, equity: Decimal | null, requirement: Decimal | null) => {
    if (equity?.isZero() && requirement?.isZero()) return;
    adjustments.push({
      reason,
      equity: equity && print(equity),
      requirement: requirement && print(requirement),
    });
  };
  const zero = new Decimal(0);
  adjust('coins that are borrowed and still in the wallet', zero, loanRequirement(moment));
  adjust('losses of resting orders if they filled', orderLoss(moment, resting), zero);
  adjust('maintenance margin of resting orders', zero, restingRequirement(moment, exposures));
  adjust('collateral that resting spot orders may lose', haircut(moment).neg(), zero);
  adjust('options, as the venue printed it', zero, optionsRequirement(moment, options));
  return {
    id: UNIFIED,
    kind: 'cross',
    unit: 'USD',
    collateral: coinsOf(moment, settled).map(coin => collateralRow(moment, coin)),
    positions: contracts.map(row => crossPosition(row, moment, exposures.get(row.symbol)!)),
    orders: moment.printed ? [] : moment.orders.map(orderOf),
    rules: RULES,
    ...(adjustments.length > 0 ? { adjustments } : {}),
    ...(options.length > 0 ? { estimate: estimates.options } : {}),
  };
}

/** Σ of what each resting order would lose at once: buys above the mark, sells below it. In US dollars, ≤ 0. */
function orderLoss(moment: Moment, orders: OrderRow[]): Decimal | null {
  let total = new Decimal(0);
  for (const { symbol, side, price, size, active, reduceOnly, category } of orders) {
    if (!active || reduceOnly || price === null || size === null) continue;
    const mark = readDecimal(moment.mark(symbol));
    const usd = moment.usd(settleOf(symbol) ?? '?');
    if (!mark?.gt(0) || usd === null) return null;
    const worse =
      category === 'inverse' ? new Decimal(1).div(price).minus(new Decimal(1).div(mark)) : mark.minus(price);
    const gain = worse.times(size).times(side === 'buy' ? 1 : -1);
    total = total.plus(Decimal.min(0, gain).times(usd));
  }
  return total;
}

function restingRequirement(
  moment: Moment,
  exposures: Map<string, ReturnType<typeof exposureOf>>,
): Decimal | null {
  let total = new Decimal(0);
  for (const [symbol, exposure] of exposures) {
    const required = ordersRequirement(symbol, moment, exposure);
    const usd = moment.usd(settleOf(symbol) ?? '?');
    if (required === null || usd === null) return null;
    total = total.plus(required.times(usd));
  }
  return total;
}

/** What the free balance lacks beyond the initial margin, when spot orders rest: see `assumed.haircut`. */
export function haircut({ trader, orders }: Moment): Decimal {
  const { totals } = trader;
  if (!totals || !orders.some(order => order.category === 'spot' && order.active)) return new Decimal(0);
  const [balance, initial, free] = [totals.marginBalance, totals.initialMargin, totals.available].map(
    readDecimal,
  );
  // A free balance of nothing does not tell how much is held back.
  if (!balance || !initial || !free?.gt(0)) return new Decimal(0);
  return Decimal.max(0, balance.minus(initial).minus(free));
}

function optionsRequirement(moment: Moment, options: PositionRow[]): Decimal | null {
  let total = new Decimal(0);
  for (const { symbol, maintenance } of options) {
    const usd = moment.usd(settleOf(symbol) ?? '?');
    if (usd === null || maintenance === null) return null;
    total = total.plus(new Decimal(maintenance).times(usd));
  }
  return total;
}

function isolatedPools(moment: Moment): Pool[] {
  const pools: Pool[] = moment.rows.filter(isContract).map(row => ({
    ...emptyIsolated(row.symbol, row.index),
    // A position that stands alone stands on something: a balance of nothing is one that was not said.
    collateral: [
      ownMargin(settleOf(row.symbol) ?? '?', row.balance && !isZero(row.balance) ? row.balance : null),
    ],
    positions: [isolatedPosition(row, moment)],
  }));
  if (moment.printed) return pools;
  for (const order of moment.orders) {
    pools.find(pool => pool.id === isolatedPool(order.symbol, order.index))?.orders.push(orderOf(order));
  }
  return pools.length > 0 ? pools : [walletPool(moment)];
}

export const emptyIsolated = (symbol: string, index: number): Pool => ({
  id: isolatedPool(symbol, index),
  kind: 'isolated',
  unit: settleOf(symbol) ?? '?',
  collateral: [ownMargin(settleOf(symbol) ?? '?', '0')],
  positions: [],
  orders: [],
  rules: RULES,
});

const ownMargin = (asset: string, amount: string | null): Collateral => ({
  asset,
  amount,
  price: '1',
  follows: null,
});

/** Nothing is held: what there is to see is the wallet. */
const walletPool = (moment: Moment): Pool => ({
  id: UNIFIED,
  kind: 'cross',
  unit: 'USD',
  collateral: coinsOf(moment, new Set()).map(coin => collateralRow(moment, coin)),
  positions: [],
  orders: moment.orders.map(orderOf),
  rules: RULES,
});

/**
 * Portfolio margin, as of the venue's own totals: equity moves with coins, contracts and the delta of options, the
 * requirement is the printed one. Source: the account's printed rate is maintenance/equity (GET
 * /v5/asset/portfolio-margin, reproduced on the documents' sample).
 */
function portfolioPool(moment: Moment): Pool {
  const { trader } = moment;
  const contracts = moment.rows.filter(isContract);
  const options = moment.rows.filter(row => row.category === 'option');
  const deltas = options.map(row => deltaPosition(row, moment));
  const positions: Position[] = [
    ...contracts.map(row => portfolioPosition(row, moment)),
    ...deltas.filter(position => position !== null),
  ];
  const settled = settledIn(moment.rows);
  return {
    id: UNIFIED,
    kind: 'cross',
    unit: 'USD',
    collateral: coinsOf(moment, settled).map(coin => wholeRow(moment, coin)),
    positions,
    orders: moment.printed ? [] : moment.orders.map(orderOf),
    rules: RULES,
    adjustments: [
      {
        reason: 'options, and what else the printed equity holds',
        equity: restOfEquity(moment),
        requirement: deltas.includes(null) ? null : (trader.totals?.maintenance ?? null),
      },
    ],
    estimate: estimates.portfolio,
  };
}

/** The printed equity less coins and the profit of contracts, as both were printed with it. Null: not known. */
function restOfEquity({ trader, usd }: Moment): string | null {
  const equity = readDecimal(trader.totals?.equity);
  if (!equity) return null;
  let rest = equity;
  for (const row of Object.values(trader.coins.rows)) {
    if (isZero(row.amount) && (row.profit === null || isZero(row.profit))) continue;
    const price = row.price ?? usd(row.coin);
    if (price === null || row.profit === null) return null;
    rest = rest.minus(new Decimal(row.amount).plus(row.profit).times(price));
  }
  return print(rest);
}
