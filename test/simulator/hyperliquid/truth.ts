/** The accounts by the simulator's own arithmetic, pool by pool. */
import {
  crossingsOf,
  equityOf,
  headroomOf,
  jointOf,
  maintenanceOf,
  maintenanceOfPool,
  type Pool,
  printedPrice,
  usageOf,
} from '../arithmetic';
import type { AccountTruth, PoolTruth } from '../exchange';
import type { Market } from '../market';
import { type HlAccount, portfolio, unified, walletOf } from './accounts';
import { tokenOf } from './assets';
import { availableTo, type Figures, figuresOf, poolPosition, type Valued } from './figures';
import { type Backing, backingOf } from './lending';

export interface TruthOptions {
  market: Market;
  /** Betas of these factors to BTC. */
  betas(factors: string[]): Record<string, number>;
}

/**
 * Unified accounts are said to be liquidated when maintenance passes 95 % of the balance (the app's own text);
 * standard and isolated ones at 100 %.
 */
export const unifiedThreshold = 1 / 0.95;

export function truthOf(account: HlAccount, options: TruthOptions): AccountTruth {
  const figures = figuresOf(options.market, account);
  const pools: PoolTruth[] = [];
  // One estimate for the whole account: correlations are shrunk together.
  const backing = backingOf(options.market, account);
  const held = [
    ...new Set([
      ...[...account.holdings.values()].map(({ asset }) => asset.coin!.name),
      ...backing.map(({ coin }) => coin),
    ]),
  ];
  const betas = held.length > 0 ? options.betas(held) : {};
  const cross = (part: Valued[]) => part.filter(({ holding }) => holding.margin === null);
  const add = (part: PoolPart) => pools.push(poolTruth(part, account, figures, betas));

  if (portfolio(account)) {
    const positions = figures.dexes.flatMap(part => cross(part.positions));
    const cash = account.cash.get('') ?? 0;
    add({
      id: 'portfolio',
      kind: 'cross',
      unit: 'USDC',
      cash,
      positions,
      threshold: unifiedThreshold,
      backing,
    });
  } else if (unified(account)) {
    for (const { name, wallet } of figures.tokens) {
      const own = figures.dexes.filter(part => walletOf(account, part.dex) === wallet);
      const positions = own.flatMap(part => cross(part.positions));
      const cash = account.cash.get(wallet) ?? 0;
      if (wallet !== '' && cash === 0 && positions.length === 0) continue;
      add({ id: `unified:${name}`, kind: 'cross', unit: name, cash, positions, threshold: unifiedThreshold });
    }
  } else {
    for (const part of figures.dexes) {
      const cash = account.cash.get(part.dex) ?? 0;
      if (cash === 0 && part.positions.length === 0) continue;
      const id = part.dex === '' ? 'cross' : `cross:${part.dex}`;
      add({
        id,
        kind: 'cross',
        unit: tokenOf(part.dex).name,
        cash,
        positions: cross(part.positions),
        threshold: 1,
      });
    }
  }
  for (const part of figures.dexes) {
    for (const position of part.positions) {
      const { margin, asset } = position.holding;
      if (margin === null) continue;
      const unit = tokenOf(asset.dex).name;
      add({
        id: `isolated:${asset.name}`,
        kind: 'isolated',
        unit,
        cash: margin,
        positions: [position],
        threshold: 1,
      });
    }
  }
  const { name, address, abstraction } = account;
  return { venue: 'hyperliquid', account: name, id: address, mode: abstraction, pools };
}

interface PoolPart {
  id: string;
  kind: 'cross' | 'isolated';
  unit: string;
  /** In millionths: the wallet, or the margin posted. */
  cash: number;
  positions: Valued[];
  threshold: number;
  /** Coins that back it beside the wallet. */
  backing?: Backing[];
}

function poolTruth(
  { id, kind, unit, cash, positions, threshold, backing = [] }: PoolPart,
  account: HlAccount,
  figures: Figures,
  betas: Record<string, number>,
): PoolTruth {
  const pool: Pool = {
    collateral: [
      { amount: cash / 1e6, price: 1, factor: null, weight: 1 },
      ...backing.map(({ coin, amount, price, part }) => ({ amount, price, factor: coin, weight: part })),
    ],
    positions: positions.map(poolPosition),
    threshold,
  };
  const joint = positions.length === 0 ? { down: null, up: null } : jointOf(pool, betas);
  return {
    id,
    kind,
    unit,
    threshold,
    equity: equityOf(pool),
    maintenance: maintenanceOfPool(pool),
    headroom: headroomOf(pool),
    usage: usageOf(pool),
    joint,
    positions: pool.positions.map((position, k) => {
      const { below, above } = crossingsOf(pool, position.factor);
      const value = Math.abs(position.size) * position.mark;
      return {
        symbol: position.symbol,
        factor: position.factor,
        size: position.size,
        entry: position.entry,
        mark: position.mark,
        value,
        pnl: position.size * (position.mark - position.entry),
        maintenance: maintenanceOf(value, position.tiers),
        printed: printedPrice(position, availableTo(account, figures, positions[k]!)),
        below: below === null ? null : below * position.mark,
        above: above === null ? null : above * position.mark,
      };
    }),
  };
}
