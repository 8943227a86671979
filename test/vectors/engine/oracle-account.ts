/** Accounts of the liquidation-price oracle in the canonical form, one pool in USD. */
import type { Account, Collateral, Pool, Position, Schedule } from '../../../src/engine/account';

export interface OracleAccount {
  marks: Record<string, string>;
  collateral: Record<string, OracleRow>;
  positions: OraclePosition[];
}

interface OracleRow {
  qty: string;
  weights?: { upTo?: string; weight: string }[];
  negSlope?: string | number;
  liabMM?: string;
}

interface OraclePosition {
  id: string;
  type: 'linear' | 'inverse' | 'quanto';
  asset: string;
  settle: string;
  qty: string;
  entry: string;
  mult?: string;
  tiers: { floor: string | number; rate: string }[];
  tierMode?: string;
  tierBasis?: string;
}

const BASES: Record<string, Schedule['basis']> = { contracts: 'contracts', coin: 'value' };

export function oracleAccount({ marks, collateral, positions }: OracleAccount): Account {
  const pool: Pool = {
    id: 'oracle',
    kind: 'cross',
    unit: 'USD',
    collateral: Object.entries(collateral).map(([asset, row]) => rowOf(asset, row, marks[asset]!)),
    positions: positions.map(position => positionOf(position, marks)),
    orders: [],
    rules: {
      liquidatedWhen: 'at-or-below',
      threshold: '1',
      ratio: 'maintenance/equity',
      printed: { moves: 'symbol', tickOffset: 0, fixedMaintenance: false, onlySinglePosition: false },
    },
  };
  return { format: 'plimsoll.account/1', venue: 'oracle', account: 'main', asOf: 0, pools: [pool] };
}

function rowOf(asset: string, { qty, weights, negSlope, liabMM }: OracleRow, price: string): Collateral {
  const row: Collateral = { asset, amount: qty, price, follows: asset === 'USDT' ? null : asset };
  if (weights) {
    const steps = weights.map(({ weight }, k) => ({ from: weights[k - 1]?.upTo ?? '0', rate: weight }));
    row.credit = { basis: 'value', style: 'marginal', steps };
  }
  if (liabMM) row.liability = { weight: String(negSlope), maintenanceRate: liabMM };
  return row;
}

function positionOf(position: OraclePosition, marks: Record<string, string>): Position {
  const steps = position.tiers.map(({ floor, rate }) => ({ from: String(floor), rate }));
  const style = position.tierMode === 'whole' ? 'whole' : 'marginal';
  return {
    symbol: `${position.asset}-${position.id}`,
    factor: position.asset,
    size: position.qty,
    contract: {
      type: position.type === 'inverse' ? 'inverse' : 'linear',
      multiplier: position.mult ?? '1',
    },
    entryPrice: position.entry,
    markPrice: marks[position.asset],
    settle: position.settle,
    maintenance: { basis: BASES[position.tierBasis ?? ''] ?? 'value', style, steps },
  };
}
