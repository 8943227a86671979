/** A position of the cross pool, and one that stands alone. */
import type { Contract, DecimalString, Position } from '../../engine/account';
import { Decimal, print, readDecimal } from '../../engine/decimal';
import { closingFee, takerFee } from './closing-fee';
import type { Moment } from './moment';
import { type PositionRow, positionKey } from './state';
import { factorOf, settleOf } from './symbols';
import { type Exposure, openPart, requirementOf, scheduleOf, stepOf } from './tiers';

/** One base coin of a linear contract, one US dollar of an inverse one. */
export const contractOf = ({ category }: Pick<PositionRow, 'category'>): Contract => ({
  type: category === 'inverse' ? 'inverse' : 'linear',
  multiplier: '1',
});

function bare(row: PositionRow, moment: Moment): Position {
  const { state } = moment;
  const facts = state.market.contracts[row.symbol];
  return {
    symbol: row.symbol,
    factor: factorOf(row.symbol),
    size: row.size,
    contract: contractOf(row),
    entryPrice: row.entryPrice,
    markPrice: moment.mark(row.symbol),
    ...(row.leverage ? { leverage: row.leverage } : {}),
    ...(facts?.tick ? { tick: facts.tick } : {}),
    ...(facts?.step ? { lot: facts.step } : {}),
  };
}

/**
 * Cross: size·mark·rate − deduction of its tier, and the fee to close it. Source: Bybit help centre, "Understanding
 * the Adjustment and Impact of the New Margin Calculation": by the mark since 2025-09-02.
 */
export function crossPosition(row: PositionRow, moment: Moment, exposure: Exposure): Position {
  const { state, trader } = moment;
  const settle = state.market.contracts[row.symbol]?.settle ?? settleOf(row.symbol) ?? '?';
  const steps = state.market.tiers[row.symbol];
  const usd = readDecimal(moment.usd(settle));
  const fee = closingFee(row, takerFee(trader, row.symbol));
  const size = new Decimal(row.size).abs();
  const open = openPart(row, exposure);
  const position: Position = { ...bare(row, moment), settle };
  // Without one of them the requirement is not known, and so is the pool.
  if (steps && usd && fee) {
    position.maintenance = scheduleOf(steps, size, open);
    // Both legs of what is set off require the fee twice.
    const times = size.isZero() ? 1 : size.minus(open).div(size).plus(1);
    position.requirementPerContract = print(fee.times(usd).times(times));
    if (!open.isZero() && !exposure.extra.isZero()) {
      position.tierExtra = print(exposure.extra.times(size).div(open));
    }
  }
  const printed = moment.printed?.[positionKey(row.symbol, row.index)];
  if (printed && usd) position.reported = reportedOf(printed.liquidationPrice, row.maintenance, usd);
  return position;
}

/** What was printed, in the pool's unit, with the digits that it was printed with. */
function reportedOf(
  liquidationPrice: string | undefined,
  maintenance: string | null,
  usd: Decimal,
): Position['reported'] {
  // A digit of a coin is worth more than a digit of a dollar.
  const printed = maintenance?.split('.')[1]?.length ?? 0;
  const digits = Math.max(0, printed - (usd.gt(1) ? usd.e + 1 : 0));
  return {
    ...(liquidationPrice ? { liquidationPrice } : {}),
    ...(maintenance ? { maintenanceMargin: usd.times(maintenance).toFixed(digits) } : {}),
  };
}

/** What an isolated position requires whatever its mark: rate·value at entry − deduction, and the closing fee. */
export interface Standing {
  each: DecimalString;
  once: DecimalString;
}

/**
 * Isolated: margins are those of the entry value and do not move with the mark. Source: Bybit help centre,
 * "Liquidation Price Calculation under Isolated Mode (Unified Trading Account)", its example reproduced. Null:
 * tier, entry or leverage is not known.
 */
export function standingRequirement(row: PositionRow, moment: Moment, size = row.size): Standing | null {
  const { state, trader } = moment;
  const steps = state.market.tiers[row.symbol];
  const fee = closingFee(row, takerFee(trader, row.symbol));
  if (!steps || !fee || row.entryPrice === null) return null;
  const unit = row.category === 'inverse' ? new Decimal(1).div(row.entryPrice) : new Decimal(row.entryPrice);
  const { rate, deduction = '0' } = stepOf(steps, unit.times(size).abs());
  return { each: print(unit.times(rate).plus(fee)), once: print(new Decimal(deduction).neg().plus(0)) };
}

export function isolatedPosition(row: PositionRow, moment: Moment): Position {
  const standing = standingRequirement(row, moment);
  const position = bare(row, moment);
  if (standing) {
    position.maintenance = null;
    position.requirementPerContract = standing.each;
    if (standing.once !== '0') position.requirement = standing.once;
  }
  const printed = moment.printed?.[positionKey(row.symbol, row.index)];
  if (printed) position.reported = reportedOf(printed.liquidationPrice, row.maintenance, new Decimal(1));
  return position;
}

/** Portfolio margin: it moves the equity, and the requirement is the account's printed one. */
export function portfolioPosition(row: PositionRow, moment: Moment): Position {
  const settle = moment.state.market.contracts[row.symbol]?.settle ?? settleOf(row.symbol) ?? '?';
  return { ...bare(row, moment), settle, maintenance: null };
}

/** An option as so many coins as its delta is; what it is worth now stands in the adjustments. Null: not known. */
export function deltaPosition(row: PositionRow, moment: Moment): Position | null {
  const index = moment.usd(factorOf(row.symbol));
  if (row.delta === null || index === null) return null;
  return {
    symbol: row.symbol,
    factor: factorOf(row.symbol),
    size: row.delta,
    contract: { type: 'linear', multiplier: '1' },
    entryPrice: index,
    markPrice: index,
    settle: settleOf(row.symbol) ?? 'USDC',
    maintenance: null,
  };
}

/** What resting orders require beyond the positions, in the settle coin: see `assumed.orders`. Null: not known. */
export function ordersRequirement(symbol: string, moment: Moment, exposure: Exposure): Decimal | null {
  const { extra, long, short } = exposure;
  if (extra.isZero()) return new Decimal(0);
  const steps = moment.state.market.tiers[symbol];
  const mark = readDecimal(moment.mark(symbol));
  if (!steps || !mark) return null;
  const inverse = settleOf(symbol) !== 'USDT' && settleOf(symbol) !== 'USDC';
  const each = inverse ? new Decimal(1).div(mark) : mark;
  const net = long.minus(short).abs();
  const all = requirementOf(steps, net.plus(extra).times(each));
  if (net.isZero()) return all;
  // The deduction is borne by positions and orders alike, in proportion to their contracts.
  const { rate, deduction = '0' } = stepOf(steps, net.plus(extra).times(each));
  const borne = new Decimal(deduction).times(net).div(net.plus(extra));
  return all.minus(net.times(each).times(rate).minus(borne));
}
