/** A position of the canonical account, of a row as the venue says it. */
import type { Position } from '../../engine/account';
import { Decimal, readDecimal } from '../../engine/decimal';
import { takerFee } from './fees';
import type { MarginMode, PositionRow, PositionSide, PrintedRow, State } from './state';
import { factorOf } from './symbols';
import { familyOf, scheduleOf } from './tiers';

/** One moment of an account: now, or when the venue last printed its own figures. */
export interface Moment {
  rows: PositionRow[] | null;
  mark(instId: string): string | null;
  /** What the venue printed of a row; null: nothing, or of another moment. */
  printed(row: PositionRow): PrintedRow | null;
}

/** Signed contracts: in hedge mode the leg gives the sign. */
export const sizeOf = (row: Pick<PositionRow, 'pos' | 'side'>): string =>
  row.side === 'short' && !row.pos.startsWith('-') ? new Decimal(row.pos).neg().toFixed() : row.pos;

export const isOption = (row: Pick<PositionRow, 'instType'>): boolean => row.instType === 'OPTION';

/**
 * The currency in which a contract settles; null: not known. Contracts that settle in "USD" settle in the stable coin
 * that the account has chosen for them (`settleCcy` of its configuration).
 */
export function settleOf({ market, trader }: State, instId: string): string | null {
  const settle = market.instruments[instId]?.settle ?? null;
  return settle === 'USD' ? (trader.settleCcy ?? settle) : settle;
}

/** The currency of its margin, which is that of its profit; null: not known. */
export const marginCcy = (state: State, row: PositionRow): string | null =>
  row.ccy ?? settleOf(state, row.instId);

/** Unrealised profit in the margin currency; null: something of it is not known. */
export function profitOf(state: State, row: PositionRow, moment: Moment): Decimal | null {
  const instrument = state.market.instruments[row.instId];
  const [each, entry, mark] = [instrument?.value, row.entryPrice, moment.mark(row.instId)].map(readDecimal);
  if (!instrument?.contract || !each || !entry?.gt(0) || !mark?.gt(0)) return null;
  const value = new Decimal(sizeOf(row)).times(each);
  return instrument.contract === 'linear'
    ? value.times(mark.minus(entry))
    : value.div(entry).minus(value.div(mark));
}

/** A swap or a dated future. What is not known of it is left out, so that its pool is unknown. */
export function contractOf(state: State, row: PositionRow, moment: Moment): Position {
  const { market } = state;
  const { instId, instType, mode } = row;
  const instrument = market.instruments[instId];
  const schedule = scheduleOf(market, instId, instType, mode);
  const printed = moment.printed(row);
  return {
    symbol: instId,
    factor: factorOf(instId),
    size: sizeOf(row),
    contract: {
      type: instrument?.contract ?? 'linear',
      multiplier: instrument?.contract ? instrument.value : null,
    },
    entryPrice: row.entryPrice,
    markPrice: moment.mark(instId),
    ...(schedule ? { maintenance: schedule } : {}),
    ...(mode === 'cross' ? { tierGroup: familyOf(market, instId) } : {}),
    feeRate: takerFee(state, instId, instType).rate,
    ...(row.leverage ? { leverage: row.leverage } : {}),
    ...(instrument && readDecimal(instrument.tick)?.gt(0) ? { tick: instrument.tick } : {}),
    ...(printed && printed.liquidationPrice !== undefined
      ? { reported: { liquidationPrice: printed.liquidationPrice } }
      : {}),
  };
}

/** A position of size 0, as a draft brings it to a contract that is not held. */
export function templateOf(state: State, instId: string, mode: MarginMode, side: PositionSide): Position {
  const mark = state.market.marks[instId]?.price ?? null;
  const row = emptyRow(state, instId, mode, side, mark);
  return contractOf(state, row, { rows: [], mark: () => mark, printed: () => null });
}

export const emptyRow = (
  state: State,
  instId: string,
  mode: MarginMode,
  side: PositionSide,
  mark: string | null,
): PositionRow => ({
  instId,
  instType: state.market.instruments[instId]?.type ?? 'SWAP',
  mode,
  side,
  pos: '0',
  entryPrice: mark,
  ccy: null,
  margin: null,
  leverage: null,
  posCcy: null,
  liability: null,
  liabilityCcy: null,
  optionValue: null,
  requirement: null,
  changed: 0,
  pushed: 0,
  at: 0,
  from: 'list',
});
