/**
 * What Binance says of Portfolio Margin. Source: Portfolio Margin documents (papi) and Portfolio Margin Pro (sapi,
 * for the rates that both share), 2026-06-28. The page's own panel (`portfolio/account-indicate`) has no documented
 * shape: it is read where it bears the documented fields, and named as unreadable where it does not.
 */
import * as v from 'valibot';
import type { DecimalString, Step } from '../../engine/account';
import { Decimal } from '../../engine/decimal';
import { type Reading, read, readRows } from '../shared/rows';
import { asset, decimal, numeric, time } from './fields';
import type { MarginRow, PortfolioSaid, Unstamped } from './state';

/** A figure that is empty where it does not apply. */
const maybe = v.optional(
  v.union([
    numeric,
    v.pipe(
      v.literal(''),
      v.transform(() => undefined),
    ),
  ]),
);

const totals = v.object({
  uniMMR: numeric,
  accountEquity: numeric,
  actualEquity: maybe,
  accountMaintMargin: numeric,
  totalMarginOpenLoss: maybe,
  accountStatus: v.optional(v.pipe(v.string(), v.regex(/^[A-Z_]{1,40}$/))),
});

export type TotalsReading = Omit<PortfolioSaid, 'at' | 'before'>;

/** /papi/v1/account. */
export function readTotals(data: unknown): Reading<TotalsReading> {
  const reading = read(totals, data);
  if ('field' in reading) return reading;
  const { uniMMR, accountEquity, actualEquity, accountMaintMargin, accountStatus, totalMarginOpenLoss } =
    reading.value;
  const equity = adjusted(accountEquity, actualEquity ?? accountEquity, uniMMR, accountMaintMargin);
  return {
    value: {
      uniMMR,
      equity,
      maintenance: accountMaintMargin,
      openLoss: totalMarginOpenLoss === undefined ? null : new Decimal(totalMarginOpenLoss).abs().toFixed(),
      status: accountStatus ?? '',
    },
    unread: null,
  };
}

/**
 * [?] The English and the Chinese documents differ on which of the two equities is the one after haircuts. It is
 * the one that the ratio is made of; without a maintenance margin the smaller.
 */
function adjusted(one: string, other: string, uniMMR: string, maintenance: string): DecimalString {
  if (new Decimal(maintenance).isZero()) return new Decimal(one).lte(other) ? one : other;
  const meant = new Decimal(uniMMR).times(maintenance);
  return meant.minus(one).abs().lte(meant.minus(other).abs()) ? one : other;
}

export interface PortfolioBalance {
  margin: Unstamped<MarginRow>;
  usdm: DecimalString;
  coinm: DecimalString;
}

const balanceRow = {
  asset,
  crossMarginAsset: decimal,
  crossMarginBorrowed: decimal,
  crossMarginInterest: decimal,
  umWalletBalance: decimal,
  cmWalletBalance: decimal,
};

/** /papi/v1/balance: one row an asset, of one or of all. */
export function readPortfolioBalances(data: unknown): Reading<PortfolioBalance[]> {
  const reading = readRows(
    { ...balanceRow, updateTime: v.optional(time) },
    {},
    Array.isArray(data) ? data : [data],
  );
  if ('field' in reading) return reading;
  const value = reading.value.map(one => ({
    margin: {
      asset: one.asset,
      owned: one.crossMarginAsset,
      borrowed: one.crossMarginBorrowed,
      interest: one.crossMarginInterest,
      changed: one.updateTime ?? 0,
    },
    usdm: one.umWalletBalance,
    coinm: one.cmWalletBalance,
  }));
  return { value, unread: null };
}

const flatRate = v.object({ asset, collateralRate: numeric });
const tieredRate = v.object({
  asset,
  collateralInfo: v.array(
    v.object({ tierFloor: numeric, collateralRate: numeric, cum: v.optional(numeric) }),
  ),
});

/** /sapi/v1/portfolio/collateralRate: one rate an asset. Portfolio Margin Pro has tiers, in its own call. */
export function readCollateralRates(data: unknown): Reading<Record<string, Step[]>> {
  if (v.is(v.array(tieredRate), data) && data.length > 0) return { field: '0.collateralRate' };
  const reading = read(v.array(flatRate), data);
  if ('field' in reading) return reading;
  const rates: Record<string, Step[]> = {};
  for (const [k, { asset: name, collateralRate }] of reading.value.entries()) {
    const rate = new Decimal(collateralRate);
    if (rate.lt(0) || rate.gt(1)) return { field: `${k}.collateralRate` };
    rates[name] = [{ from: '0', rate: collateralRate }];
  }
  return { value: rates, unread: null };
}

const times = v.pipe(
  numeric,
  v.check(text => new Decimal(text).gte(1)),
);
const leverage = v.object({ asset, leverage: times });

/** /sapi/v1/portfolio/margin-asset-leverage. */
export function readLoanLeverage(data: unknown): Reading<Record<string, DecimalString>> {
  const reading = read(v.array(leverage), data);
  if ('field' in reading) return reading;
  return {
    value: Object.fromEntries(reading.value.map(one => [one.asset, one.leverage])),
    unread: null,
  };
}

const riskLevel = v.object({
  u: numeric,
  s: v.pipe(v.string(), v.regex(/^[A-Z_]{1,40}$/)),
  ae: numeric,
  m: numeric,
});

/** riskLevelChange. */
export function readRiskLevel(data: unknown): Reading<TotalsReading> {
  const reading = read(riskLevel, data);
  if ('field' in reading) return reading;
  const { u, s, ae, m } = reading.value;
  return { value: { uniMMR: u, status: s, equity: ae, maintenance: m, openLoss: null }, unread: null };
}

const openLoss = v.object({ E: time, O: v.array(v.object({ a: asset, o: decimal })) });

/** openOrderLoss: negative in the venue's sample; a loss is a loss whatever its sign. */
export function readOpenLoss(data: unknown): Reading<Record<string, DecimalString>> {
  const reading = read(openLoss, data);
  if ('field' in reading) return reading;
  const rows = reading.value.O.map(({ a, o }) => [a, new Decimal(o).abs().toFixed()]);
  return { value: Object.fromEntries(rows), unread: null };
}

const liability = v.object({ E: time, a: asset, l: decimal });
const position = v.object({ E: time, B: v.array(v.object({ a: asset, f: decimal, l: decimal })) });

/** liabilityChange: `l` is all that is owed, interest included. Its `T` is no time but a number of its own. */
export function readLiability(data: unknown): Reading<{ event: number; asset: string; owed: DecimalString }> {
  const reading = read(liability, data);
  if ('field' in reading) return reading;
  const { E: event, a, l } = reading.value;
  return { value: { event, asset: a, owed: l }, unread: null };
}

/** outboundAccountPosition: what is owned of the assets that changed, free and locked. */
export function readOwned(data: unknown): Reading<{ event: number; owned: Record<string, DecimalString> }> {
  const reading = read(position, data);
  if ('field' in reading) return reading;
  const owned = reading.value.B.map(({ a, f, l }) => [a, new Decimal(f).plus(l).toFixed()]);
  return { value: { event: reading.value.E, owned: Object.fromEntries(owned) }, unread: null };
}
