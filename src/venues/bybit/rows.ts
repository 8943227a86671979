/** The rows of positions, wallets and orders, read strictly. Source: Bybit v5 documents, 2026-07-24. */
import * as v from 'valibot';
import { Decimal } from '../../engine/decimal';
import { type Reading, readRows } from '../shared/rows';
import {
  amountOrNone,
  category,
  coin,
  decimal,
  decimalOrNone,
  id,
  isZero,
  orderSide,
  positionIndex,
  seq,
  symbol,
  time,
  word,
} from './fields';
import type { Category, CoinRow, OrderRow, PositionRow, Row, Totals } from './state';
import { parseSymbol } from './symbols';

/** When and how it came: `made` is the venue's time of the message; null: not said. */
export interface Stamp {
  at: number;
  made: number | null;
  /** As the question or the answer says it; null: the rows, or their symbols, must. */
  category: Category | null;
  pushed: boolean;
}

export interface PositionReading {
  row: PositionRow;
  /** Null: its mark was not said, or nothing is held. */
  markPrice: string | null;
  /** Null: the venue prints none. Absent: not readable. */
  liquidationPrice?: string | null;
}

const positionCore = {
  symbol,
  positionIdx: positionIndex,
  side: v.picklist(['Buy', 'Sell', '', 'None']),
  size: amountOrNone,
  leverage: amountOrNone,
  positionBalance: decimalOrNone,
  updatedTime: time,
};
const positionExtra = {
  markPrice: amountOrNone,
  liqPrice: amountOrNone,
  positionMM: amountOrNone,
  seq,
};
/** Said by some messages only. */
const positionMore = v.object({
  category: v.optional(category),
  delta: v.fallback(v.optional(decimalOrNone), undefined),
  positionValue: v.fallback(v.optional(decimalOrNone), undefined),
});

/** REST says avgPrice and the stream says entryPrice. */
export function readPositions(rows: unknown[], stamp: Stamp): Reading<PositionReading[]> {
  const entry = stamp.pushed ? 'entryPrice' : 'avgPrice';
  const reading = readRows({ ...positionCore, [entry]: amountOrNone } as never, positionExtra, rows);
  if ('field' in reading) return reading;
  const value: PositionReading[] = [];
  for (const [k, each] of (reading.value as unknown[]).entries()) {
    const one = each as v.InferOutput<v.ObjectSchema<typeof positionCore, undefined>> &
      Partial<v.InferOutput<v.ObjectSchema<typeof positionExtra, undefined>>> &
      Record<string, string | null>;
    const more = v.safeParse(positionMore, rows[k]);
    if (!more.success) return { field: `${k}.category` };
    const named = more.output.category ?? stamp.category ?? parseSymbol(one.symbol)?.category;
    if (!named) return { field: `${k}.symbol` };
    const size = signed(one.side, one.size, one.positionIdx);
    if (size === null) return { field: `${k}.side` };
    const entryPrice = positive(one[entry]);
    if (!isZero(size) && entryPrice === null) return { field: `${k}.${entry}` };
    const row: PositionRow = {
      symbol: one.symbol,
      category: named,
      index: one.positionIdx,
      size,
      entryPrice,
      leverage: positive(one.leverage),
      balance: one.positionBalance,
      maintenance: one.positionMM ?? null,
      delta: more.output.delta ?? null,
      value: more.output.positionValue ?? null,
      changed: one.updatedTime,
      seq: one.seq ?? 0,
      at: stamp.at,
    };
    value.push({
      row,
      markPrice: isZero(size) ? null : positive(one.markPrice),
      ...(one.liqPrice === undefined ? {} : { liquidationPrice: positive(one.liqPrice) }),
    });
  }
  return { value, unread: reading.unread };
}

/** Null: the side contradicts the size, or the leg. */
function signed(side: string, size: string | null, index: number): string | null {
  if (size === null || isZero(size)) return '0';
  if (side !== 'Buy' && side !== 'Sell') return null;
  if ((index === 1 && side === 'Sell') || (index === 2 && side === 'Buy')) return null;
  return side === 'Sell' ? `-${size}` : size;
}

/** "", "0" and null: there is none. */
const positive = (text: string | null | undefined): string | null =>
  text === null || text === undefined || isZero(text) ? null : text;

const walletCore = {
  coin: v.array(v.unknown()),
  accountType: v.picklist(['UNIFIED', 'CONTRACT', 'SPOT', 'FUND', 'OPTION', 'INVESTMENT']),
};
const walletExtra = {
  totalEquity: decimalOrNone,
  totalMarginBalance: decimalOrNone,
  totalMaintenanceMargin: decimalOrNone,
  totalInitialMargin: decimalOrNone,
  totalAvailableBalance: decimalOrNone,
  accountMMRate: decimalOrNone,
};
const coinCore = { coin, walletBalance: decimal, equity: decimalOrNone };
const coinExtra = {
  usdValue: decimalOrNone,
  unrealisedPnl: decimalOrNone,
  borrowAmount: amountOrNone,
  totalPositionMM: decimalOrNone,
  marginCollateral: v.boolean(),
  collateralSwitch: v.boolean(),
};
/** Newer than the rest: balances of before are net of it. */
const coinMore = v.object({ spotBorrow: v.optional(amountOrNone) });

export interface WalletReading {
  coins: CoinRow[];
  totals: Totals;
}

/** `null`: wallets of other kinds only (funding, the older contract accounts). */
export function readWallet(rows: unknown[], stamp: Stamp): Reading<WalletReading | null> {
  const accounts = readRows(walletCore, walletExtra, rows);
  if ('field' in accounts) return accounts;
  const k = accounts.value.findIndex(one => one.accountType === 'UNIFIED');
  const account = accounts.value[k];
  if (!account) return { value: null, unread: null };
  // Its rows have no time of their own.
  if (stamp.made === null) return { field: 'time' };
  const coins = readRows(coinCore, coinExtra, account.coin);
  if ('field' in coins) return { field: `coin.${coins.field}` };
  const row: Row = { changed: stamp.made, seq: 0, at: stamp.at };
  const value: CoinRow[] = [];
  for (const [j, one] of coins.value.entries()) {
    const more = v.safeParse(coinMore, account.coin[j]);
    if (!more.success) return { field: `coin.${j}.spotBorrow` };
    const borrowed = more.output.spotBorrow ?? '0';
    const worth = one.equity !== null && !isZero(one.equity) ? positive(one.usdValue) : null;
    const switches = [one.marginCollateral, one.collateralSwitch];
    value.push({
      ...row,
      coin: one.coin.toUpperCase(),
      amount: new Decimal(one.walletBalance).minus(borrowed).toFixed(),
      borrowed: one.borrowAmount ?? null,
      equity: one.equity,
      profit: one.unrealisedPnl ?? null,
      maintenance: one.totalPositionMM ?? null,
      price: worth === null ? null : priceOf(worth, one.equity!),
      collateral: switches.includes(undefined) ? null : switches.every(Boolean),
    });
  }
  const totals: Totals = {
    ...row,
    equity: account.totalEquity ?? null,
    marginBalance: account.totalMarginBalance ?? null,
    maintenance: account.totalMaintenanceMargin ?? null,
    initialMargin: account.totalInitialMargin ?? null,
    available: account.totalAvailableBalance ?? null,
    rate: account.accountMMRate ?? null,
  };
  const unread = accounts.unread ?? (coins.unread && `coin.${coins.unread}`);
  return { value: { coins: value, totals }, unread };
}

/** US dollars a coin; null: worth and equity contradict each other. Worth is printed with eight digits. */
function priceOf(worth: string, equity: string): string | null {
  const price = new Decimal(worth).div(equity);
  return price.gt(0) ? price.toSignificantDigits(12).toFixed() : null;
}

const orderCore = {
  orderId: id,
  symbol,
  side: orderSide,
  orderType: word,
  orderStatus: word,
  price: decimalOrNone,
  qty: decimalOrNone,
  leavesQty: decimalOrNone,
  triggerPrice: decimalOrNone,
  reduceOnly: v.boolean(),
  updatedTime: time,
};
const orderMore = v.object({
  category: v.optional(category),
  positionIdx: v.optional(positionIndex),
  stopOrderType: v.optional(v.nullable(v.string())),
  triggerBy: v.optional(v.nullable(v.string())),
  closeOnTrigger: v.optional(v.boolean()),
});

/** States in which something may still fill. Source: v5 documents, "Enums Definitions", orderStatus. */
const RESTING = new Set(['Created', 'New', 'PartiallyFilled']);
const WAITING = new Set(['Untriggered', 'Triggered']);
const OVER = new Set(['Filled', 'Cancelled', 'Rejected', 'PartiallyFilledCanceled', 'Deactivated', 'Active']);
const TRIGGERS: Record<string, 'mark' | 'last' | 'index'> = {
  MarkPrice: 'mark',
  LastPrice: 'last',
  IndexPrice: 'index',
};

export function readOrders(rows: unknown[], stamp: Stamp): Reading<OrderRow[]> {
  const reading = readRows(orderCore, {}, rows);
  if ('field' in reading) return reading;
  const value: OrderRow[] = [];
  for (const [k, one] of reading.value.entries()) {
    const more = v.safeParse(orderMore, rows[k]);
    if (!more.success) return { field: `${k}.${v.getDotPath(more.issues[0]) ?? 'category'}` };
    const { category: said, positionIdx = 0, stopOrderType, triggerBy } = more.output;
    const named = said ?? stamp.category ?? parseSymbol(one.symbol)?.category;
    if (!named) return { field: `${k}.symbol` };
    const status = one.orderStatus;
    if (![RESTING, WAITING, OVER].some(states => states.has(status))) return { field: `${k}.orderStatus` };
    const size = positive(one.leavesQty) ?? positive(one.qty);
    // A stop of a whole position is written with a quantity of 0.
    const whole = size === null && one.reduceOnly;
    value.push({
      id: one.orderId,
      symbol: one.symbol,
      category: named,
      index: positionIdx,
      side: one.side,
      type: typeOf(one.orderType, stopOrderType ?? '', positive(one.triggerPrice) !== null),
      size: whole ? null : (size ?? '0'),
      price: one.orderType === 'Market' ? null : positive(one.price),
      triggerPrice: positive(one.triggerPrice),
      triggerBasis: TRIGGERS[triggerBy ?? ''] ?? null,
      reduceOnly: one.reduceOnly,
      active: RESTING.has(status),
      open: !OVER.has(status),
      changed: one.updatedTime,
      seq: 0,
      at: stamp.at,
    });
  }
  return { value, unread: null };
}

function typeOf(type: string, stop: string, triggered: boolean): string {
  if (/StopLoss/.test(stop)) return 'stop';
  if (/TakeProfit/.test(stop)) return 'take-profit';
  if (/TrailingStop/.test(stop)) return 'trailing-stop';
  return triggered ? 'stop' : type.toLowerCase();
}
