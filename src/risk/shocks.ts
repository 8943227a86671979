/**
 * What prices can do to an account: shocks, and paths that its resting orders meet. The shapes of the answers;
 * the function that makes each is named with it.
 *
 * Figures are doubles in the pool's unit, never NaN or infinite. Null never means zero: what it means stands
 * with the field.
 */
import type { DecimalString } from '../engine/account';
import type { Problem } from '../engine/report';
import type { Joint } from './joint';

export type ScenarioId =
  | 'market-5'
  | 'market-10'
  | 'market-20'
  | 'market+10'
  | 'october-2025'
  | 'together'
  | 'apart'
  | 'depeg'
  | 'own';

/**
 * One row of the scenario table.
 * scenarios.ts: `scenarios(account: Account, statistics: Statistics | null, own?: OwnScenario)`.
 */
export interface Scenario {
  id: ScenarioId;
  /** Arithmetic move of the market factor, for the rows that are one; null: no single move names the row. */
  market: number | null;
  /** The coin that loses its peg, in the row "depeg"; there is a row for each stable coin held. */
  asset: string | null;
  /** The size of the shock is a choice, not a measurement or a forecast; true of all but the market's moves. */
  illustrative: boolean;
  /** Where published figures come from; null: there are none behind this row. */
  source: string | null;
  pools: ScenarioPool[];
}

export interface ScenarioPool {
  id: string;
  unit: string;
  /** "liquidated": headroom is gone at these prices. "untouched": nothing in this pool is moved by them. */
  outcome: 'survives' | 'liquidated' | 'unknown' | 'untouched';
  /** Equity after, as the venue counts it (haircuts applied); null: unknown. May be below zero. */
  equity: number | null;
  /** Equity after − equity now; null: unknown. */
  change: number | null;
  /** threshold·requirement/equity after: 1 is liquidation; null: unknown, or no equity is left. */
  usage: number | null;
  /** Arithmetic moves by factor (and by asset, of a row that follows none), as they were applied. */
  moves: { factor: string; move: number }[];
  /** Factors whose move was guessed: a stand-in's beta, or no statistics at all. */
  guessed: string[];
}

/** What the trader supposes: these factors move so far, the others by beta to the market or not at all. */
export interface OwnScenario {
  /** Arithmetic: −0.3 is a fall of 30 %. */
  moves: Record<string, number>;
  others: 'beta' | 'still';
}

/**
 * A way on which prices move together. "design": the likeliest path to liquidation, in log space, its length
 * in daily sigmas. "down", "up": the market's move, arithmetic, every factor by its beta, its length as a
 * part (0.1 is 10 %).
 */
export type PathName = 'design' | 'down' | 'up';

/** A place on a path. */
export interface PathPoint {
  /** How far along: sigmas of a day ("design") or the market's absolute move ("down", "up"). */
  at: number;
  /** Prices of the positions' marks there, by symbol. */
  marks: { symbol: string; price: number }[];
}

/**
 * A pool walked along a path with its resting orders.
 * stop-walk.ts: `stopWalks(account: Account, statistics: Statistics | null, assumptions?: Partial<StopAssumptions>)`:
 * for every pool with positions one for each path that it has.
 */
export interface StopWalk {
  pool: string;
  path: PathName;
  /** Where it is liquidated if no order existed; null: nowhere on this path. */
  without: PathPoint | null;
  /** Where it is liquidated with the orders as they fire; null: it survives this path. */
  with: PathPoint | null;
  /** In the order of the path; the last is the liquidation, if there is one. */
  events: StopEvent[];
  /** Every conditional order of the pool, as the account lists them. */
  stops: StopVerdict[];
  /** Positions that lose on this path and have no stop: symbols. */
  withoutStop: string[];
  /** Positions that lose, have stops, but of too few contracts: what is left open, in contracts. */
  partly: { symbol: string; open: DecimalString }[];
  /**
   * Were the market to jump to `without` in one step: headroom there before anything is filled, and after every
   * order that the jump triggers is filled there. Between the two it depends on who is faster. Null as `without`.
   */
  gap: { at: number; before: number; after: number } | null;
  /** What is held where the walk ends: at its last event, or at `without` if that is farther. Empty: liquidated. */
  left: { symbol: string; size: DecimalString }[];
  /** Equity there; null: liquidated. */
  equity: number | null;
  /** The joint distance of what is left, seen from there; null: liquidated, or unknown. */
  jointAfter: Joint | null;
  /** Said once for the walk: assumed slippage, fee, gaps. */
  assumptions: StopAssumptions;
  problems: Problem[];
}

export interface StopEvent {
  at: number;
  kind: 'stop' | 'take-profit' | 'limit' | 'liquidation';
  /** Null of a liquidation. */
  symbol: string | null;
  /** Index of the order in the pool's `orders`; null of a liquidation. */
  order: number | null;
  /** The price on the path that triggers, and that of the fill after slippage; null of a liquidation. */
  trigger: number | null;
  fill: number | null;
  /** Contracts that were filled, signed; null of a liquidation. */
  filled: DecimalString | null;
  /** Headroom right after. */
  headroom: number;
}

export interface StopVerdict {
  order: number;
  symbol: string;
  side: 'buy' | 'sell';
  triggerPrice: DecimalString;
  /**
   * "fires": before liquidation. "late": its trigger is reached only after the pool is liquidated. "away":
   * this path leads away from it, or ends before it. "unfilled": it triggers, but its limit is out of reach after slippage.
   * "idle": it triggers and there is nothing for it to close. "unknown": a figure of it is missing.
   */
  verdict: 'fires' | 'late' | 'away' | 'unfilled' | 'idle' | 'unknown';
  /** Where on the path its trigger is; null: the path leads away from it. */
  at: number | null;
  /** It protects (loses less) rather than takes a profit or opens. */
  protects: boolean;
  /** Its trigger lies beyond the price at which the position alone, all others still, liquidates the pool. */
  beyondLiquidation: boolean;
  /** It is watched on the last or the index price: taken to move as the mark does; "unsaid" is read as mark. */
  basis: 'mark' | 'last' | 'index' | 'unsaid';
}

export interface StopAssumptions {
  /** Part of the price that a market fill loses, by symbol; 0.005 for those that are not named. */
  slippage: number;
  slippageOf: Record<string, number>;
  /** Taker fee on the value of the fill. */
  feeRate: number;
}
