/**
 * Filling an order and changing leverage. An order is filled at once, at its limit or at the mark; the taker fee
 * of the lowest volume tier is paid from the wallet (documentation, "Fees", 2026).
 */
import type { Market } from '../market';
import { type HlAccount, type Holding, walletOf } from './accounts';
import { type Asset, tokenOf } from './assets';
import { figuresOf, freeMargin, leverageOf, pricesOf } from './figures';
import { decimal } from './text';

export const takerFee = 0.00045;

export interface Fill {
  coin: string;
  px: string;
  sz: string;
  side: 'B' | 'A';
  time: number;
  startPosition: string;
  dir: string;
  closedPnl: string;
  hash: string;
  oid: number;
  crossed: boolean;
  fee: string;
  tid: number;
  feeToken: string;
  twapId: null;
}

export type FillResult = { ok: true; fill: Fill } | { ok: false; reason: string };

export interface Order {
  asset: Asset;
  buy: boolean;
  size: number;
  /** Null: at the mark. */
  price: string | null;
  reduceOnly: boolean;
}

let nextId = 602_000_000_000;

export function fillOrder(market: Market, account: HlAccount, order: Order, now: number): FillResult {
  const { asset, buy } = order;
  if (asset.coin === null) return { ok: false, reason: `Trading is halted for asset ${asset.id}` };
  const wallet = walletOf(account, asset.dex);
  const before = account.holdings.get(asset.name);
  const held = before?.size ?? 0;
  const direction = buy ? 1 : -1;
  let { size } = order;
  if (!(size > 0)) return { ok: false, reason: 'Order has zero size.' };
  if (order.reduceOnly) {
    if (held * direction >= 0) return { ok: false, reason: 'Reduce only order would increase position.' };
    size = Math.min(size, Math.abs(held));
  }
  const price = Number(order.price ?? pricesOf(market, asset).mark);
  if (!(price > 0)) return { ok: false, reason: 'Order has invalid price.' };
  const selected = leverageOf(account, asset);
  const closing = held * direction < 0 ? Math.min(size, Math.abs(held)) : 0;
  const opening = size - closing;
  // The margin of what is opened must be there; closing is always possible.
  const needed = (opening * price * 1e6) / selected.value;
  const freed = before ? releasedMargin(market, before, closing) : 0;
  const free = freeMargin(account, figuresOf(market, account), asset.dex) + freed;
  if (opening > 0 && needed > free) {
    return { ok: false, reason: `Insufficient margin to place order. asset=${asset.id}` };
  }

  const fee = Math.round(size * price * takerFee * 1e6);
  let cash = (account.cash.get(wallet) ?? 0) - fee;
  let closed = 0;
  if (before && closing > 0) {
    const left = rounded(held + direction * closing, asset);
    const costOut = left === 0 ? before.cost : Math.round((before.cost * closing) / Math.abs(held));
    closed = Math.round(-direction * closing * price * 1e6) - costOut;
    const marginOut =
      before.margin === null
        ? 0
        : left === 0
          ? before.margin
          : Math.round((before.margin * closing) / Math.abs(held));
    cash += closed + marginOut;
    if (left === 0) account.holdings.delete(asset.name);
    else {
      before.size = left;
      before.cost -= costOut;
      if (before.margin !== null) before.margin -= marginOut;
    }
  }
  if (opening > 0) {
    const holding =
      account.holdings.get(asset.name) ?? fresh(asset, selected.type === 'isolated', selected.value);
    holding.size = rounded(holding.size + direction * opening, asset);
    holding.cost += Math.round(direction * opening * price * 1e6);
    if (holding.margin !== null) {
      holding.margin += Math.round(needed);
      cash -= Math.round(needed);
    }
    account.holdings.set(asset.name, holding);
  }
  account.cash.set(wallet, cash);
  if (!account.holdings.has(asset.name)) {
    // Orders that could only reduce have nothing left to reduce.
    account.orders = account.orders.filter(item => item.asset !== asset || !item.reduceOnly);
  }
  const id = nextId++;
  return {
    ok: true,
    fill: {
      coin: asset.name,
      px: order.price ?? pricesOf(market, asset).mark,
      sz: decimal(size, asset.sizeDecimals),
      side: buy ? 'B' : 'A',
      time: now,
      startPosition: decimal(held, asset.sizeDecimals),
      dir: directionName(held, direction, opening),
      closedPnl: decimal(closed / 1e6, 6),
      hash: `0x${id.toString(16).padStart(64, '0')}`,
      oid: id,
      crossed: true,
      fee: decimal(fee / 1e6, 6),
      tid: id * 7,
      feeToken: tokenOf(asset.dex).name,
      twapId: null,
    },
  };
}

function fresh(asset: Asset, isolated: boolean, leverage: number): Holding {
  return { asset, size: 0, cost: 0, leverage, margin: isolated ? 0 : null };
}

function rounded(size: number, asset: Asset): number {
  return Number(size.toFixed(asset.sizeDecimals));
}

/** Cross margin set free by closing so much, in millionths. */
function releasedMargin(market: Market, holding: Holding, closing: number): number {
  if (closing === 0) return 0;
  const mark = Number(pricesOf(market, holding.asset).mark);
  if (holding.margin === null) return (closing * mark * 1e6) / holding.leverage;
  return (holding.margin * closing) / Math.abs(holding.size);
}

function directionName(held: number, direction: number, opening: number): string {
  const side = direction > 0 ? 'Long' : 'Short';
  if (held * direction >= 0) return `Open ${side}`;
  const other = direction > 0 ? 'Short' : 'Long';
  return opening > 0 ? `${other} > ${side}` : `Close ${other}`;
}

/** Null: done; otherwise why not. A position cannot change between cross and isolated while it is open. */
export function setLeverage(
  market: Market,
  account: HlAccount,
  asset: Asset,
  isCross: boolean,
  value: number,
): string | null {
  if (!Number.isInteger(value) || value < 1 || value > asset.maxLeverage) return 'Invalid leverage value';
  if (isCross && asset.isolatedOnly) return 'Cross margin is not allowed for this asset.';
  const holding = account.holdings.get(asset.name);
  if (holding && (holding.margin === null) !== isCross) {
    return 'Cannot switch leverage type with open position.';
  }
  if (holding && holding.margin === null) {
    const free = freeMargin(account, figuresOf(market, account), asset.dex);
    const notional = Math.abs(holding.size) * Number(pricesOf(market, asset).mark) * 1e6;
    if (notional / value - notional / holding.leverage > free) {
      return 'Insufficient margin for this leverage.';
    }
  }
  if (holding) holding.leverage = value;
  account.leverage.set(asset.name, { type: isCross ? 'cross' : 'isolated', value });
  return null;
}
