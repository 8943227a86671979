/**
 * Messages of a Bybit page for tests, written by hand in the documented v5 shapes (bybit-exchange.github.io/docs,
 * 2026-07-24): the rows of position/list, wallet-balance, order/realtime, and the frames of the streams.
 */
import type { VenueMessage } from '../venue';
import { accounts } from './account';
import { reduce } from './reduce';
import { initial, type State } from './state';

export const T0 = 1_790_000_000_000;
/** The venue's clock is ahead of ours, and never compared with it. */
export const AHEAD = 1_234;

export const envelope = (result: unknown, time = T0 + AHEAD) => ({
  retCode: 0,
  retMsg: 'OK',
  result,
  retExtInfo: {},
  time,
});

export const fetched = (path: string, body: unknown, at = T0, status = 200): VenueMessage => ({
  at,
  via: 'fetch',
  url: path.startsWith('http') ? path : `https://api2.bybit.com/${path}`,
  direction: 'in',
  method: 'GET',
  body: typeof body === 'string' ? body : JSON.stringify(body),
  status,
});

export const framed = (body: unknown, at = T0, host = 'ws2.bybit.com/private?…'): VenueMessage => ({
  at,
  via: 'websocket',
  url: `wss://${host}`,
  direction: 'in',
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

export interface Held {
  symbol: string;
  category?: string;
  index?: 0 | 1 | 2;
  side?: 'Buy' | 'Sell' | '';
  size: string;
  entry: string;
  mark: string;
  leverage?: string;
  balance?: string;
  maintenance?: string;
  initial?: string;
  liquidation?: string;
  delta?: string;
  updated?: number;
  seq?: number;
}

export const positionRow = (held: Held, entry = 'avgPrice'): Record<string, unknown> => ({
  positionIdx: held.index ?? 0,
  riskId: 1,
  riskLimitValue: '2000000',
  symbol: held.symbol,
  side: held.side ?? 'Buy',
  size: held.size,
  [entry]: held.entry,
  positionValue: '0',
  tradeMode: 0,
  positionStatus: 'Normal',
  autoAddMargin: 0,
  adlRankIndicator: 2,
  leverage: held.leverage ?? '10',
  positionBalance: held.balance ?? '0',
  markPrice: held.mark,
  liqPrice: held.liquidation ?? '',
  bustPrice: '',
  positionMM: held.maintenance ?? '0',
  positionMMByMp: held.maintenance ?? '0',
  positionIM: held.initial ?? '0',
  positionIMByMp: held.initial ?? '0',
  tpslMode: 'Full',
  takeProfit: '',
  stopLoss: '',
  trailingStop: '0',
  unrealisedPnl: '0',
  curRealisedPnl: '0',
  cumRealisedPnl: '0',
  seq: held.seq ?? 1,
  isReduceOnly: false,
  mmrSysUpdatedTime: '',
  leverageSysUpdatedTime: '',
  sessionAvgPrice: '',
  createdTime: String(T0 - 7_200_000),
  updatedTime: String(held.updated ?? T0 - 3_600_000),
  ...(held.delta === undefined ? {} : { delta: held.delta }),
});

export const positionList = (
  held: Held[],
  query = 'category=linear&settleCoin=USDT&limit=200',
  at = T0,
  made = at + AHEAD,
): VenueMessage =>
  fetched(
    `v5/position/list?${query}`,
    envelope(
      {
        list: held.map(one => positionRow(one)),
        nextPageCursor: '',
        category: /category=(\w+)/.exec(query)?.[1],
      },
      made,
    ),
    at,
  );

export const positionPush = (held: Held[], at = T0, made = at + AHEAD): VenueMessage =>
  framed(
    {
      id: 'p-1',
      topic: 'position',
      creationTime: made,
      data: held.map(one => ({
        ...positionRow({ updated: made, ...one }, 'entryPrice'),
        category: one.category ?? 'linear',
      })),
    },
    at,
  );

export interface Owned {
  coin: string;
  wallet: string;
  spotBorrow?: string;
  borrow?: string;
  profit?: string;
  equity?: string;
  /** US dollars a coin. */
  price?: number;
  maintenance?: string;
  collateral?: boolean;
}

export const coinRow = (one: Owned): Record<string, unknown> => {
  const equity = one.equity ?? String(+one.wallet - +(one.spotBorrow ?? 0) + +(one.profit ?? 0));
  return {
    availableToBorrow: '',
    bonus: '0',
    accruedInterest: '0',
    availableToWithdraw: '',
    totalOrderIM: '0',
    equity,
    totalPositionMM: one.maintenance ?? '0',
    usdValue: (+equity * (one.price ?? 1)).toFixed(8),
    unrealisedPnl: one.profit ?? '0',
    collateralSwitch: one.collateral ?? true,
    borrowAmount: one.borrow ?? one.spotBorrow ?? '0',
    totalPositionIM: '0',
    walletBalance: one.wallet,
    cumRealisedPnl: '0',
    locked: '0',
    marginCollateral: true,
    coin: one.coin,
    spotBorrow: one.spotBorrow ?? '0',
    spotHedgingQty: '0',
  };
};

export const walletRow = (coins: Owned[], totals: Record<string, string> = {}): Record<string, unknown> => ({
  totalEquity: '0',
  accountIMRate: '0.01',
  accountIMRateByMp: '0.01',
  totalMarginBalance: '0',
  totalInitialMargin: '0',
  totalInitialMarginByMp: '0',
  accountType: 'UNIFIED',
  totalAvailableBalance: '0',
  accountMMRate: '0.01',
  accountMMRateByMp: '0.01',
  totalPerpUPL: '0',
  totalWalletBalance: '0',
  accountLTV: '0',
  totalMaintenanceMargin: '0',
  totalMaintenanceMarginByMp: '0',
  ...totals,
  coin: coins.map(coinRow),
});

/** What a wallet prints in the isolated mode. */
export const ISOLATED = {
  accountIMRate: '',
  accountMMRate: '',
  totalMarginBalance: '',
  totalAvailableBalance: '',
  totalInitialMargin: '',
  totalMaintenanceMargin: '',
};

export const walletList = (
  coins: Owned[],
  totals: Record<string, string> = {},
  at = T0,
  made = at + AHEAD,
): VenueMessage =>
  fetched(
    'v5/account/wallet-balance?accountType=UNIFIED',
    envelope({ list: [walletRow(coins, totals)] }, made),
    at,
  );

export const walletPush = (coins: Owned[], at = T0, made = at + AHEAD): VenueMessage =>
  framed({ id: 'w-1', topic: 'wallet', creationTime: made, data: [walletRow(coins)] }, at);

export const accountInfo = (marginMode: string, at = T0, made = at + AHEAD): VenueMessage =>
  fetched(
    'v5/account/info',
    envelope(
      {
        marginMode,
        updatedTime: '1697078946000',
        unifiedMarginStatus: 5,
        dcpStatus: 'OFF',
        timeWindow: 10,
        smpGroup: 0,
        isMasterTrader: false,
        spotHedgingStatus: 'OFF',
      },
      made,
    ),
    at,
  );

export type Tier = [limit: string, rate: string, deduction: string];

/** Four tiers of BTCUSDT as they are in 2026, continuous: 0.5 % to 2 000 000. */
export const TIERS: Tier[] = [
  ['2000000', '0.005', ''],
  ['2600000', '0.0056', '1200'],
  ['3200000', '0.0062', '2760'],
  ['9000000', '0.01', '14920'],
];

export const riskLimits = (symbol: string, tiers = TIERS, at = T0, category = 'linear'): VenueMessage => ({
  ...fetched(
    `https://api.bybit.com/v5/market/risk-limit?category=${category}&symbol=${symbol}`,
    envelope({
      category,
      list: tiers.map(([limit, rate, deduction], k) => ({
        id: k + 1,
        symbol,
        riskLimitValue: limit,
        maintenanceMargin: rate,
        initialMargin: '0.01',
        isLowestRisk: k === 0 ? 1 : 0,
        maxLeverage: '100.00',
        mmDeduction: deduction,
      })),
      nextPageCursor: '',
    }),
    at,
  ),
  via: 'api',
});

export const collateralTiers = (
  coins: Record<string, [from: string, to: string, ratio: string][]>,
  at = T0,
): VenueMessage => ({
  ...fetched(
    'https://api.bybit.com/v5/spot-margin-trade/collateral',
    envelope({
      list: Object.entries(coins).map(([currency, tiers]) => ({
        currency,
        collateralRatioList: tiers.map(([minQty, maxQty, collateralRatio]) => ({
          minQty,
          maxQty,
          collateralRatio,
        })),
      })),
    }),
    at,
  ),
  via: 'api',
});

export const RATIOS: Parameters<typeof collateralTiers>[0] = {
  USDT: [['0', '', '1']],
  USDC: [['0', '', '1']],
  BTC: [
    ['0', '10', '0.95'],
    ['10', '', '0.9'],
  ],
  ETH: [['0', '', '0.9']],
};

export const loanTiers = (rates: Record<string, string>, at = T0): VenueMessage => ({
  ...fetched(
    'https://api.bybit.com/v5/spot-margin-trade/position-tiers',
    envelope({
      list: Object.entries(rates).map(([currency, positionMMR]) => ({
        currency,
        positionTiersRatioList: [
          { tier: '1', borrowLimit: '390', positionMMR, positionIMR: '0.2', maxLeverage: '5' },
        ],
      })),
    }),
    at,
  ),
  via: 'api',
});

export const feeRates = (rates: Record<string, string>, at = T0): VenueMessage =>
  fetched(
    'v5/account/fee-rate?category=linear',
    envelope({
      list: Object.entries(rates).map(([symbol, takerFeeRate]) => ({
        symbol,
        takerFeeRate,
        makerFeeRate: '0.0002',
      })),
    }),
    at,
  );

export interface Resting {
  id: string;
  symbol: string;
  side?: 'Buy' | 'Sell';
  price?: string;
  qty?: string;
  trigger?: string;
  status?: string;
  reduceOnly?: boolean;
  index?: 0 | 1 | 2;
  category?: string;
  updated?: number;
}

export const orderRow = (one: Resting): Record<string, unknown> => ({
  orderId: one.id,
  orderLinkId: '',
  blockTradeId: '',
  symbol: one.symbol,
  price: one.price ?? '0',
  qty: one.qty ?? '0.1',
  side: one.side ?? 'Buy',
  isLeverage: '',
  positionIdx: one.index ?? 0,
  orderStatus: one.status ?? (one.trigger ? 'Untriggered' : 'New'),
  cancelType: 'UNKNOWN',
  rejectReason: 'EC_NoError',
  avgPrice: '',
  leavesQty: one.qty ?? '0.1',
  leavesValue: '0',
  cumExecQty: '0',
  cumExecValue: '0',
  cumExecFee: '0',
  timeInForce: 'GTC',
  orderType: one.price ? 'Limit' : 'Market',
  stopOrderType: one.trigger ? 'StopLoss' : '',
  triggerPrice: one.trigger ?? '',
  triggerBy: one.trigger ? 'MarkPrice' : '',
  reduceOnly: one.reduceOnly ?? false,
  closeOnTrigger: one.reduceOnly ?? false,
  createdTime: String(T0 - 60_000),
  updatedTime: String(one.updated ?? T0 - 60_000),
  ...(one.category ? { category: one.category } : {}),
});

export const orderList = (
  orders: Resting[],
  query = 'category=linear&settleCoin=USDT&openOnly=0&limit=50',
  at = T0,
  made = at + AHEAD,
): VenueMessage =>
  fetched(
    `v5/order/realtime?${query}`,
    envelope(
      { list: orders.map(orderRow), nextPageCursor: '', category: /category=(\w+)/.exec(query)?.[1] },
      made,
    ),
    at,
  );

export const orderPush = (orders: Resting[], at = T0, made = at + AHEAD): VenueMessage =>
  framed(
    {
      id: 'o-1',
      topic: 'order',
      creationTime: made,
      data: orders.map(one => orderRow({ updated: made, category: 'linear', ...one })),
    },
    at,
  );

export const ticker = (
  symbol: string,
  prices: Record<string, string>,
  type: 'snapshot' | 'delta',
  at = T0,
  ts = at + AHEAD,
): VenueMessage =>
  framed(
    {
      topic: `tickers.${symbol}`,
      type,
      data: {
        symbol,
        ...(type === 'snapshot'
          ? {
              tickDirection: 'PlusTick',
              lastPrice: prices.markPrice ?? '1',
              prevPrice24h: '1',
              volume24h: '1',
              turnover24h: '1',
              bid1Price: '1',
              ask1Price: '2',
            }
          : {}),
        ...prices,
      },
      cs: 1,
      ts,
    },
    at,
    'stream.bybit.com/v5/public/linear',
  );

export const mark = (symbol: string, markPrice: string, at = T0): VenueMessage =>
  ticker(symbol, { markPrice }, 'delta', at);

export const told = (messages: VenueMessage[], from: State = initial): State => messages.reduce(reduce, from);
/** The account of the page. */
export const pageAccount = (state: State, now = T0) => accounts(state, now)[0]!;
export const codes = (state: State): string[] => pageAccount(state).problems.map(problem => problem.code);
