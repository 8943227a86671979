/**
 * What Hyperliquid lists: the perpetuals of the main dex and of two builder-deployed (HIP-3) dexs, one of
 * them with another collateral, and the margin tables. Leverage and bounds are mainnet's of mid-2026; a table id below 50 is not listed and means one tier of
 * that leverage (documentation, "Margin tiers").
 */
import type { Tier } from '../arithmetic';
import { type Coin, coinNamed } from '../coins';

export interface Asset {
  /** As the venue calls it: "BTC", "kPEPE", "xyz:TSLA". */
  name: string;
  dex: string;
  /** Place in the universe of its dex. */
  index: number;
  /** The number by which orders name it. */
  id: number;
  /** The coin of the market; null: delisted. */
  coin: Coin | null;
  /** 3: the venue's price is for 10^3 coins. */
  thousands: 0 | 3;
  sizeDecimals: number;
  maxLeverage: number;
  marginTableId: number;
  /** Cross margin is not allowed. */
  isolatedOnly: boolean;
}

export interface MarginTable {
  description: string;
  marginTiers: { lowerBound: string; maxLeverage: number }[];
}

export const dexes = ['', 'xyz', 'hyna'];

export interface Token {
  index: number;
  name: string;
}

const usdc: Token = { index: 0, name: 'USDC' };
const usde: Token = { index: 235, name: 'USDE' };

/** What a dex takes as collateral and pays in. */
export function tokenOf(dex: string): Token {
  return dex === 'hyna' ? usde : usdc;
}

export const marginTables = new Map<number, MarginTable>([
  [50, { description: '', marginTiers: [{ lowerBound: '0.0', maxLeverage: 50 }] }],
  [51, tiered(10, '3000000.0', 5)],
  [52, tiered(10, '20000000.0', 5)],
  [53, tiered(20, '40000000.0', 10)],
  [54, tiered(20, '70000000.0', 10)],
  [55, tiered(25, '100000000.0', 15)],
  [56, tiered(40, '150000000.0', 20)],
]);

function tiered(first: number, lowerBound: string, second: number): MarginTable {
  return {
    description: `tiered ${first}x`,
    marginTiers: [
      { lowerBound: '0.0', maxLeverage: first },
      { lowerBound, maxLeverage: second },
    ],
  };
}

/** name, size decimals, greatest leverage, margin table. MATIC is delisted: it still has its place. */
const main: [string, number, number, number][] = [
  ['BTC', 5, 40, 56],
  ['ETH', 4, 25, 55],
  ['MATIC', 1, 20, 20],
  ['SOL', 2, 20, 54],
  ['DOGE', 0, 10, 52],
  ['LINK', 1, 10, 52],
  ['kPEPE', 0, 10, 51],
  ['HYPE', 2, 10, 52],
  ['ARB', 1, 10, 51],
  ['BNB', 3, 10, 51],
  ['XRP', 0, 20, 53],
  ['ADA', 0, 10, 51],
  ['AVAX', 2, 10, 51],
  ['SUI', 1, 10, 52],
  ['OP', 1, 5, 5],
  ['LTC', 2, 10, 10],
  ['BCH', 3, 10, 10],
  ['DOT', 1, 10, 10],
  ['UNI', 1, 10, 10],
  ['AAVE', 2, 10, 10],
  ['NEAR', 1, 10, 10],
  ['APT', 2, 10, 10],
  ['ATOM', 2, 5, 5],
  ['TON', 1, 10, 10],
  ['TRX', 0, 10, 10],
  ['ENA', 0, 10, 51],
  ['ONDO', 0, 10, 51],
  ['WIF', 0, 5, 5],
  ['TIA', 1, 10, 10],
  ['SEI', 0, 10, 10],
  ['INJ', 1, 10, 10],
  ['FIL', 1, 5, 5],
  ['XLM', 0, 10, 10],
  ['HBAR', 0, 5, 5],
  ['ICP', 2, 5, 5],
  ['ETC', 2, 5, 5],
  ['CRV', 1, 10, 10],
  ['LDO', 1, 10, 10],
  ['PENDLE', 0, 5, 5],
  ['JUP', 0, 10, 10],
  ['STX', 1, 5, 5],
  ['WLD', 1, 10, 10],
  ['TAO', 3, 5, 5],
];

const builder: [string, number, number, number][] = [
  ['xyz:XYZ100', 4, 25, 25],
  ['xyz:TSLA', 3, 10, 10],
  ['xyz:NVDA', 3, 10, 10],
];

const coinsInUsde: [string, number, number, number][] = [
  ['hyna:BTC', 5, 40, 40],
  ['hyna:HYPE', 2, 10, 10],
];

const isolatedOnly = ['xyz:NVDA'];

export const assets: Asset[] = [
  ...main.map(listed('')),
  ...builder.map(listed('xyz')),
  ...coinsInUsde.map(listed('hyna')),
];

function listed(dex: string) {
  return (
    [name, sizeDecimals, maxLeverage, marginTableId]: [string, number, number, number],
    index: number,
  ) => {
    const bare = name.replace(/^.*:/, '');
    const thousands = /^k[A-Z]/.test(bare) ? 3 : 0;
    const coin = coinNamed(thousands ? bare.slice(1) : bare) ?? null;
    const id = dex === '' ? index : 100_000 + dexes.indexOf(dex) * 10_000 + index;
    return {
      name,
      dex,
      index,
      id,
      coin,
      thousands,
      sizeDecimals,
      maxLeverage,
      marginTableId,
      isolatedOnly: isolatedOnly.includes(name),
    } as Asset;
  };
}

const byName = new Map(assets.map(asset => [asset.name, asset]));

export function assetNamed(name: string): Asset | undefined {
  return byName.get(name);
}

/** Those that trade: a delisted one has no market. */
export const tradable = assets.filter(asset => asset.coin !== null);

/** A table as the venue has it, listed or not. */
export function marginTable(id: number): MarginTable | null {
  const table = marginTables.get(id);
  if (table) return table;
  return id > 0 && id < 50
    ? { description: '', marginTiers: [{ lowerBound: '0.0', maxLeverage: id }] }
    : null;
}

/** Maintenance is half of the initial margin at the tier's greatest leverage. */
export function tiersOf(asset: Asset): Tier[] {
  return marginTable(asset.marginTableId)!.marginTiers.map(({ lowerBound, maxLeverage }) => ({
    from: Number(lowerBound),
    rate: 1 / (2 * maxLeverage),
  }));
}
