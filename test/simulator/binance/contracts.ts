/**
 * The contracts that this stand-in lists, with the filters and brackets that Binance gives them.
 *
 * BTCUSDT's first brackets are those of the venue's public brackets call on 2026-08-02; the other tables are the
 * venue's of 2024-10 (USDC: as published then), or of the same make for coins of one size.
 */
import { type Bracket, brackets, type Steps } from './arithmetic';

export interface Contract {
  symbol: string;
  /** The coin whose price moves it, as the market knows it. */
  coin: string;
  baseAsset: string;
  quoteAsset: string;
  /** In which profit, loss and fees are paid: the quote asset, or the coin itself of COIN-M. */
  marginAsset: string;
  /** COIN-M: dollars of one contract, in which amounts are counted; null: linear, amounts in the base asset. */
  dollars: number | null;
  /** "PERPETUAL", or the kind of a dated one. */
  type: string;
  /** Mark over that of the perpetual. */
  basis: number;
  /** Base units of the coin per unit of the contract's base asset: 1000 for 1000PEPE. */
  bundle: number;
  tickSize: string;
  stepSize: string;
  minNotional: string;
  brackets: Bracket[];
}

const tables: Record<string, Bracket[]> = {
  BTC: brackets(
    [
      [0, '0.004', 150],
      [300_000, '0.005', 100],
      [800_000, '0.0065', 75],
      [3_000_000, '0.01', 50],
      [12_000_000, '0.02', 25],
      [70_000_000, '0.025', 20],
      [100_000_000, '0.05', 10],
      [230_000_000, '0.1', 5],
      [480_000_000, '0.125', 4],
      [600_000_000, '0.15', 3],
      [800_000_000, '0.25', 2],
      [1_200_000_000, '0.5', 1],
    ],
    1_800_000_000,
  ),
  ETH: brackets(
    [
      [0, '0.004', 125],
      [50_000, '0.005', 100],
      [600_000, '0.0065', 75],
      [3_000_000, '0.01', 50],
      [12_000_000, '0.02', 25],
      [50_000_000, '0.025', 20],
      [65_000_000, '0.05', 10],
      [150_000_000, '0.1', 5],
      [320_000_000, '0.125', 4],
      [400_000_000, '0.15', 3],
      [530_000_000, '0.25', 2],
      [800_000_000, '0.5', 1],
    ],
    1_200_000_000,
  ),
  USDC: brackets(
    [
      [0, '0.004', 125],
      [50_000, '0.005', 100],
      [500_000, '0.01', 50],
      [10_000_000, '0.025', 20],
      [80_000_000, '0.05', 10],
      [150_000_000, '0.1', 5],
      [300_000_000, '0.125', 4],
      [450_000_000, '0.15', 3],
      [600_000_000, '0.25', 2],
      [800_000_000, '0.5', 1],
    ],
    1_000_000_000,
  ),
  large: brackets(
    [
      [0, '0.005', 100],
      [20_000, '0.0065', 75],
      [100_000, '0.01', 50],
      [800_000, '0.02', 25],
      [4_000_000, '0.025', 20],
      [8_000_000, '0.05', 10],
      [40_000_000, '0.1', 5],
      [80_000_000, '0.125', 4],
      [100_000_000, '0.25', 2],
      [200_000_000, '0.5', 1],
    ],
    400_000_000,
  ),
  middle: brackets(
    [
      [0, '0.005', 75],
      [10_000, '0.0065', 50],
      [20_000, '0.01', 40],
      [160_000, '0.02', 25],
      [800_000, '0.025', 20],
      [1_600_000, '0.05', 10],
      [8_000_000, '0.1', 5],
      [16_000_000, '0.125', 4],
      [20_000_000, '0.25', 2],
      [40_000_000, '0.5', 1],
    ],
    80_000_000,
  ),
  small: brackets(
    [
      [0, '0.01', 50],
      [5_000, '0.015', 40],
      [10_000, '0.02', 25],
      [50_000, '0.025', 20],
      [100_000, '0.05', 10],
      [500_000, '0.1', 5],
      [1_000_000, '0.125', 4],
      [1_500_000, '0.25', 2],
      [3_000_000, '0.5', 1],
    ] satisfies Steps,
    5_000_000,
  ),
};

/** Tick and step by coin; the rest of the coins take theirs from their price. */
const filters: Record<string, [tick: string, step: string, table: string]> = {
  BTC: ['0.10', '0.001', 'BTC'],
  ETH: ['0.01', '0.001', 'ETH'],
  SOL: ['0.0100', '0.01', 'large'],
  BNB: ['0.010', '0.01', 'large'],
  XRP: ['0.0001', '0.1', 'middle'],
  DOGE: ['0.000010', '1', 'large'],
  ADA: ['0.00010', '1', 'middle'],
  AVAX: ['0.001', '1', 'middle'],
  LINK: ['0.001', '0.01', 'middle'],
  LTC: ['0.01', '0.001', 'middle'],
  SUI: ['0.000100', '0.1', 'middle'],
};

/** Coins of a tiny price, which the venue lists by the thousand. */
const bundled = new Set(['PEPE', 'SHIB', 'BONK', 'FLOKI', 'SATS', 'RATS', 'LUNC']);

/** A tick of about a ten-thousandth of the price, a step worth about a dollar. */
function filtersByPrice(price: number): [string, string] {
  const digits = Math.floor(Math.log10(price));
  const tick = Math.min(8, Math.max(2, 4 - digits));
  const step = Math.min(3, Math.max(0, digits));
  return [(10 ** -tick).toFixed(tick), (10 ** -step).toFixed(step)];
}

function contract(coin: string, quoteAsset: string, price: number): Contract {
  // One market may know the coin as kPEPE (a thousand), another as PEPE.
  const plain = coin.replace(/^k(?=[A-Z])/, '');
  const thousand = bundled.has(plain);
  const bundle = thousand && plain === coin ? 1000 : 1;
  const baseAsset = thousand ? `1000${plain}` : plain;
  const [tickSize, stepSize, table] = filters[plain] ?? [...filtersByPrice(price * bundle), 'small'];
  return {
    symbol: `${baseAsset}${quoteAsset}`,
    coin,
    baseAsset,
    quoteAsset,
    marginAsset: quoteAsset,
    dollars: null,
    type: 'PERPETUAL',
    basis: 1,
    bundle,
    tickSize,
    stepSize,
    minNotional: coin === 'BTC' ? '100' : coin === 'ETH' ? '20' : '5',
    brackets: tables[quoteAsset === 'USDC' ? 'USDC' : table]!,
  };
}

/** Every coin of the market against USDT, the two greatest against USDC too; keyed by symbol. */
export function listContracts(coins: string[], price: (coin: string) => number): Map<string, Contract> {
  const all = coins.map(coin => contract(coin, 'USDT', price(coin)));
  for (const coin of ['BTC', 'ETH']) {
    if (coins.includes(coin)) all.push(contract(coin, 'USDC', price(coin)));
  }
  return new Map(all.map(one => [one.symbol, one]));
}

export const decimalsOf = (size: string) => size.replace(/0+$/, '').split('.')[1]?.length ?? 0;
