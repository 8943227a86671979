/** What the exchange prints of an account: once in the words of its web page, once in those of its API. */
import { Decimal, zero } from './arithmetic';
import type { Contract } from './contracts';
import { priceText, text } from './decimal-text';
import {
  type AlgoOrder,
  type AssetFigures,
  type Figures,
  type Fill,
  figures,
  type Ledger,
  type Order,
  type PastOrder,
  type PositionFigures,
  type Quotes,
  settingOf,
} from './ledger';
import { printedPrice } from './pools';

type Row = Record<string, unknown>;

/** The entry price moved by what closing costs, so that the position would come out even. */
const breakEven = ({ position }: PositionFigures, ledger: Ledger) => {
  if (position.amount.isZero()) return '0';
  const fee = ledger.takerRate.times(position.amount.isNegative() ? -1 : 1);
  return position.entry.times(fee.plus(1)).toDecimalPlaces(8).toFixed();
};

const amountText = ({ position, contract }: PositionFigures) =>
  position.amount.toFixed(contract.stepSize.split('.')[1]?.length ?? 0);

const isolatedMargin = ({ position, setting, profit }: PositionFigures) =>
  setting.isolated ? text(position.isolatedWallet.plus(profit)) : '0';

/** What both ways of printing a position share. */
function common(row: PositionFigures, all: Figures, ledger: Ledger) {
  const { position } = row;
  const liquidation = printedPrice(row, all);
  return {
    symbol: position.symbol,
    positionSide: position.side,
    entryPrice: position.entry.toFixed(),
    breakEvenPrice: breakEven(row, ledger),
    markPrice: priceText(row.mark),
    liquidationPrice: liquidation ? priceText(liquidation) : '0',
    isolatedMargin: isolatedMargin(row),
    isolatedWallet: text(position.isolatedWallet),
    initialMargin: text(row.initial.plus(row.openOrderInitial)),
    maintMargin: text(row.maintenance),
    positionInitialMargin: text(row.initial),
    openOrderInitialMargin: text(row.openOrderInitial),
    adl: position.amount.isZero() ? 0 : 2,
    askNotional: text(row.askNotional),
    bidNotional: text(row.bidNotional),
    updateTime: position.updateTime,
  };
}

/** …/user-data/user-position: note `positionAmount`, `unrealizedProfit`, `notionalValue`, `collateral`. */
export function webPositions(ledger: Ledger, quotes: Quotes): Row[] {
  const all = figures(ledger, quotes);
  return all.rows.map(row => ({
    id: `${ledger.uid}_${row.position.symbol}_${row.position.side}`,
    positionAmount: amountText(row),
    unrealizedProfit: text(row.profit),
    notionalValue: text(row.notional),
    collateral: row.contract.marginAsset,
    cumRealized: text(row.position.realised),
    ...common(row, all, ledger),
  }));
}

/** GET /fapi/v3/positionRisk: note `positionAmt`, `unRealizedProfit`, `notional`, `marginAsset`. */
export function riskPositions(ledger: Ledger, quotes: Quotes): Row[] {
  const all = figures(ledger, quotes);
  return all.rows.map(row => ({
    positionAmt: amountText(row),
    unRealizedProfit: text(row.profit),
    notional: text(row.notional),
    marginAsset: row.contract.marginAsset,
    ...common(row, all, ledger),
  }));
}

const balances = (one: AssetFigures) => ({
  walletBalance: text(one.wallet),
  marginBalance: text(one.marginBalance),
  initialMargin: text(one.positionInitial.plus(one.openOrderInitial)),
  positionInitialMargin: text(one.positionInitial),
  openOrderInitialMargin: text(one.openOrderInitial),
  crossWalletBalance: text(one.crossWallet),
  availableBalance: text(one.available),
  maxWithdrawAmount: text(Decimal.min(one.available, one.crossWallet)),
});

/** …/user-data/user-balance: one row for every asset of the wallet, those at zero too. */
export function webBalances(ledger: Ledger, quotes: Quotes): Row[] {
  const { assets } = figures(ledger, quotes);
  const rows = assets.map(one => ({
    asset: one.asset,
    ...balances(one),
    maintenanceMargin: text(one.maintenance),
    unrealizedProfit: text(one.profit),
    crossUnrealizedProfit: text(one.crossProfit),
    marginAvailable: true,
    updateTime: quotes.now(),
  }));
  const nothing = ['USDT', 'USDC', 'FDUSD', 'BNB', 'BTC', 'ETH'].filter(asset => !ledger.wallets.has(asset));
  return [
    ...rows,
    ...nothing.map(asset => ({
      asset,
      ...balances({
        asset,
        crossWallet: zero,
        wallet: zero,
        crossProfit: zero,
        profit: zero,
        marginBalance: zero,
        maintenance: zero,
        crossMaintenance: zero,
        positionInitial: zero,
        openOrderInitial: zero,
        available: zero,
      }),
      maintenanceMargin: '0',
      unrealizedProfit: '0',
      crossUnrealizedProfit: '0',
      marginAvailable: true,
      updateTime: 0,
    })),
  ];
}

/** GET /fapi/v3/balance. */
export function apiBalances(ledger: Ledger, quotes: Quotes): Row[] {
  return figures(ledger, quotes).assets.map(one => ({
    accountAlias: 'SgsR',
    asset: one.asset,
    balance: text(one.wallet),
    crossWalletBalance: text(one.crossWallet),
    crossUnPnl: text(one.crossProfit),
    availableBalance: text(one.available),
    maxWithdrawAmount: text(Decimal.min(one.available, one.crossWallet)),
    marginAvailable: true,
    updateTime: quotes.now(),
  }));
}

/** GET /fapi/v3/account; in single-asset mode the totals are those of USDT. */
export function apiAccount(ledger: Ledger, quotes: Quotes): Row {
  const { rows, assets } = figures(ledger, quotes);
  const usdt = assets.find(one => one.asset === 'USDT');
  const of = (pick: (one: AssetFigures) => Decimal) => text(usdt ? pick(usdt) : zero);
  return {
    totalInitialMargin: of(one => one.positionInitial.plus(one.openOrderInitial)),
    totalMaintMargin: of(one => one.maintenance),
    totalWalletBalance: of(one => one.wallet),
    totalUnrealizedProfit: of(one => one.profit),
    totalMarginBalance: of(one => one.marginBalance),
    totalPositionInitialMargin: of(one => one.positionInitial),
    totalOpenOrderInitialMargin: of(one => one.openOrderInitial),
    totalCrossWalletBalance: of(one => one.crossWallet),
    totalCrossUnPnl: of(one => one.crossProfit),
    availableBalance: of(one => one.available),
    maxWithdrawAmount: of(one => Decimal.min(one.available, one.crossWallet)),
    assets: assets.map(one => ({
      asset: one.asset,
      unrealizedProfit: text(one.profit),
      maintMargin: text(one.maintenance),
      crossUnPnl: text(one.crossProfit),
      ...balances(one),
      updateTime: quotes.now(),
    })),
    positions: rows.map(row => ({
      symbol: row.position.symbol,
      positionSide: row.position.side,
      positionAmt: amountText(row),
      unrealizedProfit: text(row.profit),
      isolatedMargin: isolatedMargin(row),
      notional: text(row.notional),
      isolatedWallet: text(row.position.isolatedWallet),
      initialMargin: text(row.initial.plus(row.openOrderInitial)),
      maintMargin: text(row.maintenance),
      updateTime: row.position.updateTime,
    })),
  };
}

export function apiOrder(order: Order): Row {
  return {
    orderId: order.orderId,
    symbol: order.symbol,
    status: 'NEW',
    clientOrderId: order.clientOrderId,
    price: order.price.toFixed(),
    avgPrice: '0',
    origQty: order.quantity.toFixed(),
    executedQty: '0',
    cumQuote: '0',
    timeInForce: 'GTC',
    type: order.type,
    reduceOnly: order.reduceOnly,
    closePosition: order.closePosition,
    side: order.side,
    positionSide: order.positionSide,
    stopPrice: '0',
    workingType: 'CONTRACT_PRICE',
    priceProtect: false,
    origType: order.type,
    priceMatch: 'NONE',
    selfTradePreventionMode: 'EXPIRE_MAKER',
    goodTillDate: 0,
    time: order.time,
    updateTime: order.time,
  };
}

/** An order that is over, as GET /fapi/v1/order and /allOrders print it. */
export function apiPastOrder({ order, status, fill, time }: PastOrder): Row {
  const row = { ...apiOrder(order), status, updateTime: time };
  if (!fill) return row;
  const executed = fill.quantity.toFixed();
  const quote = fill.quantity.times(fill.price);
  return {
    ...row,
    executedQty: executed,
    cumQty: executed,
    cumQuote: text(quote),
    avgPrice: fill.price.toFixed(),
  };
}

/** GET /fapi/v1/userTrades. */
export function apiTrade({ order, time }: PastOrder, fill: Fill, asset: string): Row {
  return {
    symbol: order.symbol,
    id: fill.id,
    orderId: order.orderId,
    side: order.side,
    price: fill.price.toFixed(),
    qty: fill.quantity.toFixed(),
    realizedPnl: text(fill.realised),
    quoteQty: text(fill.price.times(fill.quantity)),
    commission: text(fill.fee),
    commissionAsset: asset,
    time,
    positionSide: order.positionSide,
    buyer: order.side === 'BUY',
    maker: fill.maker,
  };
}

/** …/order/open-orders of the page. */
export function webOrder(order: Order): Row {
  const { time, ...rest } = apiOrder(order);
  return { ...rest, insertTime: time };
}

export function apiAlgoOrder(order: AlgoOrder): Row {
  return {
    algoId: order.algoId,
    clientAlgoId: order.clientAlgoId,
    algoType: 'CONDITIONAL',
    orderType: order.type,
    symbol: order.symbol,
    side: order.side,
    positionSide: order.positionSide,
    timeInForce: 'GTC',
    quantity: order.quantity.toFixed(),
    algoStatus: order.status,
    actualOrderId: order.actualOrderId,
    actualPrice: '0.00000',
    triggerPrice: order.triggerPrice.toFixed(),
    price: order.price.toFixed(),
    icebergQuantity: null,
    tpTriggerPrice: '0.000',
    tpPrice: '0.000',
    slTriggerPrice: '0.000',
    slPrice: '0.000',
    tpOrderType: '',
    selfTradePreventionMode: 'EXPIRE_MAKER',
    workingType: order.workingType,
    priceMatch: 'NONE',
    closePosition: order.closePosition,
    priceProtect: false,
    reduceOnly: order.reduceOnly,
    createTime: order.createTime,
    updateTime: order.updateTime,
    triggerTime: order.triggerTime,
    goodTillDate: 0,
  };
}

/** The greatest position, in the margin asset, that a leverage allows. */
export function maxNotional(contract: Contract, leverage: number): string {
  const fitting = contract.brackets.filter(row => row.initialLeverage >= leverage);
  return (fitting.at(-1) ?? contract.brackets[0]!).notionalCap.toFixed();
}

export function apiSymbolConfig(ledger: Ledger, contract: Contract): Row {
  const { leverage, isolated } = settingOf(ledger, contract.symbol);
  return {
    symbol: contract.symbol,
    marginType: isolated ? 'ISOLATED' : 'CROSSED',
    isAutoAddMargin: false,
    leverage,
    maxNotionalValue: maxNotional(contract, leverage),
  };
}

/** …/user-data/symbol-config of the page. */
export function webSymbolConfig(ledger: Ledger, contract: Contract): Row {
  const { isAutoAddMargin, ...rest } = apiSymbolConfig(ledger, contract);
  return { ...rest, autoAddMargin: isAutoAddMargin };
}
