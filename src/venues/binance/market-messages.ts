/** What Binance says to everybody: marks and contracts. */
import * as v from 'valibot';
import { Decimal } from '../../engine/decimal';
import type { PriceSaid } from '../shared/prices';
import { type Reading, read } from '../shared/rows';
import { asset, decimal, numeric, symbol, time } from './fields';
import type { ContractFacts } from './state';
import { isCoinMargined } from './symbols';

type Dated = PriceSaid & { time: number };

/** A contract that is not traded has a mark of "0": that is none. */
const priced = (marks: Dated[]): Dated[] => marks.filter(one => new Decimal(one.price).gt(0));
const asArray = (data: unknown): unknown => (Array.isArray(data) ? data : [data]);

const premium = v.array(v.object({ symbol, markPrice: decimal, time }));

/** /fapi/v1/premiumIndex, /dapi/v1/premiumIndex: one contract or all of them. */
export function readPremiumIndex(data: unknown): Reading<Dated[]> {
  const reading = read(premium, asArray(data));
  if ('field' in reading) return reading;
  const marks = reading.value.map(one => ({ name: one.symbol, price: one.markPrice, time: one.time }));
  return { value: priced(marks), unread: null };
}

const markUpdate = v.array(v.object({ s: symbol, p: decimal, E: time }));

/** markPriceUpdate events of either product. */
export function readMarkUpdates(data: unknown[]): Reading<Dated[]> {
  const reading = read(markUpdate, data);
  if ('field' in reading) return reading;
  return {
    value: priced(reading.value.map(one => ({ name: one.s, price: one.p, time: one.E }))),
    unread: null,
  };
}

const exchangeInfo = v.object({ symbols: v.array(v.unknown()) });
const contract = v.object({
  symbol,
  marginAsset: asset,
  contractSize: v.optional(
    v.pipe(
      numeric,
      v.check(text => new Decimal(text).gt(0)),
    ),
  ),
  filters: v.array(
    v.object({ filterType: v.string(), tickSize: v.optional(decimal), stepSize: v.optional(decimal) }),
  ),
});

/** /fapi/v1/exchangeInfo, /dapi/v1/exchangeInfo: ticks, order steps, margin assets, and dollars a contract. */
export function readExchangeInfo(data: unknown): Reading<Record<string, ContractFacts>> {
  const list = read(exchangeInfo, data);
  if ('field' in list) return list;
  const contracts: Record<string, ContractFacts> = {};
  for (const row of list.value.symbols) {
    const one = read(contract, row);
    if ('field' in one) continue;
    const filter = (type: string) => one.value.filters.find(each => each.filterType === type);
    contracts[one.value.symbol] = {
      tick: filter('PRICE_FILTER')?.tickSize ?? null,
      step: filter('LOT_SIZE')?.stepSize ?? null,
      marginAsset: one.value.marginAsset,
      size: isCoinMargined(one.value.symbol) ? (one.value.contractSize ?? null) : null,
    };
  }
  if (list.value.symbols.length > 0 && Object.keys(contracts).length === 0) return { field: 'symbols' };
  return { value: contracts, unread: null };
}
