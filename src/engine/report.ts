/** The report: what the engine says about an account. Numbers are decimal strings; unknown is null. */
import type { DecimalString } from './account';

export interface Report {
  format: 'plimsoll.report/1';
  venue: string;
  account: string;
  asOf: number;
  pools: PoolReport[];
  /** With a draft: the same after the fill. */
  whatIf?: { pools: PoolReport[] };
}

export type PoolState = 'safe' | 'liquidatable' | 'unknown';

export interface PoolReport {
  id: string;
  kind: 'cross' | 'isolated';
  unit: string;
  equity: DecimalString | null;
  maintenanceMargin: DecimalString | null;
  /** equity − threshold·requirement. */
  headroom: DecimalString | null;
  /** As the venue prints it. */
  marginRatio: DecimalString | null;
  /** threshold·requirement/equity: 0 idle, 1 liquidation; null when equity ≤ 0. */
  usage: DecimalString | null;
  state: PoolState;
  collateral: CollateralReport[];
  positions: PositionReport[];
  problems: Problem[];
}

export interface CollateralReport {
  asset: string;
  value: DecimalString | null;
  counted: DecimalString | null;
  liquidation: Sides | null;
}

export interface PositionReport {
  symbol: string;
  /** In the settle asset. */
  value: DecimalString | null;
  /** In the settle asset. */
  unrealizedPnl: DecimalString | null;
  /** In the pool's unit. */
  maintenanceMargin: DecimalString | null;
  printedLiquidationPrice: DecimalString | null;
  liquidation: Sides;
}

/** The nearest prices on either side of the mark at which the pool becomes liquidatable; null: none. */
export interface Sides {
  below: DecimalString | null;
  above: DecimalString | null;
}

export interface Problem {
  code: string;
  path: string;
  message: string;
}
