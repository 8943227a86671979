/**
 * The simulator's own margin arithmetic: numbers, sums and bisection, nothing clever. It shares no line with the
 * extension's engine, so that agreement of the two means something.
 *
 * A pool's headroom is equity − threshold × maintenance; it is liquidated where that is 0 or less.
 */

/** One maintenance tier: from this notional on, this rate. Deductions follow from continuity. */
export interface Tier {
  from: number;
  rate: number;
}

export interface PoolPosition {
  symbol: string;
  /** Price factor: positions that share it move in proportion. */
  factor: string;
  /** Signed, in base units. */
  size: number;
  entry: number;
  mark: number;
  tiers: Tier[];
}

export interface PoolCollateral {
  /** Signed, in the asset. */
  amount: number;
  /** Of one asset, in the pool's unit. */
  price: number;
  /** What moves the price; null: it stands still. */
  factor: string | null;
  /** Part of a positive value that counts. */
  weight: number;
}

export interface Pool {
  collateral: PoolCollateral[];
  positions: PoolPosition[];
  /** 1: liquidated when equity is down to the maintenance; 1/0.95: earlier. */
  threshold: number;
}

/** The multiple of its present mark at which each factor stands. */
export type Moves = (factor: string) => number;

const still: Moves = () => 1;

/** Of a notional: rate × notional − deduction, the deduction making it continuous at each bound. */
export function maintenanceOf(notional: number, tiers: Tier[]): number {
  let margin = 0;
  tiers.forEach((tier, k) => {
    const end = tiers[k + 1]?.from ?? Number.POSITIVE_INFINITY;
    // Each slice at its own rate: the same as rate × notional − deduction.
    if (notional > tier.from) margin += (Math.min(notional, end) - tier.from) * tier.rate;
  });
  return margin;
}

export function profitOf(position: PoolPosition, multiple = 1): number {
  return position.size * (position.mark * multiple - position.entry);
}

export function equityOf(pool: Pool, moves: Moves = still): number {
  let equity = 0;
  for (const { amount, price, factor, weight } of pool.collateral) {
    const value = amount * price * (factor === null ? 1 : moves(factor));
    equity += value > 0 ? weight * value : value;
  }
  for (const position of pool.positions) equity += profitOf(position, moves(position.factor));
  return equity;
}

export function maintenanceOfPool(pool: Pool, moves: Moves = still): number {
  return pool.positions.reduce(
    (sum, { size, mark, factor, tiers }) => sum + maintenanceOf(Math.abs(size) * mark * moves(factor), tiers),
    0,
  );
}

export function headroomOf(pool: Pool, moves: Moves = still): number {
  return equityOf(pool, moves) - pool.threshold * maintenanceOfPool(pool, moves);
}

/** threshold × maintenance / equity: 1 is liquidation; null when equity ≤ 0. */
export function usageOf(pool: Pool): number | null {
  const equity = equityOf(pool);
  return equity > 0 ? (pool.threshold * maintenanceOfPool(pool)) / equity : null;
}

/** As multiples of the present mark, where the pool is liquidated when one factor moves alone. */
export function crossingsOf(pool: Pool, factor: string): { below: number | null; above: number | null } {
  const at = (multiple: number) => headroomOf(pool, name => (name === factor ? multiple : 1));
  return { below: firstCrossing(at, 1, 0), above: firstCrossing(at, 1, 1e9) };
}

/** Arithmetic moves of the market at which the pool is liquidated, every factor moving by beta × move, to no less than 0. */
export function jointOf(
  pool: Pool,
  betas: Record<string, number>,
): { down: number | null; up: number | null } {
  const at = (move: number) =>
    headroomOf(pool, factor => {
      const beta = betas[factor];
      if (beta === undefined) throw new Error(`No beta of ${factor}`);
      return Math.max(0, 1 + beta * move);
    });
  if (!(at(0) > 0)) return { down: 0, up: 0 };
  return { down: firstCrossing(at, 0, -1), up: firstCrossing(at, 0, 1e9) };
}

/**
 * The first change of sign of f from `start` towards `end`, by small steps and bisection; null: none.
 * Steps grow by a hundredth of the way gone, so that both 0.1 % and 1,000 % are found.
 */
export function firstCrossing(f: (x: number) => number, start: number, end: number): number | null {
  const positive = f(start) > 0;
  const direction = Math.sign(end - start);
  let near = start;
  let gone = 0;
  for (;;) {
    gone += Math.max(0.0005, gone * 0.01);
    const far = direction < 0 ? Math.max(end, start - gone) : Math.min(end, start + gone);
    if (f(far) > 0 !== positive) return bisect(f, near, far, positive);
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

/**
 * The liquidation price as Hyperliquid prints it (documentation, "Liquidations", with its margin tiers): only this
 * symbol moves, everything else and the collateral stand still; `available` is the equity that backs the position
 * beyond all maintenance. Null: the price would be 0 or less, or the loss has no end to reach.
 */
export function printedPrice(position: PoolPosition, available: number): number | null {
  const { size, mark, tiers } = position;
  const amount = Math.abs(size);
  if (amount === 0) return null;
  const equity = available + maintenanceOf(amount * mark, tiers);
  let deduction = 0;
  for (let k = 0; k < tiers.length; k++) {
    const { from, rate } = tiers[k]!;
    if (k > 0) deduction += from * (rate - tiers[k - 1]!.rate);
    // equity + size·(price − mark) = amount·price·rate − deduction
    const price = (equity - size * mark + deduction) / (amount * rate - size);
    const notional = amount * price;
    const end = tiers[k + 1]?.from ?? Number.POSITIVE_INFINITY;
    const inside = notional >= from && notional < end;
    // Below the first bound everything, 0 and less too, belongs to the first tier.
    if (price > 0 && inside) return price;
    if (price <= 0 && k === 0) return null;
  }
  return null;
}
