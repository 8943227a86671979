/**
 * Lists of positions: the page's own call (`/bapi/futures/…/private/future/`, seen live in 2026-08) and the same
 * of the signed API (developers.binance.com: USDⓈ-M, COIN-M and Portfolio Margin, state of 2026-06-28).
 */
import * as v from 'valibot';
import type { DecimalString } from '../../engine/account';
import { Decimal } from '../../engine/decimal';
import { type Reading, readRows } from '../shared/rows';
import { asset, decimal, marginType, positionSide, symbol, time } from './fields';
import type { MarginType, PositionRow, Unstamped } from './state';

export interface PositionReading {
  row: Unstamped<PositionRow>;
  uid: string | null;
  markPrice?: DecimalString;
  /** "0" when the venue prints none. */
  liquidationPrice?: DecimalString;
  maintenanceMargin?: DecimalString;
}

const common = { symbol, positionSide, entryPrice: decimal, isolatedWallet: decimal, updateTime: time };
const web = { ...common, positionAmount: decimal };
const webChecks = {
  id: v.string(),
  markPrice: decimal,
  liquidationPrice: decimal,
  maintMargin: decimal,
  collateral: asset,
};
const api = { ...common, positionAmt: decimal };
const apiChecks = { markPrice: decimal, liquidationPrice: decimal };
const apiOptional = {
  maintMargin: v.optional(decimal),
  marginAsset: v.optional(asset),
  marginType: v.optional(marginType),
};

/** Signed as the leg says: whatever the sign of its text, a SHORT leg holds a short. Null: a contradiction. */
export function signed(side: PositionRow['side'], amount: DecimalString): DecimalString | null {
  const value = new Decimal(amount);
  if (side === 'SHORT') return value.abs().neg().plus(0).toFixed();
  return side === 'LONG' && value.lt(0) ? null : amount;
}

/** True when an entry price is missing where it is needed, or the amount contradicts its leg. */
export const contradicts = (amount: DecimalString | null, entryPrice: DecimalString): boolean =>
  amount === null || (!new Decimal(amount).isZero() && !new Decimal(entryPrice).gt(0));

type AnyPosition = {
  symbol: string;
  positionSide: PositionRow['side'];
  entryPrice: string;
  isolatedWallet: string;
  updateTime: number;
  positionAmount?: string;
  positionAmt?: string;
  id?: string;
  markPrice?: string;
  liquidationPrice?: string;
  maintMargin?: string;
  collateral?: string;
  marginAsset?: string;
  marginType?: MarginType;
};

function positions(reading: Reading<AnyPosition[]>): Reading<PositionReading[]> {
  if ('field' in reading) return reading;
  const value: PositionReading[] = [];
  for (const [index, one] of reading.value.entries()) {
    const side = one.positionSide;
    const amount = signed(side, (one.positionAmount ?? one.positionAmt)!);
    if (amount === null || contradicts(amount, one.entryPrice)) {
      return { field: `${index}.${amount === null ? 'positionSide' : 'entryPrice'}` };
    }
    value.push({
      row: {
        symbol: one.symbol,
        side,
        amount,
        entryPrice: one.entryPrice,
        isolatedWallet: one.isolatedWallet,
        marginType: one.marginType ?? null,
        marginAsset: one.collateral ?? one.marginAsset ?? null,
        changed: one.updateTime,
      },
      uid: /^(\d{4,20})_/.exec(one.id ?? '')?.[1] ?? null,
      ...(one.markPrice && new Decimal(one.markPrice).gt(0) ? { markPrice: one.markPrice } : {}),
      ...(one.liquidationPrice ? { liquidationPrice: one.liquidationPrice } : {}),
      ...(one.maintMargin ? { maintenanceMargin: one.maintMargin } : {}),
    });
  }
  return { value, unread: reading.unread };
}

/** user-position of the page. */
export const readWebPositions = (data: unknown) => positions(readRows(web, webChecks, data));
/** /fapi/v2|v3/positionRisk. */
export const readApiPositions = (data: unknown) =>
  positions(readRows({ ...api, ...apiOptional }, apiChecks, data));

const coin = {
  symbol,
  positionSide,
  entryPrice: decimal,
  positionAmt: decimal,
  updateTime: time,
  marginType,
};
const coinExtra = { isolatedMargin: decimal, unRealizedProfit: decimal };

/**
 * /dapi/v1/positionRisk: amounts in contracts, and no `isolatedWallet`, which is `isolatedMargin` without the
 * profit in it (exact in the rows of USDⓈ-M that bear all three).
 */
export function readCoinPositions(data: unknown): Reading<PositionReading[]> {
  const reading = readRows({ ...coin, ...coinExtra }, apiChecks, data);
  if ('field' in reading) return reading;
  return positions({
    value: reading.value.map(({ isolatedMargin, unRealizedProfit, ...one }) => ({
      ...one,
      isolatedWallet:
        one.marginType === 'ISOLATED' ? new Decimal(isolatedMargin).minus(unRealizedProfit).toFixed() : '0',
    })),
    unread: reading.unread,
  });
}

const portfolio = { symbol, positionSide, entryPrice: decimal, positionAmt: decimal, updateTime: time };

/** /papi/v1/um/positionRisk, /papi/v1/cm/positionRisk: all of it is cross. The printed price has no known method. */
export function readPortfolioPositions(data: unknown): Reading<PositionReading[]> {
  const reading = readRows(portfolio, { markPrice: decimal }, data);
  if ('field' in reading) return reading;
  return positions({
    value: reading.value.map(one => ({ ...one, isolatedWallet: '0', marginType: 'CROSSED' as const })),
    unread: reading.unread,
  });
}
