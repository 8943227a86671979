/**
 * Messages of a Binance futures page for tests, written by hand in the documented shapes: the 22 keys of
 * user-position, the rows of user-balance, and the user stream's events (USDⓈ-M documents, 2026-06-28).
 */
import { Decimal } from '../../engine/decimal';
import type { VenueMessage } from '../venue';
import { accounts } from './account';
import { reduce } from './reduce';
import { initial, type State } from './state';

export const T0 = 1_790_000_000_000;
const WEB = 'https://www.binance.com/bapi/futures';

export const envelope = (data: unknown) => ({
  code: '000000',
  message: null,
  messageDetail: null,
  data,
  success: true,
});

export const fetched = (path: string, body: unknown, at = T0, status = 200): VenueMessage => ({
  at,
  via: 'fetch',
  url: path.startsWith('http') ? path : `${WEB}/${path}`,
  direction: 'in',
  method: 'POST',
  request: '{}',
  body: typeof body === 'string' ? body : JSON.stringify(body),
  status,
});

export const framed = (body: unknown, at = T0): VenueMessage => ({
  at,
  via: 'websocket',
  url: 'wss://fstream.binance.com/private/ws/…',
  direction: 'in',
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

export interface Held {
  symbol: string;
  side?: 'BOTH' | 'LONG' | 'SHORT';
  amount: string;
  entry: string;
  mark: string;
  liquidation?: string;
  maintenance?: string;
  isolatedWallet?: string;
  asset?: string;
  updateTime?: number;
}

export const positionRow = (held: Held, uid = '350812'): Record<string, unknown> => ({
  id: `${uid}_${held.symbol}_${held.side ?? 'BOTH'}`,
  symbol: held.symbol,
  positionSide: held.side ?? 'BOTH',
  positionAmount: held.amount,
  entryPrice: held.entry,
  breakEvenPrice: held.entry,
  markPrice: held.mark,
  unrealizedProfit: '0',
  liquidationPrice: held.liquidation ?? '0',
  isolatedMargin: held.isolatedWallet ?? '0',
  notionalValue: '0',
  collateral: held.asset ?? 'USDT',
  isolatedWallet: held.isolatedWallet ?? '0',
  cumRealized: '0',
  initialMargin: '0',
  maintMargin: held.maintenance ?? '0',
  positionInitialMargin: '0',
  openOrderInitialMargin: '0',
  adl: 2,
  askNotional: '0',
  bidNotional: '0',
  updateTime: held.updateTime ?? T0 - 3_600_000,
});

export const positionList = (held: Held[], at = T0, uid?: string): VenueMessage =>
  fetched('v6/private/future/user-data/user-position', envelope(held.map(one => positionRow(one, uid))), at);

export const balanceRow = (asset: string, cross: string, wallet = cross): Record<string, unknown> => ({
  asset,
  walletBalance: wallet,
  crossWalletBalance: cross,
  marginBalance: wallet,
  availableBalance: cross,
  maxWithdrawAmount: cross,
  initialMargin: '0',
  positionInitialMargin: '0',
  openOrderInitialMargin: '0',
  maintenanceMargin: '0',
  unrealizedProfit: '0',
});

export const balanceList = (cross: Record<string, string>, at = T0): VenueMessage =>
  fetched(
    'v6/private/future/user-data/user-balance',
    envelope(Object.entries(cross).map(([asset, amount]) => balanceRow(asset, amount))),
    at,
  );

export const configList = (
  rows: { symbol: string; marginType: 'CROSSED' | 'ISOLATED'; leverage: number }[],
  at = T0,
): VenueMessage =>
  fetched(
    'v1/private/future/user-data/symbol-config',
    envelope({
      symbolConfigItemList: rows.map(row => ({ ...row, maxNotionalValue: '1000000', autoAddMargin: false })),
    }),
    at,
  );

/** One table for every contract: 0.4 % to 300 000, then the first steps of BTCUSDT on 2026-08-02. */
export const STEPS: [number, number, number, number][] = [
  [0, 300_000, 0.004, 0],
  [300_000, 800_000, 0.005, 300],
  [800_000, 3_000_000, 0.0065, 1500],
  [3_000_000, 12_000_000, 0.01, 12_000],
];

export const bracketRow = (symbol: string, steps = STEPS): Record<string, unknown> => ({
  symbol,
  updateTime: T0,
  notionalLimit: 100,
  riskBrackets: steps.map(([floor, cap, rate, cum], index) => ({
    bracketSeq: index + 1,
    bracketNotionalFloor: floor,
    bracketNotionalCap: cap,
    bracketMaintenanceMarginRate: rate,
    cumFastMaintenanceAmount: cum,
    minOpenPosLeverage: 1,
    maxOpenPosLeverage: 150,
  })),
});

export const bracketList = (symbols: string[], at = T0, steps = STEPS): VenueMessage => ({
  ...fetched(
    'v1/friendly/future/common/brackets',
    envelope({ brackets: symbols.map(symbol => bracketRow(symbol, steps)) }),
    at,
  ),
  method: 'GET',
});

export const markEvent = (symbol: string, price: string, E = T0): Record<string, unknown> => ({
  e: 'markPriceUpdate',
  E,
  s: symbol,
  p: price,
  i: price,
  P: price,
  r: '0.00010000',
  T: T0 + 28_800_000,
});

export const mark = (symbol: string, price: string, at = T0): VenueMessage =>
  framed(markEvent(symbol, price, at), at);

/** By asset: index, buffer of what is owned, buffer of what is owed. Stream `!assetIndex@arr`. */
export const rateEvent = (rates: Record<string, [string, string, string]>, at = T0): VenueMessage =>
  framed(
    Object.entries(rates).map(([asset, [index, bid, ask]]) => ({
      e: 'assetIndexUpdate',
      E: at,
      s: `${asset}USD`,
      i: index,
      b: bid,
      a: ask,
      B: new Decimal(1).minus(bid).times(index).toFixed(8),
      A: new Decimal(1).plus(ask).times(index).toFixed(8),
      q: bid,
      g: ask,
      Q: index,
      G: index,
    })),
    at,
  );

export const multiAssets = (on: boolean, at = T0): VenueMessage =>
  framed({ e: 'ACCOUNT_CONFIG_UPDATE', E: at, T: at, ai: { j: on } }, at);

/** An answer of the signed API: "fapi/v3/account", "papi/v1/balance", "sapi/v1/portfolio/collateralRate". */
export const answered = (path: string, body: unknown, at = T0, status = 200): VenueMessage => ({
  at,
  via: 'api',
  url: `https://${/^[fdp]api/.exec(path)?.[0] ?? 'api'}.binance.com/${path}`,
  direction: 'in',
  body: JSON.stringify(body),
  status,
});

/** A row of /dapi/v1/positionRisk: contracts, and no isolatedWallet. */
export const coinPosition = (held: Held): Record<string, unknown> => ({
  symbol: held.symbol,
  positionAmt: held.amount,
  entryPrice: held.entry,
  breakEvenPrice: held.entry,
  markPrice: held.mark,
  unRealizedProfit: '0.00000000',
  liquidationPrice: held.liquidation ?? '0',
  leverage: '20',
  maxQty: '50',
  marginType: held.isolatedWallet ? 'isolated' : 'cross',
  isolatedMargin: held.isolatedWallet ?? '0.00000000',
  isAutoAddMargin: 'false',
  positionSide: held.side ?? 'BOTH',
  updateTime: held.updateTime ?? T0 - 3_600_000,
});

/** BTCUSD_PERP and its quarterly: 100 dollars a contract, the first brackets in bitcoin. */
export const coinContracts = (symbols: string[], size = 100): VenueMessage =>
  answered('dapi/v1/exchangeInfo', {
    symbols: symbols.map(symbol => ({
      symbol,
      contractSize: size,
      marginAsset: symbol.replace(/USD_.*$/, ''),
      filters: [
        { filterType: 'PRICE_FILTER', tickSize: '0.1' },
        { filterType: 'LOT_SIZE', stepSize: '1' },
      ],
    })),
  });

export const COIN_STEPS: [number, number, number][] = [
  [0, 0.004, 0],
  [5, 0.005, 0.005],
  [10, 0.01, 0.055],
];

export const coinBrackets = (symbols: string[], steps = COIN_STEPS): VenueMessage =>
  answered(
    'dapi/v2/leverageBracket',
    symbols.map(symbol => ({
      symbol,
      brackets: steps.map(([qtylFloor, maintMarginRatio, cum], k) => ({
        bracket: k + 1,
        initialLeverage: 125,
        qtyCap: steps[k + 1]?.[0] ?? 1000,
        qtylFloor,
        maintMarginRatio,
        cum,
      })),
    })),
  );

export interface Change {
  balances?: Record<string, string>;
  positions?: {
    symbol: string;
    side?: 'BOTH' | 'LONG' | 'SHORT';
    amount: string;
    entry: string;
    isolated?: string;
  }[];
}

export const accountEvent = ({ balances = {}, positions = [] }: Change, T: number, E = T + 1) => ({
  e: 'ACCOUNT_UPDATE',
  E,
  T,
  a: {
    m: 'ORDER',
    B: Object.entries(balances).map(([a, cw]) => ({ a, wb: cw, cw, bc: '0' })),
    P: positions.map(({ symbol, side = 'BOTH', amount, entry, isolated }) => ({
      s: symbol,
      pa: amount,
      ep: entry,
      bep: entry,
      cr: '0',
      up: '0',
      mt: isolated === undefined ? 'cross' : 'isolated',
      iw: isolated ?? '0',
      ps: side,
    })),
  },
});

export const told = (messages: VenueMessage[], from: State = initial): State => messages.reduce(reduce, from);
/** The account of the page. */
export const pageAccount = (state: State) => accounts(state)[0]!;
export const codes = (state: State): string[] => pageAccount(state).problems.map(problem => problem.code);
