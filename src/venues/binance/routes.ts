/** Which answer is read by what: by the end of its path, whatever version stands in it. */
import * as v from 'valibot';
import type { VenueMessage } from '../venue';
import { pathOf } from './answers';
import { type Source, withFailure, without } from './failures';
import { flag, type Reading } from './fields';
import {
  readApiBalances,
  readApiPositions,
  readBalances,
  readConditional,
  readConfig,
  readOrders,
  readTakerFee,
  readWebPositions,
} from './lists';
import { openPositions } from './margin';
import { type BracketReading, readBrackets, readExchangeInfo, readPremiumIndex } from './market-messages';
import { withMarks } from './marks';
import type { State } from './state';
import { withBalances, withConfig, withMultiAssets, withOrders, withPositions } from './trader';

export interface Route {
  source: Source;
  /** The page's calls come in an envelope. */
  web: boolean;
  apply(state: State, data: unknown, message: VenueMessage, at: number): State;
}

/** The same shape for each list: read it whole or name the field that is missing. */
function list<T>(
  source: Source,
  web: boolean,
  readData: (data: unknown) => Reading<T>,
  use: (state: State, value: T, at: number, message: VenueMessage) => State,
): Route {
  const apply: Route['apply'] = (state, data, message, at) => {
    const reading = readData(data);
    if ('field' in reading)
      return withFailure(state, source, { code: 'format-changed', field: reading.field }, at);
    const next = use(state, reading.value, at, message);
    return reading.unread === null
      ? next
      : withFailure(next, source, { code: 'field-unread', field: reading.unread }, at);
  };
  return { source, web, apply };
}

const PRIVATE = String.raw`\/private\/(?:eu-)?future`;
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
    list(
      'open-orders',
      true,
      data => readOrders(rowsOf(data)),
      (state, rows, at, message) =>
        withOrders(state, 'orders', rows, at, { symbol: symbolAsked(message), partial: false }),
    ),
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
  [/\/future\/common\/brackets$/, list('brackets', true, readBrackets, withBrackets)],
  [/\/fapi\/v[23]\/positionRisk$/, list('user-position', false, readApiPositions, withPositions)],
  [
    /\/fapi\/v[23]\/account$/,
    list('user-balance', false, data => readBalances(assetsOf(data)), withBalances),
  ],
  [/\/fapi\/v[23]\/balance$/, list('user-balance', false, readApiBalances, withBalances)],
  [/\/fapi\/v1\/symbolConfig$/, list('symbol-config', false, readConfig, withConfig)],
  [/\/fapi\/v1\/(accountConfig|positionSide\/dual)$/, list('position-side', false, readHedge, withHedge)],
  [/\/fapi\/v1\/multiAssetsMargin$/, list('position-side', false, readHedge, withHedge)],
  [
    /\/fapi\/v1\/openOrders$/,
    list('open-orders', false, readOrders, (state, rows, at, message) =>
      withOrders(state, 'orders', rows, at, { symbol: symbolAsked(message), partial: false }),
    ),
  ],
  [
    /\/fapi\/v1\/openAlgoOrders$/,
    list('algo-orders', false, readConditional, (state, rows, at, message) =>
      withOrders(state, 'conditional', rows, at, { symbol: symbolAsked(message), partial: false }),
    ),
  ],
  [/\/fapi\/v1\/leverageBracket$/, list('brackets', false, readBrackets, withBrackets)],
  [
    /\/fapi\/v1\/premiumIndex$/,
    list('premiumIndex', false, readPremiumIndex, (state, marks, at) => ({
      ...state,
      market: withMarks(
        { ...state.market, problems: without(state.market.problems, 'premiumIndex') },
        marks,
        at,
      ),
    })),
  ],
  [
    /\/fapi\/v1\/exchangeInfo$/,
    list('exchangeInfo', false, readExchangeInfo, (state, contracts, at) => ({
      ...state,
      market: {
        ...state.market,
        contracts,
        contractsAt: at,
        problems: without(state.market.problems, 'exchangeInfo'),
      },
    })),
  ],
];

export const routeOf = (url: string): Route | null => {
  const path = pathOf(url);
  return routes.find(([pattern]) => pattern.test(path))?.[1] ?? null;
};

function withBrackets(state: State, { brackets, unreadable }: BracketReading, at: number): State {
  const { market } = state;
  const next: State = {
    ...state,
    market: {
      ...market,
      brackets: { ...market.brackets, ...brackets },
      bracketsAt: at,
      problems: without(market.problems, 'brackets'),
    },
  };
  // A table of a contract that is not held is missed when it is.
  const held = new Set(['', ...openPositions(state.trader).map(row => row.symbol)]);
  const missed = Object.entries(unreadable).find(([symbol]) => held.has(symbol));
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

function withHedge(state: State, { hedge, multiAssets }: Modes): State {
  let { trader } = state;
  if (hedge !== null) trader = { ...trader, hedge };
  if (multiAssets !== null) trader = withMultiAssets(trader, multiAssets);
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
