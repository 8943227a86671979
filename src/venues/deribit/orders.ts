/** Resting orders of futures. They reserve initial margin; maintenance and liquidation do not know them. */
import type { Order } from '../../engine/account';
import { contractOf, parseInstrument } from './instruments';
import type { OrderRow, State, Trader } from './state';

/** `currency`: of which pool; null: all of them. */
export function ordersOf(state: State, trader: Trader, currency: string | null): Order[] {
  return Object.values(trader.orders.rows)
    .filter(row => row.open && !parseInstrument(row.symbol)?.option)
    .filter(row => currency === null || contractOf(state, row.symbol)?.settle === currency)
    .map(orderOf);
}

/** Source: docs.deribit.com, private/buy, "type". */
const TYPES: Record<string, string> = {
  limit: 'limit',
  market: 'market',
  market_limit: 'market',
  stop_limit: 'stop',
  stop_market: 'stop',
  take_limit: 'take-profit',
  take_market: 'take-profit',
  trailing_stop: 'trailing-stop',
};

const orderOf = (row: OrderRow): Order => ({
  symbol: row.symbol,
  side: row.side,
  size: row.size,
  price: row.price,
  type: Object.hasOwn(TYPES, row.type) ? TYPES[row.type]! : row.type.replaceAll('_', '-'),
  triggerPrice: row.triggerPrice,
  reduceOnly: row.reduceOnly,
  closesPosition: row.size === null,
});
