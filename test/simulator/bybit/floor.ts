/** The trading floor: contracts, marks, traders, fills, and who listens to which account. */
import type { SimulatedFill, SimulatedOrder, World } from '../exchange';
import { type Contract, dollars, listContracts, priceText, takerFee } from './contracts';
import { marginOf, type Order, openTraders, type Position, type Trader } from './traders';

/** What changed, for the private stream. */
export interface Change {
  positions: Position[];
  orders: Order[];
  coins: string[];
}

export interface Floor {
  world: World;
  contracts: Map<string, Contract>;
  traders: Map<string, Trader>;
  /** On tick. */
  mark(symbol: string): number;
  markText(symbol: string): string;
  /** US dollars a coin. */
  usd(coin: string): number;
  now(): number;
  skew(milliseconds: number): void;
  fill(trader: Trader, order: SimulatedOrder): SimulatedFill;
  listen(trader: Trader, hear: (change: Change) => void): () => void;
}

const round = (value: number, digits = 8): number => Number(value.toFixed(digits));

export function openFloor(world: World): Floor {
  const { market } = world;
  const contracts = listContracts(
    market.coins.map(({ name, decimals }) => ({ name, decimals, price: Number(market.mark(name)) })),
  );
  let ahead = 0;
  let seq = 9_000_000;
  const now = () => world.now() + ahead;
  const markText = (symbol: string): string => {
    const contract = contracts.get(symbol)!;
    return priceText(contract, Number(market.mark(contract.coin)) * contract.bundle);
  };
  const mark = (symbol: string): number => Number(markText(symbol));
  const usd = (coin: string): number => dollars[coin] ?? Number(market.quote(coin).index);
  const traders = openTraders(contracts, mark, world.seed, now());
  const listeners = new Map<Trader, Set<(change: Change) => void>>();

  function pay(trader: Trader, coin: string, amount: number) {
    const row = trader.wallets.get(coin) ?? { wallet: 0, spotBorrow: 0, collateral: true };
    trader.wallets.set(coin, { ...row, wallet: round(row.wallet + amount) });
  }

  /** One-way and both legs alike: adding averages the entry, reducing realises profit, flipping does both. */
  function fill(trader: Trader, order: SimulatedOrder): SimulatedFill {
    const contract = contracts.get(order.symbol);
    if (!contract) return { ok: false, reason: 'Not supported symbols' };
    const price = order.price === null ? mark(order.symbol) : Number(order.price);
    const index = !trader.hedge ? 0 : order.leg === 'short' ? 2 : 1;
    const inverse = contract.category === 'inverse';
    let held = trader.positions.find(one => one.symbol === order.symbol && one.index === index);
    const leverage = order.leverage ?? held?.leverage ?? trader.leverage.get(order.symbol) ?? 10;
    if (!held) {
      held = { symbol: order.symbol, index, size: 0, entry: 0, leverage, margin: 0, updated: 0, seq: 0 };
      trader.positions.push(held);
    }
    const buys = order.side === 'buy';
    let quantity = Number(order.size);
    const against = held.size !== 0 && held.size < 0 === buys;
    if (order.reduceOnly || (trader.hedge && against))
      quantity = against ? Math.min(quantity, Math.abs(held.size)) : 0;
    if (!(quantity > 0)) return { ok: false, reason: 'ReduceOnly rule not satisfied' };
    const closed = against ? Math.min(quantity, Math.abs(held.size)) : 0;
    const opened = quantity - closed;
    const value = (contracts: number) => (inverse ? contracts / price : contracts * price);
    if (closed > 0) {
      const gain = inverse ? 1 / held.entry - 1 / price : price - held.entry;
      pay(trader, contract.settle, gain * closed * Math.sign(held.size));
      held.margin = round(held.margin * (1 - closed / Math.abs(held.size)));
      held.size = round(held.size - Math.sign(held.size) * closed);
    }
    if (opened > 0) {
      const before = Math.abs(held.size);
      const sum = before + opened;
      const average = inverse
        ? sum / (before / (held.entry || 1) + opened / price)
        : (before * held.entry + opened * price) / sum;
      held.entry = round(before === 0 ? price : average, 10);
      held.size = round(held.size + (buys ? opened : -opened));
      if (trader.mode === 'ISOLATED_MARGIN')
        held.margin = round(held.margin + marginOf(contract, buys ? opened : -opened, price, leverage));
    }
    held.leverage = leverage;
    held.updated = now();
    held.seq = ++seq;
    pay(trader, contract.settle, -value(quantity) * takerFee);
    const done: Order = {
      id: `fill-${seq}`,
      symbol: order.symbol,
      category: contract.category,
      index,
      side: buys ? 'Buy' : 'Sell',
      quantity: order.size,
      price: order.price ?? '0',
      trigger: '',
      stop: '',
      reduceOnly: order.reduceOnly ?? false,
      status: 'Filled',
      updated: now(),
    };
    const change = { positions: [held], orders: [done], coins: [contract.settle] };
    for (const hear of listeners.get(trader) ?? []) hear(change);
    trader.positions = trader.positions.filter(one => one.size !== 0);
    return { ok: true, price: String(price), size: String(quantity) };
  }

  return {
    world,
    contracts,
    traders,
    mark,
    markText,
    usd,
    now,
    skew(milliseconds) {
      ahead = milliseconds;
    },
    fill,
    listen(trader, hear) {
      const all = listeners.get(trader) ?? new Set();
      listeners.set(trader, all.add(hear));
      return () => all.delete(hear);
    },
  };
}
