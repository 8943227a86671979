/** The accounts of one running Deribit: what is filled, who wants to know. */
import type { SimulatedFill, SimulatedOrder, World } from '../exchange';
import { type Account, type Holding, type Order, openAccounts } from './accounts';
import { profit } from './arithmetic';
import { type Contract, markOf, takerFee } from './contracts';
import { heldOf } from './figures';

export interface Trade {
  id: string;
  contract: Contract;
  buy: boolean;
  amount: number;
  price: number;
  fee: number;
  at: number;
  order: Order;
}

/** What has changed of an account: a trade, orders, the contract whose position is another. */
export interface Change {
  account: Account;
  contract: Contract;
  trades: Trade[];
  orders: Order[];
}

export interface Ledger {
  accounts: Account[];
  contracts: Contract[];
  named(name: string): Account | undefined;
  contract(name: string): Contract | undefined;
  place(
    account: Account,
    order: Placed,
  ): { ok: true; trade: Trade | null; order: Order } | { ok: false; code: number; reason: string };
  order(name: string, order: SimulatedOrder): SimulatedFill;
  cancel(account: Account, id: string): Order | null;
  onChange(listener: (change: Change) => void): void;
}

export interface Placed {
  contract: Contract;
  buy: boolean;
  amount: number;
  /** Null: market. */
  price: number | null;
  reduceOnly: boolean;
}

export function createLedger(world: World): Ledger {
  const { accounts, contracts } = openAccounts(world.now());
  const listeners: ((change: Change) => void)[] = [];
  const tell = (change: Change) => {
    for (const listener of listeners) listener(change);
  };
  let numbers = 90_000;

  function fill(account: Account, order: Order, price: number): Trade {
    const { contract, buy, amount } = order;
    const holding: Holding = account.holdings.get(contract.name) ?? {
      contract,
      size: 0,
      entry: price,
      session: price,
      realized: 0,
    };
    const before = holding.size;
    const signed = buy ? amount : -amount;
    const closing = before !== 0 && before > 0 !== buy ? Math.min(amount, Math.abs(before)) : 0;
    const credit = (value: number) =>
      account.session.set(contract.settle, (account.session.get(contract.settle) ?? 0) + value);
    if (closing > 0) {
      const part = { ...heldOf(world, holding), size: Math.sign(before) * closing, mark: price };
      const gained = profit(part, holding.session);
      credit(gained);
      holding.realized += gained;
    }
    const opening = amount - closing;
    const left = Math.abs(before) - closing;
    if (opening > 0 && left === 0) Object.assign(holding, { entry: price, session: price });
    else if (opening > 0) {
      holding.entry = average(contract, left, holding.entry, opening, price);
      holding.session = average(contract, left, holding.session, opening, price);
    }
    holding.size = tidy(before + signed);
    account.holdings.set(contract.name, holding);
    const value = contract.linear ? amount * price : amount / price;
    const fee = value * takerFee;
    credit(-fee);
    order.filled = amount;
    order.state = 'filled';
    return { id: String(++numbers), contract, buy, amount, price, fee, at: world.now(), order };
  }

  const ledger: Ledger = {
    accounts,
    contracts,
    named: name => accounts.find(account => account.name === name),
    contract: name => contracts.find(contract => contract.name === name),
    place(account, { contract, buy, amount, price, reduceOnly }) {
      const held = account.holdings.get(contract.name)?.size ?? 0;
      const most = held !== 0 && held > 0 !== buy ? Math.abs(held) : 0;
      const cut = reduceOnly ? Math.min(amount, most) : amount;
      if (!(cut > 0))
        return { ok: false, code: 11_030, reason: reduceOnly ? 'no_open_position' : 'invalid_amount' };
      const steps = cut / contract.step;
      if (Math.abs(steps - Math.round(steps)) > 1e-6)
        return { ok: false, code: 10_020, reason: 'invalid_amount' };
      const mark = markOf(world.market, contract, world.now());
      const order: Order = {
        id: `O-${++numbers}`,
        contract,
        buy,
        amount: cut,
        filled: 0,
        price,
        trigger: null,
        type: price === null ? 'market' : 'limit',
        state: 'open',
        reduceOnly,
        at: world.now(),
      };
      // A limit at or beyond the mark fills at its price, as `SimulatedOrder` says; others rest.
      if (price !== null && (buy ? price < mark * 0.995 : price > mark * 1.005)) {
        account.orders.push(order);
        tell({ account, contract, trades: [], orders: [order] });
        return { ok: true, trade: null, order };
      }
      const trade = fill(account, order, price ?? mark);
      tell({ account, contract, trades: [trade], orders: [order] });
      return { ok: true, trade, order };
    },
    order(name, { symbol, side, size, price, reduceOnly = false }) {
      const account = ledger.named(name);
      const contract = ledger.contract(symbol);
      if (!account || !contract) return { ok: false, reason: `No account ${name} or no contract ${symbol}` };
      const at = price === null ? markOf(world.market, contract, world.now()) : Number(price);
      const amount = Number(size) * (contract.linear ? 1 : at);
      const cut = tidy(Math.floor(amount / contract.step + 1e-9) * contract.step);
      const buy = side === 'buy';
      const held = account.holdings.get(contract.name)?.size ?? 0;
      const most = held !== 0 && held > 0 !== buy ? Math.abs(held) : 0;
      const filled = reduceOnly ? Math.min(cut, most) : cut;
      if (!(filled > 0)) return { ok: false, reason: 'Nothing to fill' };
      const order: Order = {
        id: `O-${++numbers}`,
        contract,
        buy,
        amount: filled,
        filled: 0,
        price: price === null ? null : at,
        trigger: null,
        type: price === null ? 'market' : 'limit',
        state: 'open',
        reduceOnly,
        at: world.now(),
      };
      const trade = fill(account, order, at);
      tell({ account, contract, trades: [trade], orders: [order] });
      return { ok: true, price: String(trade.price), size: String(filled) };
    },
    cancel(account, id) {
      const order = account.orders.find(each => each.id === id);
      if (!order) return null;
      account.orders = account.orders.filter(each => each !== order);
      order.state = 'cancelled';
      order.at = world.now();
      tell({ account, contract: order.contract, trades: [], orders: [order] });
      return order;
    },
    onChange: listener => listeners.push(listener),
  };
  return ledger;
}

/** Inverse contracts average by coins: size/price adds up. */
function average({ linear }: Contract, a: number, at: number, b: number, price: number): number {
  return linear ? (a * at + b * price) / (a + b) : (a + b) / (a / at + b / price);
}

const tidy = (value: number): number => Number(value.toFixed(8));
