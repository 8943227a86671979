/**
 * One trader's account: wallets, positions, orders, settings; and the figures that follow from them.
 *
 * Single-asset mode and COIN-M: every margin asset is a cross pool of its own, every isolated position stands alone.
 * Multi-assets mode: one pool of all of them (multi-assets.ts).
 */
import { Decimal, maintenance, notionalOf, profitOf, zero } from './arithmetic';
import type { Contract } from './contracts';
import { jointFigures } from './multi-assets';

export type PositionSide = 'BOTH' | 'LONG' | 'SHORT';
export type Side = 'BUY' | 'SELL';

export interface Position {
  symbol: string;
  side: PositionSide;
  /** Signed, in the contract's base asset (COIN-M: in contracts); a SHORT leg is negative. */
  amount: Decimal;
  entry: Decimal;
  /** Posted to the position when its symbol is isolated; else 0. */
  isolatedWallet: Decimal;
  realised: Decimal;
  updateTime: number;
}

export interface Order {
  orderId: number;
  clientOrderId: string;
  symbol: string;
  side: Side;
  positionSide: PositionSide;
  type: string;
  price: Decimal;
  quantity: Decimal;
  reduceOnly: boolean;
  closePosition: boolean;
  time: number;
}

export interface PastOrder {
  order: Order;
  status: 'FILLED' | 'CANCELED';
  /** Null: cancelled. */
  fill: Fill | null;
  time: number;
}

/** One execution; amounts in the margin asset. */
export interface Fill {
  id: number;
  price: Decimal;
  quantity: Decimal;
  fee: Decimal;
  maker: boolean;
  realised: Decimal;
}

/** A conditional order: Binance keeps these in a service of its own since 2025-12. */
export interface AlgoOrder {
  algoId: number;
  clientAlgoId: string;
  symbol: string;
  side: Side;
  positionSide: PositionSide;
  type: 'STOP_MARKET' | 'STOP' | 'TAKE_PROFIT_MARKET' | 'TAKE_PROFIT';
  quantity: Decimal;
  triggerPrice: Decimal;
  /** 0 for the market types. */
  price: Decimal;
  reduceOnly: boolean;
  closePosition: boolean;
  workingType: 'MARK_PRICE' | 'CONTRACT_PRICE';
  status: 'NEW' | 'CANCELED' | 'TRIGGERED' | 'FINISHED' | 'REJECTED';
  actualOrderId: string;
  triggerTime: number;
  createTime: number;
  updateTime: number;
}

export interface Setting {
  leverage: number;
  isolated: boolean;
}

export interface Ledger {
  uid: string;
  name: string;
  /** Hedge mode: a LONG and a SHORT leg of each symbol. */
  hedge: boolean;
  /** All assets back all positions, in dollars. */
  multiAssets: boolean;
  /** Portfolio Margin: the account is one with that of the other product and its margin assets. */
  portfolio: boolean;
  /** crossWalletBalance by margin asset. */
  wallets: Map<string, Decimal>;
  settings: Map<string, Setting>;
  positions: Position[];
  /** Resting. */
  orders: Order[];
  /** Every order that was filled or cancelled since the exchange opened, oldest first. */
  past: PastOrder[];
  algoOrders: AlgoOrder[];
  takerRate: Decimal;
  makerRate: Decimal;
}

/** What the ledger is reckoned against. */
export interface Quotes {
  contracts: Map<string, Contract>;
  mark(symbol: string): Decimal;
  /** What one of an asset is worth in dollars, and what is taken off where it is owned, added where it is owed. */
  rate(asset: string): Rate;
  now(): number;
}

export interface Rate {
  index: Decimal;
  bidBuffer: Decimal;
  askBuffer: Decimal;
}

export const settingOf = (ledger: Ledger, symbol: string): Setting =>
  ledger.settings.get(symbol) ?? { leverage: 20, isolated: false };

export function positionOf(ledger: Ledger, symbol: string, side: PositionSide): Position | undefined {
  return ledger.positions.find(one => one.symbol === symbol && one.side === side);
}

/** The figures of one row of the positions table. Amounts in the margin asset. */
export interface PositionFigures {
  position: Position;
  contract: Contract;
  setting: Setting;
  mark: Decimal;
  /** Signed. */
  notional: Decimal;
  profit: Decimal;
  maintenance: Decimal;
  initial: Decimal;
  openOrderInitial: Decimal;
  bidNotional: Decimal;
  askNotional: Decimal;
}

export interface AssetFigures {
  asset: string;
  crossWallet: Decimal;
  wallet: Decimal;
  crossProfit: Decimal;
  profit: Decimal;
  marginBalance: Decimal;
  maintenance: Decimal;
  crossMaintenance: Decimal;
  positionInitial: Decimal;
  openOrderInitial: Decimal;
  available: Decimal;
}

export const total = (amounts: Decimal[]) => amounts.reduce((sum, one) => sum.plus(one), zero);

/** Rows for every position that has an amount, and for every symbol and side on which orders rest. */
export function rowsOf(ledger: Ledger): Position[] {
  const rows = ledger.positions.filter(one => !one.amount.isZero());
  for (const { symbol, positionSide } of ledger.orders) {
    if (rows.some(one => one.symbol === symbol && one.side === positionSide)) continue;
    rows.push(
      positionOf(ledger, symbol, positionSide) ?? {
        symbol,
        side: positionSide,
        amount: zero,
        entry: zero,
        isolatedWallet: zero,
        realised: zero,
        updateTime: 0,
      },
    );
  }
  return rows;
}

/**
 * Initial margin that resting orders reserve: a hedge's sides are added; a one-way symbol reserves the worse of
 * "all buys filled" and "all sells filled" beyond what its position holds already. Reduce-only orders reserve none.
 */
function restingOrders(
  ledger: Ledger,
  position: Position,
  notional: Decimal,
  leverage: number,
  dollars: number | null,
) {
  const mine = ledger.orders.filter(
    order => order.symbol === position.symbol && order.positionSide === position.side && !order.reduceOnly,
  );
  const opens = (order: Order) =>
    position.side === 'BOTH' || (order.side === 'BUY') === (position.side === 'LONG');
  const sum = (side: Side) =>
    total(
      mine
        .filter(order => order.side === side && opens(order))
        .map(order => notionalOf(order.quantity, order.price, dollars)),
    );
  const bidNotional = sum('BUY');
  const askNotional = sum('SELL');
  const held = notional.abs();
  const worst =
    position.side === 'BOTH'
      ? Decimal.max(notional.plus(bidNotional).abs(), notional.minus(askNotional).abs(), held).minus(held)
      : bidNotional.plus(askNotional);
  return { bidNotional, askNotional, openOrderInitial: worst.div(leverage) };
}

/** The whole account as the exchange sees it at the present marks. */
export function figures(ledger: Ledger, quotes: Quotes) {
  const rows: PositionFigures[] = rowsOf(ledger).map(position => {
    const contract = quotes.contracts.get(position.symbol)!;
    const setting = settingOf(ledger, position.symbol);
    const mark = quotes.mark(position.symbol);
    const { dollars } = contract;
    const notional = notionalOf(position.amount, mark, dollars);
    return {
      position,
      contract,
      setting,
      mark,
      notional,
      profit: position.amount.isZero() ? zero : profitOf(position.amount, position.entry, mark, dollars),
      maintenance: maintenance(notional, contract.brackets),
      initial: notional.abs().div(setting.leverage),
      ...restingOrders(ledger, position, notional, setting.leverage, dollars),
    };
  });

  const assets: AssetFigures[] = [...ledger.wallets].map(([asset, crossWallet]) => {
    const mine = rows.filter(row => row.contract.marginAsset === asset);
    const cross = mine.filter(row => !row.setting.isolated);
    const wallet = crossWallet.plus(total(mine.map(row => row.position.isolatedWallet)));
    const crossProfit = total(cross.map(row => row.profit));
    const profit = total(mine.map(row => row.profit));
    const openOrderInitial = total(mine.map(row => row.openOrderInitial));
    const reserved = total(cross.map(row => row.initial)).plus(openOrderInitial);
    return {
      asset,
      crossWallet,
      wallet,
      crossProfit,
      profit,
      marginBalance: wallet.plus(profit),
      maintenance: total(mine.map(row => row.maintenance)),
      crossMaintenance: total(cross.map(row => row.maintenance)),
      positionInitial: total(mine.map(row => row.initial)),
      openOrderInitial,
      available: Decimal.max(crossWallet.plus(crossProfit).minus(reserved), 0),
    };
  });

  const joint = ledger.multiAssets ? jointFigures(rows, assets, quotes) : null;
  // Every asset's row bears the margin that is free in the whole account.
  if (joint) for (const one of assets) one.available = joint.available;
  return { rows, assets, joint };
}

export type Figures = ReturnType<typeof figures>;
