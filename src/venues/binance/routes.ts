/** Which answer is read by what: by its path, whatever version stands in it. */
import * as v from 'valibot';
import type { Reading } from '../shared/rows';
import type { VenueMessage } from '../venue';
import { pathOf } from './answers';
import { readAssetIndex, withRates } from './asset-rates';
import { type BracketReading, readBrackets } from './brackets';
import { healed, withFailure, without } from './failures';
import { flag } from './fields';
import { keyRoutes } from './key-routes';
import { readApiBalances, readBalances, readConfig, readTakerFee } from './lists';
import { openPositions } from './margin';
import { readExchangeInfo, readPremiumIndex } from './market-messages';
import { withMarks } from './marks';
import { saidMode } from './multi-assets-mode';
import { readConditional, readOrders } from './order-lists';
import { portfolioRoutes } from './portfolio-routes';
import { readApiPositions, readCoinPositions, readWebPositions } from './position-lists';
import { list, type Route } from './route';
import type { State } from './state';
import { isCoinMargined } from './symbols';
import { withBalances, withConfig, withOrders, withPositions } from './trader';

const PRIVATE = String.raw`\/private\/(?:eu-)?(?:future|delivery)`;
/** The same calls of USDⓈ-M, COIN-M and the two parts of Portfolio Margin. */
const API = String.raw`^\/(?:fapi\/v\d|dapi\/v\d|papi\/v\d\/(?:um|cm))`;

const orders = (state: State, rows: Parameters<typeof withOrders>[2], at: number, message: VenueMessage) =>
  withOrders(state, 'orders', rows, at, { symbol: symbolAsked(message), partial: false });

const routes: [RegExp, Route][] = [
  [
    new RegExp(`${PRIVATE}/user-data/user-position$`),
    list('user-position', true, readWebPositions, withPositions),
  ],
  [new RegExp(`${PRIVATE}/user-data/user-balance$`), list('user-balance', true, readBalances, withBalances)],
  [new RegExp(`${PRIVATE}/user-data/symbol-config$`), list('symbol-config', true, readConfig, withConfig)],
  [new RegExp(`${PRIVATE}/user-data/get-position-side$`), list('position-side', true, readHedge, withHedge)],
  [
    new RegExp(`${PRIVATE}/user-data/account-tier-commission$`),
    list('account-tier-commission', true, readTakerFee, withTakerFee),
  ],
  [
    new RegExp(`${PRIVATE}/order/open-orders?$`),
    list('open-orders', true, data => readOrders(rowsOf(data)), orders),
  ],
  [
    new RegExp(`${PRIVATE}/order/[a-z-]*algo-orders?$`),
    list(
      'algo-orders',
      true,
      data => readConditional(rowsOf(data)),
      (state, rows, at, message) =>
        withOrders(state, 'conditional', rows, at, {
          symbol: symbolAsked(message),
          // "get-all-algo-order" is a history in pages: an order that is not on this page may well be open.
          partial: !/\/[a-z-]*open[a-z-]*$/.test(pathOf(message.url)),
        }),
    ),
  ],
  [/\/(future|delivery)\/common\/brackets$/, list('brackets', true, readBrackets, withBrackets)],
  [/^\/fapi\/v\d\/positionRisk$/, list('user-position', false, readApiPositions, withPositions)],
  [/^\/dapi\/v\d\/positionRisk$/, list('user-position', false, readCoinPositions, withPositions)],
  [
    /^\/[fd]api\/v\d\/account$/,
    list('user-balance', false, data => readBalances(assetsOf(data)), withBalances),
  ],
  [/^\/[fd]api\/v\d\/balance$/, list('user-balance', false, readApiBalances, withBalances)],
  [new RegExp(`${API}/symbolConfig$`), list('symbol-config', false, readConfig, withConfig)],
  [
    new RegExp(`${API}/(accountConfig|positionSide/dual|multiAssetsMargin)$`),
    list('position-side', false, readHedge, withHedge),
  ],
  [new RegExp(`${API}/commissionRate$`), list('account-tier-commission', false, readTakerFee, withTakerFee)],
  [/^\/[fd]api\/v\d\/openOrders$/, list('open-orders', false, readOrders, orders)],
  [
    new RegExp(`${API}/(algo/)?openAlgoOrders$`),
    list('algo-orders', false, readConditional, (state, rows, at, message) =>
      withOrders(state, 'conditional', rows, at, { symbol: symbolAsked(message), partial: false }),
    ),
  ],
  [new RegExp(`${API}/leverageBracket$`), list('brackets', false, readBrackets, withBrackets)],
  [
    new RegExp(`${API}/premiumIndex$`),
    list('premiumIndex', false, readPremiumIndex, (state, marks, at) => ({
      ...state,
      market: withMarks(healed(state, 'premiumIndex'), marks, at),
    })),
  ],
  [
    /^\/fapi\/v\d\/assetIndex$/,
    list('assetIndex', false, readAssetIndex, (state, rates, at) => ({
      ...state,
      market: withRates(healed(state, 'assetIndex'), rates, at),
    })),
  ],
  [
    new RegExp(`${API}/exchangeInfo$`),
    list('exchangeInfo', false, readExchangeInfo, (state, contracts, at) => {
      const market = healed(state, 'exchangeInfo');
      return {
        ...state,
        market: {
          ...market,
          contracts: { ...market.contracts, ...contracts },
          contractsAt: { ...market.contractsAt, [state.trader.product]: at },
        },
      };
    }),
  ],
  ...portfolioRoutes,
  ...keyRoutes,
];

/** Which product's book a path is about. */
export const isDelivery = (path: string): boolean => /\/delivery\/|^\/dapi\/|^\/papi\/v\d\/cm\//.test(path);

export const routeOf = (url: string): Route | null => {
  const path = pathOf(url);
  return routes.find(([pattern]) => pattern.test(path))?.[1] ?? null;
};

function withBrackets(state: State, reading: BracketReading, at: number): State {
  const market = healed(state, 'brackets');
  const { product } = state.trader;
  // A list is of one product; what stands in it of the other is not its word on it.
  const own = <T>(tables: Record<string, T>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(tables).filter(([symbol]) => isCoinMargined(symbol) === (product === 'coinm')),
    );
  const brackets = own(reading.brackets);
  const others = Object.entries(market.scaled).filter(([symbol]) => !Object.hasOwn(brackets, symbol));
  const next: State = {
    ...state,
    market: {
      ...market,
      brackets: { ...market.brackets, ...brackets },
      scaled: { ...Object.fromEntries(others), ...own(reading.scaled) },
      bracketsAt: { ...market.bracketsAt, [product]: at },
    },
  };
  // A table of a contract that is not held is missed when it is.
  const held = new Set(['', ...openPositions(state.trader).map(row => row.symbol)]);
  const missed = Object.entries(reading.unreadable).find(([symbol]) => held.has(symbol));
  if (!missed) return next;
  const field = missed.filter(Boolean).join('.');
  return withFailure(next, 'brackets', { code: 'format-changed', field }, at);
}

function withTakerFee(state: State, takerFee: string): State {
  return {
    ...state,
    trader: {
      ...state.trader,
      takerFee,
      problems: without(state.trader.problems, 'account-tier-commission'),
    },
  };
}

interface Modes {
  hedge: boolean | null;
  multiAssets: boolean | null;
}

function readHedge(data: unknown): Reading<Modes> {
  const shape = v.object({ dualSidePosition: v.optional(flag), multiAssetsMargin: v.optional(flag) });
  const result = v.safeParse(shape, data);
  const { dualSidePosition, multiAssetsMargin } = result.success ? result.output : {};
  if (dualSidePosition === undefined && multiAssetsMargin === undefined) return { field: 'dualSidePosition' };
  return { value: { hedge: dualSidePosition ?? null, multiAssets: multiAssetsMargin ?? null }, unread: null };
}

function withHedge(state: State, { hedge, multiAssets }: Modes, at: number): State {
  let { trader } = state;
  if (hedge !== null) trader = { ...trader, hedge };
  if (multiAssets !== null) trader = saidMode(trader, multiAssets, at);
  return { ...state, trader: { ...trader, problems: without(trader.problems, 'position-side') } };
}

/** The one contract that a request for orders was limited to. */
function symbolAsked(message: VenueMessage): string | null {
  const found = /[?&]symbol=([^&]+)/.exec(message.url)?.[1];
  if (found) return found;
  const { request } = message;
  const text = typeof request === 'string' ? request : (JSON.stringify(request) ?? '');
  return /"symbol"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? null;
}

/** A page of a list, whichever way it is wrapped: `[…]`, `{ rows: […] }`, `{ list: […] }`, `{ orders: […] }`. */
function rowsOf(data: unknown): unknown {
  if (Array.isArray(data) || typeof data !== 'object' || data === null) return data;
  const held = Object.values(data).find(Array.isArray);
  return held ?? data;
}

const assetsOf = (data: unknown): unknown =>
  typeof data === 'object' && data !== null && 'assets' in data ? data.assets : data;
