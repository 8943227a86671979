/**
 * Lists of the logged-in account that are neither positions nor orders: the page's own calls
 * (`/bapi/futures/…/private/future/`, seen live in 2026-08) and the same of the signed API (developers.binance.com,
 * USDⓈ-M and COIN-M futures, state of 2026-06-28).
 */
import * as v from 'valibot';
import type { DecimalString } from '../../engine/account';
import { type Reading, read, readRows } from '../shared/rows';
import { asset, decimal, marginType, numeric, symbol, time } from './fields';
import type { FreeMargin } from './multi-assets-mode';
import type { BalanceRow, MarginType, Unstamped } from './state';

export interface BalanceReading {
  row: Unstamped<BalanceRow>;
  free: FreeMargin;
}

const balance = { asset, crossWalletBalance: decimal };
const balanceChecks = { walletBalance: decimal, availableBalance: decimal };
const balanceOptional = { updateTime: v.optional(time) };
/** Only tells the mode; without it nothing is concluded. */
const profit = { unrealizedProfit: v.fallback(v.optional(decimal), undefined) };

/** user-balance of the page; `assets` of /fapi/v3/account. */
export function readBalances(data: unknown): Reading<BalanceReading[]> {
  const reading = readRows({ ...balance, ...balanceOptional, ...profit }, balanceChecks, data);
  if ('field' in reading) return reading;
  const value = reading.value.map(one => ({
    row: { asset: one.asset, crossWallet: one.crossWalletBalance, changed: one.updateTime ?? 0 },
    free: { wallet: one.walletBalance, profit: one.unrealizedProfit, available: one.availableBalance },
  }));
  return { value, unread: reading.unread };
}

/** /fapi/v3/balance: the wallet is called "balance" there. */
export function readApiBalances(data: unknown): Reading<BalanceReading[]> {
  const reading = readRows({ ...balance, ...balanceOptional }, {}, data);
  if ('field' in reading) return reading;
  const value = reading.value.map(one => ({
    row: { asset: one.asset, crossWallet: one.crossWalletBalance, changed: one.updateTime ?? 0 },
    free: {},
  }));
  return { value, unread: null };
}

export interface ConfigReading {
  symbol: string;
  marginType: MarginType;
  leverage: DecimalString;
}

const configRow = { symbol, marginType, leverage: numeric };

/** symbol-config of the page (its rows lie one level deeper); /fapi/v1/symbolConfig. */
export function readConfig(data: unknown): Reading<ConfigReading[]> {
  if (Array.isArray(data)) return readRows(configRow, {}, data);
  const reading = read(v.object({ symbolConfigItemList: v.array(v.object(configRow)) }), data);
  return 'field' in reading ? reading : { value: reading.value.symbolConfigItemList, unread: null };
}

/** account-tier-commission of the page; /fapi/v1/commissionRate. */
export function readTakerFee(data: unknown): Reading<DecimalString> {
  const reading = read(v.object({ takerCommissionRate: numeric }), data);
  return 'field' in reading ? reading : { value: reading.value.takerCommissionRate, unread: null };
}
