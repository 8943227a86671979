/**
 * What a pool of this exchange has and needs when prices move: in plain numbers, for the truth that tests compare with.
 * Assets count by a weight for what is owned and one for what is owed; each position pays into one of them.
 */
import { firstCrossing, type Moves, maintenanceOf, type Tier } from '../arithmetic';
import type { PositionFigures } from './ledger';

export interface SumAsset {
  name: string;
  amount: number;
  /** In the pool's unit. */
  price: number;
  /** What moves the price; null: it stands still. */
  factor: string | null;
  owned: number;
  owed: number;
  /** Borrowed, whatever is owned beside it, and the rate of its maintenance margin. */
  loan?: { amount: number; rate: number };
}

export interface SumPosition {
  symbol: string;
  factor: string;
  size: number;
  entry: number;
  mark: number;
  /** COIN-M: dollars a contract; null: linear. */
  dollars: number | null;
  tiers: Tier[];
  settle: string;
}

export interface PoolSums {
  assets: SumAsset[];
  positions: SumPosition[];
  /** Taken off the equity whatever moves. */
  lost?: number;
  threshold: number;
}

export const sumPosition = ({ position, contract, mark }: PositionFigures): SumPosition => ({
  symbol: position.symbol,
  factor: contract.coin,
  size: position.amount.toNumber(),
  entry: position.entry.toNumber(),
  mark: mark.toNumber(),
  dollars: contract.dollars,
  settle: contract.marginAsset,
  tiers: contract.brackets.map(row => ({
    from: row.notionalFloor.toNumber(),
    rate: row.maintMarginRatio.toNumber(),
  })),
});

/** Coins that stand for the dollar do not move. */
export const factorOfAsset = (asset: string): string | null => (/USD/.test(asset) ? null : asset);

const still: Moves = () => 1;

/** In the margin asset. */
export const valueAt = ({ size, mark, dollars }: SumPosition, move = 1): number =>
  dollars === null ? Math.abs(size) * mark * move : (Math.abs(size) * dollars) / (mark * move);

export const profitAt = ({ size, entry, mark, dollars }: SumPosition, move = 1): number =>
  dollars === null ? size * (mark * move - entry) : size * dollars * (1 / entry - 1 / (mark * move));

const priceAt = ({ price, factor }: SumAsset, moves: Moves) => price * (factor === null ? 1 : moves(factor));

export function equityOf(pool: PoolSums, moves: Moves = still): number {
  let equity = -(pool.lost ?? 0);
  for (const asset of pool.assets) {
    const profit = pool.positions
      .filter(one => one.settle === asset.name)
      .reduce((sum, one) => sum + profitAt(one, moves(one.factor)), 0);
    const amount = asset.amount + profit;
    equity += amount * priceAt(asset, moves) * (amount < 0 ? asset.owed : asset.owned);
  }
  return equity;
}

export function requirementOf(pool: PoolSums, moves: Moves = still): number {
  let sum = 0;
  for (const asset of pool.assets) {
    const price = priceAt(asset, moves);
    for (const one of pool.positions) {
      if (one.settle === asset.name) sum += maintenanceOf(valueAt(one, moves(one.factor)), one.tiers) * price;
    }
    if (asset.loan) sum += asset.loan.amount * asset.loan.rate * price;
  }
  return sum;
}

export const headroomOf = (pool: PoolSums, moves: Moves = still): number =>
  equityOf(pool, moves) - pool.threshold * requirementOf(pool, moves);

/** Multiples of the present mark at which the pool is liquidated when one factor moves alone. */
export function crossingsOf(pool: PoolSums, factor: string): { below: number | null; above: number | null } {
  const at = (multiple: number) => headroomOf(pool, name => (name === factor ? Math.max(multiple, 1e-9) : 1));
  return { below: firstCrossing(at, 1, 0), above: firstCrossing(at, 1, 1e6) };
}

export function jointOf(
  pool: PoolSums,
  betas: Record<string, number>,
): { down: number | null; up: number | null } {
  const at = (move: number) =>
    headroomOf(pool, factor => {
      const beta = betas[factor];
      if (beta === undefined) throw new Error(`No beta of ${factor}`);
      return Math.max(1e-9, 1 + beta * move);
    });
  if (!(at(0) > 0)) return { down: 0, up: 0 };
  return { down: firstCrossing(at, 0, -1), up: firstCrossing(at, 0, 1e6) };
}
