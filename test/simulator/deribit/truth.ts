/** The accounts by this exchange's own arithmetic, pool by pool. */
import type { AccountTruth, PoolTruth, World } from '../exchange';
import type { Account } from './accounts';
import {
  crossingsOf,
  equityOf,
  headroomOf,
  jointOf,
  maintenance,
  profit,
  requirementOf,
  worthOf,
} from './arithmetic';
import { crossed, poolsOf, portfolio } from './figures';

export function truthOf(
  world: World,
  account: Account,
  betas: (factors: string[]) => Record<string, number>,
): AccountTruth {
  const coins = [...new Set([...account.holdings.values()].map(({ contract }) => contract.coin))];
  const collateral = crossed(account)
    ? [...account.balances.keys()].filter(each => world.market.has(each))
    : [];
  const factors = [...new Set([...coins, ...collateral])];
  const known = factors.length > 0 ? betas(factors) : {};
  return {
    venue: 'deribit',
    account: account.name,
    id: String(account.id),
    mode: account.model,
    pools: poolsOf(world, account).map(({ id, unit, pool }): PoolTruth => {
      const held = pool.parts.flatMap(part => part.held);
      const equity = equityOf(pool);
      const required = requirementOf(pool);
      return {
        id,
        kind: 'cross',
        unit,
        equity,
        maintenance: required,
        headroom: headroomOf(pool),
        usage: equity > 0 ? required / equity : null,
        joint: held.length === 0 ? { down: null, up: null } : jointOf(pool, known),
        positions: held.map(each => {
          const { below, above } = crossingsOf(pool, each.contract.coin);
          return {
            symbol: each.contract.name,
            factor: each.contract.coin,
            size: each.size,
            entry: each.entry,
            mark: each.mark,
            value: worthOf(each),
            pnl: profit(each, each.entry),
            maintenance: portfolio(account) ? 0 : maintenance(each),
            printed:
              account.model === 'segregated_sm' ? printedPrice(each.size, each.mark, below, above) : null,
            below: below === null ? null : below * each.mark,
            above: above === null ? null : above * each.mark,
          };
        }),
      };
    }),
  };
}

/** `estimated_liquidation_price`: on the side on which the position loses, else on the other. */
export function printedPrice(
  size: number,
  mark: number,
  below: number | null,
  above: number | null,
): number | null {
  const multiple = size > 0 ? (below ?? above) : (above ?? below);
  return multiple === null ? null : multiple * mark;
}
