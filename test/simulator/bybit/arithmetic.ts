/**
 * The exchange's own sums of a Unified Trading Account: numbers, slices and bisection, nothing clever. Written from
 * the venue's help centre and from nothing of the extension.
 */
import type { Tier } from './contracts';

export interface CoinSum {
  coin: string;
  /** Signed, in the coin, without the profit of positions. */
  amount: number;
  /** US dollars a coin. */
  usd: number;
  /** What moves the price; null: it stands still. */
  factor: string | null;
  /** Null: all of it counts. */
  ratios: [from: number, ratio: number][] | null;
  loanRate: number;
}

export interface LegSum {
  symbol: string;
  factor: string;
  inverse: boolean;
  /** Signed: base units, or US dollars. */
  size: number;
  entry: number;
  mark: number;
  settle: string;
  /** Empty: it requires nothing of its own. */
  tiers: Tier[];
  /** Contracts that the other leg does not set off. */
  open: number;
  /** Contracts of resting orders in the same tier. */
  extra: number;
  /** What it requires whatever the mark, in the settle coin. */
  constant: number;
}

export interface PoolSum {
  coins: CoinSum[];
  legs: LegSum[];
  /** In the pool's unit. */
  equity: number;
  requirement: number;
}

export type Moves = (factor: string) => number;
const still: Moves = () => 1;

export const worthOf = (leg: Pick<LegSum, 'inverse'>, contracts: number, price: number): number =>
  leg.inverse ? contracts / price : contracts * price;

export const profitOf = (leg: LegSum, moves: Moves = still): number => {
  const price = leg.mark * moves(leg.factor);
  return leg.inverse ? leg.size * (1 / leg.entry - 1 / price) : leg.size * (price - leg.entry);
};

const priceOf = (pool: PoolSum, coin: string, moves: Moves): number => {
  const row = pool.coins.find(one => one.coin === coin);
  if (!row) throw new Error(`No coin ${coin} in the pool`);
  return row.usd * (row.factor === null ? 1 : moves(row.factor));
};

/** In the coin, with the profit of the positions that settle in it. */
const balanceOf = (pool: PoolSum, { coin, amount }: CoinSum, moves: Moves): number =>
  pool.legs.reduce((sum, leg) => (leg.settle === coin ? sum + profitOf(leg, moves) : sum), amount);

function countedOf(balance: number, ratios: CoinSum['ratios']): number {
  if (balance <= 0 || !ratios) return balance;
  return ratios.reduce((sum, [from, ratio], k) => {
    const end = ratios[k + 1]?.[0] ?? Number.POSITIVE_INFINITY;
    return balance > from ? sum + (Math.min(balance, end) - from) * ratio : sum;
  }, 0);
}

export function equityOf(pool: PoolSum, moves: Moves = still): number {
  return pool.coins.reduce(
    (sum, row) => sum + countedOf(balanceOf(pool, row, moves), row.ratios) * priceOf(pool, row.coin, moves),
    pool.equity,
  );
}

const tierOf = (tiers: Tier[], value: number): Tier =>
  tiers.find((_, k) => value < (k + 1 < tiers.length ? tiers[k]!.limit : Number.POSITIVE_INFINITY))!;

/** In the settle coin, without the constant part. */
export function maintenanceOfLeg(leg: LegSum, moves: Moves = still): number {
  if (leg.tiers.length === 0 || leg.open === 0) return 0;
  const price = leg.mark * moves(leg.factor);
  const tier = tierOf(leg.tiers, worthOf(leg, leg.open + leg.extra, price));
  return worthOf(leg, leg.open, price) * tier.rate - (tier.deduction * leg.open) / (leg.open + leg.extra);
}

/** Of contracts that orders would add to those that are open. */
export function maintenanceOfOrders(
  tiers: Tier[],
  inverse: boolean,
  open: number,
  extra: number,
  mark: number,
): number {
  if (extra === 0) return 0;
  const tier = tierOf(tiers, worthOf({ inverse }, open + extra, mark));
  return worthOf({ inverse }, extra, mark) * tier.rate - (tier.deduction * extra) / (open + extra);
}

/** Of a leg in the pool's unit: what moves with the mark, and what does not. */
export const requirementOfLeg = (pool: PoolSum, leg: LegSum, moves: Moves = still): number =>
  maintenanceOfLeg(leg, moves) * priceOf(pool, leg.settle, moves) +
  leg.constant * priceOf(pool, leg.settle, still);

export function maintenanceOf(pool: PoolSum, moves: Moves = still): number {
  const legs = pool.legs.reduce((sum, leg) => sum + requirementOfLeg(pool, leg, moves), 0);
  const loans = pool.coins.reduce((sum, row) => {
    const owed = Math.max(0, -balanceOf(pool, row, moves));
    return sum + owed * priceOf(pool, row.coin, moves) * row.loanRate;
  }, 0);
  return legs + loans + pool.requirement;
}

export const headroomOf = (pool: PoolSum, moves: Moves = still): number =>
  equityOf(pool, moves) - maintenanceOf(pool, moves);

/** As multiples of the present price, where the pool is liquidated when one factor moves alone. */
export function crossingsOf(pool: PoolSum, factor: string): { below: number | null; above: number | null } {
  const at = (multiple: number) => headroomOf(pool, name => (name === factor ? multiple : 1));
  return { below: firstCrossing(at, 1, 0), above: firstCrossing(at, 1, 1e5) };
}

/** Moves of the market at which the pool is liquidated, every factor moving by beta × move. */
export function jointOf(
  pool: PoolSum,
  betas: Record<string, number>,
): { down: number | null; up: number | null } {
  const at = (move: number) =>
    headroomOf(pool, factor => Math.max(1e-9, 1 + (betas[factor] ?? Number.NaN) * move));
  if (!(at(0) > 0)) return { down: 0, up: 0 };
  return { down: firstCrossing(at, 0, -1), up: firstCrossing(at, 0, 1e5) };
}

/** The first change of sign from `start` towards `end`, by steps that grow, and bisection; null: none. */
function firstCrossing(f: (x: number) => number, start: number, end: number): number | null {
  const positive = f(start) > 0;
  const direction = Math.sign(end - start);
  let near = start;
  let gone = 0;
  for (;;) {
    gone += Math.max(0.0005, gone * 0.01);
    const far = direction < 0 ? Math.max(end, start - gone) : Math.min(end, start + gone);
    // At a price of zero an inverse contract has no value.
    if (far !== 0 && f(far) > 0 !== positive) return bisect(f, near, far, positive);
    if (far === end) return null;
    near = far;
  }
}

function bisect(f: (x: number) => number, near: number, far: number, positive: boolean): number {
  let [a, b] = [near, far];
  for (let k = 0; k < 200; k++) {
    const middle = (a + b) / 2;
    if (middle === a || middle === b) break;
    if (f(middle) > 0 === positive) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}
