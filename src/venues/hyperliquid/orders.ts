/** Resting orders. They take initial margin only: the requirement of a pool does not depend on them. */
import type { Order } from '../../engine/account';
import { Decimal } from '../../engine/decimal';
import type { RestingOrder } from './messages';

/**
 * Orders that wait for another one to fill stand in the list beside it. They protect nothing yet and are left
 * out until their parent has been filled at least in part.
 * `held` is the absolute size of the position: position-wide orders close all of it and may carry no size.
 */
export function ordersOf(list: RestingOrder[], coin: string, held: string): Order[] {
  const waiting = new Set(
    list
      .filter(order => order.sz === order.origSz)
      .flatMap(order => order.children ?? [])
      .map(child => child.oid)
      .filter(oid => oid !== undefined),
  );
  return list
    .filter(order => order.coin === coin && !(order.oid !== undefined && waiting.has(order.oid)))
    .map(order => ({
      symbol: coin,
      side: order.side === 'B' ? ('buy' as const) : ('sell' as const),
      size: order.isPositionTpsl && new Decimal(order.sz).isZero() ? held : order.sz,
      // The limit of a market order on a trigger is a bound on slippage, not a price to expect.
      price: order.isTrigger && /market/i.test(order.orderType) ? null : order.limitPx,
      type: typeOf(order),
      triggerPrice: order.isTrigger ? order.triggerPx : null,
      reduceOnly: order.reduceOnly,
      closesPosition: order.isPositionTpsl,
    }));
}

function typeOf({ orderType, isTrigger }: RestingOrder): string {
  if (!isTrigger) return 'limit';
  return /^take profit/i.test(orderType) ? 'take-profit' : 'stop';
}
