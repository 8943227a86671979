import type { Account, Pool, Schedule } from '../../../src/engine/account';
import type { OracleAccount } from './plain-book';

/** An account of these vectors in the canonical form, with USDT as the pool's unit. */
export function oraclePool({ marks, collateral, positions }: OracleAccount): Pool {
  return {
    id: 'pool',
    kind: 'cross',
    unit: 'USDT',
    collateral: Object.entries(collateral).map(([asset, row]) => ({
      asset,
      amount: row.qty,
      price: marks[asset] ?? '1',
      follows: asset === 'USDT' ? null : asset,
      ...(row.weights ? { credit: credit(row.weights) } : {}),
      ...(row.negSlope ? { liability: { weight: row.negSlope, maintenanceRate: '0' } } : {}),
    })),
    positions: positions.map(each => ({
      symbol: each.id,
      factor: each.asset,
      size: each.qty,
      contract: { type: each.type === 'inverse' ? 'inverse' : 'linear', multiplier: each.mult ?? '1' },
      entryPrice: each.entry,
      markPrice: marks[each.asset]!,
      ...(each.settle === 'USDT' ? {} : { settle: each.settle }),
      // Tiers in USD: in the settle asset only where that is at par, or there is but one tier.
      maintenance: {
        basis: 'value',
        style: 'marginal',
        steps: each.tiers.map(({ floor, rate }) => ({ from: `${floor}`, rate })),
      },
    })),
    orders: [],
    rules: {
      liquidatedWhen: 'at-or-below',
      threshold: '1',
      ratio: 'maintenance/equity',
      printed: { moves: 'symbol', tickOffset: 0, fixedMaintenance: false, onlySinglePosition: false },
    },
  };
}

export function oracleAccount(...accounts: OracleAccount[]): Account {
  return {
    format: 'plimsoll.account/1',
    venue: 'vectors',
    account: 'main',
    asOf: 0,
    pools: accounts.map((each, i) => ({ ...oraclePool(each), id: `pool-${i}` })),
  };
}

/** So many BTC at 86,000, of which 1.25 % is maintenance margin, on so many USDT. */
export function holding(size: string, cash: string): Pool {
  return oraclePool({
    marks: { BTC: '86000', USDT: '1' },
    collateral: { USDT: { qty: cash } },
    positions: [
      {
        id: 'BTC',
        type: 'linear',
        asset: 'BTC',
        settle: 'USDT',
        qty: size,
        entry: '86000',
        tiers: [{ floor: 0, rate: '0.0125' }],
      },
    ],
  });
}

/** `weight` up to `upTo`, in value, as a marginal schedule. */
function credit(weights: { upTo?: string; weight: string }[]): Schedule {
  let from = '0';
  const steps = weights.map(({ upTo, weight }) => {
    const step = { from, rate: weight };
    from = upTo ?? from;
    return step;
  });
  return { basis: 'value', style: 'marginal', steps };
}
