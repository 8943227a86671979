/**
 * The canonical account: the one shape that every venue is turned into and that the engine reads.
 *
 * All amounts, prices and rates are decimal strings. A field that is absent or null where a number is
 * needed means "not known": the engine turns the pool into `unknown` and says so, it never reads it as 0.
 */

/** A decimal number as text: digits, at most one point, an optional leading minus; never exponent form. */
export type DecimalString = string;

type Maybe = DecimalString | null | undefined;

export interface Account {
  format: 'plimsoll.account/1';
  venue: string;
  account: string;
  /** Milliseconds since the epoch at which the venue described this state. */
  asOf: number;
  pools: Pool[];
  /** An order being typed. */
  draft?: Draft;
}

/** Everything that is liquidated together; an isolated position is a pool of its own. */
export interface Pool {
  id: string;
  kind: 'cross' | 'isolated';
  /** The asset in which equity and requirement are counted. */
  unit: string;
  collateral: Collateral[];
  positions: Position[];
  orders: Order[];
  rules: Rules;
  /** Constants added to equity and requirement, each with its reason. */
  adjustments?: Adjustment[];
  /** Why the figures are not the venue's own method; becomes a problem of code "estimate". */
  estimate?: string;
  /** What the venue itself printed for this pool. */
  reported?: { equity?: Maybe; maintenanceMargin?: Maybe; marginRatio?: Maybe };
}

export interface Adjustment {
  reason: string;
  equity: Maybe;
  requirement: Maybe;
}

export interface Collateral {
  asset: string;
  /** Signed, in the asset; negative is borrowed. */
  amount: Maybe;
  /** One asset in the pool's unit. */
  price: Maybe;
  /** The factor that moves the price; null: it stands still. */
  follows: string | null;
  /** How much of a positive value counts. Absent: all of it. */
  credit?: Schedule;
  liability?: { weight: Maybe; maintenanceRate: Maybe };
}

export interface Position {
  /** The venue's own name of the contract. */
  symbol: string;
  /** What moves its mark. */
  factor: string;
  /** Signed, in contracts. */
  size: Maybe;
  contract: Contract;
  entryPrice: Maybe;
  markPrice: Maybe;
  /** The asset in which profit and loss are paid. Absent: the pool's unit, at par. */
  settle?: string;
  /** Null: the pool's adjustments carry the requirement. Absent: not known. */
  maintenance?: Schedule | null;
  tierGroup?: string;
  /** Contracts of resting orders that count towards the tier. */
  tierExtra?: Maybe;
  /** Closing fee at mark, as a part of the value, counted into the requirement. */
  feeRate?: Maybe;
  /** A constant part of the requirement, in the pool's unit. */
  requirement?: Maybe;
  /** The same for each contract that is held: it grows and shrinks with the size, and not with the mark. */
  requirementPerContract?: Maybe;
  leverage?: Maybe;
  tick?: Maybe;
  /** The step of its size, in contracts: what is proposed is rounded to it. */
  lot?: Maybe;
  /** What the venue itself printed; a liquidation price of null means that it printed none. */
  reported?: { liquidationPrice?: Maybe; maintenanceMargin?: Maybe };
}

/** Linear: base units a contract. Inverse: quote units a contract, settled in the base coin. */
export interface Contract {
  type: 'linear' | 'inverse';
  multiplier: Maybe;
}

export interface Schedule {
  basis: 'value' | 'amount' | 'contracts';
  style: 'marginal' | 'whole';
  steps: Step[];
}

export interface Step {
  from: DecimalString;
  rate: DecimalString;
  deduction?: DecimalString;
}

/** A resting or conditional order. */
export interface Order {
  symbol: string;
  side: 'buy' | 'sell';
  size: Maybe;
  price: Maybe;
  type: string;
  triggerPrice?: Maybe;
  /** The price that the trigger watches. Absent: not known. */
  triggerBasis?: 'mark' | 'last' | 'index';
  reduceOnly?: boolean;
  closesPosition?: boolean;
}

export interface Rules {
  liquidatedWhen: 'at-or-below' | 'below';
  threshold: DecimalString;
  ratio: 'maintenance/equity' | 'equity/maintenance';
  printed: Printed;
}

/** How the venue computes the liquidation price that it prints. */
export interface Printed {
  moves: 'symbol' | 'factor';
  tickOffset: number;
  fixedMaintenance: boolean;
  onlySinglePosition: boolean;
  threshold?: DecimalString;
  withoutOrders?: boolean;
  /** The legs of one symbol print one price: that on the losing side of their sum, not of each leg. */
  sharedByLegs?: boolean;
}

/** An order that is being typed. A price of null is a market order at the mark. */
export interface Draft {
  pool: string;
  symbol: string;
  side: 'buy' | 'sell';
  size: Maybe;
  price: DecimalString | null;
  reduceOnly?: boolean;
  leverage?: Maybe;
  marginMode?: 'cross' | 'isolated';
  feeRate?: Maybe;
  /** The template of a new position, with size "0". */
  position?: Position;
  /** An amount of the pool's unit that is posted with the fill. */
  margin?: Maybe;
  /** The id of the pool that the margin leaves. */
  marginFrom?: string;
}
