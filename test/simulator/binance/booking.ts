/** Executions, booked: position, entry, isolated wallet, realised profit, fee. */
import { Decimal, notionalOf, profitOf, zero } from './arithmetic';
import { accountUpdate, orderUpdate, type UserEvent } from './events';
import {
  type Fill,
  type Ledger,
  type Order,
  type Position,
  type PositionSide,
  positionOf,
  type Quotes,
  type Side,
  settingOf,
} from './ledger';

export function openBooking(
  ledger: Ledger,
  quotes: Quotes,
  tell: (event: UserEvent) => void,
  nextId: () => number,
) {
  function positionFor(symbol: string, side: PositionSide): Position {
    const found = positionOf(ledger, symbol, side);
    if (found) return found;
    const made = {
      symbol,
      side,
      amount: zero,
      entry: zero,
      isolatedWallet: zero,
      realised: zero,
      updateTime: quotes.now(),
    };
    ledger.positions.push(made);
    return made;
  }

  const contractOf = (symbol: string) => quotes.contracts.get(symbol)!;
  const addToWallet = (asset: string, change: Decimal) =>
    ledger.wallets.set(asset, (ledger.wallets.get(asset) ?? zero).plus(change));

  /** How much of an order only closes what is there. */
  function closable(symbol: string, side: Side, positionSide: PositionSide): Decimal {
    const amount = positionOf(ledger, symbol, positionSide)?.amount ?? zero;
    const against = side === 'BUY' ? amount.isNegative() : amount.isPositive();
    return against ? amount.abs() : zero;
  }

  /** Books one execution. The realised profit is on what was closed; the fee is paid from the cross wallet. */
  function book(order: Order, price: Decimal, quantity: Decimal, maker: boolean, feeRate?: Decimal): Fill {
    const { symbol, side, positionSide } = order;
    const { marginAsset: asset, dollars } = contractOf(symbol);
    const worth = (amount: Decimal) => notionalOf(amount, price, dollars);
    const setting = settingOf(ledger, symbol);
    const position = positionFor(symbol, positionSide);
    const change = side === 'BUY' ? quantity : quantity.negated();
    const before = position.amount;
    const closed = Decimal.min(closable(symbol, side, positionSide), quantity);
    const opened = quantity.minus(closed);
    const fee = worth(quantity).times(feeRate ?? (maker ? ledger.makerRate : ledger.takerRate));
    let realised = zero;
    let toWallet = fee.negated();
    if (closed.gt(0)) {
      const direction = before.isNegative() ? -1 : 1;
      realised = profitOf(closed.times(direction), position.entry, price, dollars);
      const released = position.isolatedWallet.times(closed).div(before.abs());
      position.isolatedWallet = position.isolatedWallet.minus(released);
      toWallet = toWallet.plus(realised).plus(released);
    }
    position.amount = before.plus(change);
    if (opened.gt(0)) {
      const kept = before.abs().minus(closed);
      position.entry = averaged(kept, position.entry, opened, price, dollars).toDecimalPlaces(8);
      if (setting.isolated) {
        const posted = worth(opened).div(setting.leverage).toDecimalPlaces(8);
        position.isolatedWallet = position.isolatedWallet.plus(posted);
        toWallet = toWallet.minus(posted);
      }
    }
    if (position.amount.isZero()) {
      position.entry = zero;
      position.isolatedWallet = zero;
    }
    position.realised = position.realised.plus(realised);
    position.updateTime = quotes.now();
    const change8 = toWallet.toDecimalPlaces(8);
    addToWallet(asset, change8);
    const trade = { id: nextId(), price, quantity, fee, maker, realised };
    ledger.past.push({ order, status: 'FILLED', fill: trade, time: quotes.now() });
    // The account is told of before the order, as at the venue; `bc` leaves out profit and fee.
    tell(accountUpdate(ledger, quotes, 'ORDER', [{ asset, change: zero }], [position]));
    tell(orderUpdate(order, quotes, order.type === 'LIQUIDATION' ? 'CALCULATED' : 'TRADE', trade));
    return trade;
  }

  return { book, closable, addToWallet };
}

/** Entry after more was opened; of inverse contracts the coins are added up, so that a fill changes no profit. */
function averaged(
  kept: Decimal,
  entry: Decimal,
  opened: Decimal,
  price: Decimal,
  dollars: number | null,
): Decimal {
  const all = kept.plus(opened);
  if (kept.isZero()) return price;
  if (dollars === null) return kept.times(entry).plus(opened.times(price)).div(all);
  return all.div(kept.div(entry).plus(opened.div(price)));
}

export type Booking = ReturnType<typeof openBooking>;
