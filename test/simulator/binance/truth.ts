/** The accounts of this moment as numbers, for tests that compare the extension with the exchange. */
import {
  crossingsOf,
  equityOf,
  headroomOf,
  jointOf,
  maintenanceOf,
  maintenanceOfPool,
  type Pool,
  profitOf,
  usageOf,
} from '../arithmetic';
import type { AccountTruth, PoolTruth } from '../exchange';
import type { Desk, Floor } from './floor';
import { type Figures, figures, type PoolFigures, poolsOf, printedPrice } from './ledger';

/** `betas` are those of the given coins to bitcoin. */
export function truthOf(
  floor: Floor,
  desk: Desk,
  betas: (coins: string[]) => Record<string, number>,
): AccountTruth {
  const all = figures(desk.ledger, floor.quotes);
  const pools = poolsOf(all);
  const held = pools.flatMap(pool => pool.rows.map(row => row.contract.coin));
  const known = betas([...new Set(held)]);
  return {
    venue: 'binance',
    account: desk.name,
    id: 'main',
    mode: 'single-asset',
    pools: pools.map(pool => poolTruth(pool, all, known)),
  };
}

function poolTruth(pool: PoolFigures, all: Figures, betas: Record<string, number>): PoolTruth {
  const plain: Pool = {
    collateral: [{ amount: pool.wallet.toNumber(), price: 1, factor: null, weight: 1 }],
    positions: pool.rows.map(({ position, contract, mark }) => ({
      symbol: position.symbol,
      factor: contract.coin,
      size: position.amount.toNumber(),
      entry: position.entry.toNumber(),
      mark: mark.toNumber(),
      tiers: contract.brackets.map(row => ({
        from: row.notionalFloor.toNumber(),
        rate: row.maintMarginRatio.toNumber(),
      })),
    })),
    threshold: 1,
  };
  return {
    id: pool.id,
    kind: pool.kind,
    unit: pool.unit,
    equity: equityOf(plain),
    maintenance: maintenanceOfPool(plain),
    headroom: headroomOf(plain),
    usage: usageOf(plain),
    joint: plain.positions.length > 0 ? jointOf(plain, betas) : { down: null, up: null },
    positions: plain.positions.map((one, index) => {
      const { below, above } = crossingsOf(plain, one.factor);
      return {
        symbol: one.symbol,
        factor: one.factor,
        size: one.size,
        entry: one.entry,
        mark: one.mark,
        value: Math.abs(one.size) * one.mark,
        pnl: profitOf(one),
        maintenance: maintenanceOf(Math.abs(one.size) * one.mark, one.tiers),
        printed: printedPrice(pool.rows[index]!, all)?.toNumber() ?? null,
        below: below === null ? null : below * one.mark,
        above: above === null ? null : above * one.mark,
      };
    }),
  };
}
