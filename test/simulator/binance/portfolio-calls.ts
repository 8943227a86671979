/** The calls of papi.binance.com and of the rates of Portfolio Margin on api.binance.com, in the documents' shapes. */
import { text } from './decimal-text';
import type { Floor } from './floor';
import { figures } from './ledger';
import { assetsOf, collateralRates, loanLeverage, totalsOf } from './portfolio';
import { apiAlgoOrder, apiOrder, riskPositions } from './rows';

export interface PortfolioCall {
  usdm: Floor;
  coinm: Floor;
  name: string;
  query: URLSearchParams;
  /** Under which name the streams of both products are heard. */
  listenKey(): string;
}

interface Entry {
  weight: number;
  needs: 'key' | 'read';
  run(call: PortfolioCall): unknown;
}

const positionOf = (row: Record<string, unknown>, leverage: number) => ({
  entryPrice: row.entryPrice,
  leverage: String(leverage),
  markPrice: row.markPrice,
  maxNotionalValue: '20000000',
  positionAmt: row.positionAmt,
  notional: row.notional,
  notionalValue: row.notional,
  maxQty: '1000',
  symbol: row.symbol,
  unRealizedProfit: row.unRealizedProfit,
  liquidationPrice: row.liquidationPrice,
  positionSide: row.positionSide,
  updateTime: row.updateTime,
});

const positions = (floor: Floor, name: string) => {
  const { ledger } = floor.desks.get(name)!;
  return riskPositions(ledger, floor.quotes).map(row =>
    positionOf(row, ledger.settings.get(String(row.symbol))?.leverage ?? 20),
  );
};

/** Without the fields that orders of Portfolio Margin do not bear. */
const orders = (floor: Floor, name: string) =>
  floor.desks.get(name)!.ledger.orders.map(order => {
    const { closePosition, stopPrice, workingType, priceProtect, ...rest } = apiOrder(order);
    return rest;
  });

const part = (floor: Floor, name: string) => {
  const all = figures(floor.desks.get(name)!.ledger, floor.quotes);
  return {
    assets: all.assets.map(one => ({
      asset: one.asset,
      crossWalletBalance: text(one.crossWallet),
      crossUnPnl: text(one.crossProfit),
      maintMargin: text(one.maintenance),
      initialMargin: text(one.positionInitial.plus(one.openOrderInitial)),
      positionInitialMargin: text(one.positionInitial),
      openOrderInitialMargin: text(one.openOrderInitial),
      updateTime: floor.quotes.now(),
    })),
    positions: positions(floor, name),
  };
};

export function accountTotals(usdm: Floor, coinm: Floor, name: string) {
  const { adjusted, equity, maintenance } = totalsOf(usdm, coinm, name);
  return {
    uniMMR: maintenance.isZero() ? '99999.00000000' : text(adjusted.div(maintenance)),
    accountEquity: text(adjusted),
    actualEquity: text(equity),
    accountInitialMargin: text(maintenance.times(5)),
    accountMaintMargin: text(maintenance),
    accountStatus: 'NORMAL',
    virtualMaxWithdrawAmount: text(adjusted.minus(maintenance.times(5))),
    totalAvailableBalance: text(adjusted.minus(maintenance.times(5))),
    totalMarginOpenLoss: '0',
    updateTime: usdm.quotes.now(),
  };
}

export const portfolioEntries: Record<string, Entry> = {
  'GET account': {
    weight: 20,
    needs: 'read',
    run: ({ usdm, coinm, name }) => accountTotals(usdm, coinm, name),
  },
  'GET balance': {
    weight: 20,
    needs: 'read',
    run: ({ usdm, coinm, name }) =>
      assetsOf(usdm, coinm, name).map(one => ({
        asset: one.asset,
        totalWalletBalance: text(one.amount.plus(one.owed)),
        crossMarginAsset: text(one.owned),
        crossMarginBorrowed: text(one.borrowed),
        crossMarginFree: text(one.owned),
        crossMarginInterest: text(one.interest),
        crossMarginLocked: '0',
        umWalletBalance: text(one.um.wallet),
        umUnrealizedPNL: text(one.um.profit),
        cmWalletBalance: text(one.cm.wallet),
        cmUnrealizedPNL: text(one.cm.profit),
        updateTime: usdm.quotes.now(),
        negativeBalance: '0',
      })),
  },
  'GET um/account': { weight: 5, needs: 'read', run: ({ usdm, name }) => part(usdm, name) },
  'GET cm/account': { weight: 5, needs: 'read', run: ({ coinm, name }) => part(coinm, name) },
  'GET um/positionRisk': { weight: 5, needs: 'read', run: ({ usdm, name }) => positions(usdm, name) },
  'GET cm/positionRisk': { weight: 1, needs: 'read', run: ({ coinm, name }) => positions(coinm, name) },
  'GET um/openOrders': { weight: 40, needs: 'read', run: ({ usdm, name }) => orders(usdm, name) },
  'GET cm/openOrders': { weight: 40, needs: 'read', run: ({ coinm, name }) => orders(coinm, name) },
  'GET um/algo/openAlgoOrders': {
    weight: 40,
    needs: 'read',
    run: ({ usdm, name }) =>
      usdm.desks
        .get(name)!
        .ledger.algoOrders.filter(one => one.status === 'NEW')
        .map(apiAlgoOrder),
  },
  'POST listenKey': { weight: 1, needs: 'key', run: call => ({ listenKey: call.listenKey() }) },
  'PUT listenKey': { weight: 1, needs: 'key', run: () => ({}) },
};

/** Rates that every key may ask for: weight 50. */
export const rateCalls: Record<string, (usdm: Floor) => unknown> = {
  collateralRate: () =>
    Object.entries(collateralRates).map(([asset, collateralRate]) => ({ asset, collateralRate })),
  'margin-asset-leverage': () =>
    Object.entries(loanLeverage).map(([asset, leverage]) => ({ asset, leverage })),
  'asset-index-price': usdm =>
    Object.keys(collateralRates).map(asset => ({
      asset,
      assetIndexPrice: usdm.quotes.rate(asset).index.toFixed(8),
    })),
};
