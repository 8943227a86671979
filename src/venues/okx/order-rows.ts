/** The rows of resting and of conditional orders, read strictly. Source: OKX documents v5, 2026-06-28. */
import * as v from 'valibot';
import { type Reading, type RowOf, readRows } from '../shared/rows';
import { ccyOrNone, decimalOrNone, flag, id, instId, instType, posSide, side, time, word } from './fields';
import type { Stamp } from './rows';
import type { OrderRow } from './state';

const orderSchema = {
  core: {
    ordId: id,
    instId,
    instType,
    tdMode: v.picklist(['cross', 'isolated', 'cash', 'spot_isolated']),
    side,
    posSide,
    ordType: word,
    sz: decimalOrNone,
    accFillSz: decimalOrNone,
    px: decimalOrNone,
    reduceOnly: flag,
    state: v.picklist(['live', 'partially_filled', 'filled', 'canceled', 'mmp_canceled']),
    uTime: time,
  },
  extra: { ccy: ccyOrNone },
};

type Said = Pick<
  RowOf<typeof orderSchema.core, Record<never, never>>,
  'uTime' | 'instId' | 'instType' | 'tdMode' | 'side' | 'posSide' | 'ordType'
>;

/** What orders of both kinds say in the same fields. */
const saidOf = (row: Said) => ({
  changed: row.uTime,
  instId: row.instId,
  instType: row.instType,
  mode: row.tdMode === 'spot_isolated' ? ('cash' as const) : row.tdMode,
  side: row.side,
  positionSide: row.posSide === '' ? ('net' as const) : row.posSide,
  type: row.ordType,
});

export interface OrderReading extends OrderRow {
  filled: string | null;
}

export function readOrders(rows: unknown, stamp: Stamp): Reading<OrderReading[]> {
  const reading = readRows(orderSchema.core, orderSchema.extra, rows);
  if ('field' in reading) return reading;
  return {
    ...reading,
    value: reading.value.map(row => ({
      ...stamp,
      ...saidOf(row),
      id: row.ordId,
      size: row.sz,
      filled: row.accFillSz,
      price: row.px,
      triggerPrice: null,
      reduceOnly: row.reduceOnly,
      closesPosition: false,
      ccy: row.ccy ?? null,
      open: row.state === 'live' || row.state === 'partially_filled',
    })),
  };
}

const algoSchema = {
  core: {
    algoId: id,
    instId,
    instType,
    tdMode: v.picklist(['cross', 'isolated', 'cash', 'spot_isolated']),
    side,
    posSide,
    ordType: word,
    sz: decimalOrNone,
    closeFraction: decimalOrNone,
    slTriggerPx: decimalOrNone,
    tpTriggerPx: decimalOrNone,
    slOrdPx: decimalOrNone,
    tpOrdPx: decimalOrNone,
    triggerPx: decimalOrNone,
    ordPx: decimalOrNone,
    reduceOnly: flag,
    state: word,
    uTime: time,
  },
  extra: {},
};

/** What is done with: everything else still waits. */
const DONE = new Set(['effective', 'canceled', 'order_failed', 'partially_failed']);

/** A stop and a take-profit of one order are two rows here. */
export function readAlgos(rows: unknown, stamp: Stamp): Reading<OrderRow[]> {
  const reading = readRows(algoSchema.core, algoSchema.extra, rows);
  if ('field' in reading) return reading;
  const value = reading.value.flatMap(row => {
    const base: OrderRow = {
      ...stamp,
      ...saidOf(row),
      id: row.algoId,
      size: row.closeFraction === null ? row.sz : null,
      price: market(row.ordPx),
      triggerPrice: row.triggerPx,
      // A stop or take-profit order closes; a trigger order opens, unless it says otherwise.
      reduceOnly: row.reduceOnly,
      closesPosition: row.closeFraction !== null,
      ccy: null,
      open: !DONE.has(row.state),
    };
    const legs: OrderRow[] = [];
    if (row.slTriggerPx) {
      legs.push({
        ...base,
        id: `${row.algoId}:sl`,
        type: 'stop',
        triggerPrice: row.slTriggerPx,
        price: market(row.slOrdPx),
      });
    }
    if (row.tpTriggerPx) {
      legs.push({
        ...base,
        id: `${row.algoId}:tp`,
        type: 'take-profit',
        triggerPrice: row.tpTriggerPx,
        price: market(row.tpOrdPx),
      });
    }
    return legs.length > 0 ? legs : [base];
  });
  return { value, unread: reading.unread };
}

/** "-1" is "at the market". */
const market = (price: string | null): string | null => (price?.startsWith('-') ? null : price);
