/**
 * What to ask the venue for. Everything is public by address: `POST /info`, 1,200 weight a minute and address
 * of the internet, shared with the page. Weights: clearinghouseState and spotClearinghouseState 2, userRole 60,
 * the rest here 20 (the venue's documentation, "Rate limits").
 */

import * as v from 'valibot';
import { json } from '../shared/json-text';
import type { ApiRequest, Candle, VenueCandles, Watching } from '../venue';
import { coinOf } from './factor';
import { address as addressSchema, decimal } from './messages';
import type { Said, State, User } from './state';
import { newUser } from './state';

const INFO = 'https://api.hyperliquid.xyz/info';
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Page traffic that is silent for so long is helped out by the public API. */
const SILENT = 20 * SECOND;

export function address(text: string): string | null {
  const read = v.safeParse(addressSchema, text.trim());
  return read.success ? read.output : null;
}

export function needs(state: State, now: number, watching: Watching): ApiRequest[] {
  const user = watching.address === null ? (state.self?.user ?? null) : address(watching.address);
  if (user === null) return [];
  const known = state.users[user] ?? newUser;
  return watching.address === null ? pageNeeds(state, known, user, now) : watchNeeds(state, known, user, now);
}

/** What the page has not shown by itself, or shows no more. */
function pageNeeds(state: State, known: User, user: string, now: number): ApiRequest[] {
  const found: ApiRequest[] = [];
  const perps = known.perps[''] ?? null;
  if (isOld(perps, now, SILENT)) found.push(userRequest('clearinghouseState', user, SILENT));
  if (isOld(known.spot, now, Object.keys(known.perps).length > 0 ? MINUTE : SILENT)) {
    found.push(userRequest('spotClearinghouseState', user, SILENT));
  }
  if (isOld(known.abstraction, now, 10 * MINUTE)) found.push(userRequest('userAbstraction', user, MINUTE));
  found.push(...marketNeeds(state, now));
  for (const dex of dexsOf(state, known)) {
    if (dex !== '' && isOld(known.perps[dex] ?? null, now, isHeld(known, dex) ? SILENT : 5 * MINUTE)) {
      found.push(userRequest('clearinghouseState', user, SILENT, dex));
    }
    if ((dex === '' || isHeld(known, dex)) && isOld(known.orders[dex] ?? null, now, 10 * MINUTE)) {
      found.push(userRequest('frontendOpenOrders', user, 2 * MINUTE, dex));
    }
  }
  return found;
}

/** Everything, by polling: some 100 weight a minute with positions, less without. */
function watchNeeds(state: State, known: User, user: string, now: number): ApiRequest[] {
  const found: ApiRequest[] = [];
  const unified = known.spot?.value.tokenToAvailableAfterMaintenance !== undefined;
  const anything = Object.keys(known.perps).some(dex => isHeld(known, dex));
  const often = anything ? 5 * SECOND : 30 * SECOND;
  for (const dex of dexsOf(state, known)) {
    const every = isHeld(known, dex) || dex === '' ? often : 2 * MINUTE;
    if (isOld(known.perps[dex] ?? null, now, every)) {
      found.push(userRequest('clearinghouseState', user, every, dex));
    }
  }
  // Asked for together with the positions, so that both are of nearly one moment.
  const balanceEvery = unified && anything ? often : MINUTE;
  if (isOld(known.spot, now, balanceEvery)) {
    found.push(userRequest('spotClearinghouseState', user, balanceEvery));
  }
  if (isOld(known.abstraction, now, 5 * MINUTE)) found.push(userRequest('userAbstraction', user, MINUTE));
  found.push(...marketNeeds(state, now));
  for (const dex of dexsOf(state, known)) {
    if ((dex === '' || isHeld(known, dex)) && isOld(known.orders[dex] ?? null, now, MINUTE)) {
      found.push(userRequest('frontendOpenOrders', user, MINUTE, dex));
    }
  }
  if (isOld(known.role, now, 24 * HOUR)) found.push(userRequest('userRole', user, HOUR));
  if (isOld(known.subs ?? null, now, 24 * HOUR)) found.push(userRequest('subAccounts2', user, HOUR));
  return found;
}

/** Contracts and margin tiers of all dexs; builders can change theirs at any time. */
function marketNeeds(state: State, now: number): ApiRequest[] {
  const markets = Object.values(state.markets);
  const found: ApiRequest[] = [];
  const stale =
    !state.markets[''] || markets.some(market => market.outgrown || Math.abs(now - market.at) >= HOUR);
  if (stale) found.push(request('allPerpMetas', { type: 'allPerpMetas' }, 2 * MINUTE));
  if (isOld(state.dexs, now, HOUR)) found.push(request('perpDexs', { type: 'perpDexs' }, 2 * MINUTE));
  for (const [dex, market] of Object.entries(state.markets)) {
    for (const id of heldTables(state, dex)) {
      if (id < 50 || market.tables[id]) continue;
      const body = { type: 'marginTable', id, ...(dex ? { dex } : {}) };
      found.push(request(`marginTable:${dex}:${id}`, body, 2 * MINUTE));
    }
  }
  return found;
}

function heldTables(state: State, dex: string): number[] {
  const coins = new Set(
    Object.values(state.users).flatMap(
      user => user.perps[dex]?.value.assetPositions.map(({ position }) => position.coin) ?? [],
    ),
  );
  const listed = state.markets[dex]!.universe.filter(({ name }) => coins.has(name));
  return [...new Set(listed.map(({ marginTableId }) => marginTableId))];
}

/** The venue's own first; others as far as they are known. */
function dexsOf(state: State, known: User): string[] {
  return [
    ...new Set(['', ...Object.keys(known.perps), ...(state.dexs?.value ?? Object.keys(state.markets))]),
  ];
}

function isHeld(known: User, dex: string): boolean {
  return (known.perps[dex]?.value.assetPositions.length ?? 0) > 0;
}

function isOld(said: Said<unknown> | null, now: number, age: number): boolean {
  return said === null || Math.abs(now - said.at) >= age;
}

function userRequest(type: string, user: string, every: number, dex = ''): ApiRequest {
  return request(`${type}:${user}:${dex}`, { type, user, ...(dex ? { dex } : {}) }, every);
}

function request(key: string, body: unknown, every: number): ApiRequest {
  return { key: `hyperliquid:${key}`, url: INFO, method: 'POST', body, every };
}

const bars = v.array(v.object({ t: v.number(), T: v.number(), i: v.literal('1h'), c: decimal }));

/** Hourly bars of trades: the venue keeps none of the mark. At most 5,000 come at once. */
export const candles: VenueCandles<State> = {
  ready: state => '' in state.markets,
  request(state, factor, from, to) {
    const coin = coinOf(state, factor);
    if (coin === null) return null;
    const req = { coin, interval: '1h', startTime: Math.trunc(from), endTime: Math.trunc(to) };
    return request(`candleSnapshot:${coin}`, { type: 'candleSnapshot', req }, 10 * MINUTE);
  },
  read(body, now): Candle[] | { unreadable: string } {
    const read = v.safeParse(bars, json(body), { abortEarly: true });
    if (!read.success) {
      const path = v.getDotPath(read.issues[0]) ?? '';
      return { unreadable: `candleSnapshot${path && `.${path}`}` };
    }
    const byTime = new Map<number, Candle>();
    for (const { t, T, c } of read.output) {
      // T is the last millisecond of the bar. A price of 0 or less is none.
      if (T < now && c[0] !== '-' && /[1-9]/.test(c)) byTime.set(t, { at: t, close: c });
    }
    return [...byTime.values()].sort((a, b) => a.at - b.at);
  },
};
