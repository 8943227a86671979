/**
 * What to ask the indexer for. Everything is public by address; it takes 100 requests in 10 s from one address of
 * the internet, shared with the page (indexer documentation, "Rate limits").
 */
import * as v from 'valibot';
import { json } from '../shared/json-text';
import type { ApiRequest, Candle, VenueCandles, Watching } from '../venue';
import { address, splitName } from './address';
import { DESCRIBED_EVERY } from './assumptions';
import { priceAt, tickerOf } from './markets';
import { decimal } from './messages';
import { type Known, newAccount, type State } from './state';

const INDEXER = 'https://indexer.dydx.trade/v4';
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Page traffic that is silent for so long is helped out by the public API. */
const SILENT = 20 * SECOND;
/** A change that was told in part, or could not be read, is asked for after this long. */
const DOUBTED = 2 * SECOND;
/** So many markets are asked for one by one; the list of all of them has some 200 kB. */
const FEW = 4;

export function needs(state: State, now: number, watching: Watching): ApiRequest[] {
  const name = watching.address === null ? state.self : address(watching.address);
  if (name === null) return [];
  const known = state.accounts[name] ?? newAccount;
  const byPage = watching.address === null;
  const anything = marketsHeld(known).length > 0;
  const every = byPage ? DESCRIBED_EVERY : anything ? 5 * SECOND : 30 * SECOND;
  const found: ApiRequest[] = [];
  if (!known.base) found.push(accountRequest(name, byPage ? SILENT : 5 * SECOND));
  else if (known.doubt) found.push(accountRequest(name, DOUBTED));
  else if (Math.abs(now - known.base.at) >= every) found.push(accountRequest(name, every));
  found.push(...marketNeeds(state, known, now, byPage));
  if (isOld(known.ordersAt, now, byPage ? 10 * MINUTE : MINUTE)) found.push(ordersRequest(name));
  return found;
}

/** The whole list once an hour; the prices of what is held while no stream tells them. */
function marketNeeds(state: State, known: Known, now: number, byPage: boolean): ApiRequest[] {
  if (isOld(state.marketsAt, now, HOUR)) return [request('perpetualMarkets', '/perpetualMarkets', MINUTE)];
  const patience = byPage ? SILENT : 5 * SECOND;
  const old = marketsHeld(known).filter(market => isOld(priceAt(state, market), now, patience));
  if (old.length > FEW) return [request('perpetualMarkets', '/perpetualMarkets', 15 * SECOND)];
  return old.map(market =>
    request(`perpetualMarkets:${market}`, `/perpetualMarkets?ticker=${encodeURIComponent(market)}`, patience),
  );
}

function marketsHeld({ holdings }: Known): string[] {
  return [...new Set(Object.values(holdings.subaccounts).flatMap(({ positions }) => Object.keys(positions)))];
}

function isOld(at: number | null, now: number, age: number): boolean {
  return at === null || Math.abs(now - at) >= age;
}

function accountRequest(name: string, every: number): ApiRequest {
  const { address: owner, parent } = splitName(name);
  return request(`account:${name}`, `/addresses/${owner}/parentSubaccountNumber/${parent}`, every);
}

function ordersRequest(name: string): ApiRequest {
  const { address: owner, parent } = splitName(name);
  const query = new URLSearchParams({
    address: owner,
    parentSubaccountNumber: String(parent),
    status: 'OPEN,UNTRIGGERED,BEST_EFFORT_OPENED',
  });
  return request(`orders:${name}`, `/orders/parentSubaccountNumber?${query}`, MINUTE);
}

function request(key: string, path: string, every: number): ApiRequest {
  return { key: `dydx:${key}`, url: `${INDEXER}${path}`, method: 'GET', every };
}

const bars = v.object({
  candles: v.array(
    v.object({
      startedAt: v.pipe(v.string(), v.isoTimestamp()),
      resolution: v.literal('1HOUR'),
      close: decimal,
    }),
  ),
});

/** Hourly bars of trades, newest first: the indexer keeps none of the oracle price. */
export const candles: VenueCandles<State> = {
  ready: state => state.marketsAt !== null,
  request(state, factor, from, to) {
    const market = state.marketsAt === null ? `${factor}-USD` : tickerOf(state, factor);
    if (market === null) return null;
    const query = new URLSearchParams({
      resolution: '1HOUR',
      fromISO: new Date(from).toISOString(),
      toISO: new Date(to).toISOString(),
      limit: '1000',
    });
    const path = `/candles/perpetualMarkets/${encodeURIComponent(market)}?${query}`;
    return request(`candles:${market}`, path, 10 * MINUTE);
  },
  read(body, now): Candle[] | { unreadable: string } {
    const read = v.safeParse(bars, json(body), { abortEarly: true });
    if (!read.success) return { unreadable: v.getDotPath(read.issues[0]) ?? 'candles' };
    const byTime = new Map<number, Candle>();
    for (const { startedAt, close } of read.output.candles) {
      const at = Date.parse(startedAt);
      // The last bar is not over yet. A price of 0 or less is none.
      if (at + HOUR <= now && close[0] !== '-' && /[1-9]/.test(close)) byTime.set(at, { at, close });
    }
    return [...byTime.values()].sort((a, b) => a.at - b.at);
  },
};
