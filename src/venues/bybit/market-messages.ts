/** What Bybit says to everybody: prices, contracts, risk limits, collateral and loan tiers. */
import * as v from 'valibot';
import type { Step } from '../../engine/account';
import { Decimal } from '../../engine/decimal';
import type { PriceSaid } from '../shared/prices';
import { type Reading, read, readRows } from '../shared/rows';
import { amountOrNone, coin, decimal, isZero, symbol } from './fields';
import { withMarks, withUsd } from './marks';
import type { Category, ContractFacts, Market } from './state';
import { parseSymbol } from './symbols';

const prices = {
  symbol,
  markPrice: v.optional(amountOrNone),
  indexPrice: v.optional(amountOrNone),
  usdIndexPrice: v.optional(amountOrNone),
};

interface Tick {
  /** True: what is absent has not changed. */
  delta: boolean;
  time: number | null;
  at: number;
}

/** Tickers of any category. A contract's mark counts by its symbol; an index in US dollars by its coin. */
export function onTickers(market: Market, rows: unknown[], { delta, time, at }: Tick): Reading<Market> {
  const reading = readRows(prices, {}, rows);
  if ('field' in reading) return reading;
  const marks: PriceSaid[] = [];
  const usd: PriceSaid[] = [];
  for (const [k, one] of reading.value.entries()) {
    const name = parseSymbol(one.symbol);
    const spot = one.usdIndexPrice !== undefined;
    if (one.markPrice === undefined && !delta && !spot) return { field: `${k}.markPrice` };
    // A contract that is not traded has a mark of "0": that is none.
    if (one.markPrice && !isZero(one.markPrice)) marks.push({ name: one.symbol, price: one.markPrice, time });
    const dollars = spot ? one.usdIndexPrice : name?.category === 'inverse' ? one.indexPrice : null;
    if (name && dollars && !isZero(dollars)) usd.push({ name: name.base, price: dollars, time });
  }
  return { value: withUsd(withMarks(market, marks, at), usd, at), unread: null };
}

const contract = v.object({
  symbol,
  baseCoin: coin,
  quoteCoin: coin,
  settleCoin: coin,
  priceFilter: v.object({ tickSize: decimal }),
  lotSizeFilter: v.object({ qtyStep: decimal }),
});

/** Contracts that cannot be read are left out: their names tell the rest. */
export function onContracts(market: Market, rows: unknown[], category: Category | null): Reading<Market> {
  const contracts: Record<string, ContractFacts> = {};
  let field: string | null = null;
  for (const row of rows) {
    const one = read(contract, row);
    if ('field' in one) {
      field ??= one.field;
      continue;
    }
    const { value } = one;
    const named = parseSymbol(value.symbol)?.category ?? category;
    if (!named) continue;
    contracts[value.symbol] = {
      category: named,
      base: value.baseCoin,
      quote: value.quoteCoin,
      settle: value.settleCoin,
      tick: value.priceFilter.tickSize,
      step: value.lotSizeFilter.qtyStep,
    };
  }
  if (field && Object.keys(contracts).length === 0) return { field };
  return { value: { ...market, contracts: { ...market.contracts, ...contracts } }, unread: null };
}

const limit = v.object({
  symbol,
  riskLimitValue: decimal,
  maintenanceMargin: decimal,
  mmDeduction: amountOrNone,
});

/** Rates of so much and more in the first tier are percentages: see assumptions.ts. */
const PERCENT = '0.3';

/** Risk limits of one or many contracts; each row is the tier up to its limit. A table is read whole or not at all. */
export function onRiskLimits(market: Market, rows: unknown[]): Reading<Market> {
  const bySymbol = new Map<string, v.InferOutput<typeof limit>[]>();
  for (const [k, row] of rows.entries()) {
    const one = read(limit, row);
    if ('field' in one) return { field: `${k}.${one.field}` };
    const list = bySymbol.get(one.value.symbol);
    if (list) list.push(one.value);
    else bySymbol.set(one.value.symbol, [one.value]);
  }
  const tiers = { ...market.tiers };
  for (const [name, list] of bySymbol) {
    const steps = stepsOf(list);
    if (typeof steps === 'string') return { field: `${name}.${steps}` };
    tiers[name] = steps;
  }
  return { value: { ...market, tiers }, unread: null };
}

/**
 * Ascending, rates between 0 and 1 and growing, and the printed deduction continuous: dᵢ = dᵢ₋₁ + limitᵢ₋₁·(rateᵢ −
 * rateᵢ₋₁). A table that breaks this by more than rounding has another meaning than we know.
 */
function stepsOf(list: v.InferOutput<typeof limit>[]): Step[] | string {
  const rows = [...list].sort((a, b) => new Decimal(a.riskLimitValue).cmp(b.riskLimitValue));
  const unit = new Decimal(rows[0]!.maintenanceMargin).gte(PERCENT) ? 100 : 1;
  const steps: Step[] = [];
  let from = new Decimal(0);
  let before = new Decimal(0);
  let deduction = new Decimal(0);
  for (const [k, row] of rows.entries()) {
    const rate = new Decimal(row.maintenanceMargin).div(unit);
    if (!rate.gt(0) || rate.gt(1) || rate.lt(before)) return 'maintenanceMargin';
    if (!new Decimal(row.riskLimitValue).gt(from)) return 'riskLimitValue';
    const expected = k === 0 ? deduction : deduction.plus(from.times(rate.minus(before)));
    const said = row.mmDeduction === null ? null : new Decimal(row.mmDeduction);
    // The inverse contracts of the documents print no deductions: "" is 0 in the first tier only.
    if (
      said
        ?.minus(expected)
        .abs()
        .gt(Decimal.max('0.01', expected.times('0.001')))
    ) {
      return 'mmDeduction';
    }
    deduction = said ?? expected;
    steps.push({ from: from.toFixed(), rate: rate.toFixed(), deduction: deduction.toFixed() });
    from = new Decimal(row.riskLimitValue);
    before = rate;
  }
  return steps;
}

const ratios = v.object({
  currency: coin,
  collateralRatioList: v.array(v.object({ minQty: decimal, maxQty: amountOrNone, collateralRatio: decimal })),
});

/** How much of an amount counts: public, by coin. */
export function onCollateralTiers(
  market: Market,
  rows: unknown[],
  whole: boolean,
  at: number,
): Reading<Market> {
  const collateral: Market['collateral'] = {};
  for (const [k, row] of rows.entries()) {
    const one = read(ratios, row);
    if ('field' in one) return { field: `${k}.${one.field}` };
    const steps: Step[] = one.value.collateralRatioList.map(each => ({
      from: each.minQty,
      rate: each.collateralRatio,
    }));
    const broken = steps.some(({ from, rate }, j) => {
      const above = j === 0 ? new Decimal(from).isZero() : new Decimal(from).eq(bound(one.value, j - 1));
      return !above || new Decimal(rate).lt(0) || new Decimal(rate).gt(1);
    });
    if (broken || steps.length === 0) return { field: `${k}.collateralRatioList` };
    collateral[one.value.currency.toUpperCase()] = steps;
  }
  return {
    value: {
      ...market,
      collateral: { ...market.collateral, ...collateral },
      collateralAt: whole ? at : market.collateralAt,
    },
    unread: null,
  };
}

const bound = (row: v.InferOutput<typeof ratios>, k: number): string =>
  row.collateralRatioList[k]!.maxQty ?? 'NaN';

const loans = v.object({
  currency: coin,
  positionTiersRatioList: v.array(v.object({ borrowLimit: amountOrNone, positionMMR: decimal })),
});

/** Maintenance margin of what is borrowed: public, by coin. */
export function onLoanTiers(market: Market, rows: unknown[], whole: boolean, at: number): Reading<Market> {
  const borrowing: Market['borrowing'] = {};
  for (const [k, row] of rows.entries()) {
    const one = read(loans, row);
    if ('field' in one) return { field: `${k}.${one.field}` };
    const tiers = one.value.positionTiersRatioList.map(each => ({
      upTo: each.borrowLimit,
      rate: each.positionMMR,
    }));
    const broken = tiers.some(({ rate }) => new Decimal(rate).lt(0) || new Decimal(rate).gt(1));
    if (broken || tiers.length === 0) return { field: `${k}.positionTiersRatioList` };
    borrowing[one.value.currency.toUpperCase()] = tiers;
  }
  return {
    value: {
      ...market,
      borrowing: { ...market.borrowing, ...borrowing },
      borrowingAt: whole ? at : market.borrowingAt,
    },
    unread: null,
  };
}
