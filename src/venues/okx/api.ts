/** The public requests of OKX: contracts, tiers, haircuts, marks, and hourly candles of the mark. */
import * as v from 'valibot';
import { parse } from '../shared/json-text';
import { fieldOf } from '../shared/rows';
import type { ApiRequest, Candle, VenueCandles, Watching } from '../venue';
import { readAnswer } from './envelope';
import { decimal, time } from './fields';
import { borrowKey, tierKey } from './market-messages';
import { modeOf } from './modes';
import { openings } from './resting-orders';
import { onScreen } from './screen';
import { isZero, openPositions, type State } from './state';
import { factorOf, parseSymbol } from './symbols';
import { familyOf } from './tiers';

export const API = 'https://www.okx.com/api/v5';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
/** A mark older than this is asked for: the page's stream says one at every change, else every 10 s. */
const MARK_AGE = 12 * SECOND;
/** Contracts that are asked for one by one; more come in one list. */
const SINGLY = 5;
/** position-tiers takes no more families in one question. */
const FAMILIES = 5;

const groupedBy = <T>(rows: T[], key: (row: T) => string): [string, T[]][] => {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return [...groups];
};

/** Nothing is asked for before something is known of an account: there is none without a page or a key. */
export function needs(state: State, now: number, watching: Watching): ApiRequest[] {
  const { market, trader } = state;
  if (watching.address !== null) return [];
  const seen = onScreen(state);
  if (trader.positions.at === null && trader.balances.at === null && seen.length === 0) return [];
  const requests: ApiRequest[] = [];
  const get = (key: string, path: string, every: number) =>
    requests.push({ key: `okx:${key}`, url: `${API}/${path}`, method: 'GET', every });

  const held = openPositions(trader).map(({ instId, instType, mode }) => ({ instId, instType, mode }));
  const ordered = openings(trader).map(({ order }) => ({
    instId: order.instId,
    instType: order.instType,
    mode: 'cross' as const,
  }));
  const typeOf = (instId: string) => (parseSymbol(instId)?.type === 'FUTURES' ? 'FUTURES' : 'SWAP');
  const shown = seen.map(instId => ({ instId, instType: typeOf(instId), mode: 'cross' as const }));
  const traded = watching.symbol ?? null;
  const typed =
    traded !== null && parseSymbol(traded)?.type !== 'SPOT'
      ? (['cross', 'isolated'] as const).map(mode => ({ instId: traded, instType: typeOf(traded), mode }))
      : [];
  const all = [...held, ...ordered, ...shown, ...typed].filter(
    (one, k, list) => list.findIndex(each => each.instId === one.instId && each.mode === one.mode) === k,
  );
  const contracts = all.filter(({ instType }) => instType !== 'OPTION');

  for (const [type, list] of groupedBy(contracts, one => one.instType)) {
    const unknown = [...new Set(list.map(one => one.instId).filter(instId => !market.instruments[instId]))];
    if (unknown.length > SINGLY)
      get(`instruments:${type}`, `public/instruments?instType=${type}`, 60 * SECOND);
    else {
      for (const instId of unknown) {
        const query = `instType=${type}&instId=${encodeURIComponent(instId)}`;
        get(`instrument:${instId}`, `public/instruments?${query}`, 30 * SECOND);
      }
    }
  }
  needTiers(state, contracts, now, get);
  for (const [type, list] of groupedBy(contracts, one => one.instType)) {
    const ids = [...new Set(list.map(one => one.instId))];
    const old = ids.filter(instId => now - (market.marks[instId]?.at ?? 0) > MARK_AGE);
    // A key's account has no page that tells of marks.
    const wanted = watching.key ? ids : old;
    if (wanted.length > SINGLY) get(`marks:${type}`, `public/mark-price?instType=${type}`, 5 * SECOND);
    else {
      for (const instId of wanted) {
        const query = `instType=${type}&instId=${encodeURIComponent(instId)}`;
        get(`mark:${instId}`, `public/mark-price?${query}`, watching.key ? 3 * SECOND : 5 * SECOND);
      }
    }
  }
  if (modeOf(state)?.mode === 'multi-currency') needCurrencies(state, now, get);
  return requests;
}

type Get = (key: string, path: string, every: number) => void;

function needTiers(
  { market }: State,
  contracts: { instId: string; instType: string; mode: string }[],
  now: number,
  get: Get,
): void {
  const isOld = (key: string) => now - (market.tiers[key]?.at ?? 0) > 12 * HOUR;
  for (const [group, list] of groupedBy(contracts, one => `${one.instType}:${one.mode}`)) {
    const [type = '', mode = ''] = group.split(':');
    const owner = (instId: string) => (type === 'MARGIN' ? instId : familyOf(market, instId));
    const names = [...new Set(list.map(one => owner(one.instId)))].filter(name =>
      isOld(tierKey(type, mode, name)),
    );
    const step = type === 'MARGIN' ? 1 : FAMILIES;
    for (let k = 0; k < names.length; k += step) {
      const some = names.slice(k, k + step);
      const by = `${type === 'MARGIN' ? 'instId' : 'instFamily'}=${some.map(encodeURIComponent).join(',')}`;
      get(
        `tiers:${group}:${some.join(',')}`,
        `public/position-tiers?instType=${type}&tdMode=${mode}&${by}`,
        60 * SECOND,
      );
    }
  }
}

/** Haircuts of what is held, borrow tiers of what is owed or may come to be. */
function needCurrencies({ market, trader }: State, now: number, get: Get): void {
  const settled = new Set(openPositions(trader).map(row => row.ccy));
  for (const { ccy, cash } of Object.values(trader.balances.rows)) {
    if (isZero(cash) && !settled.has(ccy)) continue;
    const name = encodeURIComponent(ccy);
    if (now - (market.discounts[ccy]?.at ?? 0) > 12 * HOUR) {
      get(`discount:${ccy}`, `public/discount-rate-interest-free-quota?ccy=${name}`, 60 * SECOND);
    }
    if (now - (market.tiers[borrowKey(ccy)]?.at ?? 0) > 12 * HOUR) {
      get(`borrow:${ccy}`, `public/position-tiers?instType=MARGIN&tdMode=cross&ccy=${name}`, 60 * SECOND);
    }
  }
}

/** The contract whose mark tells of a factor: a swap against USDT before others. */
function symbolOf({ market, trader }: State, factor: string): string {
  const known = new Set([
    ...openPositions(trader).map(row => row.instId),
    ...Object.keys(market.marks),
    ...Object.keys(market.instruments),
  ]);
  const rank = (instId: string): number => {
    const name = parseSymbol(instId);
    const type = name?.type === 'SWAP' ? 0 : name?.type === 'SPOT' ? 4 : 8;
    return type + (name?.quote === 'USDT' ? 0 : name?.quote === 'USDC' ? 1 : 2);
  };
  const [best] = [...known]
    .filter(instId => factorOf(instId) === factor && parseSymbol(instId)?.type !== 'OPTION')
    .sort((a, b) => rank(a) - rank(b));
  return best ?? `${factor}-USDT-SWAP`;
}

/** The most candles that one answer holds ("Get candlesticks", 2026-06-28); they reach back 1440 hours. */
const CANDLES = 300;
const LIMIT = 500_000;
const row = v.looseTuple([
  time,
  decimal,
  decimal,
  decimal,
  decimal,
  v.unknown(),
  v.unknown(),
  v.unknown(),
  v.picklist(['0', '1']),
]);

/**
 * Candles of the trades: those of the mark come a hundred at a time, which would be eight questions a coin in place
 * of three. A longer span is answered from its beginning; what comes after it is asked for next.
 */
export const candles: VenueCandles<State> = {
  request(state, factor, from, to) {
    const instId = symbolOf(state, factor);
    const start = Math.max(from, state.market.instruments[instId]?.listedAt ?? 0);
    const end = Math.min(to, start + (CANDLES - 1) * HOUR);
    // "after" is older than, "before" newer than; either leaves its own time out.
    const query = `instId=${encodeURIComponent(instId)}&bar=1H&before=${start - 1}&after=${end + 1}&limit=${CANDLES}`;
    return {
      key: `okx:candles:${instId}:${Math.floor(start / HOUR)}`,
      url: `${API}/market/candles?${query}`,
      method: 'GET',
      every: 60 * SECOND,
    };
  },
  read(body, now) {
    const parsed = parse(body, LIMIT);
    if ('code' in parsed) return { unreadable: parsed.code };
    const answer = readAnswer(parsed.json);
    if (!answer) return { unreadable: 'code' };
    if (answer.code !== '0') return { unreadable: answer.code };
    const result = v.safeParse(v.array(row), answer.data);
    if (!result.success) return { unreadable: fieldOf(result.issues) };
    const whole: Candle[] = [];
    for (const [at, , , , close, , , , confirmed] of result.output) {
      if (confirmed === '1' && at + HOUR <= now) whole.push({ at, close });
    }
    // The venue lists the newest first.
    return whole.sort((a, b) => a.at - b.at);
  },
};
