/**
 * Futures mode: one cross pool a settle currency, backed by the cash of that currency alone. Source: OKX help
 * centre, "cross margin ratio"; reproduced to the last printed digit on measured accounts, 2026-09.
 */
import type { Adjustment, Pool } from '../../engine/account';
import { ONE } from '../../engine/decimal';
import { ESTIMATES } from './assumptions';
import { contractOf, isOption, type Moment, marginCcy, settleOf } from './position';
import { reserve } from './resting-orders';
import { CROSS, crossPool, emptyPool } from './rules';
import { type BalanceRow, isZero, type PositionRow, type State } from './state';

export function futuresPools(
  state: State,
  rows: PositionRow[],
  balances: Record<string, BalanceRow>,
  moment: Moment,
): Pool[] {
  const pools = new Map<string, Pool>();
  const poolOf = (ccy: string): Pool => {
    const known = pools.get(ccy);
    if (known) return known;
    const pool: Pool = {
      ...emptyPool(crossPool(ccy), 'cross', ccy, CROSS),
      collateral: [{ asset: ccy, amount: balances[ccy]?.cash ?? null, price: '1', follows: null }],
    };
    pools.set(ccy, pool);
    return pool;
  };
  for (const row of rows) {
    const pool = poolOf(marginCcy(state, row) ?? '?');
    if (isOption(row)) hold(pool, row);
    // How a spot liability shares a pool with contracts in this mode is not documented.
    else
      pool.positions.push({
        ...contractOf(state, row, moment),
        ...(row.instType === 'MARGIN' ? { size: null } : {}),
      });
  }
  for (const order of Object.values(state.trader.orders.rows)) {
    const settle =
      order.open && order.mode === 'cross' && order.instType !== 'SPOT'
        ? settleOf(state, order.instId)
        : null;
    if (settle) poolOf(settle);
  }
  for (const [ccy, { cash }] of Object.entries(balances)) if (!isZero(cash)) poolOf(ccy);
  for (const [ccy, pool] of pools) {
    reserve(
      state,
      pool,
      order => order.instType !== 'MARGIN' && settleOf(state, order.instId) === ccy,
      () => ONE,
    );
    const ratio = balances[ccy]?.marginRatio;
    if (ratio && pool.positions.some(one => one.size === null || !isZero(one.size ?? '0'))) {
      pool.reported = { marginRatio: ratio };
    }
  }
  return [...pools.values()];
}

/** An option: its value and its requirement, in the margin currency, as the venue last said them. */
export function hold(pool: Pool, row: PositionRow): void {
  const held: Adjustment = {
    reason: `option ${row.instId}`,
    equity: row.optionValue,
    requirement: row.requirement,
  };
  pool.adjustments = [...(pool.adjustments ?? []), held];
  pool.estimate ??= ESTIMATES.options;
}
