/** The trading floor: contracts, prices, traders, the filling of orders, and who listens to which account. */
import type { SimulatedFill, SimulatedOrder, World } from '../exchange';
import { type Contract, listContracts, TAKER } from './contracts';
import {
  type Account,
  held,
  type Mode,
  type Order,
  type Position,
  type Prices,
  profitOf,
  type Side,
  worthOf,
} from './ledger';
import { openTraders, type Trader } from './traders';

/** What happened to an account: the channels tell it in their own ways. */
export interface Change {
  positions: Position[];
  currencies: string[];
  orders: { order: Order; state: 'live' | 'filled' | 'canceled' }[];
}

export interface Desk extends Trader {
  name: string;
  listeners: Set<(change: Change) => void>;
}

export interface Floor {
  world: World;
  contracts: Map<string, Contract>;
  prices: Prices;
  desks: Map<string, Desk>;
  fill(
    desk: Desk,
    order: Ticket,
  ): { ok: true; price: number; size: number } | { ok: false; code: string; reason: string };
  cancel(desk: Desk, ordId: string): boolean;
  rest(desk: Desk, ticket: Ticket): Order;
  /** An order as a test gives it: in coins. */
  order(desk: Desk, order: SimulatedOrder): SimulatedFill;
  skew(milliseconds: number): void;
}

export interface Ticket {
  instId: string;
  side: 'buy' | 'sell';
  posSide: Side;
  mode: Mode;
  /** Contracts. */
  size: number;
  /** Null: at the mark. */
  price: number | null;
  reduceOnly: boolean;
  lever: number | null;
}

/** One dollar of these is a little less, or more. */
const PEGS: Record<string, number> = { USDT: 0.9997, USDC: 1.0001, USD: 1 };

export function openFloor(world: World): Floor {
  const { market } = world;
  const contracts = listContracts(market);
  let ahead = 0;
  const prices: Prices = {
    contracts,
    mark: coin => Number(market.mark(coin)),
    usd: ccy => PEGS[ccy] ?? Number(market.quote(ccy).index),
    now: () => world.now() + ahead,
  };
  const desks = new Map(
    [...openTraders(contracts, market, world.seed)].map(([name, trader]): [string, Desk] => [
      name,
      { ...trader, name, listeners: new Set() },
    ]),
  );
  const tell = (desk: Desk, change: Change) => {
    for (const listener of [...desk.listeners]) listener(change);
  };
  const pay = (account: Account, ccy: string, amount: number) => {
    account.cash.set(ccy, (account.cash.get(ccy) ?? 0) + amount);
    account.cashAt.set(ccy, prices.now());
  };

  const floor: Floor = {
    world,
    contracts,
    prices,
    desks,
    skew(milliseconds) {
      ahead = milliseconds;
    },
    rest(desk, ticket) {
      const order: Order = {
        ordId: `1752588853${String(desk.nextId++).padStart(9, '0')}`,
        instId: ticket.instId,
        mode: ticket.mode,
        side: ticket.side,
        posSide: ticket.posSide,
        size: ticket.size,
        filled: 0,
        price: ticket.price ?? 0,
        reduceOnly: ticket.reduceOnly,
        created: prices.now(),
      };
      desk.account.orders.push(order);
      tell(desk, { positions: [], currencies: [], orders: [{ order, state: 'live' }] });
      return order;
    },
    cancel(desk, ordId) {
      const order = desk.account.orders.find(one => one.ordId === ordId);
      if (!order) return false;
      desk.account.orders = desk.account.orders.filter(one => one !== order);
      tell(desk, { positions: [], currencies: [], orders: [{ order, state: 'canceled' }] });
      return true;
    },
    fill(desk, ticket) {
      const { account } = desk;
      const contract = contracts.get(ticket.instId);
      if (!contract) return { ok: false, code: '51001', reason: 'Instrument ID does not exist.' };
      if (!(ticket.size > 0)) return { ok: false, code: '51000', reason: 'Parameter sz error' };
      if (account.hedge !== (ticket.posSide !== 'net'))
        return { ok: false, code: '51000', reason: 'Parameter posSide error' };
      const price = ticket.price ?? prices.mark(contract.coin);
      const known = account.positions.find(
        one => one.instId === ticket.instId && one.side === ticket.posSide && one.mode === ticket.mode,
      );
      const position: Position = known ?? {
        instId: ticket.instId,
        mode: ticket.mode,
        side: ticket.posSide,
        size: 0,
        entry: price,
        margin: 0,
        lever: ticket.lever ?? 10,
        updated: 0,
        id: `1752588854${String(desk.nextId++).padStart(9, '0')}`,
      };
      if (ticket.lever && position.size === 0) position.lever = ticket.lever;
      const way = ticket.side === 'buy' ? 1 : -1;
      const against = position.size * way < 0;
      const closes = against ? Math.min(ticket.size, Math.abs(position.size)) : 0;
      const leg = ticket.posSide === 'long' ? 1 : ticket.posSide === 'short' ? -1 : 0;
      // A leg is never crossed: what would open the other side is not filled.
      const closing = ticket.reduceOnly || (leg !== 0 && way !== leg);
      const size = closing ? closes : ticket.size;
      if (size === 0) return { ok: false, code: '51169', reason: 'No position to close' };
      const opens = size - closes;
      const fee = worthOf(contract, size, price) * TAKER;
      const profit = profitOf(contract, { size: way * -closes, entry: position.entry }, price);
      const released = closes === 0 ? 0 : (position.margin * closes) / Math.abs(position.size);
      const posted = ticket.mode === 'isolated' ? worthOf(contract, opens, price) / position.lever : 0;
      const rest = round(position.size + way * closes);
      if (opens > 0) {
        position.entry =
          rest === 0
            ? price
            : contract.inverse
              ? (Math.abs(rest) + opens) / (Math.abs(rest) / position.entry + opens / price)
              : (Math.abs(rest) * position.entry + opens * price) / (Math.abs(rest) + opens);
      }
      position.size = round(rest + way * opens);
      position.margin += posted - released;
      position.updated = prices.now();
      if (!known) account.positions.push(position);
      pay(account, contract.settle, profit + released - posted - fee);
      tell(desk, { positions: [{ ...position }], currencies: [contract.settle], orders: [] });
      if (position.size === 0) account.positions = held(account);
      return { ok: true, price, size };
    },
    order(desk, order) {
      const contract = contracts.get(order.symbol);
      if (!contract) return { ok: false, reason: `no contract ${order.symbol}` };
      const price = order.price === null ? null : Number(order.price);
      const coins = Number(order.size);
      const size = contract.inverse
        ? (coins * (price ?? prices.mark(contract.coin))) / contract.value
        : coins / contract.value;
      const lot = Math.floor(round(size / contract.lot)) * contract.lot;
      const fill = floor.fill(desk, {
        instId: order.symbol,
        side: order.side,
        posSide: order.leg ?? 'net',
        mode: order.marginMode ?? 'cross',
        size: round(lot),
        price,
        reduceOnly: order.reduceOnly ?? false,
        lever: order.leverage ?? null,
      });
      return fill.ok
        ? { ok: true, price: String(fill.price), size: String(fill.size) }
        : { ok: false, reason: fill.reason };
    },
  };
  return floor;
}

const round = (size: number): number => Number(size.toFixed(8));
