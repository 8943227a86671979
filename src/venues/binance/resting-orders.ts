/** Resting and conditional orders. They reserve initial margin; maintenance and liquidation do not know them. */
import type { Order, Pool } from '../../engine/account';
import { crossPoolOf, isolatedPool, marginAssetOf } from './margin';
import type { OrderRow, State, Trader } from './state';

/** Orders stand in the pool of their contract's position; without one, in the cross pool of its asset. */
export function addOrders(state: State, trader: Trader, pools: Pool[]): void {
  const rows = [...Object.values(trader.orders.rows), ...Object.values(trader.conditional.rows)];
  for (const row of rows) {
    if (!row.open) continue;
    const leg = pools.find(pool => pool.id === isolatedPool(row.symbol, row.positionSide));
    const asset = marginAssetOf(state, row.symbol);
    const pool = leg ?? pools.find(one => asset !== null && one.id === crossPoolOf(state, trader, asset));
    pool?.orders.push(orderOf(row));
  }
}

const TYPES: Record<string, string> = {
  LIMIT: 'limit',
  MARKET: 'market',
  STOP: 'stop',
  STOP_MARKET: 'stop',
  TAKE_PROFIT: 'take-profit',
  TAKE_PROFIT_MARKET: 'take-profit',
  TRAILING_STOP_MARKET: 'trailing-stop',
};

/** In hedge mode the leg says what an order does: a SELL of the LONG leg can only close. */
const reduces = (row: OrderRow): boolean =>
  row.reduceOnly ||
  row.closesPosition ||
  (row.positionSide === 'LONG' && row.side === 'sell') ||
  (row.positionSide === 'SHORT' && row.side === 'buy');

const orderOf = (row: OrderRow): Order => ({
  symbol: row.symbol,
  side: row.side,
  size: row.size,
  price: row.price,
  type: TYPES[row.type] ?? row.type.toLowerCase().replaceAll('_', '-'),
  triggerPrice: row.triggerPrice,
  reduceOnly: reduces(row),
  closesPosition: row.closesPosition,
});
