/** Isolated positions: each a pool of its own, backed by what was posted to it. */
import type { Pool, Position } from '../../engine/account';
import { Decimal, readDecimal } from '../../engine/decimal';
import { LIABILITY_FEE } from './assumptions';
import { takerFee } from './fees';
import { contractOf, type Moment, marginCcy } from './position';
import { emptyPool, ISOLATED, ISOLATED_MARGIN, isolatedPool } from './rules';
import type { PositionRow, State } from './state';
import { factorOf, parseSymbol } from './symbols';
import { rateAt, stepsOf } from './tiers';

export function isolatedOf(state: State, row: PositionRow, moment: Moment): Pool {
  return row.instType === 'MARGIN' ? marginPool(state, row, moment) : contractPool(state, row, moment);
}

function contractPool(state: State, row: PositionRow, moment: Moment): Pool {
  const unit = marginCcy(state, row) ?? '?';
  const pool = emptyPool(isolatedPool(row.instId, row.side), 'isolated', unit, ISOLATED);
  const ratio = moment.printed(row)?.marginRatio;
  return {
    ...pool,
    collateral: [{ asset: unit, amount: row.margin, price: '1', follows: null }],
    positions: [contractOf(state, row, moment)],
    ...(ratio ? { reported: { marginRatio: ratio } } : {}),
  };
}

/**
 * Isolated margin trading: coins that were bought with what is owed (long), or money that was got for owed coins
 * (short), with the margin among them. Liquidated when `pos − L/mark` is down to `L/mark·(mmr + (1+mmr)·fee)`,
 * L being what is owed with its interest. That is an inverse contract of L dollars, or a linear one of L coins: the
 * entry price falls out of equity, and with it out of every figure.
 *
 * Source: OKX documents' sample of an isolated margin position, reproduced to 16 digits; the ratio's formula is in
 * the help centre. A margin in the other currency of the pair is not documented: then the pool is unknown.
 */
function marginPool(state: State, row: PositionRow, moment: Moment): Pool {
  const { instId, side } = row;
  const name = parseSymbol(instId);
  const owed = readDecimal(row.liability)?.abs() ?? null;
  const held = readDecimal(row.pos);
  const isLong = row.posCcy !== null && row.posCcy === name?.base;
  const unit = row.posCcy ?? '?';
  const entry = readDecimal(row.entryPrice);
  const covered =
    name !== null &&
    owed !== null &&
    held !== null &&
    entry?.gt(0) === true &&
    row.ccy === row.posCcy &&
    row.liabilityCcy === (isLong ? name.quote : name.base) &&
    (isLong || row.posCcy === name.quote);
  const posted = covered
    ? isLong
      ? held.abs().minus(owed.div(entry!))
      : held.abs().minus(owed.times(entry!))
    : null;
  const steps = stepsOf(state.market, instId, 'MARGIN', 'isolated');
  // [?] Tiers are taken to count coins of the base: what is owed in the quote is turned into them at the mark.
  const mark = readDecimal(moment.mark(instId));
  const coins = isLong ? (owed && mark?.gt(0) ? owed.div(mark) : null) : owed;
  const mmr = steps && coins ? rateAt(steps, coins) : null;
  const fee = readDecimal(takerFee(state, instId, 'MARGIN').rate) ?? new Decimal(LIABILITY_FEE);
  const printed = moment.printed(row);
  const position: Position = {
    symbol: instId,
    factor: factorOf(instId),
    size: covered ? (isLong ? owed.toFixed() : owed.neg().toFixed()) : null,
    contract: { type: isLong ? 'inverse' : 'linear', multiplier: '1' },
    entryPrice: row.entryPrice,
    markPrice: moment.mark(instId),
    ...(mmr
      ? { maintenance: { basis: 'amount', style: 'whole', steps: [{ from: '0', rate: mmr.toFixed() }] } }
      : {}),
    ...(mmr ? { feeRate: mmr.plus(1).times(fee).toFixed() } : {}),
    ...(row.leverage ? { leverage: row.leverage } : {}),
    ...(printed && printed.liquidationPrice !== undefined
      ? { reported: { liquidationPrice: printed.liquidationPrice } }
      : {}),
  };
  return {
    ...emptyPool(isolatedPool(instId, side), 'isolated', unit, ISOLATED_MARGIN),
    collateral: [{ asset: unit, amount: posted?.toFixed(), price: '1', follows: null }],
    positions: [position],
    ...(printed?.marginRatio ? { reported: { marginRatio: printed.marginRatio } } : {}),
  };
}
