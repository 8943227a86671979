/**
 * The pools of an account at one moment. Segregated: one for each settlement currency, counted in it. Cross
 * collateral: one, counted in dollars; each row of the summaries repeats that whole pool, and its balance
 * alone is the currency's own. Liquidated when the maintenance margin exceeds the margin balance, strictly.
 * Source: support.deribit.com, "Margin types and usage", "Cross-collateral specifications" (2026).
 */
import type { Adjustment, Collateral, Pool, Position, Rules } from '../../engine/account';
import { Decimal, print } from '../../engine/decimal';
import type { Problem } from '../../engine/report';
import { assumed, estimates } from './assumptions';
import { balanceOf, ownBalance } from './balance';
import { dollarsOf, impliedPrice } from './dollars';
import { contractOf, factorOfCurrency } from './instruments';
import { latest, type Mode } from './margin-mode';
import { compareMargins, missingMargin } from './missing-margin';
import { ordersOf } from './orders';
import { futureOf, optionOf } from './position';
import { isZero, openPositions, type PositionRow, type State, type SummaryRow, type Trader } from './state';
import { listedAt } from './tables';

export const RULES: Rules = {
  liquidatedWhen: 'below',
  threshold: '1',
  ratio: 'maintenance/equity',
  // `estimated_liquidation_ratio`: multiplied with the price of any future of the coin.
  printed: { moves: 'factor', tickOffset: 0, fixedMaintenance: false, onlySinglePosition: false },
};

export const CROSS = 'cross:USD';
export const segregated = (currency: string): string => `segregated:${currency}`;

/** Where the marks come from: now, or as the positions were said. */
export type Marks = 'latest' | 'printed';

export interface Built {
  pools: Pool[];
  problems: Problem[];
}

export function buildPools(state: State, trader: Trader, mode: Mode, marks: Marks): Built {
  const problems: Problem[] = [];
  const pools = mode.cross
    ? [crossPool(state, trader, mode, marks, problems)]
    : segregatedPools(state, trader, mode, marks, problems);
  return { pools, problems };
}

function segregatedPools(
  state: State,
  trader: Trader,
  mode: Mode,
  marks: Marks,
  problems: Problem[],
): Pool[] {
  const held = openPositions(trader);
  const settled = held.map(row => contractOf(state, row.symbol)?.settle ?? '?');
  const rows = Object.values(trader.summaries.rows);
  const used = rows.filter(row => !isZero(row.marginBalance) || !isZero(row.maintenanceMargin));
  const currencies = new Set([...used.map(row => row.currency), ...settled]);
  if (currencies.size === 0) currencies.add(rows[0]?.currency ?? 'BTC');
  return [...currencies].map(currency => {
    const own = held.filter((_, k) => settled[k] === currency);
    const summary = trader.summaries.rows[currency] ?? null;
    const compared = compareMargins(state, mode, own, summary, () => '1');
    const whole = own.length > 0 && compared?.agrees === true;
    const amount = amountOf(state, trader, mode, { summary, own, currency, whole }, problems);
    const built = positionsOf(state, mode, own, marks, null, problems);
    const required = requirementOf(mode, own, summary?.maintenanceMargin ?? null, built.unstated);
    const missing = amount === null ? null : missingMargin(compared, currency, problems);
    return {
      id: segregated(currency),
      kind: 'cross',
      unit: currency,
      collateral: [{ asset: currency, amount, price: '1', follows: null }],
      positions: built.positions,
      orders: ordersOf(state, trader, currency),
      rules: RULES,
      ...required,
      ...withAdjustments(required.adjustments, missing ? [missing] : []),
    };
  });
}

function crossPool(state: State, trader: Trader, mode: Mode, marks: Marks, problems: Problem[]): Pool {
  const held = openPositions(trader);
  const settleOf = (row: PositionRow) => contractOf(state, row.symbol)?.settle ?? '?';
  const summaries = trader.summaries.rows;
  const currencies = new Set([...Object.keys(summaries), ...held.map(settleOf)]);
  const collateral: Collateral[] = [];
  const positions: Position[] = [];
  const last = latest(trader);
  const prices = new Map([...currencies].map(each => [each, dollarsOf(state, trader, each, [])]));
  // The prices of the summary's own moment: since then the coins have moved.
  const priceThen = (currency: string) => impliedPrice(trader, currency) ?? prices.get(currency) ?? null;
  const compared = compareMargins(state, mode, held, last, row => priceThen(settleOf(row)));
  const whole = held.length > 0 && compared?.agrees === true;
  let unstated = false;
  for (const currency of currencies) {
    const own = held.filter(row => settleOf(row) === currency);
    const summary = summaries[currency] ?? null;
    // Nothing of it yet, but an order may settle in it: listed where its price is known.
    const empty = own.length === 0 && summary !== null && isZero(summary.equity);
    if (empty && prices.get(currency) === null) continue;
    const amount = amountOf(state, trader, mode, { summary, own, currency, whole }, problems);
    const price = dollarsOf(state, trader, currency, problems);
    if (amount?.startsWith('-') && own.length === 0) problems.push({ ...assumed.debt, path: currency });
    collateral.push({ asset: currency, amount, price, follows: factorOfCurrency(currency) });
    const built = positionsOf(state, mode, own, marks, { currency, price }, problems);
    positions.push(...built.positions);
    unstated ||= built.unstated;
  }
  const required = requirementOf(mode, held, last?.totalMaintenanceUsd ?? null, unstated);
  const adjustments = [
    residual(trader, priceThen, mode, last, problems),
    collateral.some(row => row.amount === null)
      ? null
      : missingMargin(compared, last?.currency ?? 'summaries', problems),
  ].filter(each => each !== null);
  return {
    id: CROSS,
    kind: 'cross',
    unit: 'USD',
    collateral,
    positions,
    orders: ordersOf(state, trader, null),
    rules: RULES,
    ...required,
    ...withAdjustments(required.adjustments, adjustments),
  };
}

const withAdjustments = (known: Adjustment[] = [], more: Adjustment[]): Pick<Pool, 'adjustments'> =>
  more.length > 0 ? { adjustments: [...known, ...more] } : {};

interface Currency {
  summary: SummaryRow | null;
  own: PositionRow[];
  currency: string;
  /** True: the positions at hand make up the maintenance margin, so that none is missing. */
  whole: boolean;
}

/** Null, with the reason said, when the balance or what is held of the currency is not known. */
function amountOf(
  state: State,
  trader: Trader,
  mode: Mode,
  { summary, own, currency, whole }: Currency,
  problems: Problem[],
): string | null {
  const add = (code: string, path: string, message: string) => {
    problems.push({ code, path, message });
    return null;
  };
  if (currency === '?') {
    return add('unknown-contract', 'positions', 'A contract of this account has an unknown name.');
  }
  if (!summary) return add('no-balance', currency, `Deribit has not said the balance of ${currency}.`);
  if (summary.model !== mode.model) {
    return add('mode-unclear', currency, `The margin model has changed: ${currency} is not said anew yet.`);
  }
  // No maintenance and no profit: nothing is held that could move the pool.
  const idle = isZero(summary.maintenanceMargin) && isZero(summary.futuresSession ?? '1');
  if (!whole && !idle && !isListed(trader, currency, summary)) {
    return add('no-positions', currency, `Deribit has not listed the positions in ${currency} yet.`);
  }
  const balance = balanceOf(state, mode, summary, own);
  if (balance.note) problems.push({ ...balance.note, path: currency });
  return balance.amount;
}

function isListed(
  { positions }: Trader,
  currency: string,
  { optionsValue, optionsDelta }: SummaryRow,
): boolean {
  if (listedAt(positions, currency, 'future') === null) return false;
  const noOptions = isZero(optionsValue ?? '1') && isZero(optionsDelta ?? '1');
  return noOptions || listedAt(positions, currency, 'option') !== null;
}

/** `unstated`: the margin of an option was not said. */
function positionsOf(
  state: State,
  mode: Mode,
  own: PositionRow[],
  marks: Marks,
  settle: { currency: string; price: string | null } | null,
  problems: Problem[],
): { positions: Position[]; unstated: boolean } {
  const positions: Position[] = [];
  let unstated = false;
  for (const row of own) {
    if (row.kind === 'future') {
      positions.push(futureOf(state, mode, row, marks, settle?.currency ?? null, problems));
      continue;
    }
    const option = optionOf(state, mode, row, settle, problems);
    if (option) positions.push(option);
    unstated ||= row.maintenanceMargin === null;
  }
  return { positions, unstated };
}

/** What is not computed here is the venue's own figure. */
function requirementOf(
  { portfolio }: Mode,
  own: PositionRow[],
  reported: string | null,
  unstated: boolean,
): Partial<Pick<Pool, 'adjustments' | 'estimate'>> {
  if (portfolio) {
    const requirement: Adjustment = { reason: 'portfolio margin', equity: '0', requirement: reported };
    return { adjustments: [requirement], estimate: estimates.portfolio };
  }
  const options = own.filter(row => row.kind === 'option');
  if (options.length === 0) return {};
  if (!unstated) return { estimate: estimates.options };
  // The account's maintenance without that of its futures.
  const futures = own.filter(row => row.kind === 'future').map(row => row.maintenanceMargin);
  const rest =
    reported === null || futures.includes(null)
      ? null
      : print(
          Decimal.max(
            0,
            futures.reduce((sum, each) => sum.minus(each!), new Decimal(reported)),
          ),
        );
  return {
    adjustments: [{ reason: 'margin of options', equity: '0', requirement: rest }],
    estimate: estimates.options,
  };
}

/** The part of the margin balance that the balances at hand do not make up; null: they do. */
function residual(
  trader: Trader,
  priceThen: (currency: string) => string | null,
  mode: Mode,
  last: SummaryRow | null,
  problems: Problem[],
): Adjustment | null {
  if (!last?.totalMarginBalanceUsd) return null;
  const whole = new Decimal(last.totalMarginBalanceUsd);
  let rest = whole;
  for (const row of Object.values(trader.summaries.rows)) {
    const price = priceThen(row.currency);
    if (price) rest = rest.minus(ownBalance(mode, row).times(price));
    else if (!isZero(row.equity)) return null;
  }
  if (rest.abs().lte(whole.abs().times(NOTHING))) return null;
  problems.push({ ...assumed.residual, path: 'summaries' });
  return { reason: 'currencies not said', equity: print(rest), requirement: '0' };
}

/** Of the margin balance, relatively: what short figures and prices of another moment account for. */
const NOTHING = '0.0005';
