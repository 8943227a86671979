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
import { type HlAccount, unified } from './accounts';
import { availableTo, crossEquity, type Figures, figuresOf, poolPosition, type Valued } from './state';

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
  const held = [...account.holdings.values()].map(({ asset }) => asset.coin!.name);
  const betas = held.length > 0 ? options.betas(held) : {};
  const cross = (part: Valued[]) => part.filter(({ holding }) => holding.margin === null);
  const add = (
    id: string,
    kind: 'cross' | 'isolated',
    cash: number,
    positions: Valued[],
    threshold: number,
  ) => pools.push(poolTruth(id, kind, cash, positions, threshold, account, figures, betas));

  if (unified(account)) {
    const positions = figures.dexes.flatMap(part => cross(part.positions));
    add('unified:USDC', 'cross', account.cash.get('') ?? 0, positions, unifiedThreshold);
  } else {
    for (const part of figures.dexes) {
      const cash = crossEquity(account, part) - part.crossProfit;
      if (cash === 0 && part.positions.length === 0) continue;
      add(part.dex === '' ? 'cross' : `cross:${part.dex}`, 'cross', cash, cross(part.positions), 1);
    }
  }
  for (const part of figures.dexes) {
    for (const position of part.positions) {
      const { margin, asset } = position.holding;
      if (margin !== null) add(`isolated:${asset.name}`, 'isolated', margin, [position], 1);
    }
  }
  const { name, address, abstraction } = account;
  return { venue: 'hyperliquid', account: name, id: address, mode: abstraction, pools };
}

function poolTruth(
  id: string,
  kind: 'cross' | 'isolated',
  cash: number,
  positions: Valued[],
  threshold: number,
  account: HlAccount,
  figures: Figures,
  betas: Record<string, number>,
): PoolTruth {
  const pool: Pool = {
    collateral: [{ amount: cash / 1e6, price: 1, factor: null, weight: 1 }],
    positions: positions.map(poolPosition),
    threshold,
  };
  const joint = positions.length === 0 ? { down: null, up: null } : jointOf(pool, betas);
  return {
    id,
    kind,
    unit: 'USDC',
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
