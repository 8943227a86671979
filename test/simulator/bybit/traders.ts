/** The traders of this exchange, by name. What they hold is written down here; marks come from the market. */
import { createHash } from 'node:crypto';
import { type Contract, takerFee } from './contracts';

export type Mode = 'REGULAR_MARGIN' | 'ISOLATED_MARGIN' | 'PORTFOLIO_MARGIN';

export interface Position {
  symbol: string;
  /** 0: one-way; 1, 2: the legs of the hedge mode. */
  index: 0 | 1 | 2;
  /** Signed. */
  size: number;
  entry: number;
  leverage: number;
  /** What backs it in the isolated mode, in the settle coin. */
  margin: number;
  updated: number;
  seq: number;
}

export interface Order {
  id: string;
  symbol: string;
  category: string;
  index: 0 | 1 | 2;
  side: 'Buy' | 'Sell';
  quantity: string;
  price: string;
  /** "": it rests in the book. */
  trigger: string;
  stop: string;
  reduceOnly: boolean;
  status: string;
  updated: number;
}

export interface OptionHeld {
  symbol: string;
  coin: string;
  settle: string;
  size: string;
  delta: number;
  /** In the settle coin. */
  value: number;
}

export interface Key {
  key: string;
  secret: string;
  /** Null: any address. */
  ip: string | null;
  readOnly: 0 | 1;
  permissions: Record<string, string[]>;
  expired: boolean;
}

export interface Trader {
  name: string;
  uid: number;
  mode: Mode;
  hedge: boolean;
  wallets: Map<string, { wallet: number; spotBorrow: number; collateral: boolean }>;
  positions: Position[];
  orders: Order[];
  options: OptionHeld[];
  /** By symbol: what is set for the next order. */
  leverage: Map<string, number>;
  session: string;
  keys: Key[];
}

type Held = [symbol: string, size: number, entry: number, leverage: number, index?: 0 | 1 | 2];
type Resting = [symbol: string, side: 'Buy' | 'Sell', quantity: string, price: string, index?: 0 | 1 | 2];
type Stop = [symbol: string, side: 'Buy' | 'Sell', quantity: string, trigger: string, stop: string];

interface Opening {
  mode?: Mode;
  hedge?: boolean;
  wallets: Record<string, number | { wallet: number; spotBorrow?: number; collateral?: boolean }>;
  held: Held[];
  resting?: Resting[];
  stops?: Stop[];
  options?: OptionHeld[];
}

const openings: Record<string, Opening> = {
  /** Several coins, long and short, linear in two coins and inverse; a name that begins with a number. */
  cross: {
    wallets: {
      USDT: 15020.41278304,
      BTC: 0.2184,
      ETH: 2.4,
      USDC: 3120.5,
      XRP: { wallet: 900, collateral: false },
    },
    held: [
      ['BTCUSDT', 0.9, 85214.6, 20],
      ['ETHUSDT', 12.25, 2795.33, 20],
      ['SOLUSDT', -140, 128.905, 10],
      ['DOGEUSDT', 60000, 0.14932, 10],
      ['1000PEPEUSDT', 900000, 0.0044, 10],
      ['ETHPERP', -3, 2868.4, 20],
      ['BTCUSD', 12000, 85900, 10],
    ],
    resting: [
      ['BTCUSDT', 'Buy', '0.050', '81250.00'],
      ['ETHUSDT', 'Sell', '4.00', '3180.00'],
      ['LINKUSDT', 'Buy', '60.0', '11.850'],
    ],
    stops: [
      ['BTCUSDT', 'Sell', '0', '72500.00', 'StopLoss'],
      ['SOLUSDT', 'Buy', '140.0', '190.00', 'StopLoss'],
    ],
  },
  /** Owes USDT against coins. */
  borrow: {
    wallets: { USDT: -3200.5, BTC: 0.62, ETH: { wallet: 3.1, spotBorrow: 1.1 } },
    held: [
      ['BTCUSDT', -0.4, 88020.5, 10],
      ['SOLUSDT', 90, 133.2, 10],
    ],
  },
  isolated: {
    mode: 'ISOLATED_MARGIN',
    wallets: { USDT: 12480.20938816, BTC: 0.05 },
    held: [
      ['BTCUSDT', 0.2, 85890, 10],
      ['ETHUSDT', -4, 2868.4, 8],
      ['BTCUSD', -2500, 86940, 5],
    ],
  },
  hedge: {
    hedge: true,
    wallets: { USDT: 21180.77015822 },
    held: [
      ['BTCUSDT', 1.2, 85430.1, 25, 1],
      ['BTCUSDT', -0.5, 87915.4, 25, 2],
      ['SOLUSDT', -150, 134.22, 10, 2],
    ],
    resting: [['SOLUSDT', 'Sell', '20.0', '140.00', 2]],
  },
  portfolio: {
    mode: 'PORTFOLIO_MARGIN',
    wallets: { USDT: 30211.4, BTC: 0.4 },
    held: [
      ['BTCUSDT', 0.8, 85214.6, 0],
      ['ETHUSDT', -9, 2868.4, 0],
    ],
    options: [
      {
        symbol: 'BTC-25DEC26-90000-C-USDT',
        coin: 'BTC',
        settle: 'USDT',
        size: '-0.2',
        delta: -0.084,
        value: -820.5,
      },
    ],
  },
  /** $20,000 with a $5,000 long of ETH. */
  seed: { wallets: { USDT: 20000 }, held: [['ETHUSDT', 1.76, 2841.6, 20]] },
  /** Nothing held: a new account. */
  empty: { wallets: { USDT: 5000 }, held: [] },
};

/** Every coin that is listed, most of them long; the same every time. */
function desk(contracts: Map<string, Contract>, mark: (symbol: string) => number): Opening {
  const listed = [...contracts.values()].filter(one => one.settle === 'USDT');
  return {
    wallets: { USDT: 61000 },
    held: listed.map(({ symbol, step }, k): Held => {
      const worth = 9_000 + ((k * 7919) % 17) * 2_300;
      const size = Math.ceil(worth / mark(symbol) / Number(step)) * Number(step);
      const entry = Number((mark(symbol) * (1 + (((k * 31) % 11) - 5) / 250)).toPrecision(6));
      return [symbol, Number((k % 3 === 2 ? -size : size).toFixed(3)), entry, 10];
    }),
  };
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex');

export function openTraders(
  contracts: Map<string, Contract>,
  mark: (symbol: string) => number,
  seed: number,
  at: number,
): Map<string, Trader> {
  const all: [string, Opening][] = [...Object.entries(openings), ['desk', desk(contracts, mark)]];
  return new Map(all.map(([name, opening], k) => [name, openTrader(name, opening, k, contracts, seed, at)]));
}

function openTrader(
  name: string,
  opening: Opening,
  number: number,
  contracts: Map<string, Contract>,
  seed: number,
  at: number,
): Trader {
  const secret = (what: string, length: number) => digest(`${seed} bybit ${name} ${what}`).slice(0, length);
  const positions = opening.held.map(([symbol, size, entry, leverage, index = 0], k): Position => {
    const contract = contracts.get(symbol)!;
    const alone = opening.mode === 'ISOLATED_MARGIN';
    return {
      symbol,
      index,
      size,
      entry,
      leverage,
      margin: alone ? marginOf(contract, size, entry, leverage) : 0,
      updated: at - 3_600_000,
      seq: 1_000 + k,
    };
  });
  const order = (k: number, fields: Partial<Order> & Pick<Order, 'symbol' | 'side' | 'quantity'>): Order => ({
    id: `${secret(`order ${k}`, 8)}-7847-404e-b947-${secret(`order ${k}`, 12)}`,
    category: contracts.get(fields.symbol)!.category,
    index: 0,
    price: '0',
    trigger: '',
    stop: '',
    reduceOnly: false,
    status: 'New',
    updated: at - 60_000 * (k + 1),
    ...fields,
  });
  const orders = [
    ...(opening.resting ?? []).map(([symbol, side, quantity, price, index = 0], k) =>
      order(k, { symbol, side, quantity, price, index }),
    ),
    ...(opening.stops ?? []).map(([symbol, side, quantity, trigger, stop], k) =>
      order(100 + k, { symbol, side, quantity, trigger, stop, reduceOnly: true, status: 'Untriggered' }),
    ),
  ];
  const wallets = Object.entries(opening.wallets).map(([coin, held]) => {
    const row = typeof held === 'number' ? { wallet: held } : held;
    return [coin, { spotBorrow: 0, collateral: true, ...row }] as const;
  });
  return {
    name,
    uid: 41_000_000 + number * 7_919,
    mode: opening.mode ?? 'REGULAR_MARGIN',
    hedge: opening.hedge ?? false,
    wallets: new Map(wallets),
    positions,
    orders,
    options: opening.options ?? [],
    leverage: new Map(opening.held.map(([symbol, , , leverage]) => [symbol, leverage])),
    session: secret('session', 48),
    keys: keysOf(secret),
  };
}

const looks = {
  ContractTrade: ['Order', 'Position'],
  Spot: ['SpotTrade'],
  Derivatives: ['DerivativesTrade'],
};

function keysOf(secret: (what: string, length: number) => string): Key[] {
  const key = (what: string, fields: Partial<Key>): Key => ({
    key: secret(`${what} key`, 18),
    secret: secret(`${what} secret`, 36),
    ip: null,
    readOnly: 1,
    permissions: { ...looks, Wallet: ['AccountTransfer'] },
    expired: false,
    ...fields,
  });
  return [
    key('reading', {}),
    key('trading', { readOnly: 0 }),
    key('bound', { ip: '192.0.2.7' }),
    key('expired', { expired: true }),
    key('withdrawing', { permissions: { ...looks, Wallet: ['Withdraw'] } }),
  ];
}

/** Initial margin of the entry value, and the fee to close. */
export function marginOf(contract: Contract, size: number, entry: number, leverage: number): number {
  const inverse = contract.category === 'inverse';
  const value = inverse ? Math.abs(size) / entry : Math.abs(size) * entry;
  return Number((value / leverage + closingFeeOf(contract, size, entry, leverage)).toFixed(8));
}

/** At the bankruptcy price, in the settle coin. */
export function closingFeeOf(contract: Contract, size: number, entry: number, leverage: number): number {
  const inverse = contract.category === 'inverse';
  const long = size > 0;
  // entry·(1 ∓ 1/leverage) of a linear contract; of an inverse one it is entry/(1 ± 1/leverage).
  const bust = inverse
    ? entry / (long ? 1 + 1 / leverage : 1 - 1 / leverage)
    : entry * (long ? 1 - 1 / leverage : 1 + 1 / leverage);
  return (inverse ? Math.abs(size) / bust : Math.abs(size) * bust) * takerFee;
}
