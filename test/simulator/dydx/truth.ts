/** The accounts by the simulator's own arithmetic, subaccount by subaccount. */
import {
  crossingsOf,
  equityOf,
  headroomOf,
  jointOf,
  maintenanceOfPool,
  type Pool,
  printedPrice,
  usageOf,
} from '../arithmetic';
import type { AccountTruth, PoolTruth } from '../exchange';
import type { Market } from '../market';
import type { DydxAccount, Subaccount } from './accounts';
import { entryOf } from './figures';
import { oracleOf } from './markets';

export interface TruthOptions {
  market: Market;
  betas(factors: string[]): Record<string, number>;
}

export function truthOf(account: DydxAccount, options: TruthOptions): AccountTruth {
  const subs = [...account.subaccounts.values()].filter(
    ({ number, holdings }) => number === account.parent || holdings.size > 0,
  );
  const held = subs.flatMap(({ holdings }) => [...holdings.values()].map(({ listing }) => listing.coin.name));
  // One estimate for the whole account: correlations are shrunk together.
  const betas = held.length > 0 ? options.betas(held) : {};
  return {
    venue: 'dydx',
    account: account.name,
    id: account.parent === 0 ? account.address : `${account.address}/${account.parent}`,
    mode: 'subaccounts',
    pools: subs.map(sub => poolTruth(sub, account.parent, options.market, betas)),
  };
}

function poolTruth(
  sub: Subaccount,
  parent: number,
  market: Market,
  betas: Record<string, number>,
): PoolTruth {
  const holdings = [...sub.holdings.values()];
  // What the positions cost is back in the balance: profit is counted from the entry.
  const paid = holdings.reduce((sum, { cost }) => sum + cost, 0);
  const pool: Pool = {
    collateral: [{ amount: (sub.usdc + paid) / 1e6, price: 1, factor: null, weight: 1 }],
    positions: holdings.map(holding => ({
      symbol: holding.listing.ticker,
      factor: holding.listing.coin.name,
      size: holding.size,
      entry: entryOf(holding),
      mark: Number(oracleOf(market, holding.listing)),
      tiers: [{ from: 0, rate: Number(holding.listing.maintenance) }],
    })),
    threshold: 1,
  };
  const isCross = sub.number === parent;
  return {
    id: isCross ? 'cross' : `isolated:${sub.number}`,
    kind: isCross ? 'cross' : 'isolated',
    unit: 'USDC',
    threshold: 1,
    equity: equityOf(pool),
    maintenance: maintenanceOfPool(pool),
    headroom: headroomOf(pool),
    usage: usageOf(pool),
    joint: holdings.length === 0 ? { down: null, up: null } : jointOf(pool, betas),
    positions: pool.positions.map(position => {
      const { below, above } = crossingsOf(pool, position.factor);
      const value = Math.abs(position.size) * position.mark;
      return {
        symbol: position.symbol,
        factor: position.factor,
        size: position.size,
        entry: position.entry,
        mark: position.mark,
        value,
        pnl: position.size * (position.mark - position.entry),
        maintenance: value * position.tiers[0]!.rate,
        printed: printedPrice(position, headroomOf(pool)),
        below: below === null ? null : below * position.mark,
        above: above === null ? null : above * position.mark,
      };
    }),
  };
}
