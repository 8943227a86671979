/** One position of a pool: a future as it is, an option by its delta. */
import type { Position } from '../../engine/account';
import { Decimal, print } from '../../engine/decimal';
import type { Problem } from '../../engine/report';
import { assumed } from './assumptions';
import { contractOf, factorOf, indexName } from './instruments';
import { maintenanceOf } from './maintenance';
import type { Mode } from './margin-mode';
import type { Marks } from './pools';
import type { PositionRow, State } from './state';

/** The chords' error is said when it could move a liquidation price by more than this part of it. */
const NOTEWORTHY = '0.000005';

/** `settle`: the currency of the profit in a pool of several; null: the pool's own. */
export function futureOf(
  state: State,
  mode: Mode,
  row: PositionRow,
  marks: Marks,
  settle: string | null,
  problems: Problem[],
): Position {
  const contract = contractOf(state, row.symbol);
  const margin = contract && !mode.portfolio ? maintenanceOf(row, contract) : null;
  if (margin?.by === 'reported') problems.push({ ...assumed.reportedRate, path: row.symbol });
  if (margin?.error.gt(NOTEWORTHY)) problems.push({ ...assumed.chords, path: row.symbol });
  if (contract && !mode.portfolio && !margin) {
    const message = `The maintenance margin of ${row.symbol} is not known.`;
    problems.push({ code: 'tiers-missing', path: row.symbol, message });
  }
  const printed = mode.model === 'segregated_sm' && marks === 'printed' && row.liquidationPrice !== undefined;
  const latest = state.market.marks[row.symbol]?.price ?? row.markPrice;
  const listed = state.market.contracts[row.symbol];
  return {
    symbol: row.symbol,
    factor: contract ? factorOf(contract.base) : row.symbol,
    // Neither how it counts nor what settles it is known of a contract without a readable name.
    size: contract ? row.size : null,
    contract: { type: contract?.type ?? 'linear', multiplier: '1' },
    entryPrice: row.averagePrice,
    markPrice: marks === 'printed' ? row.markPrice : latest,
    ...(settle === null ? {} : { settle }),
    maintenance: mode.portfolio ? null : margin?.schedule,
    ...(row.leverage === null ? {} : { leverage: row.leverage }),
    ...(listed ? { tick: listed.tick, lot: listed.step } : {}),
    ...(printed ? { reported: { liquidationPrice: row.liquidationPrice } } : {}),
  };
}

/**
 * Dollars of delta at the coin's index, entered there: what a small move of the coin does. Under standard
 * margin the value of options is no part of the margin balance: a short one weighs through its margin, which
 * grows with its price, a long one does not weigh at all (null).
 */
export function optionOf(
  state: State,
  { portfolio }: Mode,
  row: PositionRow,
  settle: { currency: string; price: string | null } | null,
  problems: Problem[],
): Position | null {
  if (!portfolio && !row.size.startsWith('-')) return null;
  const contract = contractOf(state, row.symbol);
  const price = (contract && state.market.indices[indexName(contract.base)]?.price) || row.indexPrice;
  if (row.delta === null) {
    problems.push({
      code: 'no-delta',
      path: row.symbol,
      message: `The delta of ${row.symbol} is not known.`,
    });
  }
  const linear = contract?.type === 'linear';
  const delta = row.delta === null || !contract ? null : new Decimal(row.delta);
  const required =
    portfolio || row.maintenanceMargin === null
      ? '0'
      : settle === null
        ? row.maintenanceMargin
        : settle.price && print(new Decimal(row.maintenanceMargin).times(settle.price));
  return {
    symbol: row.symbol,
    factor: contract ? factorOf(contract.base) : row.symbol,
    size: delta && print((linear ? delta : delta.times(price)).toSignificantDigits(24)),
    contract: { type: linear ? 'linear' : 'inverse', multiplier: '1' },
    entryPrice: price,
    markPrice: price,
    ...(settle === null ? {} : { settle: settle.currency }),
    maintenance: null,
    requirement: required,
  };
}
