/** Resting and conditional orders, as the account carries them. */
import type { Order } from '../../engine/account';
import type { OrderRow } from './state';

/** In hedge mode the leg says what an order does: a sell of the long leg can only close. */
const reduces = ({ reduceOnly, index, side }: OrderRow): boolean =>
  reduceOnly || (index === 1 && side === 'sell') || (index === 2 && side === 'buy');

export const orderOf = (row: OrderRow): Order => ({
  symbol: row.symbol,
  side: row.side,
  size: row.size,
  price: row.price,
  type: row.type,
  triggerPrice: row.triggerPrice,
  ...(row.triggerBasis ? { triggerBasis: row.triggerBasis } : {}),
  reduceOnly: reduces(row),
  closesPosition: row.size === null,
});
