/** The list of contracts, with the filters that orders must pass. */
import { type ApiAnswer, ok } from './api-answer';
import { type Contract, decimalsOf } from './contracts';
import type { Floor } from './floor';

export function exchangeInfo(_query: URLSearchParams, floor: Floor): ApiAnswer {
  return ok({
    timezone: 'UTC',
    serverTime: floor.quotes.now(),
    ...(floor.product === 'usdm' ? { futuresType: 'U_MARGINED' } : {}),
    rateLimits: [
      { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 2400 },
      { rateLimitType: 'ORDERS', interval: 'MINUTE', intervalNum: 1, limit: 1200 },
      { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 300 },
    ],
    exchangeFilters: [],
    assets: ['USDT', 'USDC', 'BTC', 'ETH', 'BNB', 'FDUSD'].map(asset => ({
      asset,
      marginAvailable: true,
      autoAssetExchange: '-10000',
    })),
    symbols: [...floor.contracts.values()].map(symbolInfo),
  });
}

/** "BTCUSD_270326": eight o'clock of that day, UTC; null: it has none. */
function dayOf(symbol: string): number | null {
  const [, year, month, day] = /_(\d\d)(\d\d)(\d\d)$/.exec(symbol) ?? [];
  return year ? Date.UTC(2000 + Number(year), Number(month) - 1, Number(day), 8) : null;
}

function symbolInfo(contract: Contract) {
  return {
    symbol: contract.symbol,
    pair: contract.symbol.replace(/_.*/, ''),
    ...(contract.dollars === null
      ? { status: 'TRADING' }
      : { contractStatus: 'TRADING', contractSize: contract.dollars, equalQtyPrecision: 4 }),
    contractType: contract.type,
    // The name of a dated contract bears its day.
    deliveryDate: dayOf(contract.symbol) ?? 4_133_404_800_000,
    onboardDate: 1_569_398_400_000,
    maintMarginPercent: '2.5000',
    requiredMarginPercent: '5.0000',
    baseAsset: contract.baseAsset,
    quoteAsset: contract.quoteAsset,
    marginAsset: contract.marginAsset,
    pricePrecision: decimalsOf(contract.tickSize),
    quantityPrecision: decimalsOf(contract.stepSize),
    baseAssetPrecision: 8,
    quotePrecision: 8,
    underlyingType: 'COIN',
    underlyingSubType: ['PoW'],
    triggerProtect: '0.0500',
    liquidationFee: '0.012500',
    marketTakeBound: '0.05',
    maxMoveOrderLimit: 10_000,
    filters: [
      {
        filterType: 'PRICE_FILTER',
        minPrice: contract.tickSize,
        maxPrice: '4529764',
        tickSize: contract.tickSize,
      },
      { filterType: 'LOT_SIZE', minQty: contract.stepSize, maxQty: '1000000', stepSize: contract.stepSize },
      {
        filterType: 'MARKET_LOT_SIZE',
        minQty: contract.stepSize,
        maxQty: '200000',
        stepSize: contract.stepSize,
      },
      { filterType: 'MAX_NUM_ORDERS', limit: 200 },
      { filterType: 'MAX_NUM_ALGO_ORDERS', limit: 10 },
      { filterType: 'MIN_NOTIONAL', notional: contract.minNotional },
      {
        filterType: 'PERCENT_PRICE',
        multiplierUp: '1.0500',
        multiplierDown: '0.9500',
        multiplierDecimal: '4',
      },
    ],
    orderTypes: [
      'LIMIT',
      'MARKET',
      'STOP',
      'STOP_MARKET',
      'TAKE_PROFIT',
      'TAKE_PROFIT_MARKET',
      'TRAILING_STOP_MARKET',
    ],
    timeInForce: ['GTC', 'IOC', 'FOK', 'GTX', 'GTD'],
  };
}
