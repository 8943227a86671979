/**
 * Portfolio Margin by Binance's own totals, where its margin assets are not known one by one (the page's panel): what
 * backs the positions is what the totals leave when the positions of that moment are taken out, and stands still.
 */
import type { Pool } from '../../engine/account';
import { assess } from '../../engine/assess';
import { Decimal } from '../../engine/decimal';
import { assumed } from './assumptions';
import { openPositions } from './margin';
import { markOf } from './marks';
import { portfolioPool, portfolioRows } from './portfolio';
import type { Moment } from './position';
import type { PortfolioSaid, State } from './state';
import { factorOfAsset } from './symbols';

export const portfolioMoment = (state: State): Moment => ({
  rows: portfolioRows(state),
  cross: {},
  rates: state.market.rates,
  mark: symbol => markOf(state.market, symbol)?.price ?? null,
  printed: null,
});

/** The positions alone, each profit and loss at its asset's index. */
function positionsPool(state: State): Pool {
  // On the page a trader may have no positions of COIN-M, and so no list of them.
  const rows = [state.trader, state.delivery.trader].flatMap(openPositions);
  const pool = portfolioPool(state, { ...portfolioMoment(state), rows });
  const settled = pool.positions.flatMap(one => one.settle ?? []);
  // An order may be settled in a dollar in which nothing is held yet.
  const usual = ['USDT', 'USDC'].filter(asset => state.market.rates[asset]);
  return {
    ...pool,
    adjustments: [],
    collateral: [...new Set([...settled, ...usual])].map(asset => ({
      asset,
      amount: '0',
      price: state.market.rates[asset]?.index ?? null,
      follows: factorOfAsset(asset),
    })),
  };
}

/** Profit and maintenance margin of the positions at present, in US dollars; null: not all of it is known. */
export function positionsNow(state: State): PortfolioSaid['before'] {
  if (state.trader.positions.listedAt === null) return null;
  const pool = positionsPool(state);
  const account = { format: 'plimsoll.account/1', venue: 'binance', account: '', asOf: 0 } as const;
  const [report] = assess({ ...account, pools: [pool] }).pools;
  const { equity = null, maintenanceMargin = null } = report ?? {};
  return equity === null || maintenanceMargin === null
    ? null
    : { profit: equity, maintenance: maintenanceMargin };
}

export function totalsPool(state: State, said: PortfolioSaid): Pool {
  const pool = positionsPool(state);
  const { before } = said;
  const rest = (total: string, part: string | undefined) =>
    part === undefined ? null : new Decimal(total).minus(part).toFixed();
  return {
    ...pool,
    adjustments: [
      {
        reason: 'collateral and loans, by Binance’s totals',
        equity: rest(said.equity, before?.profit),
        requirement: rest(said.maintenance, before?.maintenance),
      },
    ],
    estimate: assumed.portfolioTotals,
    reported: { marginRatio: said.uniMMR },
  };
}
