/**
 * Lists of resting and conditional orders: the page's own calls and the same of the signed API
 * (developers.binance.com: USDⓈ-M, COIN-M and Portfolio Margin, state of 2026-06-28).
 */
import * as v from 'valibot';
import type { DecimalString } from '../../engine/account';
import { Decimal } from '../../engine/decimal';
import { type Reading, readRows } from '../shared/rows';
import { decimal, flag, id, orderSide, positionSide, symbol, time } from './fields';
import type { OrderRow, PositionRow, Unstamped } from './state';

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
  updateTime: time,
};
const closes = { closePosition: flag };
const orderOptional = { status: v.optional(v.string()), stopPrice: v.optional(decimal) };

/** open-orders of the page; /fapi/v1/openOrders, /dapi/v1/openOrders. */
export const readOrders = (data: unknown) =>
  ordersOf(readRows({ ...order, ...closes, ...orderOptional }, {}, data));

/** /papi/v1/um/openOrders, /papi/v1/cm/openOrders: orders that close a position are a service of their own. */
export const readPortfolioOrders = (data: unknown) =>
  ordersOf(readRows({ ...order, ...orderOptional }, {}, data));

type AnyOrder = Record<'orderId' | 'symbol' | 'type' | 'price' | 'origQty' | 'executedQty', string> & {
  side: 'buy' | 'sell';
  positionSide: PositionRow['side'];
  reduceOnly: boolean;
  closePosition?: boolean;
  updateTime: number;
  status?: string | undefined;
  stopPrice?: string | undefined;
};

function ordersOf(reading: Reading<AnyOrder[]>): Reading<Unstamped<OrderRow>[]> {
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
    closesPosition: one.closePosition ?? false,
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

/** Order states in which something may still fill. */
export const OPEN = new Set(['NEW', 'PARTIALLY_FILLED']);
/** States of a conditional order that has not triggered yet. */
export const WAITING = new Set(['NEW', 'TRIGGERING']);
/** What is left of an order; 0 or less never stands open. */
export const left = (quantity: DecimalString, filled: DecimalString): DecimalString =>
  new Decimal(quantity).minus(filled).toFixed();
/** Binance writes "0" where an order has no such price. */
export const priceOf = (text: DecimalString): DecimalString | null => (new Decimal(text).gt(0) ? text : null);
