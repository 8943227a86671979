/**
 * Lists of the logged-in account: the page's own calls (`/bapi/futures/…/private/future/`, seen live in 2026-08)
 * and the same of the signed API (developers.binance.com, USDⓈ-M futures, state of 2026-06-28).
 */
import * as v from 'valibot';
import type { DecimalString } from '../../engine/account';
import { Decimal } from '../../engine/decimal';
import {
  asset,
  decimal,
  flag,
  id,
  marginType,
  numeric,
  orderSide,
  positionSide,
  type Reading,
  read,
  readRows,
  symbol,
  time,
} from './fields';
import type { BalanceRow, MarginType, OrderRow, PositionRow } from './state';

/** A row as read; when it came is added by the reducer. */
export type Unstamped<T> = Omit<T, 'event' | 'at' | 'from'>;

export interface PositionReading {
  row: Unstamped<PositionRow>;
  uid: string | null;
  markPrice?: DecimalString;
  /** "0" when the venue prints none. */
  liquidationPrice?: DecimalString;
  maintenanceMargin?: DecimalString;
}

const common = { symbol, positionSide, entryPrice: decimal, isolatedWallet: decimal, updateTime: time };
const web = { ...common, positionAmount: decimal };
const webChecks = {
  id: v.string(),
  markPrice: decimal,
  liquidationPrice: decimal,
  maintMargin: decimal,
  collateral: asset,
};
const api = { ...common, positionAmt: decimal };
const apiChecks = { markPrice: decimal, liquidationPrice: decimal };
const apiOptional = {
  maintMargin: v.optional(decimal),
  marginAsset: v.optional(asset),
  marginType: v.optional(marginType),
};

/** Signed as the leg says: whatever the sign of its text, a SHORT leg holds a short. Null: a contradiction. */
export function signed(side: PositionRow['side'], amount: DecimalString): DecimalString | null {
  const value = new Decimal(amount);
  if (side === 'SHORT') return value.abs().neg().plus(0).toFixed();
  return side === 'LONG' && value.lt(0) ? null : amount;
}

/** True when an entry price is missing where it is needed, or the amount contradicts its leg. */
export const contradicts = (amount: DecimalString | null, entryPrice: DecimalString): boolean =>
  amount === null || (!new Decimal(amount).isZero() && !new Decimal(entryPrice).gt(0));

type AnyPosition = {
  symbol: string;
  positionSide: PositionRow['side'];
  entryPrice: string;
  isolatedWallet: string;
  updateTime: number;
  positionAmount?: string;
  positionAmt?: string;
  id?: string;
  markPrice?: string;
  liquidationPrice?: string;
  maintMargin?: string;
  collateral?: string;
  marginAsset?: string;
  marginType?: MarginType;
};

function positions(reading: Reading<AnyPosition[]>): Reading<PositionReading[]> {
  if ('field' in reading) return reading;
  const value: PositionReading[] = [];
  for (const [index, one] of reading.value.entries()) {
    const side = one.positionSide;
    const amount = signed(side, (one.positionAmount ?? one.positionAmt)!);
    if (amount === null || contradicts(amount, one.entryPrice)) {
      return { field: `${index}.${amount === null ? 'positionSide' : 'entryPrice'}` };
    }
    value.push({
      row: {
        symbol: one.symbol,
        side,
        amount,
        entryPrice: one.entryPrice,
        isolatedWallet: one.isolatedWallet,
        marginType: one.marginType ?? null,
        marginAsset: one.collateral ?? one.marginAsset ?? null,
        changed: one.updateTime,
      },
      uid: /^(\d{4,20})_/.exec(one.id ?? '')?.[1] ?? null,
      ...(one.markPrice && new Decimal(one.markPrice).gt(0) ? { markPrice: one.markPrice } : {}),
      ...(one.liquidationPrice ? { liquidationPrice: one.liquidationPrice } : {}),
      ...(one.maintMargin ? { maintenanceMargin: one.maintMargin } : {}),
    });
  }
  return { value, unread: reading.unread };
}

/** user-position of the page. */
export const readWebPositions = (data: unknown) => positions(readRows(web, webChecks, data));
/** /fapi/v2|v3/positionRisk. */
export const readApiPositions = (data: unknown) =>
  positions(readRows({ ...api, ...apiOptional }, apiChecks, data));

export interface BalanceReading {
  row: Unstamped<BalanceRow>;
  /** Margin that is free although nothing is owned of the asset: only the multi-assets mode knows that. */
  shared: boolean;
}

const balance = { asset, crossWalletBalance: decimal };
const balanceChecks = { walletBalance: decimal, availableBalance: decimal };
const balanceOptional = { updateTime: v.optional(time) };

/** user-balance of the page; `assets` of /fapi/v3/account. */
export function readBalances(data: unknown): Reading<BalanceReading[]> {
  const reading = readRows({ ...balance, ...balanceOptional }, balanceChecks, data);
  if ('field' in reading) return reading;
  const value = reading.value.map(one => ({
    row: { asset: one.asset, crossWallet: one.crossWalletBalance, changed: one.updateTime ?? 0 },
    shared:
      one.walletBalance !== undefined &&
      one.availableBalance !== undefined &&
      new Decimal(one.walletBalance).isZero() &&
      new Decimal(one.crossWalletBalance).isZero() &&
      new Decimal(one.availableBalance).gt(0),
  }));
  return { value, unread: reading.unread };
}

/** /fapi/v3/balance: the wallet is called "balance" there. */
export function readApiBalances(data: unknown): Reading<BalanceReading[]> {
  const reading = readRows({ ...balance, ...balanceOptional }, {}, data);
  if ('field' in reading) return reading;
  const value = reading.value.map(one => ({
    row: { asset: one.asset, crossWallet: one.crossWalletBalance, changed: one.updateTime ?? 0 },
    shared: false,
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

const order = {
  orderId: id,
  symbol,
  side: orderSide,
  positionSide,
  type: v.string(),
  price: decimal,
  origQty: decimal,
  executedQty: decimal,
  reduceOnly: flag,
  closePosition: flag,
  updateTime: time,
};
const orderOptional = { status: v.optional(v.string()), stopPrice: v.optional(decimal) };

/** open-orders of the page; /fapi/v1/openOrders. */
export function readOrders(data: unknown): Reading<Unstamped<OrderRow>[]> {
  const reading = readRows({ ...order, ...orderOptional }, {}, data);
  if ('field' in reading) return reading;
  const value = reading.value.map(one => ({
    id: `${one.symbol}:${one.orderId}`,
    symbol: one.symbol,
    side: one.side,
    positionSide: one.positionSide,
    type: one.type,
    size: one.closePosition ? null : left(one.origQty, one.executedQty),
    price: priceOf(one.price),
    triggerPrice: one.stopPrice === undefined ? null : priceOf(one.stopPrice),
    reduceOnly: one.reduceOnly,
    closesPosition: one.closePosition,
    open: one.status === undefined || OPEN.has(one.status),
    changed: one.updateTime,
  }));
  return { value, unread: null };
}

const algo = {
  algoId: id,
  symbol,
  side: orderSide,
  positionSide,
  quantity: decimal,
  triggerPrice: decimal,
  algoStatus: v.string(),
  reduceOnly: flag,
  updateTime: time,
};
const algoOptional = {
  orderType: v.optional(v.string()),
  type: v.optional(v.string()),
  price: v.optional(decimal),
  closePosition: v.optional(flag),
};

/** Conditional orders, a service of their own since 2025-12: /fapi/v1/openAlgoOrders and the page's history. */
export function readConditional(data: unknown): Reading<Unstamped<OrderRow>[]> {
  const reading = readRows({ ...algo, ...algoOptional }, {}, data);
  if ('field' in reading) return reading;
  const value = [];
  for (const [index, one] of reading.value.entries()) {
    const type = one.orderType ?? one.type;
    if (type === undefined) return { field: `${index}.orderType` };
    value.push({
      id: `algo:${one.algoId}`,
      symbol: one.symbol,
      side: one.side,
      positionSide: one.positionSide,
      type,
      size: one.closePosition ? null : one.quantity,
      price: one.price === undefined ? null : priceOf(one.price),
      triggerPrice: priceOf(one.triggerPrice),
      reduceOnly: one.reduceOnly,
      closesPosition: one.closePosition ?? false,
      open: WAITING.has(one.algoStatus),
      changed: one.updateTime,
    });
  }
  return { value, unread: null };
}

/** account-tier-commission of the page; /fapi/v1/commissionRate. */
export function readTakerFee(data: unknown): Reading<DecimalString> {
  const reading = read(v.object({ takerCommissionRate: numeric }), data);
  return 'field' in reading ? reading : { value: reading.value.takerCommissionRate, unread: null };
}

/** Order states in which something may still fill. */
export const OPEN = new Set(['NEW', 'PARTIALLY_FILLED']);
/** States of a conditional order that has not triggered yet. */
export const WAITING = new Set(['NEW', 'TRIGGERING']);
/** What is left of an order; 0 or less never stands open. */
export const left = (quantity: DecimalString, filled: DecimalString): DecimalString =>
  new Decimal(quantity).minus(filled).toFixed();
/** Binance writes "0" where an order has no such price. */
export const priceOf = (text: DecimalString): DecimalString | null => (new Decimal(text).gt(0) ? text : null);
