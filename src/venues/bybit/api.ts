/** The public requests of Bybit: what the page has not shown, and hourly candles of the mark. */
import * as v from 'valibot';
import { parse } from '../shared/json-text';
import { read } from '../shared/rows';
import type { ApiRequest, Candle, VenueCandles, Watching } from '../venue';
import { DOLLARS } from './assumptions';
import { ratiosOf } from './collateral';
import { listOf, readAnswer } from './envelope';
import { decimal, isZero } from './fields';
import { markedSymbols, markOf } from './marks';
import { openOrders, openPositions, usdPrice } from './moment';
import type { Category, State } from './state';
import { factorOf, parseSymbol } from './symbols';

export const API = 'https://api.bybit.com';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
/** A price older than this is asked for: the page's stream says one every 100 ms. */
const PRICE_AGE = 10 * SECOND;
/** So many contracts are asked for one by one; of more, the tickers of the whole category come in one answer. */
const SINGLY = 5;
/** Contracts whose tables are asked for in one round: with two hundred positions the rest follows. */
const ROUND = 10;

/**
 * Nothing is asked for before the page, or a key, has told of an account. Risk limits come first (no maintenance
 * margin without them), then how coins count, then prices, then ticks and steps.
 */
export function needs(state: State, now: number, watching: Watching): ApiRequest[] {
  const { market, trader } = state;
  if (watching.address !== null) return [];
  if (trader.positions.at === null && trader.coins.at === null && state.screen === null) return [];
  const requests: ApiRequest[] = [];
  const get = (key: string, path: string, every: number) =>
    requests.push({ key: `bybit:${key}`, url: `${API}/v5/${path}`, method: 'GET', every });
  const contracts = contractsOf(state, watching.symbol ?? null);
  for (const { symbol, category } of contracts
    .filter(({ symbol }) => !market.tiers[symbol])
    .slice(0, ROUND)) {
    get(`tiers:${symbol}`, `market/risk-limit?category=${category}&symbol=${symbol}`, 60 * SECOND);
  }
  const stale = (at: number | null) => at === null || now - at > 12 * HOUR;
  if (stale(market.collateralAt)) get('collateral', 'spot-margin-trade/collateral', 60 * SECOND);
  if (stale(market.borrowingAt)) get('loans', 'spot-margin-trade/position-tiers', 60 * SECOND);
  for (const category of ['linear', 'inverse'] as const) {
    const old = contracts.filter(
      one => one.category === category && now - (markOf(market, one.symbol)?.at ?? 0) > PRICE_AGE,
    );
    if (old.length > SINGLY) get(`marks:${category}`, `market/tickers?category=${category}`, 5 * SECOND);
    else {
      for (const { symbol } of old) {
        get(`mark:${symbol}`, `market/tickers?category=${category}&symbol=${symbol}`, 5 * SECOND);
      }
    }
  }
  // A wallet that was just valued tells them as well.
  const coins = coinsMoving(state).filter(coin => now - (usdPrice(state, trader, coin)?.at ?? 0) > PRICE_AGE);
  if (coins.length > SINGLY) get('spot', 'market/tickers?category=spot', 5 * SECOND);
  else
    for (const coin of coins)
      get(`spot:${coin}`, `market/tickers?category=spot&symbol=${coin}USDT`, 5 * SECOND);
  for (const category of ['linear', 'inverse'] as const) {
    const unlisted = contracts.filter(one => one.category === category && !market.contracts[one.symbol]);
    const query = `market/instruments-info?category=${category}`;
    if (unlisted.length > 1) get(`contracts:${category}`, `${query}&limit=1000`, 600 * SECOND);
    else
      for (const { symbol } of unlisted) get(`contract:${symbol}`, `${query}&symbol=${symbol}`, 600 * SECOND);
  }
  return requests;
}

/** The one that the page trades, and those with a position or with an order that waits for one. */
function contractsOf(
  { trader, screen }: State,
  traded: string | null,
): { symbol: string; category: Category }[] {
  const rows = [...openPositions(trader), ...openOrders(trader)];
  const seen = screen?.table.rows.map(row => row.symbol.replace(/-PERP$/, 'PERP')) ?? [];
  const known = new Map<string, Category>(rows.map(row => [row.symbol, row.category]));
  for (const symbol of traded === null ? seen : [traded, ...seen]) {
    const name = parseSymbol(symbol);
    if (name) known.set(symbol, name.category);
  }
  return [...known]
    .map(([symbol, category]) => ({ symbol, category }))
    .filter(({ category }) => category === 'linear' || category === 'inverse');
}

/** Coins that are collateral, and the underlyings of options. */
function coinsMoving({ market, trader }: State): string[] {
  const rows = openPositions(trader);
  if (rows.length === 0) return [];
  const held = Object.values(trader.coins.rows).filter(
    row => !isZero(row.amount) && ratiosOf(market, row.coin, row)?.some(({ rate }) => !isZero(rate)),
  );
  const under = rows.filter(row => row.category === 'option').map(row => factorOf(row.symbol));
  return [...new Set([...held.map(row => row.coin), ...under])].filter(coin => !DOLLARS.has(coin));
}

/** The contract whose mark tells of a factor: a perpetual against USDT before others. */
function symbolOf(state: State, factor: string): string {
  const known = new Set([
    ...Object.values(state.trader.positions.rows).map(row => row.symbol),
    ...markedSymbols(state.market),
    ...Object.keys(state.market.contracts),
  ]);
  const rank = (symbol: string): number =>
    (/-|USD[HMUZ]\d\d$/.test(symbol) ? 4 : 0) +
    (symbol.endsWith('USDT') ? 0 : symbol.endsWith('PERP') ? 1 : 2);
  const [best] = [...known]
    .filter(symbol => factorOf(symbol) === factor && parseSymbol(symbol)?.category !== 'option')
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return best ?? `${factor}USDT`;
}

/** The most candles that one answer holds (mark-price-kline, 2026-07-24). */
const CANDLES = 1000;
/** Characters of an answer: 1000 candles of some 80 each, and room. */
const LIMIT = 300_000;

const bar = v.looseTuple([v.pipe(v.string(), v.regex(/^\d{13}$/)), decimal, decimal, decimal, decimal]);

export const candles: VenueCandles<State> = {
  request(state, factor, from, to) {
    const symbol = symbolOf(state, factor);
    const category = parseSymbol(symbol)?.category === 'inverse' ? 'inverse' : 'linear';
    const limit = Math.min(CANDLES, Math.max(1, Math.ceil((to - from) / HOUR) + 1));
    const query = `category=${category}&symbol=${encodeURIComponent(symbol)}&interval=60&start=${from}&end=${to}&limit=${limit}`;
    return {
      key: `bybit:candles:${symbol}`,
      url: `${API}/v5/market/mark-price-kline?${query}`,
      method: 'GET',
      every: 60 * SECOND,
    };
  },
  /** The venue gives them newest first. */
  read(body, now) {
    const parsed = parse(body, LIMIT);
    if ('code' in parsed) return { unreadable: parsed.code };
    const answer = readAnswer(parsed.json);
    if (!answer) return { unreadable: 'retCode' };
    if (answer.code !== 0) return { unreadable: `code ${answer.code}` };
    if (!Array.isArray((answer.result as { list?: unknown } | null)?.list)) return { unreadable: 'list' };
    const reading = read(v.array(bar), listOf(answer.result).rows);
    if ('field' in reading) return { unreadable: reading.field };
    const whole: Candle[] = [];
    for (const [opened, , , , close] of reading.value) {
      const at = +opened;
      if (at + HOUR <= now) whole.push({ at, close });
    }
    return whole.sort((a, b) => a.at - b.at);
  },
};
