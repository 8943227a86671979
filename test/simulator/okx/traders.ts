/** The traders of this exchange, by name. What they hold is written down here; marks come from the market. */
import { createHash } from 'node:crypto';
import type { Market } from '../market';
import type { Contract } from './contracts';
import type { Account, Algo, Mode, Side } from './ledger';
import { worthOf } from './ledger';

type Held = [instId: string, side: Side, size: number, entry: number, mode: Mode, lever: number];
type Resting = [
  instId: string,
  side: 'buy' | 'sell',
  posSide: Side,
  size: number,
  price: number,
  reduceOnly?: true,
];
type Waiting = [
  instId: string,
  side: 'buy' | 'sell',
  posSide: Side,
  type: Algo['type'],
  stop: number | null,
  profit: number | null,
];

interface Opening {
  level?: '2' | '3';
  hedge?: boolean;
  cash: Record<string, number>;
  held: Held[];
  resting?: Resting[];
  waiting?: Waiting[];
}

const openings: Record<string, Opening> = {
  futures: {
    cash: { USDT: 27_480.41278304, BTC: 0.3204511 },
    held: [
      ['BTC-USDT-SWAP', 'net', 90, 85_214.6, 'cross', 20],
      ['ETH-USDT-SWAP', 'net', 182.5, 2_795.33, 'cross', 20],
      ['SOL-USDT-SWAP', 'net', 240, 128.905, 'cross', 10],
      ['XRP-USDT-SWAP', 'net', -90, 2.2518, 'cross', 10],
      ['BTC-USD-SWAP', 'net', 120, 84_110.3, 'cross', 10],
    ],
    resting: [
      ['BTC-USDT-SWAP', 'sell', 'net', 20, 93_000, true],
      ['ETH-USDT-SWAP', 'sell', 'net', 40, 3_180, true],
    ],
    waiting: [
      ['BTC-USDT-SWAP', 'sell', 'net', 'conditional', 72_500, null],
      ['SOL-USDT-SWAP', 'sell', 'net', 'oco', 90, 180],
    ],
  },
  /** One contract, with orders that open: the tier and the fees that they take. */
  resting: {
    cash: { USDT: 61_204.55 },
    held: [['BTC-USDT-SWAP', 'net', 1300, 85_430.1, 'cross', 50]],
    resting: [
      ['BTC-USDT-SWAP', 'buy', 'net', 200, 80_400],
      ['ETH-USDT-SWAP', 'sell', 'net', 100, 3_300],
      ['BTC-USDT-SWAP', 'sell', 'net', 300, 92_000],
    ],
  },
  hedge: {
    hedge: true,
    cash: { USDT: 24_180.77015822 },
    held: [
      ['BTC-USDT-SWAP', 'long', 120, 85_430.1, 'cross', 25],
      ['BTC-USDT-SWAP', 'short', -50, 87_915.4, 'cross', 25],
      ['ETH-USDT-SWAP', 'long', 200, 2_788.1, 'cross', 20],
      ['BTC-USDT-261225', 'short', -10, 86_900, 'cross', 10],
    ],
    waiting: [['BTC-USDT-SWAP', 'sell', 'long', 'conditional', 70_200, null]],
  },
  isolated: {
    cash: { USDT: 11_640.20938816, BTC: 0.05 },
    held: [
      ['BTC-USDT-SWAP', 'net', 65, 86_102.5, 'cross', 20],
      ['ETH-USDT-SWAP', 'net', -60, 2_868.4, 'isolated', 8],
      ['SOL-USDT-SWAP', 'net', 100, 133.1, 'isolated', 5],
      ['BTC-USD-SWAP', 'net', 60, 85_900, 'isolated', 10],
    ],
  },
  multi: {
    level: '3',
    cash: { USDT: -18_250.75, BTC: 0.61, ETH: 4.2 },
    held: [
      ['BTC-USDT-SWAP', 'net', 40, 86_200, 'cross', 10],
      ['ETH-USDT-SWAP', 'net', -120, 2_801.4, 'cross', 10],
      ['BTC-USD-SWAP', 'net', -50, 85_500, 'cross', 10],
      ['SOL-USDT-SWAP', 'net', 50, 130.2, 'isolated', 5],
    ],
  },
  /** $20,000 with a $5,000 long of ETH. */
  seed: { cash: { USDT: 20_000 }, held: [['ETH-USDT-SWAP', 'net', 17.6, 2_841.6, 'cross', 20]] },
  /** Nothing held: a new account. */
  empty: { cash: { USDT: 5_000 }, held: [] },
};

/** Forty coins, most of them long, some short; the same every time. */
function desk(contracts: Map<string, Contract>, market: Market): Opening {
  const listed = [...contracts.values()].filter(one => one.type === 'SWAP' && !one.inverse).slice(0, 40);
  const held = listed.map(({ instId, coin, value, decimals }, index): Held => {
    const mark = Number(market.mark(coin));
    const worth = 9_000 + ((index * 7919) % 17) * 2_300;
    const size = Math.ceil(worth / mark / value);
    const entry = Number((mark * (1 + (((index * 31) % 11) - 5) / 250)).toFixed(decimals));
    return [instId, 'net', index % 3 === 2 ? -size : size, entry, 'cross', 10];
  });
  return { cash: { USDT: 61_000 }, held };
}

export interface Key {
  key: string;
  secret: string;
  passphrase: string;
  perm: string;
  /** The venue says 50110 to any other address than this. */
  ip: string;
}

export interface Trader {
  account: Account;
  /** What the site's calls carry in their authorization header. */
  token: string;
  /** One that can only read, one that can trade, one that is bound to another address. */
  keys: Key[];
  nextId: number;
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex');

export function openTraders(
  contracts: Map<string, Contract>,
  market: Market,
  seed: number,
): Map<string, Trader> {
  const all: [string, Opening][] = [...Object.entries(openings), ['desk', desk(contracts, market)]];
  return new Map(
    all.map(([name, opening], k) => [name, openTrader(name, opening, k, contracts, market, seed)]),
  );
}

function openTrader(
  name: string,
  opening: Opening,
  index: number,
  contracts: Map<string, Contract>,
  market: Market,
  seed: number,
): Trader {
  const at = market.now();
  const secret = (what: string) => digest(`okx ${seed} ${name} ${what}`).toUpperCase();
  const id = (k: number) => `${1_752_588_852_000_000_000n + BigInt(index) * 1_000_000n + BigInt(k)}`;
  const account: Account = {
    name,
    uid: `4470589234361958${index}`,
    level: opening.level ?? '2',
    hedge: opening.hedge ?? false,
    cash: new Map(Object.entries(opening.cash)),
    cashAt: new Map(Object.keys(opening.cash).map(ccy => [ccy, at - 3_600_000])),
    positions: opening.held.map(([instId, side, size, entry, mode, lever], k) => {
      const margin = mode === 'isolated' ? worthOf(contracts.get(instId)!, size, entry) / lever : 0;
      return { instId, mode, side, size, entry, margin, lever, updated: at - 3_600_000, id: id(k) };
    }),
    orders: (opening.resting ?? []).map(([instId, side, posSide, size, price, reduceOnly], k) => ({
      ordId: id(1000 + k),
      instId,
      mode: 'cross',
      side,
      posSide,
      size,
      filled: 0,
      price,
      reduceOnly: reduceOnly === true,
      created: at - 600_000,
    })),
    algos: (opening.waiting ?? []).map(([instId, side, posSide, type, stop, profit], k) => ({
      algoId: id(2000 + k),
      instId,
      mode: 'cross',
      side,
      posSide,
      type,
      size: null,
      stop,
      profit,
      created: at - 600_000,
    })),
  };
  const uuid = (text: string) =>
    text.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  const keys = (['read_only', 'read_only,trade', 'read_only'] as const).map((perm, k) => ({
    key: uuid(secret(`key ${k}`)),
    secret: secret(`secret ${k}`).slice(0, 32),
    passphrase: `Pass-${name}-${k}`,
    perm,
    ip: k === 2 ? '203.0.113.7' : '',
  }));
  return { account, token: `eyJhbGciOiJFUzUxMiJ9.${secret('token')}`, keys, nextId: 5000 + index * 100_000 };
}
