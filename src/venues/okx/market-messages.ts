/** What OKX says to everybody: contracts, tiers, haircuts, mark prices. Source: OKX documents v5, 2026-06-28. */
import * as v from 'valibot';
import type { Step } from '../../engine/account';
import { Decimal } from '../../engine/decimal';
import { fieldOf, type Reading, readRows } from '../shared/rows';
import { ccy, ccyOrNone, decimal, decimalOrNone, instId, instType, time, word } from './fields';
import { withMarks } from './marks';
import { type Instrument, isZero, type State } from './state';

const markSchema = { core: { instId, markPx: decimal, ts: time }, extra: {} };

export function onMarks(state: State, rows: unknown, at: number): Reading<State> {
  const reading = readRows(markSchema.core, markSchema.extra, rows);
  if ('field' in reading) return reading;
  const said = reading.value
    .filter(row => !isZero(row.markPx))
    .map(row => ({ name: row.instId, price: row.markPx, time: row.ts || null }));
  return { value: { ...state, market: withMarks(state.market, said, at) }, unread: null };
}

/** "BTC-USDT"; spot pairs have none. */
const familyOrNone = v.union([v.literal(''), instId]);

const instrumentSchema = {
  core: {
    instId,
    instType,
    instFamily: familyOrNone,
    ctVal: decimalOrNone,
    ctMult: decimalOrNone,
    ctType: v.picklist(['linear', 'inverse', '']),
    settleCcy: ccyOrNone,
    tickSz: decimalOrNone,
    lotSz: decimalOrNone,
  },
  extra: {},
};

/** Said by newer versions only, or of no weight for a figure. */
const instrumentMore = v.object({
  groupId: v.fallback(v.optional(word), undefined),
  listTime: v.fallback(v.optional(time), undefined),
});

export function onInstruments(state: State, rows: unknown): Reading<State> {
  const reading = readRows(instrumentSchema.core, instrumentSchema.extra, rows);
  if ('field' in reading) return reading;
  const more = v.safeParse(v.array(instrumentMore), rows);
  const instruments = { ...state.market.instruments };
  for (const [k, row] of reading.value.entries()) {
    const known = instruments[row.instId];
    const next: Instrument = {
      type: row.instType,
      family: row.instFamily,
      contract: row.ctType === '' ? null : row.ctType,
      value: row.ctVal === null ? null : new Decimal(row.ctVal).times(row.ctMult ?? 1).toFixed(),
      settle: row.settleCcy,
      tick: row.tickSz ?? '0',
      lot: row.lotSz ?? '0',
      feeGroup: (more.success && more.output[k]?.groupId) || null,
      listedAt: (more.success && more.output[k]?.listTime) || 0,
    };
    // A pair has two rows under one name: to buy it, and to buy it on margin. Both say the same.
    if (known?.type !== 'SPOT' || next.type !== 'MARGIN') instruments[row.instId] = next;
  }
  return { value: { ...state, market: { ...state.market, instruments } }, unread: null };
}

const tierSchema = {
  core: { minSz: decimalOrNone, maxSz: decimalOrNone, mmr: decimal, tier: word },
  extra: {},
};
const tierOwner = v.object({
  instFamily: v.optional(familyOrNone),
  uly: v.optional(familyOrNone),
  instId: v.optional(familyOrNone),
});

export const tierKey = (type: string, mode: string, family: string): string => `${type}:${mode}:${family}`;
export const borrowKey = (currency: string): string => `BORROW:${currency}`;

/**
 * Tiers by contracts (swaps, futures) or by what is borrowed (margin). Their rows do not say for which type and mode
 * they hold: the question does. A list without a readable question is left alone.
 */
export function onTiers(
  state: State,
  rows: unknown,
  query: URLSearchParams,
  at: number,
): Reading<State> | null {
  const type = query.get('instType');
  const mode = query.get('tdMode');
  const currency = query.get('ccy');
  if (!type || !mode) return null;
  const reading = readRows(tierSchema.core, tierSchema.extra, rows);
  if ('field' in reading) return reading;
  const owners = v.safeParse(v.array(tierOwner), rows);
  if (!owners.success) return { field: fieldOf(owners.issues) };
  const byOwner = new Map<string, typeof reading.value>();
  for (const [k, row] of reading.value.entries()) {
    const owner = owners.output[k];
    const family = currency
      ? currency
      : type === 'MARGIN'
        ? owner?.instId || query.get('instId')
        : owner?.instFamily || owner?.uly || query.get('instFamily');
    if (!family) return { field: `${k}.instFamily` };
    byOwner.set(family, [...(byOwner.get(family) ?? []), row]);
  }
  const tiers = { ...state.market.tiers };
  for (const [family, list] of byOwner) {
    const steps = stepsOf(list);
    if (!steps) return { field: 'minSz' };
    tiers[currency ? borrowKey(family) : tierKey(type, mode, family)] = { steps, at };
  }
  return { value: { ...state, market: { ...state.market, tiers } }, unread: null };
}

/** Null: the bounds leave a doubt. */
function stepsOf(rows: { minSz: string | null; mmr: string }[]): Step[] | null {
  const steps = rows
    .map(({ minSz, mmr }) => ({ from: minSz ?? '0', rate: mmr }))
    .sort((a, b) => new Decimal(a.from).cmp(b.from));
  const first = steps[0];
  if (!first || !isZero(first.from)) return null;
  const rising = steps.every((step, k) => k === 0 || new Decimal(step.from).gt(steps[k - 1]!.from));
  return rising ? steps : null;
}

const discountSchema = {
  core: {
    ccy,
    details: v.array(v.object({ minAmt: decimal, maxAmt: decimalOrNone, discountRate: decimal })),
  },
  extra: { minDiscountRate: decimalOrNone },
};

/** Haircuts: each slice of an amount counts at its own rate (`disCcyEq` is their running sum). */
export function onDiscounts(state: State, rows: unknown, at: number): Reading<State> {
  const reading = readRows(discountSchema.core, discountSchema.extra, rows);
  if ('field' in reading) return reading;
  const discounts = { ...state.market.discounts };
  for (const [k, row] of reading.value.entries()) {
    const tiers = [...row.details].sort((a, b) => new Decimal(a.minAmt).cmp(b.minAmt));
    // Without tiers the coin is no collateral.
    if (tiers[0] && !isZero(tiers[0].minAmt)) return { field: `${k}.details.0.minAmt` };
    const steps: Step[] = tiers.map(({ minAmt, discountRate }) => ({ from: minAmt, rate: discountRate }));
    const end = tiers.at(-1)?.maxAmt;
    // What lies beyond the last tier counts at the least rate.
    if (end) steps.push({ from: end, rate: row.minDiscountRate ?? '0' });
    discounts[row.ccy] = { steps: steps.length > 0 ? steps : [{ from: '0', rate: '0' }], at };
  }
  return { value: { ...state, market: { ...state.market, discounts } }, unread: null };
}
