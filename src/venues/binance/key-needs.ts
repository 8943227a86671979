/**
 * What a read-only key asks for. Which of the accounts there are is found out by the answers: Portfolio Margin first, for
 * under it the single ones say nothing; else USDⓈ-M and COIN-M.
 *
 * Weights a minute, of 2400 a host (papi: 6000) and without those of the page: fapi some 110, dapi some 90 while it holds
 * something, papi some 180. Source of the weights: Binance documents, 2026-06-28.
 */
import type { ApiRequest } from '../venue';
import { openPositions } from './margin';
import type { State, Trader } from './state';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** A listen key lasts an hour; asking for it again prolongs it. */
const KEEP_ALIVE = 25 * MINUTE;

const FAPI = 'https://fapi.binance.com/fapi';
const DAPI = 'https://dapi.binance.com/dapi';
const PAPI = 'https://papi.binance.com/papi';
const SAPI = 'https://api.binance.com/sapi/v1/portfolio';

const get = (url: string, every: number): ApiRequest => {
  const { pathname } = new URL(url);
  return { key: `binance${pathname}`, url, method: 'GET', every };
};
const listenKey = (base: string): ApiRequest => ({
  ...get(`${base}/v1/listenKey`, KEEP_ALIVE),
  method: 'POST',
});

const portfolioNeeds = (): ApiRequest[] => [
  get(`${PAPI}/v1/account`, 30 * SECOND),
  get(`${PAPI}/v1/um/positionRisk`, 30 * SECOND),
  get(`${PAPI}/v1/cm/positionRisk`, 30 * SECOND),
  get(`${PAPI}/v1/balance`, 30 * SECOND),
  get(`${SAPI}/asset-index-price`, 30 * SECOND),
  get(`${SAPI}/collateralRate`, HOUR),
  get(`${SAPI}/margin-asset-leverage`, HOUR),
  get(`${PAPI}/v1/um/leverageBracket`, 6 * HOUR),
  get(`${PAPI}/v1/cm/leverageBracket`, 6 * HOUR),
  listenKey(PAPI),
  get(`${PAPI}/v1/um/openOrders`, MINUTE),
  get(`${PAPI}/v1/um/algo/openAlgoOrders`, MINUTE),
  get(`${PAPI}/v1/cm/openOrders`, MINUTE),
];

const usdmNeeds = (): ApiRequest[] => [
  get(`${FAPI}/v3/account`, 30 * SECOND),
  get(`${FAPI}/v3/positionRisk`, 30 * SECOND),
  get(`${FAPI}/v1/leverageBracket`, 6 * HOUR),
  get(`${FAPI}/v1/accountConfig`, 5 * MINUTE),
  listenKey(FAPI),
  get(`${FAPI}/v1/symbolConfig`, 10 * MINUTE),
  get(`${FAPI}/v1/openOrders`, MINUTE),
  get(`${FAPI}/v1/openAlgoOrders`, MINUTE),
];

/** COIN-M is looked at once a minute as long as it holds nothing. */
function coinmNeeds(trader: Trader): ApiRequest[] {
  const looking = [get(`${DAPI}/v1/account`, MINUTE), get(`${DAPI}/v1/positionRisk`, MINUTE)];
  if (openPositions(trader).length === 0) return looking;
  return [
    get(`${DAPI}/v1/account`, 15 * SECOND),
    get(`${DAPI}/v1/positionRisk`, 15 * SECOND),
    get(`${DAPI}/v2/leverageBracket`, 6 * HOUR),
    listenKey(DAPI),
    get(`${DAPI}/v1/openOrders`, MINUTE),
  ];
}

export function keyNeeds(state: State): ApiRequest[] {
  const { portfolio, login } = state;
  // Whose account it is names it; the answer weighs 20 and never changes.
  const first =
    login === null ? [get('https://api.binance.com/api/v3/account?omitZeroBalances=true', MINUTE)] : [];
  if (portfolio.is === null) return [...first, get(`${PAPI}/v1/account`, MINUTE)];
  if (portfolio.is.is) return [...first, ...portfolioNeeds()];
  return [
    ...first,
    ...usdmNeeds(),
    ...coinmNeeds(state.delivery.trader),
    get(`${PAPI}/v1/account`, 6 * HOUR),
  ];
}
