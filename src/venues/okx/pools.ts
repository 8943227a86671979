/** The pools of an account at one moment, by its mode. */
import type { Account, Pool } from '../../engine/account';
import { futuresPools } from './futures-mode';
import { isolatedOf } from './isolated';
import { isWide, type Mode } from './modes';
import { isOption, type Moment, settleOf, templateOf } from './position';
import { addOrders } from './resting-orders';
import { ACCOUNT_POOL, CROSS, crossPool, emptyPool, isolatedPool } from './rules';
import type { BalanceRow, OrderRow, PositionRow, State, Totals } from './state';
import { accountPool } from './whole-account';

export interface Told {
  balances: Record<string, BalanceRow>;
  totals: Totals | null;
  moment: Moment;
  /** True: the account as it stands; false: as the venue printed it, for a check. */
  live: boolean;
}

/** `mode` null: not known; there are pools then, and nothing is known of them. */
export function accountOf(state: State, mode: Mode | null, told: Told, asOf: number): Account {
  const { trader } = state;
  const { balances, totals, moment, live } = told;
  const rows = moment.rows ?? [];
  const cross = rows.filter(row => row.mode === 'cross');
  const covered = mode !== null && mode !== 'spot';
  const wide = isWide(mode);
  const pools: Pool[] = wide
    ? [accountPool(state, cross, balances, totals, moment)]
    : futuresPools(state, cross, balances, moment);
  if (live) withEmptyLegs(state, cross, pools);
  const isolated = rows.filter(row => row.mode === 'isolated' && !isOption(row));
  pools.push(...isolated.map(row => isolatedOf(state, row, moment)));
  for (const row of rows) if (row.mode === 'isolated' && isOption(row)) pools.push(isolatedOption(row));
  if (pools.length === 0) pools.push(emptyCross(balances));
  if (live) addOrders(trader, order => poolOfOrder(state, order, pools, wide));
  const known = covered && moment.rows !== null;
  return {
    format: 'plimsoll.account/1',
    venue: 'okx',
    account: trader.name,
    asOf,
    pools: known ? pools : pools.map(unknown),
  };
}

/** An account without anything: what there is of the dollar, or that it is not known. */
const emptyCross = (balances: Record<string, BalanceRow>): Pool => ({
  ...emptyPool(crossPool('USDT'), 'cross', 'USDT', CROSS),
  collateral: [{ asset: 'USDT', amount: balances.USDT?.cash ?? null, price: '1', follows: null }],
});

/** An isolated option: its requirement is not computed. */
const isolatedOption = (row: PositionRow): Pool => ({
  ...emptyPool(isolatedPool(row.instId, row.side), 'isolated', row.ccy ?? '?', CROSS),
  collateral: [{ asset: row.ccy ?? '?', amount: null, price: '1', follows: null }],
});

/** Positions may exist that were not listed, or count in a way that is not computed: no figure then. */
const unknown = (pool: Pool): Pool => ({
  ...pool,
  collateral: (pool.collateral.length > 0
    ? pool.collateral
    : [{ asset: pool.unit, price: '1', follows: null }]
  ).map(row => ({ ...row, amount: null })),
});

/**
 * In hedge mode a contract has two legs. Without the empty one an order that opens it would be read as closing
 * the other.
 */
function withEmptyLegs(state: State, rows: PositionRow[], pools: Pool[]): void {
  for (const row of rows) {
    if (row.side === 'net' || row.instType === 'MARGIN' || isOption(row)) continue;
    const side = row.side === 'long' ? 'short' : 'long';
    if (rows.some(other => other.instId === row.instId && other.side === side)) continue;
    const pool = pools.find(one => one.positions.some(position => position.symbol === row.instId));
    if (!pool || pool.positions.filter(position => position.symbol === row.instId).length > 1) continue;
    const settle = pool.positions.find(position => position.symbol === row.instId)?.settle;
    pool.positions.push({ ...templateOf(state, row.instId, 'cross', side), ...(settle ? { settle } : {}) });
  }
}

function poolOfOrder(state: State, order: OrderRow, pools: Pool[], wide: boolean): Pool | undefined {
  if (order.mode === 'isolated') {
    return pools.find(pool => pool.id === isolatedPool(order.instId, order.positionSide));
  }
  const settle = settleOf(state, order.instId);
  return pools.find(pool => pool.id === (wide ? ACCOUNT_POOL : crossPool(settle ?? '?')));
}
