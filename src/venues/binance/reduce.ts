/** The entrance: one raw message of a Binance page or of its public API, into the state. */

import * as v from 'valibot';
import type { VenueMessage } from '../venue';
import { type Fault, type Source, withFailure, without } from './failures';
import type { Reading } from './fields';
import { flag } from './fields';
import {
  readApiBalances,
  readApiPositions,
  readBalances,
  readConditional,
  readConfig,
  readOrders,
  readWebPositions,
} from './lists';
import { type BracketReading, readBrackets, readExchangeInfo, readPremiumIndex } from './market-messages';
import { withMarks } from './marks';
import type { State } from './state';
import { onEvent } from './stream';
import { withBalances, withConfig, withMultiAssets, withOrders, withPositions } from './trader';

/** What the tap cuts a text to: one of this length is not whole. */
const PAGE_LIMIT = 1024 * 1024;
/** The public lists of all contracts are larger than what a page may send. */
const API_LIMIT = 16 * 1024 * 1024;
/** "Not logged in", in the page's own calls [seen in public clients, 2026]. */
const LOGGED_OUT = new Set(['100001005', '100002002']);

export function reduce(state: State, message: VenueMessage): State {
  if (message.direction !== 'in') return state;
  const { at } = message;
  if (message.via === 'websocket') return onStream(state, message);
  const route = routeOf(message.url);
  if (!route || ofPortfolio(message.request)) return state;
  const { source } = route;
  const fail = (fault: Fault): State => withFailure(state, source, fault, at);

  const parsed = parse(message.body, message.via === 'api' ? API_LIMIT : PAGE_LIMIT);
  const { status = 200 } = message;
  if (status === 429 || status === 418) return fail({ code: 'rate-limited' });
  if (status >= 500) return fail({ code: 'server-error', detail: String(status) });
  if ('code' in parsed) return fail(parsed);
  const answer = route.web ? unwrap(parsed.json) : plainAnswer(parsed.json, status);
  if ('loggedOut' in answer) return { ...state, trader: { ...state.trader, loggedOutAt: at } };
  if ('fault' in answer) return fail(answer.fault);
  return route.apply(state, answer.data, message, at);
}

function onStream(state: State, message: VenueMessage): State {
  const host = hostOf(message.url);
  // COIN-M (dstream) and options (nbstream, vstream) send events of the same names about other accounts.
  if (/^(dstream|nbstream|vstream)/.test(host)) return state;
  const parsed = parse(message.body, PAGE_LIMIT);
  if ('code' in parsed) {
    const failed = withFailure(state, 'stream', parsed, message.at);
    if (!/"ACCOUNT_UPDATE"/.test(String(message.body))) return failed;
    // What was said of the account is lost: only lists can tell it again.
    const once = withFailure(failed, 'ACCOUNT_UPDATE', parsed, message.at);
    return withFailure(once, 'ACCOUNT_UPDATE balances', parsed, message.at);
  }
  const next = onEvent(state, parsed.json, message.at, /\/pm(-classic)?\/ws/.test(message.url));
  if (!('stream' in next.market.problems)) return next;
  return { ...next, market: { ...next.market, problems: without(next.market.problems, 'stream') } };
}

interface Route {
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

const routeOf = (url: string): Route | null => {
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
  return unreadable === null
    ? next
    : withFailure(next, 'brackets', { code: 'format-changed', field: unreadable }, at);
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

type Answer = { data: unknown } | { loggedOut: true } | { fault: Fault };

const envelope = v.object({ code: v.string(), data: v.optional(v.unknown()) });

function unwrap(json: unknown): Answer {
  const result = v.safeParse(envelope, json);
  if (!result.success) return { fault: { code: 'format-changed', field: 'code' } };
  const { code, data } = result.output;
  if (LOGGED_OUT.has(code)) return { loggedOut: true };
  if (code !== '000000') return { fault: { code: 'refused', detail: code.slice(0, 20) } };
  return { data };
}

/** The API has no envelope; its errors are `{ code: −1121, msg }`. */
function plainAnswer(json: unknown, status: number): Answer {
  const error = v.safeParse(v.object({ code: v.number(), msg: v.string() }), json);
  if (error.success && error.output.code < 0)
    return { fault: { code: 'refused', detail: String(error.output.code) } };
  if (status >= 400) return { fault: { code: 'refused', detail: String(status) } };
  return { data: json };
}

/** Ids have outgrown 2^53: as numbers two of them could become one. */
const LONG_IDS = /"(orderId|algoId|aid|i)"(\s*:\s*)(\d{16,25})(?=\s*[,}])/g;

function parse(
  body: unknown,
  limit: number,
): { json: unknown } | { code: 'not-json' } | { code: 'too-large' } {
  if (typeof body !== 'string') return body === undefined ? { code: 'not-json' } : { json: body };
  if (body.length >= limit) return { code: 'too-large' };
  try {
    return { json: JSON.parse(body.replace(LONG_IDS, '"$1"$2"$3"')) };
  } catch {
    return { code: 'not-json' };
  }
}

/** Copy trading asks the same calls for portfolios of their own. */
const ofPortfolio = (request: unknown): boolean =>
  /"(portfolioId|copyTradeType)"/.test(
    typeof request === 'string' ? request : (JSON.stringify(request) ?? ''),
  );

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

function pathOf(url: string): string {
  try {
    return new URL(url, 'https://www.binance.com').pathname;
  } catch {
    return '';
  }
}

function hostOf(url: string): string {
  try {
    return new URL(url).hostname;
  } catch {
    return '';
  }
}
