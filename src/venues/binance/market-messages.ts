/** What Binance says to everybody: marks, brackets, contracts. */
import * as v from 'valibot';
import type { DecimalString, Step } from '../../engine/account';
import { Decimal } from '../../engine/decimal';
import { asset, decimal, numeric, type Reading, read, symbol, time } from './fields';
import type { ContractFacts } from './state';

export interface MarkReading {
  symbol: string;
  price: DecimalString;
  time: number;
}

/** A contract that is not traded has a mark of "0": that is none. */
const priced = (marks: MarkReading[]): MarkReading[] => marks.filter(one => new Decimal(one.price).gt(0));
const asArray = (data: unknown): unknown => (Array.isArray(data) ? data : [data]);

const premium = v.array(v.object({ symbol, markPrice: decimal, time }));

/** /fapi/v1/premiumIndex: one contract or all of them. */
export function readPremiumIndex(data: unknown): Reading<MarkReading[]> {
  const reading = read(premium, asArray(data));
  if ('field' in reading) return reading;
  const marks = reading.value.map(one => ({ symbol: one.symbol, price: one.markPrice, time: one.time }));
  return { value: priced(marks), unread: null };
}

const markUpdate = v.array(v.object({ s: symbol, p: decimal, E: time }));

/** markPriceUpdate events of USDⓈ-M; others in the same array (COIN-M) are left out before. */
export function readMarkUpdates(data: unknown[]): Reading<MarkReading[]> {
  const reading = read(markUpdate, data);
  if ('field' in reading) return reading;
  return {
    value: priced(reading.value.map(one => ({ symbol: one.s, price: one.p, time: one.E }))),
    unread: null,
  };
}

export interface BracketReading {
  brackets: Record<string, Step[]>;
  /** The contracts whose table cannot be read, with the field of each; "": a contract without a known name. */
  unreadable: Record<string, string>;
}

const named = v.object({ symbol });
const webTable = v.object({
  riskBrackets: v.array(
    v.object({
      bracketNotionalFloor: numeric,
      bracketMaintenanceMarginRate: numeric,
      cumFastMaintenanceAmount: numeric,
    }),
  ),
});
const apiTable = v.object({
  brackets: v.array(v.object({ notionalFloor: numeric, maintMarginRatio: numeric, cum: numeric })),
  notionalCoef: v.optional(v.literal(1)),
});
const streamTable = v.object({ bks: v.array(v.object({ bnf: numeric, mmr: numeric, cf: numeric })) });

/**
 * Tables of many contracts: `common/brackets` of the page, /fapi/v1/leverageBracket of the API. A contract
 * whose table cannot be read is left out; the others stand. The API's `notionalCoef` (an account's own
 * scale of its bounds) is not explained anywhere: a table that has one is left out as well.
 */
export function readBrackets(data: unknown): Reading<BracketReading> {
  const inner = v.safeParse(v.object({ brackets: v.array(v.unknown()) }), data);
  const list = inner.success && !v.is(named, data) ? inner.output.brackets : asArray(data);
  const rows = read(v.array(v.looseObject({ symbol: v.string() })), list);
  if ('field' in rows) return rows;
  if (rows.value.length === 0) return { field: 'brackets' };
  const brackets: Record<string, Step[]> = {};
  const unreadable: Record<string, string> = {};
  for (const row of rows.value) {
    if (/^[A-Z\d]+_PERP$/.test(row.symbol)) continue;
    if (!v.is(named, row)) {
      unreadable[''] = 'symbol';
      continue;
    }
    const table = steps(row);
    if (typeof table === 'string') unreadable[row.symbol] = table;
    else brackets[row.symbol] = table;
  }
  return { value: { brackets, unreadable }, unread: null };
}

/** contractInfo of the stream: brackets only when they change. */
export function readContractInfo(data: unknown): Reading<{ symbol: string; steps: Step[] } | null> {
  const name = read(v.object({ s: symbol, bks: v.optional(v.unknown()) }), data);
  if ('field' in name) return name;
  if (name.value.bks === undefined) return { value: null, unread: null };
  const table = steps(data);
  if (typeof table === 'string') return { field: table };
  return { value: { symbol: name.value.s, steps: table }, unread: null };
}

/** The steps of one table, or the name of the field that is missing or out of order. */
function steps(row: unknown): Step[] | string {
  const web = read(webTable, row);
  if ('value' in web) {
    return checked(
      web.value.riskBrackets.map(one => ({
        from: one.bracketNotionalFloor,
        rate: one.bracketMaintenanceMarginRate,
        deduction: one.cumFastMaintenanceAmount,
      })),
    );
  }
  const api = read(apiTable, row);
  if ('value' in api) {
    return checked(
      api.value.brackets.map(one => ({
        from: one.notionalFloor,
        rate: one.maintMarginRatio,
        deduction: one.cum,
      })),
    );
  }
  const stream = read(streamTable, row);
  if ('value' in stream) {
    return checked(stream.value.bks.map(one => ({ from: one.bnf, rate: one.mmr, deduction: one.cf })));
  }
  return (
    ([web, api, stream] as { field: string }[]).map(one => one.field).find(field => field.includes('.')) ??
    web.field
  );
}

/**
 * Ascending, from 0, rates between 0 and 1, and continuous: cumᵢ = cumᵢ₋₁ + floorᵢ·(rateᵢ − rateᵢ₋₁). That
 * holds for each of the 349 contracts of 2024-10 to a cent; a table that breaks it by more than rounding has
 * another meaning than we know.
 */
function checked(unordered: Required<Step>[]): Step[] | string {
  const table = [...unordered].sort((a, b) => new Decimal(a.from).cmp(b.from));
  const [first] = table;
  if (!first || !new Decimal(first.from).isZero()) return 'bracketNotionalFloor';
  let expected = new Decimal(first.deduction);
  for (const [index, step] of table.entries()) {
    const before = table[index - 1];
    const rate = new Decimal(step.rate);
    if (!rate.gt(0) || rate.gt(1)) return 'bracketMaintenanceMarginRate';
    if (before && new Decimal(step.from).eq(before.from)) return 'bracketNotionalFloor';
    if (before) expected = expected.plus(rate.minus(before.rate).times(step.from));
    const slack = Decimal.max(1, expected.abs().times('0.001'));
    if (expected.minus(step.deduction).abs().gt(slack)) return 'cumFastMaintenanceAmount';
    expected = new Decimal(step.deduction);
  }
  return table;
}

const exchangeInfo = v.object({ symbols: v.array(v.unknown()) });
const contract = v.object({
  symbol,
  marginAsset: asset,
  filters: v.array(
    v.object({ filterType: v.string(), tickSize: v.optional(decimal), stepSize: v.optional(decimal) }),
  ),
});

/** /fapi/v1/exchangeInfo: ticks, order steps and margin assets. */
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
    };
  }
  if (list.value.symbols.length > 0 && Object.keys(contracts).length === 0) return { field: 'symbols' };
  return { value: contracts, unread: null };
}
