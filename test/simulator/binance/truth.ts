/** The accounts of this moment as numbers, for tests that compare the extension with the exchange. */
import { maintenanceOf } from '../arithmetic';
import type { AccountTruth, PoolTruth } from '../exchange';
import type { Desk, Floor } from './floor';
import { type Figures, figures, type PositionFigures } from './ledger';
import {
  crossingsOf,
  equityOf,
  factorOfAsset,
  headroomOf,
  jointOf,
  type PoolSums,
  profitAt,
  requirementOf,
  sumPosition,
  valueAt,
} from './pool-sums';
import { type PoolFigures, poolsOf, printedPrice } from './pools';
import { portfolioSums } from './portfolio';

type Betas = (coins: string[]) => Record<string, number>;

/** `betas` are those of the given coins to bitcoin. */
export function truthOf(floor: Floor, desk: Desk, betas: Betas): AccountTruth {
  const all = figures(desk.ledger, floor.quotes);
  const pools = poolsOf(all, floor.product).map(pool => {
    const sums = sumsOf(pool, all, floor);
    return { pool, sums };
  });
  const known = betas(factorsOf(pools.map(one => one.sums)));
  return {
    venue: 'binance',
    account: desk.name,
    id: floor.product === 'usdm' ? 'main' : 'coin-m',
    mode: floor.product === 'coinm' ? 'COIN-M' : desk.ledger.multiAssets ? 'multi-assets' : 'single-asset',
    pools: pools.map(({ pool, sums }) =>
      poolTruth(pool, sums, known, row => printedPrice(row, all)?.toNumber() ?? null),
    ),
  };
}

/** Both products' positions and the margin assets, in one pool of dollars. */
export function portfolioTruth(usdm: Floor, coinm: Floor, name: string, betas: Betas): AccountTruth {
  const sums = portfolioSums(usdm, coinm, name);
  const rows = [usdm, coinm].flatMap(floor => {
    const { rows } = figures(floor.desks.get(name)!.ledger, floor.quotes);
    return rows.filter(row => !row.position.amount.isZero());
  });
  const pool = { id: 'portfolio-margin', kind: 'cross' as const, unit: 'USD', rows };
  const truth = poolTruth(pool, sums, betas(factorsOf([sums])), () => null);
  return {
    venue: 'binance',
    account: name,
    id: 'portfolio-margin',
    mode: 'portfolio margin',
    pools: [{ ...truth, threshold: sums.threshold }],
  };
}

const factorsOf = (pools: PoolSums[]) => [
  ...new Set(
    pools.flatMap(({ assets, positions }) => [
      ...positions.map(one => one.factor),
      ...assets.flatMap(one => (one.factor === null ? [] : [one.factor])),
    ]),
  ),
];

function sumsOf(pool: PoolFigures, { joint }: Figures, floor: Floor): PoolSums {
  const positions = pool.rows.map(sumPosition);
  if (!joint || pool.kind === 'isolated') {
    const whole = {
      name: pool.unit,
      amount: pool.wallet.toNumber(),
      price: 1,
      factor: null,
      owned: 1,
      owed: 1,
    };
    return { assets: [whole], positions, threshold: 1 };
  }
  const assets = joint.assets.map(({ asset, crossWallet }) => {
    const { index, bidBuffer, askBuffer } = floor.quotes.rate(asset);
    return {
      name: asset,
      amount: crossWallet.toNumber(),
      price: index.toNumber(),
      factor: factorOfAsset(asset),
      owned: 1 - bidBuffer.toNumber(),
      owed: 1 + askBuffer.toNumber(),
    };
  });
  return { assets, positions, threshold: 1 };
}

function poolTruth(
  pool: Pick<PoolFigures, 'id' | 'kind' | 'unit' | 'rows'>,
  sums: PoolSums,
  betas: Record<string, number>,
  printed: (row: PositionFigures) => number | null,
): PoolTruth {
  const equity = equityOf(sums);
  const maintenance = requirementOf(sums);
  return {
    id: pool.id,
    kind: pool.kind,
    unit: pool.unit,
    equity,
    maintenance,
    headroom: headroomOf(sums),
    usage: equity > 0 ? (sums.threshold * maintenance) / equity : null,
    joint: sums.positions.length > 0 ? jointOf(sums, betas) : { down: null, up: null },
    positions: sums.positions.map((one, index) => {
      const { below, above } = crossingsOf(sums, one.factor);
      return {
        symbol: one.symbol,
        factor: one.factor,
        size: one.size,
        entry: one.entry,
        mark: one.mark,
        value: valueAt(one),
        pnl: profitAt(one),
        maintenance: maintenanceOf(valueAt(one), one.tiers),
        printed: printed(pool.rows[index]!),
        below: below === null ? null : below * one.mark,
        above: above === null ? null : above * one.mark,
      };
    }),
  };
}
