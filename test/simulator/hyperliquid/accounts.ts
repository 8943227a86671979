/**
 * The accounts that Hyperliquid keeps, and what they hold at the start. Sizes are chosen for the market's opening
 * prices. Money is in whole millionths of a dollar; a position keeps what it cost, so that no average is rounded.
 */
import { createHash } from 'node:crypto';
import { type Asset, assetNamed, dexes, tokenOf, tradable } from './assets';

export type Abstraction = 'default' | 'disabled' | 'unifiedAccount' | 'portfolioMargin';

export interface Holding {
  asset: Asset;
  /** Signed, in the asset. */
  size: number;
  /** Signed: size × average entry, in millionths. */
  cost: number;
  leverage: number;
  /** Posted to an isolated position, in millionths; null: cross. */
  margin: number | null;
}

export interface Leverage {
  type: 'cross' | 'isolated';
  value: number;
}

export interface RestingOrder {
  asset: Asset;
  side: 'B' | 'A';
  limit: string;
  size: number;
  oid: number;
  at: number;
  reduceOnly: boolean;
  /** Null: a plain limit order. */
  trigger: { price: string; kind: 'Stop Market' | 'Take Profit Market'; wholePosition: boolean } | null;
}

export interface SpotBalance {
  coin: string;
  token: number;
  amount: number;
  entryNtl: number;
  /** Backs a portfolio-margin account: what moves its price, and its loan-to-value. */
  lent?: { factor: string; ltv: number };
}

export interface HlAccount {
  name: string;
  address: string;
  abstraction: Abstraction;
  isVault: boolean;
  /** Wallets by `walletOf`; isolated margin is not in them. */
  cash: Map<string, number>;
  holdings: Map<string, Holding>;
  orders: RestingOrder[];
  /** Spot coins beside USDC; in standard mode USDC too. */
  spot: SpotBalance[];
  /** What the form has selected, by asset. */
  leverage: Map<string, Leverage>;
}

/** Coin, size, entry, leverage; `iso` is the margin posted to an isolated one. */
type Line = [name: string, size: number, entry: number, leverage: number, iso?: number];

/** One balance for all dexs of a collateral token; portfolio margin is that, and coins that back it. */
export function unified(account: HlAccount): boolean {
  return account.abstraction === 'unifiedAccount' || portfolio(account);
}

export function portfolio(account: HlAccount): boolean {
  return account.abstraction === 'portfolioMargin';
}

/** Which wallet a dex draws on: its own in standard mode, in unified the one balance of its collateral token. */
export function walletOf(account: HlAccount, dex: string): string {
  return unified(account) ? dexes.find(other => tokenOf(other).index === tokenOf(dex).index)! : dex;
}

function addressOf(name: string): string {
  return `0x${createHash('sha256').update(`hyperliquid ${name}`).digest('hex').slice(0, 40)}`;
}

function account(
  name: string,
  abstraction: Abstraction,
  cash: Record<string, number>,
  lines: Line[],
  spot: SpotBalance[] = [],
  isVault = false,
): HlAccount {
  const made: HlAccount = {
    name,
    address: addressOf(name),
    abstraction,
    isVault,
    cash: new Map(Object.entries(cash).map(([dex, usd]) => [dex, Math.round(usd * 1e6)])),
    holdings: new Map(),
    orders: [],
    spot,
    leverage: new Map(),
  };
  for (const [coin, size, entry, leverage, margin] of lines) {
    const asset = assetNamed(coin)!;
    made.holdings.set(coin, {
      asset,
      size,
      cost: Math.round(size * entry * 1e6),
      leverage,
      margin: margin === undefined ? null : Math.round(margin * 1e6),
    });
    made.leverage.set(coin, { type: margin === undefined ? 'cross' : 'isolated', value: leverage });
  }
  return made;
}

const hype: SpotBalance = { coin: 'HYPE', token: 150, amount: 42.5, entryNtl: 1318.4 };

export function openAccounts(now: number): HlAccount[] {
  let oid = 566_617_880_000;
  const rest = (
    to: HlAccount,
    coin: string,
    side: 'B' | 'A',
    size: number,
    limit: string,
    more: Partial<RestingOrder>,
  ) =>
    to.orders.push({
      asset: assetNamed(coin)!,
      side,
      limit,
      size,
      oid: oid++,
      at: now - 3_600_000,
      reduceOnly: false,
      trigger: null,
      ...more,
    });
  const stop = (price: string, wholePosition = false): Partial<RestingOrder> => ({
    reduceOnly: true,
    trigger: { price, kind: 'Stop Market', wholePosition },
  });

  // Five longs, each far from liquidation alone; together a fall of a tenth is enough.
  const standard = account(
    'standard',
    'disabled',
    { '': 50_480 },
    [
      ['BTC', 2.2, 85_934, 20],
      ['ETH', 34, 2_838.4, 20],
      ['SOL', 456, 131.9, 20],
      ['DOGE', 262_000, 0.15281, 10],
      ['LINK', 1_630, 12.94, 10],
    ],
    [{ coin: 'USDC', token: 0, amount: 1_250.4, entryNtl: 0 }, hype],
  );
  rest(standard, 'BTC', 'A', 2.2, '74520.0', stop('81000.0'));
  rest(standard, 'ETH', 'A', 34, '2304.0', stop('2504.0'));
  rest(standard, 'SOL', 'A', 456, '94.0', stop('102.2', true));

  const everyday = account(
    'unified',
    'unifiedAccount',
    { '': 24_250 },
    [
      ['BTC', 0.85, 84_912.4, 20],
      ['ETH', 14, 2_806.33, 20],
      ['SOL', 180, 128.74, 10],
      ['DOGE', 90_000, 0.15512, 10],
      ['HYPE', -120, 34.201, 5],
    ],
    [hype],
  );
  rest(everyday, 'BTC', 'A', 0.85, '73600.0', stop('80000.0', true));
  rest(everyday, 'ETH', 'B', 4, '2700.0', {});
  rest(everyday, 'ETH', 'A', 14, '3200.0', { reduceOnly: true });

  const isolated = account(
    'isolated',
    'default',
    { '': 18_400 },
    [
      ['BTC', 0.4, 86_110.5, 20],
      ['ETH', -6, 2_812.5, 10],
      ['SOL', 220, 133.4, 10, 2_935],
      ['kPEPE', -2_400_000, 0.004611, 5, 2_214],
    ],
    [hype],
  );

  // Builder-deployed stocks in one balance with the main dex, and the same in standard mode: a pool for each dex.
  const hip3 = account('hip3', 'unifiedAccount', { '': 16_900 }, [
    ['BTC', 0.3, 85_220, 20],
    ['ETH', -5, 2_874.2, 20, 712],
    ['xyz:TSLA', 60, 409.6, 10],
    ['xyz:XYZ100', -0.5, 24_910, 20],
    ['xyz:NVDA', 40, 181.2, 10, 740],
  ]);
  // Two collateral tokens: two pools, though bitcoin is in both.
  const tokens = account('tokens', 'unifiedAccount', { '': 12_000, hyna: 6_500 }, [
    ['BTC', 0.4, 85_720, 20],
    ['hyna:BTC', -0.15, 86_900, 20],
    ['hyna:HYPE', 600, 32.87, 10],
  ]);
  const dexesApart = account('dexes', 'disabled', { '': 9_200, xyz: 4_100 }, [
    ['ETH', 12, 2_861.4, 20],
    ['ARB', -30_000, 0.22115, 10],
    ['xyz:TSLA', 40, 421.3, 10],
  ]);

  // Borrowed dollars against bitcoin, of which more is sold short than what counts of it.
  const borrower = account(
    'portfolio',
    'portfolioMargin',
    { '': -21_400 },
    [
      ['BTC', -1.4, 84_310, 20],
      ['ETH', 9, 2_866.1, 20],
      ['SOL', -140, 126.2, 10],
      ['DOGE', 60_000, 0.15012, 10],
      ['LINK', 900, 12.71, 10, 1_180],
    ],
    [{ coin: 'UBTC', token: 197, amount: 1.3, entryNtl: 104_000, lent: { factor: 'BTC', ltv: 0.5 } }],
  );

  const seed = account('seed', 'unifiedAccount', { '': 20_000 }, [['ETH', 1.7596, 2_841.6, 20]]);
  const empty = account('empty', 'unifiedAccount', { '': 5_000 }, []);
  // Half of the book is short: 40 positions that hedge each other in part.
  const lines = tradable
    .filter(asset => asset.dex === '')
    .slice(0, 40)
    .map((asset, k): Line => {
      const price = asset.coin!.price * 10 ** asset.thousands;
      const ntl = 90_000 / (1 + k / 6);
      const size = Number(((k % 3 === 2 ? -ntl : ntl) / price).toFixed(asset.sizeDecimals));
      const entry = price * (1 + (((k * 7) % 11) - 5) / 400);
      return [asset.name, size, Number(entry.toPrecision(5)), Math.min(10, asset.maxLeverage)];
    });
  const desk = account('desk', 'unifiedAccount', { '': 310_000 }, lines);

  // Somebody else, whom the page looks at too; and a vault.
  const leader = account('leader', 'unifiedAccount', { '': 4_820_000 }, [
    ['BTC', -180, 87_010, 10],
    ['ETH', 2_600, 2_790.5, 10],
    ['HYPE', 90_000, 30.11, 5],
  ]);
  const vault = account(
    'vault',
    'default',
    { '': 950_000 },
    [
      ['BTC', -11.2, 86_000, 20],
      ['SOL', 9_100, 130.02, 20],
    ],
    [],
    true,
  );
  return [standard, everyday, isolated, hip3, tokens, dexesApart, borrower, seed, empty, desk, leader, vault];
}
