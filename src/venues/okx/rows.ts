/** The rows of positions and balances, read strictly. Source: OKX documents v5, 2026-06-28. */
import * as v from 'valibot';
import type { RowOf } from '../shared/rows';
import { type Reading, readRows } from '../shared/rows';
import { ccy, ccyOrNone, decimal, decimalOrNone, instId, instType, mgnMode, time } from './fields';
import { type BalanceRow, isZero, type PositionRow, type PrintedRow, type Row, type Totals } from './state';

export type Stamp = Pick<Row, 'pushed' | 'at' | 'from'>;

const positionSchema = {
  core: {
    instId,
    instType,
    mgnMode,
    posSide: v.picklist(['net', 'long', 'short']),
    pos: decimal,
    avgPx: decimalOrNone,
    ccy: ccyOrNone,
    margin: decimalOrNone,
    posCcy: ccyOrNone,
    liab: decimalOrNone,
    liabCcy: ccyOrNone,
    optVal: decimalOrNone,
    mmr: decimalOrNone,
    uTime: time,
  },
  extra: {
    markPx: decimalOrNone,
    liqPx: decimalOrNone,
    mgnRatio: decimalOrNone,
    lever: decimalOrNone,
    pTime: time,
  },
};

export interface PositionReading {
  row: PositionRow;
  /** Null: its mark was not said. */
  printed: PrintedRow | null;
}

export function readPositions(rows: unknown, stamp: Stamp): Reading<PositionReading[]> {
  // Answers have no pTime, pushes have.
  const { pTime, ...rest } = positionSchema.extra;
  const extra = stamp.from === 'push' ? { ...rest, pTime } : rest;
  const reading = readRows(positionSchema.core, extra as typeof positionSchema.extra, rows);
  if ('field' in reading) return reading;
  return { ...reading, value: reading.value.map(row => positionOf(row, stamp)) };
}

function positionOf(
  row: RowOf<typeof positionSchema.core, typeof positionSchema.extra>,
  stamp: Stamp,
): PositionReading {
  const position: PositionRow = {
    ...stamp,
    pushed: stamp.from === 'push' ? (row.pTime ?? 0) : 0,
    changed: row.uTime,
    instId: row.instId,
    instType: row.instType,
    mode: row.mgnMode,
    side: row.posSide,
    pos: row.pos,
    entryPrice: row.avgPx,
    ccy: row.ccy,
    margin: row.mgnMode === 'isolated' ? row.margin : null,
    leverage: row.lever ?? null,
    posCcy: row.posCcy,
    liability: row.liab,
    liabilityCcy: row.liabCcy,
    optionValue: row.instType === 'OPTION' ? row.optVal : null,
    requirement: row.instType === 'OPTION' ? row.mmr : null,
  };
  if (!row.markPx || isZero(row.pos)) return { row: position, printed: null };
  const printed: PrintedRow = {
    markPrice: row.markPx,
    ...(row.liqPx === undefined ? {} : { liquidationPrice: positive(row.liqPx) }),
    ...(row.mgnRatio ? { marginRatio: row.mgnRatio } : {}),
  };
  return { row: position, printed };
}

/** "" and what is not above zero: the venue prints none. */
const positive = (text: string | null): string | null =>
  text === null || isZero(text) || text.startsWith('-') ? null : text;

/** The few fields of `balance_and_position` and of `account-position-risk`: news of size and entry alone. */
const briefSchema = {
  core: { instId, instType, mgnMode, posSide: v.picklist(['net', 'long', 'short']), pos: decimal },
  extra: { avgPx: decimalOrNone, ccy: ccyOrNone, posCcy: ccyOrNone, uTime: time },
};

export function readBriefPositions(rows: unknown, stamp: Stamp): Reading<PositionRow[]> {
  const reading = readRows(briefSchema.core, briefSchema.extra, rows);
  if ('field' in reading) return reading;
  return {
    ...reading,
    value: reading.value.map(row => ({
      ...stamp,
      changed: row.uTime ?? 0,
      instId: row.instId,
      instType: row.instType,
      mode: row.mgnMode,
      side: row.posSide,
      pos: row.pos,
      entryPrice: row.avgPx ?? null,
      ccy: row.ccy ?? null,
      margin: null,
      leverage: null,
      posCcy: row.posCcy ?? null,
      liability: null,
      liabilityCcy: null,
      optionValue: null,
      requirement: null,
    })),
  };
}

const detailSchema = {
  core: { ccy, cashBal: decimal, uTime: time, eq: decimalOrNone, eqUsd: decimalOrNone },
  extra: { disEq: decimalOrNone, mgnRatio: decimalOrNone, mmr: decimalOrNone },
};
/** Said by newer versions only. */
const newer = v.object({
  coinUsdPrice: v.fallback(v.optional(decimalOrNone), undefined),
  collateralEnabled: v.fallback(v.optional(v.boolean()), undefined),
});

const accountSchema = {
  core: { details: v.array(v.unknown()), adjEq: decimalOrNone, uTime: time },
  extra: { mmr: decimalOrNone, mgnRatio: decimalOrNone },
};

export interface BalanceReading {
  rows: BalanceRow[];
  totals: Totals;
}

export function readBalance(rows: unknown, stamp: Stamp): Reading<BalanceReading> {
  const accounts = readRows(accountSchema.core, accountSchema.extra, rows);
  if ('field' in accounts) return accounts;
  // One row of totals, and the currencies of all of them: pages of a snapshot repeat the totals.
  const last = accounts.value.at(-1);
  if (!last) return { field: '0' };
  const parts = accounts.value.flatMap(one => one.details);
  const details = readRows(detailSchema.core, detailSchema.extra, parts);
  if ('field' in details) return { field: `details.${details.field}` };
  const value: BalanceReading = {
    rows: details.value.map((row, k) => {
      const more = v.parse(newer, parts[k]);
      return {
        ...stamp,
        changed: row.uTime,
        ccy: row.ccy,
        cash: row.cashBal,
        usd: more.coinUsdPrice ?? null,
        equity: row.eq,
        equityUsd: row.eqUsd,
        discounted: row.disEq ?? null,
        collateral: more.collateralEnabled ?? null,
        marginRatio: row.mgnRatio ?? null,
        maintenance: row.mmr ?? null,
      };
    }),
    totals: {
      at: stamp.at,
      changed: last.uTime,
      adjustedEquity: last.adjEq,
      maintenance: last.mmr ?? null,
      marginRatio: last.mgnRatio ?? null,
    },
  };
  const unread = accounts.unread ?? (details.unread && `details.${details.unread}`);
  return { value, unread };
}

/** `balData` of `balance_and_position`: news of the cash alone. */
export function readBriefBalances(rows: unknown): Reading<{ ccy: string; cashBal: string; uTime: number }[]> {
  return readRows({ ccy, cashBal: decimal, uTime: time }, {}, rows);
}
