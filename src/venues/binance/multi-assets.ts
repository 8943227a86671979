/**
 * The pool of USDⓈ-M multi-assets mode: every asset of the wallet backs every cross position, in US dollars.
 *
 * Source: Binance USDⓈ-M documents, "Multi-Assets Mode Asset Index", and the help centre on the mode, 2026-06-28:
 * margin balance = Σ (wallet + profit) × rate, the rate being index·(1 − bidBuffer) of what is owned and
 * index·(1 + askBuffer) of what is owed. What is assumed beyond that stands in assumptions.ts.
 */
import type { Collateral, Pool } from '../../engine/account';
import { Decimal } from '../../engine/decimal';
import { MULTI_ASSETS_POOL, marginAssetOf, openPositions } from './margin';
import { isMultiAssets } from './multi-assets-mode';
import { type Moment, RULES } from './position';
import type { AssetRate, State, Trader } from './state';
import { factorOfAsset, isDollar } from './symbols';
import { isZero } from './trader';

/** The assets whose rates the figures of an account in multi-assets mode rest on; of another: none. */
export function assetsCounted(state: State, trader: Trader): string[] {
  if (!isMultiAssets(trader)) return [];
  const owned = Object.values(trader.balances.rows).filter(row => !isZero(row.crossWallet));
  const settled = openPositions(trader).map(row => marginAssetOf(state, row.symbol, row) ?? '?');
  const all = new Set([...owned.map(row => row.asset), ...settled]);
  // Credits without a rate are taken at par.
  return [...all].filter(asset => asset !== 'BNFCR' || state.market.rates.BNFCR);
}

export function multiAssetsPool(state: State, trader: Trader, moment: Moment): Pool {
  const settled = (moment.rows ?? []).map(row => marginAssetOf(state, row.symbol, row) ?? '?');
  const owned = Object.entries(moment.cross).filter(
    ([asset, amount]) => !isZero(amount) || (isDollar(asset) && moment.rates[asset]),
  );
  // An order may be settled in a dollar of which there is nothing yet.
  const usual = trader.balances.listedAt === null ? [] : ['USDT', 'USDC'].filter(one => moment.rates[one]);
  const assets = [...new Set([...owned.map(([asset]) => asset), ...settled, ...usual])];
  const amount = (asset: string) => moment.cross[asset] ?? (settled.includes(asset) ? null : '0');
  return {
    id: MULTI_ASSETS_POOL,
    kind: 'cross',
    unit: 'USD',
    collateral: assets.map(asset => collateralOf(asset, amount(asset), moment.rates[asset])),
    positions: [],
    orders: [],
    rules: RULES,
  };
}

function collateralOf(asset: string, amount: Collateral['amount'], rate: AssetRate | undefined): Collateral {
  const follows = factorOfAsset(asset);
  // [?] Credits at par: see assumptions.ts.
  if (asset === 'BNFCR' && !rate) return { asset, amount, price: '1', follows };
  const { index = null, bidBuffer = null, askBuffer = null } = rate ?? {};
  if (index === null || bidBuffer === null || askBuffer === null)
    return { asset, amount, price: null, follows };
  const counted = new Decimal(1).minus(bidBuffer).toFixed();
  const weight = new Decimal(1).plus(askBuffer).toFixed();
  return {
    asset,
    amount,
    price: index,
    follows,
    credit: { basis: 'value', style: 'marginal', steps: [{ from: '0', rate: counted }] },
    liability: { weight, maintenanceRate: '0' },
  };
}
