/** What dapi.binance.com prints of an account of COIN-M (documents of 2026): amounts in contracts, no isolatedWallet. */
import { type Figures, figures, type Ledger, type Quotes } from './ledger';
import { apiAccount, riskPositions } from './rows';

type Row = Record<string, unknown>;

const leverageOf = (all: Figures, row: Row) =>
  all.rows.find(one => one.position.symbol === row.symbol)?.setting ?? { leverage: 20, isolated: false };

/** GET /dapi/v1/positionRisk. */
export function coinPositions(ledger: Ledger, quotes: Quotes): Row[] {
  const all = figures(ledger, quotes);
  return riskPositions(ledger, quotes).map(row => {
    const { leverage, isolated } = leverageOf(all, row);
    return {
      symbol: row.symbol,
      positionAmt: row.positionAmt,
      entryPrice: row.entryPrice,
      breakEvenPrice: row.breakEvenPrice,
      markPrice: row.markPrice,
      unRealizedProfit: row.unRealizedProfit,
      liquidationPrice: row.liquidationPrice,
      leverage: String(leverage),
      maxQty: '1000',
      marginType: isolated ? 'isolated' : 'cross',
      isolatedMargin: isolated ? row.isolatedMargin : '0.00000000',
      isAutoAddMargin: 'false',
      positionSide: row.positionSide,
      notionalValue: row.notional,
      updateTime: row.updateTime,
    };
  });
}

/** GET /dapi/v1/account. */
export function coinAccount(ledger: Ledger, quotes: Quotes): Row {
  const all = figures(ledger, quotes);
  const { assets, positions } = apiAccount(ledger, quotes) as { assets: Row[]; positions: Row[] };
  return {
    assets,
    positions: positions.map(row => {
      const { leverage, isolated } = leverageOf(all, row);
      const held = all.rows.find(one => one.position.symbol === row.symbol)!;
      return {
        symbol: row.symbol,
        positionAmt: row.positionAmt,
        initialMargin: row.initialMargin,
        maintMargin: row.maintMargin,
        unrealizedProfit: row.unrealizedProfit,
        positionInitialMargin: row.initialMargin,
        openOrderInitialMargin: '0',
        leverage: String(leverage),
        isolated,
        positionSide: row.positionSide,
        entryPrice: held.position.entry.toFixed(),
        breakEvenPrice: held.position.entry.toFixed(),
        maxQty: '1000',
        notionalValue: row.notional,
        updateTime: row.updateTime,
      };
    }),
    canDeposit: true,
    canTrade: true,
    canWithdraw: true,
    feeTier: 0,
    updateTime: 0,
  };
}
