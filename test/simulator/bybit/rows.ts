/** Rows of v5 as the documents show them (2026-07-24). */
import { equityOf, maintenanceOf, maintenanceOfLeg, profitOf, worthOf } from './arithmetic';
import { type Contract, collateralRatios, priceText } from './contracts';
import type { Floor } from './floor';
import type { OptionHeld, Order, Position, Trader } from './traders';
import { poolsOf, portfolioRequirement, printedPrice } from './truth';

/** Eight digits, as the venue prints amounts. */
export const text = (value: number, digits = 8): string => {
  const plain = value.toFixed(digits).replace(/\.?0+$/, '');
  return plain === '-0' || plain === '' ? '0' : plain;
};

export function positionRow(floor: Floor, trader: Trader, held: Position, pushed: boolean) {
  const contract = floor.contracts.get(held.symbol)!;
  const pool = poolsOf(floor, trader).find(({ sum }) => sum.legs.some(leg => leg.symbol === held.symbol));
  const leg = pool?.sum.legs.find(
    one => one.symbol === held.symbol && Math.sign(one.size) === Math.sign(held.size),
  );
  const whole = trader.mode === 'PORTFOLIO_MARGIN';
  const value = leg ? worthOf(leg, Math.abs(held.size), leg.mark) : 0;
  const printed = leg && !whole ? printedPrice(floor, trader, held) : null;
  const maintenance = whole ? '' : leg ? text(maintenanceOfLeg(leg) + leg.constant) : '0';
  const initial = whole ? '' : text(value / held.leverage);
  return {
    positionIdx: held.index,
    riskId: whole ? 0 : 1,
    riskLimitValue: whole ? '' : String(contract.tiers[0]!.limit),
    symbol: held.symbol,
    side: held.size === 0 ? '' : held.size > 0 ? 'Buy' : 'Sell',
    size: text(Math.abs(held.size)),
    [pushed ? 'entryPrice' : 'avgPrice']: held.size === 0 ? '0' : text(held.entry, 10),
    positionValue: leg ? text(worthOf(leg, Math.abs(held.size), held.entry)) : '0',
    tradeMode: 0,
    positionStatus: 'Normal',
    autoAddMargin: 0,
    adlRankIndicator: held.size === 0 ? 0 : 2,
    leverage: whole ? '' : String(held.leverage),
    positionBalance: text(held.margin),
    markPrice: floor.markText(held.symbol),
    liqPrice: printed === null ? '' : priceText(contract, printed),
    bustPrice: '',
    positionMM: maintenance,
    positionMMByMp: maintenance,
    positionIM: initial,
    positionIMByMp: initial,
    tpslMode: 'Full',
    takeProfit: '',
    stopLoss: '',
    trailingStop: '0',
    unrealisedPnl: leg ? text(profitOf(leg)) : '0',
    curRealisedPnl: '0',
    cumRealisedPnl: '0',
    seq: held.seq,
    isReduceOnly: false,
    mmrSysUpdatedTime: '',
    leverageSysUpdatedTime: '',
    sessionAvgPrice: '',
    createdTime: String(held.updated - 86_400_000),
    updatedTime: String(held.updated),
    ...(pushed ? { category: contract.category } : {}),
  };
}

export function optionRow(floor: Floor, one: OptionHeld) {
  const [short, size] = one.size.startsWith('-') ? [true, one.size.slice(1)] : [false, one.size];
  return {
    positionIdx: 0,
    riskId: 0,
    riskLimitValue: '',
    symbol: one.symbol,
    side: short ? 'Sell' : 'Buy',
    size,
    avgPrice: '3200',
    positionValue: text(one.value),
    tradeMode: 0,
    positionStatus: 'Normal',
    autoAddMargin: 0,
    adlRankIndicator: 0,
    leverage: '',
    positionBalance: '0',
    markPrice: text(Math.abs(one.value / Number(one.size))),
    liqPrice: '',
    bustPrice: '',
    positionMM: '',
    positionMMByMp: '',
    positionIM: '',
    positionIMByMp: '',
    tpslMode: '',
    takeProfit: '',
    stopLoss: '',
    trailingStop: '',
    unrealisedPnl: '0',
    curRealisedPnl: '0',
    cumRealisedPnl: '0',
    delta: text(one.delta),
    gamma: '0',
    vega: '0',
    theta: '0',
    seq: 77,
    isReduceOnly: false,
    mmrSysUpdatedTime: '',
    leverageSysUpdatedTime: '',
    createdTime: String(floor.now() - 86_400_000),
    updatedTime: String(floor.now() - 86_400_000),
  };
}

export function walletRow(floor: Floor, trader: Trader, only: string[] | null) {
  const alone = trader.mode === 'ISOLATED_MARGIN';
  const whole = trader.mode === 'PORTFOLIO_MARGIN';
  const pools = poolsOf(floor, trader);
  const legs = pools.flatMap(({ sum }) => sum.legs);
  const [pool] = pools;
  const settled = legs.map(leg => leg.settle);
  const names = [...new Set([...trader.wallets.keys(), ...settled])];
  let perpetual = 0;
  const rows = names.map(coin => {
    const held = trader.wallets.get(coin) ?? { wallet: 0, spotBorrow: 0, collateral: true };
    const mine = legs.filter(leg => leg.settle === coin && leg.tiers !== undefined);
    const own = mine.filter(leg => trader.positions.some(one => one.symbol === leg.symbol));
    const profit = own.reduce((sum, leg) => sum + profitOf(leg), 0);
    const options = trader.options
      .filter(one => one.settle === coin)
      .reduce((sum, one) => sum + one.value, 0);
    const equity = held.wallet - held.spotBorrow + profit + options;
    const usd = floor.usd(coin);
    perpetual += profit * usd;
    const maintenance = own.reduce((sum, leg) => sum + maintenanceOfLeg(leg) + leg.constant, 0);
    return {
      availableToBorrow: '',
      bonus: '0',
      accruedInterest: '0',
      availableToWithdraw: '',
      totalOrderIM: whole ? '' : '0',
      equity: text(equity),
      totalPositionMM: whole ? '' : text(maintenance),
      usdValue: text(equity * usd, 12),
      unrealisedPnl: text(profit),
      collateralSwitch: held.collateral,
      borrowAmount: text(held.spotBorrow + Math.max(0, -equity)),
      totalPositionIM: whole ? '' : '0',
      walletBalance: text(held.wallet),
      cumRealisedPnl: '0',
      locked: '0',
      marginCollateral: coin in collateralRatios,
      coin,
      spotBorrow: text(held.spotBorrow),
      spotHedgingQty: '0',
    };
  });
  const equity = alone ? 0 : equityOf(pool!.sum);
  const maintenance = alone ? 0 : whole ? portfolioRequirement(floor, trader) : maintenanceOf(pool!.sum);
  const initial = legs.reduce(
    (sum, leg) => sum + worthOf(leg, Math.abs(leg.size), leg.mark) * (floor.usd(leg.settle) / 10),
    0,
  );
  const total = (value: number) => (alone ? '' : text(value));
  const rate = (value: number) => (alone ? '' : equity > 0 ? (value / equity).toFixed(4) : '0');
  return {
    totalEquity: text(rows.reduce((sum, row) => sum + Number(row.equity) * floor.usd(row.coin), 0)),
    accountIMRate: rate(initial),
    accountIMRateByMp: rate(initial),
    totalMarginBalance: total(equity),
    totalInitialMargin: total(initial),
    totalInitialMarginByMp: total(initial),
    accountType: 'UNIFIED',
    totalAvailableBalance: total(Math.max(0, equity - initial)),
    accountMMRate: rate(maintenance),
    accountMMRateByMp: rate(maintenance),
    totalPerpUPL: text(perpetual),
    totalWalletBalance: text(
      rows.reduce((sum, row) => sum + Number(row.walletBalance) * floor.usd(row.coin), 0),
    ),
    accountLTV: '0',
    totalMaintenanceMargin: total(maintenance),
    totalMaintenanceMarginByMp: total(maintenance),
    coin: rows.filter(row => only === null || only.includes(row.coin)),
  };
}

export function orderRow(order: Order, pushed: boolean) {
  const market = order.price === '0';
  return {
    orderId: order.id,
    orderLinkId: '',
    blockTradeId: '',
    symbol: order.symbol,
    price: order.price,
    qty: order.quantity,
    side: order.side,
    isLeverage: '',
    positionIdx: order.index,
    orderStatus: order.status,
    cancelType: 'UNKNOWN',
    rejectReason: 'EC_NoError',
    avgPrice: '',
    leavesQty: order.status === 'Filled' ? '0' : order.quantity,
    leavesValue: '0',
    cumExecQty: order.status === 'Filled' ? order.quantity : '0',
    cumExecValue: '0',
    cumExecFee: '0',
    timeInForce: 'GTC',
    orderType: market ? 'Market' : 'Limit',
    stopOrderType: order.stop,
    orderIv: '',
    triggerPrice: order.trigger,
    takeProfit: '',
    stopLoss: '',
    tpTriggerBy: '',
    slTriggerBy: '',
    triggerDirection: order.trigger === '' ? 0 : order.side === 'Sell' ? 2 : 1,
    triggerBy: order.trigger === '' ? '' : 'MarkPrice',
    lastPriceOnCreated: '',
    reduceOnly: order.reduceOnly,
    closeOnTrigger: order.reduceOnly,
    smpType: 'None',
    smpGroup: 0,
    smpOrderId: '',
    tpslMode: 'Full',
    tpLimitPrice: '',
    slLimitPrice: '',
    placeType: '',
    createdTime: String(order.updated),
    updatedTime: String(order.updated),
    ...(pushed ? { category: order.category } : {}),
  };
}

export function tickerRow(floor: Floor, contract: Contract) {
  const { symbol, coin, bundle, category } = contract;
  const quote = floor.world.market.quote(coin);
  const mark = floor.markText(symbol);
  const day = priceText(contract, Number(floor.world.market.dayAgo(coin)) * bundle);
  const index = category === 'inverse' ? quote.index : text(Number(quote.index) * bundle, 10);
  return {
    symbol,
    lastPrice: mark,
    indexPrice: index,
    markPrice: mark,
    prevPrice24h: day,
    price24hPcnt: (Number(mark) / Number(day) - 1).toFixed(6),
    highPrice24h: mark,
    lowPrice24h: day,
    prevPrice1h: mark,
    openInterest: '52000',
    openInterestValue: '4500000000',
    turnover24h: '5200000000',
    volume24h: '61000',
    fundingRate: '0.0001',
    nextFundingTime: String((Math.floor(floor.now() / 28_800_000) + 1) * 28_800_000),
    predictedDeliveryPrice: '',
    basisRate: '',
    deliveryFeeRate: '',
    deliveryTime: '0',
    ask1Size: '12',
    bid1Price: mark,
    ask1Price: priceText(contract, Number(mark) + Number(contract.tick)),
    bid1Size: '14',
    basis: '',
    preOpenPrice: '',
    preQty: '',
    curPreListingPhase: '',
    fundingIntervalHour: '8',
  };
}

export function spotTickerRow(floor: Floor, coin: string) {
  const { mid, index } = floor.world.market.quote(coin);
  return {
    symbol: `${coin}USDT`,
    bid1Price: mid,
    bid1Size: '2',
    ask1Price: mid,
    ask1Size: '1.8',
    lastPrice: mid,
    prevPrice24h: mid,
    price24hPcnt: '0',
    highPrice24h: mid,
    lowPrice24h: mid,
    turnover24h: '243765620',
    volume24h: '11801',
    usdIndexPrice: index,
  };
}

export function instrumentRow({ symbol, category, base, quote, settle, tick, step, maxLeverage }: Contract) {
  return {
    symbol,
    contractType: category === 'inverse' ? 'InversePerpetual' : 'LinearPerpetual',
    status: 'Trading',
    baseCoin: base,
    quoteCoin: quote,
    launchTime: '1585526400000',
    deliveryTime: '0',
    deliveryFeeRate: '',
    priceScale: String(tick.split('.')[1]?.length ?? 0),
    leverageFilter: { minLeverage: '1', maxLeverage: `${maxLeverage}.00`, leverageStep: '0.01' },
    priceFilter: { minPrice: tick, maxPrice: '1999999.80', tickSize: tick },
    lotSizeFilter: {
      maxOrderQty: '1000000000',
      minOrderQty: step,
      qtyStep: step,
      postOnlyMaxOrderQty: '1000000000',
      maxMktOrderQty: '500000000',
      minNotionalValue: '5',
    },
    unifiedMarginTrade: true,
    fundingInterval: 480,
    settleCoin: settle,
    copyTrading: 'none',
    upperFundingRate: '0.00375',
    lowerFundingRate: '-0.00375',
    isPreListing: false,
    preListingInfo: null,
    riskParameters: { priceLimitRatioX: '0.01', priceLimitRatioY: '0.02' },
    symbolType: '',
  };
}

export const riskLimitRows = ({ symbol, tiers, maxLeverage }: Contract) =>
  tiers.map(({ limit, rate, deduction }, k) => ({
    id: k + 1,
    symbol,
    riskLimitValue: String(limit),
    maintenanceMargin: String(rate),
    initialMargin: text(Math.max(rate * 2, 1 / maxLeverage), 6),
    isLowestRisk: k === 0 ? 1 : 0,
    maxLeverage: `${Math.max(1, Math.floor(Math.min(maxLeverage, 0.5 / rate)))}.00`,
    mmDeduction: k === 0 ? '' : text(deduction),
  }));
