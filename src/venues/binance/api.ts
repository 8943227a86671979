/** The public requests of Binance USDⓈ-M: what the page has not shown, and hourly candles of the mark. */
import * as v from 'valibot';
import type { ApiRequest, Candle, VenueCandles, Watching } from '../venue';
import { parse } from './answers';
import { decimal, read, time } from './fields';
import { markedSymbols, markOf } from './marks';
import type { State } from './state';
import { factorOf } from './symbols';
import { isZero } from './trader';

const API = 'https://fapi.binance.com/fapi/v1';
/** Public since long; the page calls it too, without a login. Brackets of all contracts. */
const BRACKETS = 'https://www.binance.com/bapi/futures/v1/friendly/future/common/brackets';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
/** A mark older than this is asked for: the page's stream says one every 1 to 3 s. */
const MARK_AGE = 10 * SECOND;
/** The weight of one contract's mark is 1, that of all contracts 10. */
const SINGLY = 5;

/**
 * Nothing is asked for before the page has told of an account: there is no account without a page. Brackets
 * come first (no maintenance margin without them), then missing marks, then ticks.
 */
export function needs(state: State, now: number, watching: Watching): ApiRequest[] {
  const { market, trader } = state;
  if (watching.address !== null) return [];
  if (trader.positions.at === null && trader.balances.at === null) return [];
  const held = [
    ...new Set(
      Object.values(trader.positions.rows)
        .filter(row => !isZero(row.amount))
        .map(row => row.symbol),
    ),
  ];
  const requests: ApiRequest[] = [];
  const get = (key: string, url: string, every: number) => requests.push({ key, url, method: 'GET', every });
  const lacking = market.bracketsAt === null || held.some(symbol => !market.brackets[symbol]);
  if (lacking || now - (market.bracketsAt ?? 0) > 12 * HOUR) {
    get('binance:brackets', BRACKETS, lacking ? 60 * SECOND : HOUR);
  }
  const old = held.filter(symbol => now - (markOf(market, symbol)?.at ?? 0) > MARK_AGE);
  if (old.length > SINGLY) get('binance:marks', `${API}/premiumIndex`, 5 * SECOND);
  else {
    for (const symbol of old) {
      get(`binance:mark:${symbol}`, `${API}/premiumIndex?symbol=${encodeURIComponent(symbol)}`, 5 * SECOND);
    }
  }
  const unlisted = market.contractsAt === null || held.some(symbol => !market.contracts[symbol]);
  if (unlisted || now - (market.contractsAt ?? 0) > 24 * HOUR) {
    get('binance:contracts', `${API}/exchangeInfo`, 600 * SECOND);
  }
  return requests;
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
