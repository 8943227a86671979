/** After every move of the marks: margin calls, and the liquidation of pools that cannot keep their positions. */
import { Decimal, zero } from './arithmetic';
import type { Booking } from './booking';
import { accountUpdate, marginCall, type UserEvent } from './events';
import { figures, type Ledger, type Order, type Position, type Quotes } from './ledger';
import { poolsOf } from './pools';

/** The clearance fee of a liquidation, of the position's value. */
const clearanceRate = new Decimal('0.0125');
/** Maintenance over margin balance at which MARGIN_CALL is sent; the docs' own sample was at 0.806. */
const callAt = new Decimal('0.8');

export interface PoolWatchParts {
  ledger: Ledger;
  quotes: Quotes;
  tell(event: UserEvent): void;
  nextId(): number;
  book: Booking['book'];
  cancel(orderId: number): unknown;
}

export function openPoolWatch({ ledger, quotes, tell, nextId, book, cancel }: PoolWatchParts) {
  const called = new Set<string>();

  function watchPools() {
    // Portfolio Margin is watched as a whole, by nobody here: its traders stay clear of it.
    if (ledger.portfolio) return;
    for (const pool of poolsOf(figures(ledger, quotes))) {
      if (pool.rows.length === 0) {
        called.delete(pool.id);
        continue;
      }
      const { required, balance } = pool;
      if (balance.lte(required)) {
        liquidate(
          pool.unit,
          pool.rows.map(row => row.position),
          pool.kind === 'isolated',
        );
      } else if (required.div(balance).gte(callAt)) {
        if (!called.has(pool.id)) tell(marginCall(pool.wallet, pool.rows, quotes));
        called.add(pool.id);
      } else if (required.div(balance).lt(callAt.times('0.9'))) {
        called.delete(pool.id);
      }
    }
  }

  /** Everything in the pool is closed at the mark; what is missing beyond zero the insurance fund pays. */
  function liquidate(asset: string, positions: Position[], isolated: boolean) {
    const symbols = new Set(positions.map(position => position.symbol));
    for (const order of ledger.orders.filter(one => symbols.has(one.symbol))) cancel(order.orderId);
    const before = ledger.wallets.get(asset) ?? zero;
    for (const position of positions) {
      const order: Order = {
        orderId: nextId(),
        clientOrderId: `autoclose-${quotes.now()}${nextId()}`,
        symbol: position.symbol,
        side: position.amount.isNegative() ? 'BUY' : 'SELL',
        positionSide: position.side,
        type: 'LIQUIDATION',
        price: quotes.mark(position.symbol),
        quantity: position.amount.abs(),
        reduceOnly: false,
        closePosition: false,
        time: quotes.now(),
      };
      book(order, order.price, order.quantity, false, clearanceRate);
    }
    const floor = isolated ? before : zero;
    // In multi-assets mode the pool is of dollars, and what is owed in one asset another pays.
    const after = ledger.wallets.get(asset);
    if (after?.lt(floor)) {
      ledger.wallets.set(asset, floor);
      tell(accountUpdate(ledger, quotes, 'INSURANCE_CLEAR', [{ asset, change: floor.minus(after) }], []));
    }
  }

  return watchPools;
}
