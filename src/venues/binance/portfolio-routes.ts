/** The answers of Portfolio Margin, by their paths. */
import { readIndexPrices, withRates } from './asset-rates';
import { healed, withFailure } from './failures';
import { readPortfolioOrders } from './order-lists';
import {
  readCollateralRates,
  readLoanLeverage,
  readPortfolioBalances,
  readTotals,
} from './portfolio-messages';
import {
  withCollateralRates,
  withLoanLeverage,
  withMode,
  withPortfolioBalances,
  withTotals,
} from './portfolio-state';
import { readPortfolioPositions } from './position-lists';
import { list, type Route } from './route';
import { withOrders, withPositions } from './trader';

/**
 * The page's panel: its shape is not documented, the API's is tried. A trader without Portfolio Margin may be
 * answered with nothing, which says nothing.
 */
const panel: Route = {
  source: 'portfolio',
  web: true,
  apply(state, data, _message, at) {
    if (typeof data !== 'object' || data === null || Object.keys(data).length === 0) return state;
    const reading = readTotals(data);
    if ('value' in reading) return withTotals(state, reading.value, at);
    const failed = withFailure(state, 'portfolio', { code: 'format-changed', field: reading.field }, at);
    // The ratio is there, in whatever form: the account is one of Portfolio Margin, and no other figures hold.
    return Object.keys(data).some(key => /^uniMMR$/i.test(key)) ? withMode(failed, true, at) : failed;
  },
};

export const portfolioRoutes: [RegExp, Route][] = [
  [/\/private\/margin\/portfolio\/account-indicate$/, panel],
  [/^\/papi\/v\d\/account$/, list('portfolio', false, readTotals, withTotals)],
  [/^\/papi\/v\d\/balance$/, list('portfolio balance', false, readPortfolioBalances, withPortfolioBalances)],
  [
    /^\/papi\/v\d\/(um|cm)\/positionRisk$/,
    list('user-position', false, readPortfolioPositions, withPositions),
  ],
  [
    /^\/papi\/v\d\/(um|cm)\/openOrders$/,
    list('open-orders', false, readPortfolioOrders, (state, rows, at) =>
      withOrders(state, 'orders', rows, at, { symbol: null, partial: false }),
    ),
  ],
  [
    /^\/sapi\/v\d\/portfolio\/collateralRate$/,
    list('collateralRate', false, readCollateralRates, withCollateralRates),
  ],
  [
    /^\/sapi\/v\d\/portfolio\/margin-asset-leverage$/,
    list('margin-asset-leverage', false, readLoanLeverage, withLoanLeverage),
  ],
  [
    /^\/sapi\/v\d\/portfolio\/asset-index-price$/,
    list('assetIndex', false, readIndexPrices, (state, rates, at) => ({
      ...state,
      market: withRates(healed(state, 'assetIndex'), rates, at),
    })),
  ],
];
