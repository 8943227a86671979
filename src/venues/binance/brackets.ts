/**
 * The maintenance margin brackets of contracts, from the page, the API and the stream. Source: Binance documents
 * (leverageBracket of fapi v1, dapi v2, papi v1; contractInfo), 2026-06-28; the page's own call, 2026-08-02.
 */
import * as v from 'valibot';
import type { DecimalString, Step } from '../../engine/account';
import { Decimal } from '../../engine/decimal';
import { type Reading, read } from '../shared/rows';
import { numeric, symbol } from './fields';
import { isCoinMargined } from './symbols';

const asArray = (data: unknown): unknown => (Array.isArray(data) ? data : [data]);

export interface BracketReading {
  brackets: Record<string, Step[]>;
  /** The contracts whose table cannot be read, with the field of each; "": a contract without a known name. */
  unreadable: Record<string, string>;
  /** The coefficient of those that bear one. */
  scaled: Record<string, DecimalString>;
}

const named = v.object({ symbol });
const coefficiented = v.object({ notionalCoef: numeric });
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
  notionalCoef: v.optional(numeric),
});
/** COIN-M, in coins: "qtylFloor" is how /dapi/v2/leverageBracket spells it, "qtyFloor" how /papi/v1/cm does. */
const coinTable = v.object({
  brackets: v.array(
    v.object({
      qtylFloor: v.optional(numeric),
      qtyFloor: v.optional(numeric),
      maintMarginRatio: numeric,
      cum: numeric,
    }),
  ),
  notionalCoef: v.optional(numeric),
});
const streamTable = v.object({ bks: v.array(v.object({ bnf: numeric, mmr: numeric, cf: numeric })) });

/**
 * Tables of many contracts: `common/brackets` of the page, leverageBracket of the API. Bounds and deductions are in
 * the margin asset: dollars, or coins of COIN-M. A contract whose table cannot be read is left out; the others stand.
 */
export function readBrackets(data: unknown): Reading<BracketReading> {
  const inner = v.safeParse(v.object({ brackets: v.array(v.unknown()) }), data);
  const list = inner.success && !v.is(named, data) ? inner.output.brackets : asArray(data);
  const rows = read(v.array(v.looseObject({ symbol: v.string() })), list);
  if ('field' in rows) return rows;
  if (rows.value.length === 0) return { field: 'brackets' };
  const value: BracketReading = { brackets: {}, unreadable: {}, scaled: {} };
  for (const row of rows.value) {
    if (!v.is(named, row)) {
      value.unreadable[''] = 'symbol';
      continue;
    }
    const table = steps(row, isCoinMargined(row.symbol));
    if (typeof table === 'string') value.unreadable[row.symbol] = table;
    else {
      value.brackets[row.symbol] = table;
      const coefficient = v.is(coefficiented, row) ? v.parse(coefficiented, row).notionalCoef : '1';
      if (!new Decimal(coefficient).eq(1)) value.scaled[row.symbol] = coefficient;
    }
  }
  return { value, unread: null };
}

/** contractInfo of the stream: brackets only when they change. */
export function readContractInfo(data: unknown): Reading<{ symbol: string; steps: Step[] } | null> {
  const name = read(v.object({ s: symbol, bks: v.optional(v.unknown()) }), data);
  if ('field' in name) return name;
  if (name.value.bks === undefined) return { value: null, unread: null };
  const table = steps(data, isCoinMargined(name.value.s));
  if (typeof table === 'string') return { field: table };
  return { value: { symbol: name.value.s, steps: table }, unread: null };
}

/** The steps of one table, or the name of the field that is missing or out of order. */
function steps(row: unknown, inCoins: boolean): Step[] | string {
  const tables = [fromWeb(row), inCoins ? fromCoins(row) : fromApi(row), fromStream(row)];
  const readable = tables.find(one => 'value' in one);
  if (readable && 'value' in readable) return checked(readable.value, inCoins);
  const fields = (tables as { field: string }[]).map(one => one.field);
  return fields.find(field => field.includes('.')) ?? fields[0]!;
}

type Table = Reading<Required<Step>[]>;

function fromWeb(row: unknown): Table {
  const web = read(webTable, row);
  if ('field' in web) return web;
  const value = web.value.riskBrackets.map(one => ({
    from: one.bracketNotionalFloor,
    rate: one.bracketMaintenanceMarginRate,
    deduction: one.cumFastMaintenanceAmount,
  }));
  return { value, unread: null };
}

/** [?] Of an account's own coefficient: see assumptions.ts. */
const usable = (coefficient: DecimalString = '1'): boolean => new Decimal(coefficient).gte(1);

function fromApi(row: unknown): Table {
  const api = read(apiTable, row);
  if ('field' in api) return api;
  if (!usable(api.value.notionalCoef)) return { field: 'brackets.notionalCoef' };
  const value = api.value.brackets.map(one => ({
    from: one.notionalFloor,
    rate: one.maintMarginRatio,
    deduction: one.cum,
  }));
  return { value, unread: null };
}

function fromCoins(row: unknown): Table {
  const api = read(coinTable, row);
  if ('field' in api) return api;
  if (!usable(api.value.notionalCoef)) return { field: 'brackets.notionalCoef' };
  const value: Required<Step>[] = [];
  for (const [k, one] of api.value.brackets.entries()) {
    const from = one.qtylFloor ?? one.qtyFloor;
    if (from === undefined) return { field: `brackets.${k}.qtylFloor` };
    value.push({ from, rate: one.maintMarginRatio, deduction: one.cum });
  }
  return { value, unread: null };
}

function fromStream(row: unknown): Table {
  const stream = read(streamTable, row);
  if ('field' in stream) return stream;
  const value = stream.value.bks.map(one => ({ from: one.bnf, rate: one.mmr, deduction: one.cf }));
  return { value, unread: null };
}

/**
 * Ascending, from 0, rates between 0 and 1, and continuous: cumᵢ = cumᵢ₋₁ + floorᵢ·(rateᵢ − rateᵢ₋₁). That
 * holds for each of the 349 contracts of 2024-10 to a cent; a table that breaks it by more than rounding has
 * another meaning than we know.
 */
function checked(unordered: Required<Step>[], inCoins: boolean): Step[] | string {
  const table = [...unordered].sort((a, b) => new Decimal(a.from).cmp(b.from));
  const [first] = table;
  if (!first || !new Decimal(first.from).isZero()) return 'bracketNotionalFloor';
  // Nothing is taken off the first slice.
  if (!new Decimal(first.deduction).isZero()) return 'cumFastMaintenanceAmount';
  let expected = new Decimal(0);
  for (const [index, step] of table.entries()) {
    const before = table[index - 1];
    const rate = new Decimal(step.rate);
    if (!rate.gt(0) || rate.gt(1)) return 'bracketMaintenanceMarginRate';
    if (before && new Decimal(step.from).eq(before.from)) return 'bracketNotionalFloor';
    if (before) expected = expected.plus(rate.minus(before.rate).times(step.from));
    // A dollar; of coins, whose worth differs, a millionth of the bound.
    const rounding = inCoins ? new Decimal(step.from).times('1e-6') : 1;
    const slack = Decimal.max(rounding, expected.abs().times('0.001'));
    if (expected.minus(step.deduction).abs().gt(slack)) return 'cumFastMaintenanceAmount';
    expected = new Decimal(step.deduction);
  }
  return table;
}
