/** What an order form says of an order, for venue code that has no page before it. */
import type { FormReading } from '../../src/venues/venue';
import type { SimulatedOrder } from '../simulator/exchange';

export const formOf = (order: SimulatedOrder, rest: Partial<FormReading> = {}): FormReading => ({
  symbol: order.symbol,
  side: order.side,
  type: order.price === null ? 'market' : 'limit',
  price: order.price,
  size: order.size,
  sizeUnit: 'base',
  leverage: null,
  marginMode: null,
  reduceOnly: order.reduceOnly ?? false,
  leg: order.leg ?? null,
  action: order.leg ? ((order.side === 'buy') === (order.leg === 'long') ? 'open' : 'close') : null,
  unsure: null,
  ...rest,
});
