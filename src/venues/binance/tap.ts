import type { TapRules } from '../venue';

/**
 * What may be copied from a Binance futures page. Paths are known by their ends: the version in them has
 * moved from v4 to v6 within two years. `/delivery/` is COIN-M, an account beside USDⓈ-M; `/grid/` (bots) is left
 * out here, and the portfolios of copy trading, which only the request's body names, by the reducer. The panel of
 * Portfolio Margin is the one call that is not of futures.
 */
export const tap: TapRules = {
  pages: ['www.binance.com'],
  requests: [
    {
      host: '',
      path: /^\/bapi\/futures\/v\d+\/private\/((eu-)?future|delivery)\/(user-data\/(user-position|user-balance|symbol-config|get-position-side|account-tier-commission)|order\/(open-orders?|[a-z-]*algo-orders?))$/,
    },
    { host: '', path: /^\/bapi\/margin\/v\d+\/private\/margin\/portfolio\/account-indicate$/ },
    { host: '', path: /^\/bapi\/futures\/v\d+\/friendly\/(future|delivery)\/common\/brackets$/ },
    { host: '', path: /^\/(fapi\/v\d\/(premiumIndex|assetIndex)|dapi\/v\d\/premiumIndex)$/ },
    { host: 'fapi.binance.com', path: /^\/fapi\/v\d\/(premiumIndex|assetIndex)$/ },
    { host: 'dapi.binance.com', path: /^\/dapi\/v\d\/premiumIndex$/ },
  ],
  sockets: [
    {
      host: /\.binance\.com$/,
      incoming:
        /"e"\s*:\s*"(markPriceUpdate|assetIndexUpdate|ACCOUNT_UPDATE|ORDER_TRADE_UPDATE|ALGO_UPDATE|ACCOUNT_CONFIG_UPDATE|contractInfo|riskLevelChange|openOrderLoss|liabilityChange|outboundAccountPosition)"/,
      outgoing: null,
      // A listen key has 64 letters and digits; stream names are shorter or carry other signs.
      secret: /[A-Za-z\d]{40,}/,
    },
  ],
};
