/**
 * What this exchange lists: linear contracts in USDT and USDC, inverse ones, with their risk limits; how coins count
 * as collateral and what loans of them require. Shapes of the tables as Bybit has them in 2026; numbers of the order.
 */
export interface Tier {
  /** Up to this value, in the settle coin. */
  limit: number;
  rate: number;
  /** Makes the requirement continuous from tier to tier. */
  deduction: number;
}

export interface Contract {
  symbol: string;
  category: 'linear' | 'inverse';
  /** The coin of the market; `bundle` of them are one base unit. */
  coin: string;
  bundle: number;
  base: string;
  quote: string;
  settle: string;
  tick: string;
  step: string;
  maxLeverage: number;
  tiers: Tier[];
}

type Steps = [limit: number, rate: number][];

function tiersOf(steps: Steps): Tier[] {
  let deduction = 0;
  return steps.map(([limit, rate], k) => {
    const before = steps[k - 1];
    if (before) deduction += before[0] * (rate - before[1]);
    return { limit, rate, deduction };
  });
}

const majors: Steps = [
  [2_000_000, 0.005],
  [2_600_000, 0.0056],
  [3_200_000, 0.0062],
  [9_000_000, 0.01],
  [50_000_000, 0.02],
];
const others: Steps = [
  [20_000, 0.01],
  [50_000, 0.015],
  [200_000, 0.02],
  [1_000_000, 0.035],
  [10_000_000, 0.06],
];
const inverses: Record<string, Steps> = {
  BTC: [
    [150, 0.005],
    [300, 0.01],
    [900, 0.015],
  ],
  ETH: [
    [3_000, 0.005],
    [6_000, 0.01],
    [18_000, 0.02],
  ],
};

/** Coins of the market that this exchange does not list. */
const elsewhere = new Set(['XYZ100', 'TSLA']);

const decimalsOf = (text: string): number => text.split('.')[1]?.length ?? 0;
const power = (decimals: number): string => (decimals === 0 ? '1' : `0.${'0'.repeat(decimals - 1)}1`);

export function listContracts(
  coins: { name: string; decimals: number; price: number }[],
): Map<string, Contract> {
  const list: Contract[] = [];
  for (const { name, decimals, price } of coins) {
    if (elsewhere.has(name)) continue;
    const bundle = price < 0.0001 ? 1000 : 1;
    const base = bundle === 1 ? name : `1000${name}`;
    const tick = power(Math.max(0, decimals - (bundle === 1 ? 0 : 2)));
    const stepDecimals = Math.max(0, Math.min(3, Math.floor(Math.log10(price * bundle)) - 1));
    const common = {
      coin: name,
      bundle,
      base,
      tick,
      maxLeverage: name === 'BTC' || name === 'ETH' ? 100 : 50,
      tiers: tiersOf(name === 'BTC' || name === 'ETH' ? majors : others),
    };
    const linear = { ...common, category: 'linear' as const, step: power(stepDecimals) };
    list.push({ ...linear, symbol: `${base}USDT`, quote: 'USDT', settle: 'USDT' });
    if (name === 'BTC' || name === 'ETH') {
      list.push({ ...linear, symbol: `${base}PERP`, quote: 'USDC', settle: 'USDC' });
      list.push({
        ...common,
        symbol: `${base}USD`,
        category: 'inverse',
        quote: 'USD',
        settle: base,
        step: '1',
        tiers: tiersOf(inverses[name]!),
      });
    }
  }
  return new Map(list.map(contract => [contract.symbol, contract]));
}

export const priceText = (contract: Contract, price: number): string =>
  price.toFixed(decimalsOf(contract.tick));

/** US dollars of the coins that stand for one. */
export const dollars: Record<string, number> = { USDT: 0.9997, USDC: 1.0001 };

/** Slices of an amount and the part of each that counts; a coin that is not listed counts for nothing. */
export const collateralRatios: Record<string, [from: number, ratio: number][]> = {
  USDT: [[0, 1]],
  USDC: [[0, 1]],
  BTC: [
    [0, 0.95],
    [10, 0.9],
  ],
  ETH: [
    [0, 0.9],
    [100, 0.85],
  ],
  SOL: [[0, 0.85]],
};

/** Maintenance margin of what is borrowed. */
export const loanRates: Record<string, number> = { USDT: 0.04, USDC: 0.04, BTC: 0.04, ETH: 0.05, SOL: 0.08 };

export const takerFee = 0.00055;
