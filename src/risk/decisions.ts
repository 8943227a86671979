/**
 * What a trader can decide on: how much more to order, what brings a distance back, what to isolate. The
 * shapes of the answers; the function that makes each is named with it. (What prices can do: shocks.ts.)
 *
 * Figures are doubles in the pool's unit unless said otherwise and never NaN or infinite; amounts that are to
 * be typed somewhere are decimal strings, rounded to lot or to the asset's digits on the safe side. Everything
 * is JSON-safe. Null never means zero: what it means stands with the field.
 */
import type { DecimalString, Draft } from '../engine/account';

/**
 * The distance to liquidation that the trader wants to keep.
 * "sigmas": of the likeliest path to liquidation, in standard deviations of 24 h (5 is five daily sigmas).
 * "move": of the market, the nearer side, every factor following by its beta (0.15 is 15 %).
 */
export interface Target {
  by: 'sigmas' | 'move';
  atLeast: number;
}

/**
 * A distance in the measure of a target. "none": no move within reason liquidates, which is farther than any
 * number. "unknown": it cannot be known. 0: liquidatable now.
 */
export type Distance = number | 'none' | 'unknown';

/** Something the trader does himself; `applyChanges` (changes.ts) gives the account after it. */
export type Change =
  | { kind: 'order'; draft: Draft }
  /** `amount` of the pool's unit is paid into it from outside. */
  | { kind: 'deposit'; pool: string; amount: DecimalString }
  /** The position gets a pool of its own, to which `margin` of the pool's unit is moved. */
  | { kind: 'isolate'; pool: string; symbol: string; margin: DecimalString };

/**
 * The largest order in the direction of a draft that keeps the target.
 * largest-order.ts: `largestOrder(account: Account, draft: Draft, statistics: Statistics | null, target: Target)`;
 * the draft's own size is not read.
 */
export interface LargestOrder {
  pool: string;
  symbol: string;
  side: 'buy' | 'sell';
  target: Target;
  /**
   * "limited": `size` keeps the target, a lot more does not. "unlimited": no size within reason comes nearer
   * than the target. "none": not one lot keeps it. "unknown": see `problem`.
   */
  answer: 'limited' | 'unlimited' | 'none' | 'unknown';
  /** In contracts, rounded down to the lot; "0" when the answer is "none"; null: unlimited or unknown. */
  size: DecimalString | null;
  /**
   * The account is nearer than the target now, and from this size on the order restores it (it hedges or
   * reduces); rounded up to the lot. Null: the target is kept now already, or not by any size.
   */
  from: DecimalString | null;
  /** Value of `size` at the price of the fill, in the settle asset; null as `size`. */
  value: number | null;
  /** The pool's distance now, and after an order of `size` ("unknown" where `size` is null). */
  now: Distance;
  after: Distance;
  /** True when the lot was not known and `size` is rounded to six digits instead. */
  lotGuessed: boolean;
  problem: string | null;
}

/**
 * What brings the distance of one pool back to the target.
 * remedies.ts: `remedies(account: Account, pool: string, statistics: Statistics | null, target: Target)`.
 */
export interface Remedies {
  pool: string;
  target: Target;
  now: Distance;
  /** False: the target is kept now, and `remedies` is empty. */
  needed: boolean;
  /** Deposit, reduce all, reduce one (one for each position), hedge (one for each market held), cheapest first in each kind. */
  remedies: Remedy[];
  problem: string | null;
}

export interface Remedy {
  kind: 'deposit' | 'reduce-all' | 'reduce-one' | 'hedge';
  /** "restores": `after` is at least the target. "helps": the most it can do is less. "useless": it harms or does nothing. */
  effect: 'restores' | 'helps' | 'useless';
  /** The contract to reduce or to hedge with; null of deposit and reduce all. */
  symbol: string | null;
  /** Of the order(s); null of a deposit, and of reduce all, which goes both ways. */
  side: 'buy' | 'sell' | null;
  /** Deposit: of the pool's unit. One order: contracts. Null of reduce all: see `changes`. */
  amount: DecimalString | null;
  /** The part of the position(s) that is closed, 0…1; null of deposit and hedge. */
  fraction: number | null;
  /** Value that is deposited or traded, in the pool's unit; null: unknown. */
  value: number | null;
  /** The distance after it. */
  after: Distance;
  /** As drafts and deposits: applied to the account they give `after`. Empty when useless. */
  changes: Change[];
}

/**
 * One position given a pool of its own. It never restores a distance, which is why it is no remedy: see `nearer`.
 * isolate.ts: `isolation(pool: Pool, statistics: Statistics | null, symbol: string)`.
 */
export interface Isolation {
  symbol: string;
  /** Equity that the isolated pool would have at the split where both parts are equally far, and the amount to move. */
  margin: number;
  change: Change;
  /** In daily sigmas, both parts after the split; the nearer of them is at most the distance now. */
  isolated: Distance;
  rest: Distance;
  /** The nearer of both less the distance now, ≤ 0 but for rounding: isolating does not lengthen the nearest distance. */
  nearer: number | null;
  /** What is lost if the pool is liquidated: now all of its equity; then one part. */
  lossNow: number;
  lossIsolated: number;
  lossRest: number;
  /** Σ loss · probability within 24 h (normal), now and after; null: unknown. */
  expectedNow: number | null;
  expectedAfter: number | null;
  /** The position offsets others: without it they are nearer to liquidation. */
  hedge: boolean;
}

/**
 * How large and how restless the positions of a pool are.
 * position-risk.ts: `positionRisk(pool: Pool, statistics: Statistics | null)`.
 */
export interface PoolPositionRisk {
  pool: string;
  /** Σ |value| of positions / equity; null: unknown, or no equity. */
  leverage: number | null;
  /** |Σ of signed values| / equity: what is left after netting; null: unknown, or no equity. */
  netLeverage: number | null;
  /** Standard deviation of the pool's profit over 24 h; null: unknown. */
  dailySigma: number | null;
  /** The largest daily sigma first. */
  positions: PositionRisk[];
  /** Symbol of the most volatile position by volatility × size, to isolate if any; null: fewer than two positions, or unknown. */
  candidate: string | null;
}

export interface PositionRisk {
  symbol: string;
  factor: string;
  /** Absolute, in the pool's unit; null: unknown. */
  value: number | null;
  /** Of the factor over 24 h, as a part; null: no statistics. */
  volatility: number | null;
  /** volatility × value: what the position alone gains or loses on a usual day; null: no statistics. */
  dailySigma: number | null;
  /**
   * Euler part of the pool's daily sigma, negative for a hedge; with what the collateral carries they add up to it.
   * Null: no statistics, or fully hedged.
   */
  component: number | null;
  /** The pool's daily sigma without the position less the one with it: negative when it adds risk; null as above. */
  incremental: number | null;
  /** The stand-in's volatility was used. */
  guessed: boolean;
}

/**
 * Net exposure to one factor over all accounts. Money: dollars, dollar-pegged units at par.
 * net-exposure.ts: `netExposures(accounts: readonly Account[])`.
 */
export interface NetExposure {
  factor: string;
  net: number;
  long: number;
  /** Negative or 0. */
  short: number;
  parts: { venue: string; account: string; pool: string; exposure: number }[];
  /** Long in one pool and short in another: neither protects the other's margin. */
  opposed: boolean;
}

export interface NetExposures {
  /** The largest absolute net first. */
  factors: NetExposure[];
  /** Pools that are left out because something in them, or their unit's price, is not known. */
  excluded: { venue: string; account: string; pool: string; reason: string }[];
}

/**
 * The distance of a pool under the correlations of today and under stressed ones.
 * stressed-distance.ts: `stressedDistances(account: Account, statistics: Statistics | null)`, one for each pool.
 */
export interface StressedDistances {
  pool: string;
  /** In daily sigmas. */
  normal: Distance;
  /** Every correlation to 1. */
  together: Distance;
  /** Every correlation halved. */
  apart: Distance;
  /** The one that is nearer; "normal" when neither is. */
  worse: 'normal' | 'together' | 'apart';
}

/**
 * What holding costs as time passes: an optional third argument of `risk` and `poolRisk`, for the probabilities. Rates are parts of the value per 24 h.
 */
export interface Carry {
  /** By symbol: what a long pays (positive) or gets (negative); a short the opposite. */
  funding: Record<string, number>;
  /** By asset: what a borrower of it pays. */
  borrow: Record<string, number>;
}
