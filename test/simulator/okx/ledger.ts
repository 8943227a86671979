/**
 * The accounts, and the sums that this exchange does over them: plain numbers, the rules of the help centre, no line
 * shared with the extension.
 */
import { type Contract, TAKER, tierOf } from './contracts';

export type Side = 'net' | 'long' | 'short';
export type Mode = 'cross' | 'isolated';

export interface Position {
  instId: string;
  mode: Mode;
  side: Side;
  /** Signed contracts: a short leg's are below zero. */
  size: number;
  entry: number;
  /** Posted to an isolated one. */
  margin: number;
  lever: number;
  updated: number;
  id: string;
}

export interface Order {
  ordId: string;
  instId: string;
  mode: Mode;
  side: 'buy' | 'sell';
  posSide: Side;
  size: number;
  filled: number;
  price: number;
  reduceOnly: boolean;
  created: number;
}

export interface Algo {
  algoId: string;
  instId: string;
  mode: Mode;
  side: 'buy' | 'sell';
  posSide: Side;
  type: 'conditional' | 'oco' | 'trigger' | 'move_order_stop';
  /** Null: all of the position. */
  size: number | null;
  stop: number | null;
  profit: number | null;
  created: number;
}

export interface Account {
  name: string;
  uid: string;
  /** 2: futures mode, 3: multi-currency. */
  level: '2' | '3';
  hedge: boolean;
  cash: Map<string, number>;
  cashAt: Map<string, number>;
  positions: Position[];
  orders: Order[];
  algos: Algo[];
}

/** What the ledger is reckoned against; prices by coin. */
export interface Prices {
  contracts: Map<string, Contract>;
  mark(coin: string): number;
  /** One of a currency in dollars. */
  usd(ccy: string): number;
  now(): number;
}

export const worthOf = (contract: Contract, contracts: number, mark: number): number =>
  contract.inverse
    ? (Math.abs(contracts) * contract.value) / mark
    : Math.abs(contracts) * contract.value * mark;

export function profitOf(
  contract: Contract,
  { size, entry }: Pick<Position, 'size' | 'entry'>,
  mark: number,
): number {
  return contract.inverse
    ? size * contract.value * (1 / entry - 1 / mark)
    : size * contract.value * (mark - entry);
}

export const held = (account: Account): Position[] => account.positions.filter(({ size }) => size !== 0);

/** Orders that open: a leg's own side; in net mode those that are not reduce-only, beyond what they close. */
export function openingOrders(account: Account): { order: Order; contracts: number }[] {
  return account.orders.flatMap(order => {
    const left = order.size - order.filled;
    if (order.mode !== 'cross' || order.reduceOnly) return [];
    if (order.posSide !== 'net') {
      return (order.side === 'buy') === (order.posSide === 'long') ? [{ order, contracts: left }] : [];
    }
    const position = held(account).find(one => one.instId === order.instId && one.mode === 'cross');
    const against = position !== undefined && position.size > 0 === (order.side === 'sell');
    const opens = left - (against ? Math.min(left, Math.abs(position.size)) : 0);
    return opens > 0 ? [{ order, contracts: opens }] : [];
  });
}

/** Contracts that find the tier of a cross position. */
export function familyContracts(
  account: Account,
  prices: Prices,
  family: string,
  withOrders: boolean,
): number {
  const of = (instId: string) => prices.contracts.get(instId)!.family === family;
  const positions = held(account).filter(one => one.mode === 'cross' && of(one.instId));
  const orders = withOrders ? openingOrders(account).filter(({ order }) => of(order.instId)) : [];
  return (
    positions.reduce((sum, { size }) => sum + Math.abs(size), 0) +
    orders.reduce((sum, { contracts }) => sum + contracts, 0)
  );
}

export function rateOf(account: Account, prices: Prices, position: Position, withOrders = true): number {
  const contract = prices.contracts.get(position.instId)!;
  const quantity =
    position.mode === 'isolated'
      ? Math.abs(position.size)
      : familyContracts(account, prices, contract.family, withOrders);
  return tierOf(contract.tiers, quantity).mmr;
}

export interface RowFigures {
  position: Position;
  contract: Contract;
  mark: number;
  value: number;
  profit: number;
  /** Maintenance margin without the closing fee, as the row prints it: resting orders left out. */
  printedMaintenance: number;
  rate: number;
}

export function rowsOf(account: Account, prices: Prices): RowFigures[] {
  return held(account).map(position => {
    const contract = prices.contracts.get(position.instId)!;
    const mark = prices.mark(contract.coin);
    const value = worthOf(contract, position.size, mark);
    return {
      position,
      contract,
      mark,
      value,
      profit: profitOf(contract, position, mark),
      printedMaintenance: value * rateOf(account, prices, position, false),
      rate: rateOf(account, prices, position),
    };
  });
}

/** What resting orders reserve in a currency: their fee, and the value and rate that count towards the requirement. */
export function reservedOf(account: Account, prices: Prices, ccy: string) {
  let fee = 0;
  let maintenance = 0;
  let initial = 0;
  let value = 0;
  for (const { order, contracts } of openingOrders(account)) {
    const contract = prices.contracts.get(order.instId)!;
    if (contract.settle !== ccy) continue;
    const mark = prices.mark(contract.coin);
    const { mmr } = tierOf(contract.tiers, familyContracts(account, prices, contract.family, true));
    const worth = worthOf(contract, contracts, mark);
    fee += worthOf(contract, contracts, order.price) * TAKER;
    maintenance += worth * mmr;
    value += worth;
    initial += worthOf(contract, contracts, order.price) / leverOf(account, order.instId);
  }
  return { fee, maintenance, initial, value };
}

export const leverOf = (account: Account, instId: string): number =>
  account.positions.find(one => one.instId === instId)?.lever ?? 10;

export interface CurrencyFigures {
  ccy: string;
  cash: number;
  /** Profit of cross positions that settle in it. */
  profit: number;
  isolated: number;
  equity: number;
  /** Without fees; with the part of resting orders. */
  maintenance: number;
  initial: number;
  reserved: ReturnType<typeof reservedOf>;
  /** Null: nothing is required. */
  ratio: number | null;
}

export function currenciesOf(account: Account, prices: Prices): CurrencyFigures[] {
  const rows = rowsOf(account, prices);
  const names = new Set([...account.cash.keys(), ...rows.map(row => row.contract.settle)]);
  return [...names].map(ccy => {
    const mine = rows.filter(row => row.contract.settle === ccy);
    const cross = mine.filter(row => row.position.mode === 'cross');
    const cash = account.cash.get(ccy) ?? 0;
    const profit = sum(cross.map(row => row.profit));
    const isolated = sum(
      mine.filter(row => row.position.mode === 'isolated').map(row => row.position.margin + row.profit),
    );
    const reserved = reservedOf(account, prices, ccy);
    const maintenance = sum(cross.map(row => row.value * row.rate)) + reserved.maintenance;
    const fees = (sum(cross.map(row => row.value)) + reserved.value) * TAKER;
    const required = maintenance + fees;
    return {
      ccy,
      cash,
      profit,
      isolated,
      equity: cash + profit + isolated,
      maintenance,
      initial: sum(cross.map(row => row.value / row.position.lever)) + reserved.initial,
      reserved,
      ratio: required > 0 ? (cash + profit - reserved.fee) / required : null,
    };
  });
}

export const sum = (numbers: number[]): number => numbers.reduce((total, one) => total + one, 0);

/**
 * The liquidation price that is printed; null: none. A cross one is given when its contract is the only one of the
 * currency, and leaves resting orders out; an isolated one stands a tick nearer to the mark.
 */
export function printedPrice(account: Account, prices: Prices, row: RowFigures): number | null {
  const { position, contract } = row;
  const isolated = position.mode === 'isolated';
  if (!isolated && account.level === '3') return null;
  const others = held(account).filter(
    one => one.mode === 'cross' && prices.contracts.get(one.instId)!.settle === contract.settle,
  );
  if (!isolated && others.some(one => one.instId !== position.instId)) return null;
  const legs = isolated ? [position] : others;
  const backing = isolated ? position.margin : (account.cash.get(contract.settle) ?? 0);
  const r = rateOf(account, prices, position, false) + TAKER;
  const signed = sum(legs.map(leg => leg.size * contract.value));
  const absolute = sum(legs.map(leg => Math.abs(leg.size) * contract.value));
  const atEntry = sum(
    legs.map(leg =>
      contract.inverse ? (leg.size * contract.value) / leg.entry : leg.size * contract.value * leg.entry,
    ),
  );
  // backing + PnL(p) = absolute value(p) · r
  const price = contract.inverse
    ? (signed + absolute * r) / (backing + atEntry)
    : (atEntry - backing) / (signed - absolute * r);
  if (!(price > 0) || !Number.isFinite(price)) return null;
  return isolated ? price + (position.size > 0 ? contract.tick : -contract.tick) : price;
}
