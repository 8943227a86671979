/**
 * Events of the user stream. Source: Binance USDⓈ-M futures, "User Data Streams", 2026-06-28; the fields'
 * one-letter names are the venue's.
 */
import * as v from 'valibot';
import type { DecimalString } from '../../engine/account';
import { type Reading, read } from '../shared/rows';
import { asset, decimal, id, marginType, numeric, orderSide, positionSide, symbol, time } from './fields';
import { left, OPEN, priceOf, WAITING } from './order-lists';
import { contradicts, signed } from './position-lists';
import type { BalanceRow, OrderRow, PositionRow, Unstamped } from './state';

export interface Stamp {
  /** T: when it took place. */
  changed: number;
  /** E: when it was said. */
  event: number;
}

const stamp = { E: time, T: time };

const changed = { s: symbol, pa: decimal, ep: decimal, ps: positionSide, ma: v.optional(asset) };
const accountUpdateOf = <P extends v.GenericSchema>(position: P) =>
  v.object({
    ...stamp,
    a: v.object({
      m: v.optional(v.string()),
      B: v.array(v.object({ a: asset, cw: decimal })),
      P: v.optional(v.array(position)),
    }),
  });
const accountUpdate = accountUpdateOf(v.object({ ...changed, mt: marginType, iw: decimal }));
/** Portfolio Margin knows no isolated positions. */
const portfolioUpdate = accountUpdateOf(
  v.pipe(
    v.object(changed),
    v.transform(one => ({ ...one, mt: 'CROSSED' as const, iw: '0' })),
  ),
);

export interface AccountUpdate extends Stamp {
  balances: Unstamped<BalanceRow>[];
  positions: Unstamped<PositionRow>[];
}

/** Only what changed. Funding of a cross position moves a balance and comes without P; nothing else does. */
export function readAccountUpdate(data: unknown, portfolio: boolean): Reading<AccountUpdate> {
  const reading = portfolio ? read(portfolioUpdate, data) : read(accountUpdate, data);
  if ('field' in reading) return reading;
  const { E: event, T: changed, a } = reading.value;
  if (!a.P && a.m !== 'FUNDING_FEE') return { field: 'a.P' };
  const positions: Unstamped<PositionRow>[] = [];
  for (const [index, one] of (a.P ?? []).entries()) {
    const amount = signed(one.ps, one.pa);
    if (amount === null || contradicts(amount, one.ep)) {
      return { field: `a.P.${index}.${amount === null ? 'ps' : 'ep'}` };
    }
    positions.push({
      symbol: one.s,
      side: one.ps,
      amount,
      entryPrice: one.ep,
      isolatedWallet: one.iw,
      marginType: one.mt,
      marginAsset: one.ma ?? null,
      changed,
    });
  }
  const balances = a.B.map(one => ({ asset: one.a, crossWallet: one.cw, changed }));
  return { value: { changed, event, balances, positions }, unread: null };
}

const orderUpdate = v.object({
  ...stamp,
  o: v.object({
    i: id,
    s: symbol,
    S: orderSide,
    ps: positionSide,
    o: v.string(),
    q: decimal,
    z: decimal,
    p: decimal,
    sp: v.optional(decimal),
    X: v.string(),
    R: v.boolean(),
    cp: v.optional(v.boolean()),
  }),
});

export interface OrderUpdate extends Stamp {
  order: Unstamped<OrderRow>;
}

export function readOrderUpdate(data: unknown): Reading<OrderUpdate> {
  const reading = read(orderUpdate, data);
  if ('field' in reading) return reading;
  const { E: event, T: changed, o } = reading.value;
  const order = {
    id: `${o.s}:${o.i}`,
    symbol: o.s,
    side: o.S,
    positionSide: o.ps,
    type: o.o,
    size: o.cp ? null : left(o.q, o.z),
    price: priceOf(o.p),
    triggerPrice: o.sp === undefined ? null : priceOf(o.sp),
    reduceOnly: o.R,
    closesPosition: o.cp ?? false,
    open: OPEN.has(o.X),
    changed,
  };
  return { value: { changed, event, order }, unread: null };
}

const algoUpdate = v.object({
  ...stamp,
  o: v.object({
    aid: id,
    s: symbol,
    S: orderSide,
    ps: positionSide,
    o: v.string(),
    q: decimal,
    tp: decimal,
    p: v.optional(decimal),
    X: v.string(),
    R: v.boolean(),
    cp: v.optional(v.boolean()),
  }),
});

export function readAlgoUpdate(data: unknown): Reading<OrderUpdate> {
  const reading = read(algoUpdate, data);
  if ('field' in reading) return reading;
  const { E: event, T: changed, o } = reading.value;
  const order = {
    id: `algo:${o.aid}`,
    symbol: o.s,
    side: o.S,
    positionSide: o.ps,
    type: o.o,
    size: o.cp ? null : o.q,
    price: o.p === undefined ? null : priceOf(o.p),
    triggerPrice: priceOf(o.tp),
    reduceOnly: o.R,
    closesPosition: o.cp ?? false,
    open: WAITING.has(o.X),
    changed,
  };
  return { value: { changed, event, order }, unread: null };
}

const configUpdate = v.object({
  ...stamp,
  ac: v.optional(v.object({ s: symbol, l: numeric })),
  ai: v.optional(v.object({ j: v.boolean() })),
});

export interface ConfigUpdate extends Stamp {
  leverage: { symbol: string; leverage: DecimalString } | null;
  multiAssets: boolean | null;
}

export function readConfigUpdate(data: unknown): Reading<ConfigUpdate> {
  const reading = read(configUpdate, data);
  if ('field' in reading) return reading;
  const { E: event, T: changed, ac, ai } = reading.value;
  if (!ac && !ai) return { field: 'ac' };
  const leverage = ac ? { symbol: ac.s, leverage: ac.l } : null;
  return { value: { changed, event, leverage, multiAssets: ai ? ai.j : null }, unread: null };
}
