/**
 * What to ask the venue for in public: contracts, marks and indices, hourly bars. Requests share the limits of
 * the internet address with the page (docs.deribit.com, "Rate Limits"): few, and only for what is silent.
 */
import type { ApiRequest, Candle, VenueCandles, Watching } from '../venue';
import { API_LIMIT, parse } from './exact-json';
import { contractOf, factorOf, factorOfCurrency, indexName, parseInstrument } from './instruments';
import { modeOf } from './margin-mode';
import { chart, check, envelope } from './messages';
import { openPositions, type Price, type State } from './state';

export const API = 'https://www.deribit.com/api/v2';
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/**
 * What the page does not say for so long is asked for: it need not listen to every contract that is held. Sooner
 * than prices turn stale (15 s, unless set otherwise).
 */
const SILENT = 10 * SECOND;

export function get(method: string, params: Record<string, string>, every: number): ApiRequest {
  const query = new URLSearchParams(params).toString();
  const path = query ? `${method}?${query}` : method;
  return { key: `deribit:${path}`, url: `${API}/${path}`, method: 'GET', every };
}

/** Accounts are private: there is nothing to watch by an address. */
export function needs(state: State, now: number, watching: Watching): ApiRequest[] {
  if (watching.address !== null) return [];
  const { trader, market } = state;
  const pace = watching.key ? 5 * SECOND : SILENT;
  const isOld = (price: Price | undefined) => !price || Math.abs(now - price.at) >= pace;
  const found: ApiRequest[] = [];
  const listedAt = market.contractsAt.any;
  if (listedAt === undefined || Math.abs(now - listedAt) >= HOUR) {
    found.push(get('public/get_instruments', { currency: 'any', kind: 'future' }, 2 * MINUTE));
  }
  // An order may be typed for what the page shows before it is held.
  const shown = watching.symbol && parseInstrument(watching.symbol) ? [watching.symbol] : [];
  const symbols = new Set<string>(shown);
  const names = new Set<string>();
  for (const row of openPositions(trader)) {
    if (row.kind === 'future') symbols.add(row.symbol);
    else names.add(indexName(contractOf(state, row.symbol)?.base ?? '?'));
  }
  if (modeOf(trader)?.cross) {
    for (const { currency, equity } of Object.values(trader.summaries.rows)) {
      if (factorOfCurrency(currency) !== null && /[1-9]/.test(equity)) names.add(indexName(currency));
    }
  }
  for (const symbol of symbols) {
    if (isOld(market.marks[symbol])) found.push(get('public/ticker', { instrument_name: symbol }, pace));
  }
  for (const name of names) {
    if (isOld(market.indices[name])) found.push(get('public/get_index_price', { index_name: name }, pace));
  }
  return found;
}

/** The perpetual of a factor: settled in the coin where there is one, else in USDC. */
export function perpetualOf({ market }: State, factor: string): string | null {
  const listed = Object.entries(market.contracts).filter(
    ([symbol, contract]) => symbol.endsWith('-PERPETUAL') && factorOf(contract.base) === factor,
  );
  const inverse = listed.find(([, { type }]) => type === 'inverse');
  const found = (inverse ?? listed.find(([, { settle }]) => settle === 'USDC') ?? listed[0])?.[0];
  return found ?? (INVERSE.has(factor) ? `${factor}-PERPETUAL` : null);
}

/** The coins in which the venue has settled since it began: their perpetuals need no listing to be known. */
const INVERSE = new Set(['BTC', 'ETH']);

/** Hourly bars of trades: the venue keeps none of the mark. At most 5,000 come at once. */
export const candles: VenueCandles<State> = {
  ready: state => 'any' in state.market.contractsAt,
  request(state, factor, from, to) {
    const symbol = perpetualOf(state, factor);
    if (symbol === null) return null;
    const query = {
      instrument_name: symbol,
      start_timestamp: String(Math.trunc(from)),
      end_timestamp: String(Math.trunc(to)),
      resolution: '60',
    };
    const request = get('public/get_tradingview_chart_data', query, 10 * MINUTE);
    return { ...request, key: `deribit:candles:${symbol}` };
  },
  read(body, now): Candle[] | { unreadable: string } {
    const parsed = parse(body, API_LIMIT);
    if ('code' in parsed) return { unreadable: parsed.code };
    const answer = check(envelope, parsed.json);
    if (!answer.ok || answer.value.error) return { unreadable: 'get_tradingview_chart_data' };
    const read = check(chart, answer.value.result);
    if (!read.ok) return { unreadable: `get_tradingview_chart_data.${read.field}` };
    const { ticks, close } = read.value;
    if (ticks.length !== close.length) return { unreadable: 'get_tradingview_chart_data.close' };
    const byTime = new Map<number, Candle>();
    ticks.forEach((at, k) => {
      const price = close[k]!;
      if (at + HOUR <= now && at % HOUR === 0 && price[0] !== '-' && /[1-9]/.test(price)) {
        byTime.set(at, { at, close: price });
      }
    });
    return [...byTime.values()].sort((a, b) => a.at - b.at);
  },
};
