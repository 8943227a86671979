/** Resting orders: they take initial margin only, so that no liquidation price depends on them. */
import type { Order } from '../../engine/account';
import { Decimal, print } from '../../engine/decimal';
import type { OrderRow } from './messages';
import type { Holdings, Resting } from './state';

/** A best-effort order is not on the chain yet, or may still be filled until its block has passed. */
const OPEN = new Set(['OPEN', 'BEST_EFFORT_OPENED', 'UNTRIGGERED']);

/** By id; changes carry some of the fields only. What is no longer open, or cannot be placed, is left out. */
export function mergeOrders(
  before: Holdings['orders'],
  rows: OrderRow[],
  subaccount: number | null,
): Holdings['orders'] {
  const after = { ...before };
  for (const row of rows) {
    const old = Object.hasOwn(before, row.id) ? before[row.id] : undefined;
    const market = row.ticker ?? row.market ?? old?.market;
    const number = row.subaccountNumber ?? old?.subaccount ?? subaccount;
    const side = row.side ?? old?.side;
    const size = row.size ?? old?.size;
    const open = row.status === undefined ? old !== undefined : OPEN.has(row.status);
    if (!open || !market || number === null || number === undefined || !side || !size) {
      delete after[row.id];
      continue;
    }
    const next: Resting = {
      market,
      subaccount: number,
      side,
      size,
      filled: row.totalFilled ?? old?.filled ?? '0',
      price: row.price ?? old?.price ?? null,
      trigger: row.triggerPrice ?? old?.trigger ?? null,
      type: row.type ?? old?.type ?? 'LIMIT',
      immediate: row.timeInForce ? row.timeInForce === 'IOC' : (old?.immediate ?? false),
      reduceOnly: row.reduceOnly ?? old?.reduceOnly ?? false,
    };
    after[row.id] = next;
  }
  return after;
}

export function ordersOf({ orders }: Holdings, subaccount: number): Order[] {
  return Object.values(orders)
    .filter(each => each.subaccount === subaccount)
    .map(each => ({
      symbol: each.market,
      side: each.side === 'BUY' ? ('buy' as const) : ('sell' as const),
      size: print(Decimal.max(0, new Decimal(each.size).minus(each.filled))),
      // The limit of a market order on a trigger is a bound on slippage, not a price to expect.
      price: each.trigger !== null && each.immediate ? null : each.price,
      type: typeOf(each),
      triggerPrice: each.trigger,
      reduceOnly: each.reduceOnly,
    }));
}

function typeOf({ type, trigger }: Resting): string {
  if (trigger === null) return 'limit';
  return type.startsWith('TAKE_PROFIT') ? 'take-profit' : 'stop';
}
