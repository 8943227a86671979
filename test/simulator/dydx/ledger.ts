/**
 * Fills: at the limit or at the oracle price, for the fee of the highest tier, paid from the subaccount. An isolated
 * position is given its margin from the parent before it is opened, and gives back its part when it is closed.
 */
import { createHash } from 'node:crypto';
import type { SimulatedFill, SimulatedOrder, World } from '../exchange';
import { type DydxAccount, type Holding, openAccounts, type Subaccount } from './accounts';
import { entryOf, freeOf, subaccountFor } from './figures';
import { effectiveInitial, type Listing, listingOf, oracleOf } from './markets';

const takerFee = 0.0005;

export interface DydxFill {
  id: string;
  ticker: string;
  subaccount: number;
  side: 'BUY' | 'SELL';
  size: string;
  price: string;
  fee: string;
  at: number;
  /** The position as it was: to be told as closed when it is, or when its side has changed. */
  before: { size: number; entry: number } | null;
  /** Moved between parent and child with it. */
  transfer: boolean;
}

export interface Ledger {
  accounts: DydxAccount[];
  named(name: string): DydxAccount | undefined;
  at(address: string, parent: number): DydxAccount | undefined;
  order(name: string, order: SimulatedOrder): SimulatedFill;
  cancel(account: DydxAccount, id: string): boolean;
  onChange(listener: (account: DydxAccount, fill: DydxFill | null) => void): void;
}

export function createLedger({ market, now }: World): Ledger {
  const accounts = openAccounts();
  const listeners: ((account: DydxAccount, fill: DydxFill | null) => void)[] = [];
  let fills = 0;
  const tell = (account: DydxAccount, fill: DydxFill | null) => {
    for (const listener of listeners) listener(account, fill);
  };
  const rounded = (size: number, { sizeDecimals }: Listing) => Number(size.toFixed(sizeDecimals));

  function execute(account: DydxAccount, order: SimulatedOrder): SimulatedFill {
    const listing = listingOf(order.symbol);
    if (!listing) return { ok: false, reason: `No market ${order.symbol}` };
    const selected = account.selected.get(order.symbol);
    const mode = listing.isolated ? 'isolated' : (order.marginMode ?? selected?.mode ?? 'cross');
    const leverage = order.leverage ?? selected?.leverage ?? 10;
    const own = subaccountFor(account, order.symbol, mode);
    const isChild = own.number !== account.parent;
    const parent = account.subaccounts.get(account.parent)!;
    const before = own.holdings.get(order.symbol);
    const held = before?.size ?? 0;
    const direction = order.side === 'buy' ? 1 : -1;
    let size = rounded(Number(order.size), listing);
    if (!(size > 0)) return { ok: false, reason: 'The size is below the step of the market' };
    if (order.reduceOnly) {
      if (held * direction >= 0)
        return { ok: false, reason: 'A reduce-only order would increase the position' };
      size = Math.min(size, Math.abs(held));
    }
    const text = order.price ?? oracleOf(market, listing);
    const price = Number(text);
    if (!(price > 0)) return { ok: false, reason: 'No price' };
    const closing = held * direction < 0 ? Math.min(size, Math.abs(held)) : 0;
    const opening = size - closing;
    const fee = Math.round(size * price * takerFee * 1e6);
    let moved = 0;
    if (isChild) {
      const equity = own.usdc + Math.round(held * price * 1e6);
      const back = closing > 0 ? Math.round((equity * closing) / Math.abs(held)) : 0;
      if (opening > 0 && leverage > 1 / effectiveInitial(market, listing) + 1e-9)
        return { ok: false, reason: 'The leverage is higher than the market allows' };
      moved = Math.round((opening * price * 1e6) / leverage) + fee - back;
      if (moved > freeOf(market, parent) * 1e6) return { ok: false, reason: 'Not enough free collateral' };
    } else if (opening > 0) {
      const needed = opening * price * effectiveInitial(market, listing) + fee / 1e6;
      const freed = closing * price * effectiveInitial(market, listing);
      if (needed > freeOf(market, own) + freed) return { ok: false, reason: 'Not enough free collateral' };
    }
    parent.usdc -= moved;
    own.usdc += moved - Math.round(direction * size * price * 1e6) - fee;
    book(own, listing, before, direction, size, closing, price);
    const fill: DydxFill = {
      id: idOf(fills++),
      ticker: order.symbol,
      subaccount: own.number,
      side: direction > 0 ? 'BUY' : 'SELL',
      size: size.toFixed(listing.sizeDecimals),
      price: text,
      fee: (fee / 1e6).toFixed(6),
      at: now(),
      before: before && held !== 0 ? { size: held, entry: entryBefore } : null,
      transfer: moved !== 0,
    };
    if (!own.holdings.has(order.symbol)) {
      // Orders that could only reduce have nothing left to reduce.
      for (const each of account.orders)
        if (each.reduceOnly && each.listing === listing) each.status = 'CANCELED';
    }
    tell(account, fill);
    return { ok: true, price: fill.price, size: fill.size };
  }

  let entryBefore = 0;
  function book(
    own: Subaccount,
    listing: Listing,
    before: Holding | undefined,
    direction: number,
    size: number,
    closing: number,
    price: number,
  ) {
    entryBefore = before ? entryOf(before) : 0;
    const after = rounded((before?.size ?? 0) + direction * size, listing);
    if (after === 0) {
      own.holdings.delete(listing.ticker);
      return;
    }
    if (!before || before.size * after < 0) {
      const open = Math.abs(after);
      const cost = Math.round(after * price * 1e6);
      own.holdings.set(listing.ticker, { listing, size: after, cost, sumOpen: open, sumClose: 0 });
      return;
    }
    if (closing > 0) {
      before.cost -= Math.round((before.cost * closing) / Math.abs(before.size));
      before.sumClose += closing;
    } else {
      before.cost += Math.round(direction * size * price * 1e6);
      before.sumOpen += size;
    }
    before.size = after;
  }

  return {
    accounts,
    named: name => accounts.find(each => each.name === name),
    at: (address, parent) => accounts.find(each => each.address === address && each.parent === parent),
    order(name, order) {
      const account = accounts.find(each => each.name === name);
      return account ? execute(account, order) : { ok: false, reason: `No account ${name}` };
    },
    cancel(account, id) {
      const order = account.orders.find(each => each.id === id && /OPEN|UNTRIGGERED/.test(each.status));
      if (!order) return false;
      order.status = 'CANCELED';
      tell(account, null);
      return true;
    },
    onChange: listener => listeners.push(listener),
  };
}

function idOf(count: number): string {
  const digest = createHash('sha256').update(`fill ${count}`).digest('hex');
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}
