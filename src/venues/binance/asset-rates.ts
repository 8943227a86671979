/**
 * What an asset counts for in US dollars: `GET /fapi/v1/assetIndex`, `!assetIndex@arr` (multi-assets mode) and
 * `GET /sapi/v1/portfolio/asset-index-price` (Portfolio Margin, without buffers). Source: Binance documents,
 * 2026-06-28: bidRate = index·(1 − bidBuffer), askRate = index·(1 + askBuffer).
 */
import * as v from 'valibot';
import type { DecimalString } from '../../engine/account';
import { Decimal } from '../../engine/decimal';
import { type Reading, read } from '../shared/rows';
import { asset, decimal, numeric, time } from './fields';
import type { AssetRate, Market } from './state';

export interface RateSaid {
  asset: string;
  index: DecimalString;
  bidBuffer: DecimalString | null;
  askBuffer: DecimalString | null;
  /** The venue's clock; 0: not said. */
  time: number;
}

/** "ADAUSD" is the index of ADA against the dollar. */
const against = v.pipe(
  v.string(),
  v.regex(/^[A-Z\d]{1,20}USD$/),
  v.transform(text => text.slice(0, -'USD'.length)),
);

const listed = v.object({
  symbol: against,
  time,
  index: decimal,
  bidBuffer: decimal,
  askBuffer: decimal,
  bidRate: decimal,
  askRate: decimal,
});
const updated = v.object({
  s: against,
  E: time,
  i: decimal,
  b: decimal,
  a: decimal,
  B: decimal,
  A: decimal,
});
const priced = v.object({
  asset,
  assetIndexPrice: v.pipe(
    numeric,
    v.check(text => !text.startsWith('-')),
  ),
});

const asArray = (data: unknown): unknown => (Array.isArray(data) ? data : [data]);

/** One asset or all of them. */
export function readAssetIndex(data: unknown): Reading<RateSaid[]> {
  const reading = read(v.array(listed), asArray(data));
  if ('field' in reading) return reading;
  return checked(
    reading.value.map(({ symbol, index, bidBuffer, askBuffer, bidRate, askRate, time }) => ({
      said: { asset: symbol, index, bidBuffer, askBuffer, time },
      bidRate,
      askRate,
    })),
  );
}

/** assetIndexUpdate events. */
export function readRateUpdates(data: unknown[]): Reading<RateSaid[]> {
  const reading = read(v.array(updated), data);
  if ('field' in reading) return reading;
  return checked(
    reading.value.map(({ s, E, i, b, a, B, A }) => ({
      said: { asset: s, index: i, bidBuffer: b, askBuffer: a, time: E },
      bidRate: B,
      askRate: A,
    })),
  );
}

/** Portfolio Margin: the index alone. */
export function readIndexPrices(data: unknown): Reading<RateSaid[]> {
  const reading = read(v.array(priced), asArray(data));
  if ('field' in reading) return reading;
  const value = reading.value.map(one => ({
    asset: one.asset,
    index: one.assetIndexPrice,
    bidBuffer: null,
    askBuffer: null,
    time: 0,
  }));
  return { value: value.filter(one => new Decimal(one.index).gt(0)), unread: null };
}

/** The buffers are used, for a rate is cut to eight digits; that both say the same is checked. */
function checked(rows: { said: RateSaid; bidRate: string; askRate: string }[]): Reading<RateSaid[]> {
  const value: RateSaid[] = [];
  for (const [k, { said, bidRate, askRate }] of rows.entries()) {
    const index = new Decimal(said.index);
    if (!index.gt(0)) continue;
    const bid = new Decimal(said.bidBuffer!);
    const ask = new Decimal(said.askBuffer!);
    if (bid.lt(0) || bid.gt(1)) return { field: `${k}.bidBuffer` };
    if (ask.lt(0) || ask.gt(10)) return { field: `${k}.askBuffer` };
    const slack = index.times('1e-6').plus('2e-8');
    if (index.times(bid.neg().plus(1)).minus(bidRate).abs().gt(slack)) return { field: `${k}.bidRate` };
    if (index.times(ask.plus(1)).minus(askRate).abs().gt(slack)) return { field: `${k}.askRate` };
    value.push(said);
  }
  return { value, unread: null };
}

/** After this long a rate counts whatever time it bears, in ms. */
const SILENCE = 60_000;

/** The same market when nothing is newer. An index alone leaves the buffers as they were. */
export function withRates(market: Market, said: RateSaid[], at: number): Market {
  const fresh: Record<string, AssetRate> = {};
  for (const { asset, ...one } of said) {
    const known = market.rates[asset];
    if (known && one.time < known.time && Math.abs(at - known.at) < SILENCE) continue;
    fresh[asset] = {
      ...one,
      bidBuffer: one.bidBuffer ?? known?.bidBuffer ?? null,
      askBuffer: one.askBuffer ?? known?.askBuffer ?? null,
      at,
    };
  }
  return Object.keys(fresh).length > 0 ? { ...market, rates: { ...market.rates, ...fresh } } : market;
}
