/** The instruments of this exchange, in the manner of the documents: contracts of so many coins, tiers by contracts. */
import type { Market } from '../market';

export interface Tier {
  /** Contracts, or what is borrowed. */
  from: number;
  to: number;
  mmr: number;
  imr: number;
  maxLever: number;
}

export interface Contract {
  instId: string;
  type: 'SWAP' | 'FUTURES';
  family: string;
  /** The coin of the market. */
  coin: string;
  inverse: boolean;
  settle: string;
  /** Coins a contract; dollars of an inverse one. */
  value: number;
  tick: number;
  decimals: number;
  lot: number;
  tiers: Tier[];
  expiry: number | null;
}

/** Coins of the market that this exchange does not list. */
const elsewhere = new Set(['XYZ100', 'TSLA', 'NVDA', 'HYPE']);

/** What a regular user pays for what is taken, by kind. */
export const TAKER = 0.0005;
export const SPOT_TAKER = 0.001;

const rates: [worth: number, mmr: number, imr: number][] = [
  [0, 0.004, 0.01],
  [1_200_000, 0.006, 0.015],
  [5_000_000, 0.01, 0.02],
  [20_000_000, 0.02, 0.04],
];

/** Whole contracts that begin each tier, at a price of the day. */
function tiersFor(worthOfOne: number): Tier[] {
  const froms = rates.map(([worth]) => Math.round(worth / worthOfOne));
  return rates.map(([, mmr, imr], k) => ({
    from: froms[k]! === 0 ? 0 : froms[k]! + 0.01,
    to: froms[k + 1] ?? froms[k]! * 5,
    mmr,
    imr,
    maxLever: Math.round(1 / imr),
  }));
}

export function listContracts(market: Market): Map<string, Contract> {
  const list: Contract[] = [];
  const linear = (coin: string, decimals: number, price: number, term: string, expiry: number | null) => {
    // A contract is worth some hundred to a thousand dollars.
    const value = 10 ** Math.round(Math.log10(300 / price) + 0.1);
    list.push({
      instId: `${coin}-USDT-${term}`,
      type: expiry === null ? 'SWAP' : 'FUTURES',
      family: `${coin}-USDT`,
      coin,
      inverse: false,
      settle: 'USDT',
      value,
      tick: 10 ** -decimals,
      decimals,
      lot: 0.01,
      tiers: tiersFor(value * price),
      expiry,
    });
  };
  const quarter = Date.UTC(2026, 11, 25, 8);
  for (const { name, decimals, price } of market.coins) {
    if (!elsewhere.has(name)) linear(name, decimals, price, 'SWAP', null);
  }
  const [btc, eth] = ['BTC', 'ETH'].map(name => market.coins.find(coin => coin.name === name)!);
  linear('BTC', btc!.decimals, btc!.price, '261225', quarter);
  for (const { coin, dollars } of [
    { coin: btc!, dollars: 100 },
    { coin: eth!, dollars: 10 },
  ]) {
    list.push({
      instId: `${coin.name}-USD-SWAP`,
      type: 'SWAP',
      family: `${coin.name}-USD`,
      coin: coin.name,
      inverse: true,
      settle: coin.name,
      value: dollars,
      tick: 10 ** -coin.decimals,
      decimals: coin.decimals,
      lot: 0.1,
      tiers: tiersFor(dollars),
      expiry: null,
    });
  }
  return new Map(list.map(one => [one.instId, one]));
}

export const tierOf = (tiers: Tier[], quantity: number): Tier =>
  tiers.findLast(one => quantity >= one.from) ?? tiers[0]!;

/** Haircuts by amount, and borrow tiers; of the coins that these accounts hold. */
export const discounts: Record<string, { from: number; to: number; rate: number }[]> = {
  USDT: [{ from: 0, to: 10_000_000, rate: 1 }],
  BTC: [
    { from: 0, to: 1, rate: 0.98 },
    { from: 1, to: 20, rate: 0.975 },
    { from: 20, to: 100, rate: 0.95 },
  ],
  ETH: [
    { from: 0, to: 100, rate: 0.98 },
    { from: 100, to: 1000, rate: 0.96 },
  ],
};

export const borrowTiers: Record<string, Tier[]> = Object.fromEntries(
  Object.entries({ USDT: 500_000, BTC: 50, ETH: 700 }).map(([ccy, bound]) => [
    ccy,
    [
      { from: 0, to: bound, mmr: 0.02, imr: 0.1, maxLever: 10 },
      { from: bound + 1, to: bound * 4, mmr: 0.03, imr: 0.15, maxLever: 6 },
    ],
  ]),
);
