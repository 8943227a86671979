/** The public requests of USDⓈ-M and COIN-M: what the page has not shown, and hourly candles of the mark. */
import * as v from 'valibot';
import { read } from '../shared/rows';
import type { ApiRequest, Candle, VenueCandles, Watching } from '../venue';
import { parse } from './answers';
import { decimal, time } from './fields';
import { openPositions } from './margin';
import { markedSymbols, markOf } from './marks';
import { assetsCounted } from './multi-assets';
import type { Market, State, Trader } from './state';
import { factorOf, isCoinMargined } from './symbols';

const PRODUCTS = {
  usdm: {
    name: 'binance',
    api: 'https://fapi.binance.com/fapi/v1',
    /** Public since long; the page calls it too, without a login. Brackets of all contracts. */
    brackets: 'https://www.binance.com/bapi/futures/v1/friendly/future/common/brackets',
  },
  coinm: {
    name: 'binance:coinm',
    api: 'https://dapi.binance.com/dapi/v1',
    /** [?] Shaped as its neighbour is; that it exists was not seen. The page's own answer is read all the same. */
    brackets: 'https://www.binance.com/bapi/futures/v1/friendly/delivery/common/brackets',
  },
} as const;
const { api: API } = PRODUCTS.usdm;

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
/** A mark older than this is asked for: the page's stream says one every 1 to 3 s. */
const MARK_AGE = 10 * SECOND;
const RATE_AGE = 5 * SECOND;
/** The weight of one contract's mark is 1, that of all contracts 10. */
const SINGLY = 5;

/**
 * Nothing is asked for before the page has told of an account: there is no account without a page or a key. Brackets
 * come first (no maintenance margin without them), then missing marks, then ticks.
 */
export function needs(state: State, now: number, watching: Watching): ApiRequest[] {
  if (watching.address !== null) return [];
  const books = [state.trader, state.delivery.trader];
  return [
    ...books.flatMap(trader => bookNeeds(state.market, trader, now, watching.key === true)),
    ...rateNeeds(state, now),
  ];
}

function bookNeeds(market: Market, trader: Trader, now: number, byKey: boolean): ApiRequest[] {
  const { product } = trader;
  const { name, api, brackets } = PRODUCTS[product];
  if (trader.positions.at === null && trader.balances.at === null) return [];
  const held = [...new Set(openPositions(trader).map(row => row.symbol))];
  // Of COIN-M most traders hold nothing: the lists are for those that do.
  if (product === 'coinm' && held.length === 0 && byKey) return [];
  const requests: ApiRequest[] = [];
  const get = (key: string, url: string, every: number) => requests.push({ key, url, method: 'GET', every });
  const bracketsAt = market.bracketsAt[product];
  const lacking = bracketsAt === null || held.some(symbol => !market.brackets[symbol]);
  // A key asks for its own brackets.
  if (!byKey && (lacking || now - bracketsAt > 12 * HOUR)) {
    get(`${name}:brackets`, brackets, lacking ? 60 * SECOND : HOUR);
  }
  const old = held.filter(symbol => now - (markOf(market, symbol)?.at ?? 0) > MARK_AGE);
  if (old.length > SINGLY) get(`${name}:marks`, `${api}/premiumIndex`, 5 * SECOND);
  else {
    for (const symbol of old) {
      const url = `${api}/premiumIndex?symbol=${encodeURIComponent(symbol)}`;
      get(`${name}:mark:${symbol}`, url, 5 * SECOND);
    }
  }
  const contractsAt = market.contractsAt[product];
  const unlisted = contractsAt === null || held.some(symbol => !market.contracts[symbol]);
  if (unlisted || now - contractsAt > 24 * HOUR) {
    get(`${name}:contracts`, `${api}/exchangeInfo`, 600 * SECOND);
  }
  return requests;
}

/**
 * What each asset counts for: in multi-assets mode, and where Portfolio Margin is known by its totals alone. All of
 * them weigh 10; the figures are as old as they are.
 */
function rateNeeds(state: State, now: number): ApiRequest[] {
  const { market, trader, portfolio } = state;
  const byTotals = portfolio.is?.is === true && portfolio.margin.listedAt === null;
  const assets = byTotals ? ['USDT'] : assetsCounted(state, trader);
  const old = assets.some(asset => now - (market.rates[asset]?.at ?? 0) > RATE_AGE);
  const url = `${PRODUCTS.usdm.api}/assetIndex`;
  return old ? [{ key: 'binance:rates', url, method: 'GET', every: 5 * SECOND }] : [];
}

/** The contract whose mark tells of a factor: a perpetual against USDT before others. */
function symbolOf(state: State, factor: string): string {
  const { market, trader } = state;
  const known = new Set([
    ...Object.values(trader.positions.rows).map(row => row.symbol),
    ...markedSymbols(market),
    ...Object.keys(market.brackets),
    ...Object.keys(market.contracts),
  ]);
  // A coin moves the same whichever way its contracts are margined.
  for (const symbol of known) if (isCoinMargined(symbol)) known.delete(symbol);
  const rank = (symbol: string): number =>
    (symbol.includes('_') ? 4 : 0) + (symbol.endsWith('USDT') ? 0 : symbol.endsWith('USDC') ? 1 : 2);
  const [best] = [...known].filter(symbol => factorOf(symbol) === factor).sort((a, b) => rank(a) - rank(b));
  return best ?? `${factor}USDT`;
}

/** The most candles that one answer holds (markPriceKlines, 2026-06-28); weight 5 up to 1000, 10 above. */
const CANDLES = 1500;

/** Characters of an answer: 1500 candles of some 120 each, and room. */
const LIMIT = 500_000;

const row = v.looseTuple([time, decimal, decimal, decimal, decimal, v.unknown(), time]);

export const candles: VenueCandles<State> = {
  request(state, factor, from, to) {
    const symbol = symbolOf(state, factor);
    const limit = Math.min(CANDLES, Math.max(1, Math.ceil((to - from) / HOUR) + 1));
    const query = `symbol=${encodeURIComponent(symbol)}&interval=1h&startTime=${from}&endTime=${to}&limit=${limit}`;
    return {
      key: `binance:candles:${symbol}`,
      url: `${API}/markPriceKlines?${query}`,
      method: 'GET',
      every: 60 * SECOND,
    };
  },
  read(body, now) {
    const parsed = parse(body, LIMIT);
    if ('code' in parsed) return { unreadable: parsed.code };
    const reading = read(v.array(row), parsed.json);
    if ('field' in reading) return { unreadable: reading.field };
    const whole: Candle[] = [];
    for (const [at, , , , close, , closed] of reading.value) if (closed < now) whole.push({ at, close });
    return whole.sort((a, b) => a.at - b.at);
  },
};
