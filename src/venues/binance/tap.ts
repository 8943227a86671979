import type { TapRules } from '../venue';

/**
 * What may be copied from a Binance futures page. Paths are known by their ends: the version in them has
 * moved from v4 to v6 within two years. `/delivery/` (COIN-M) and `/grid/` (bots) are other accounts; so are
 * the portfolios of copy trading, which only the request's body names: the reducer leaves those out.
 */
export const tap: TapRules = {
  pages: ['www.binance.com'],
  requests: [
    {
      host: '',
      path: /^\/bapi\/futures\/v\d+\/private\/(eu-)?future\/(user-data\/(user-position|user-balance|symbol-config|get-position-side|account-tier-commission)|order\/(open-orders?|[a-z-]*algo-orders?))$/,
    },
    { host: '', path: /^\/bapi\/futures\/v\d+\/friendly\/future\/common\/brackets$/ },
    { host: '', path: /^\/fapi\/v\d\/premiumIndex$/ },
    { host: 'fapi.binance.com', path: /^\/fapi\/v\d\/premiumIndex$/ },
  ],
  sockets: [
    {
      host: /\.binance\.com$/,
      incoming:
        /"e"\s*:\s*"(markPriceUpdate|ACCOUNT_UPDATE|ORDER_TRADE_UPDATE|ALGO_UPDATE|ACCOUNT_CONFIG_UPDATE|contractInfo)"/,
      outgoing: null,
      // A listen key has 64 letters and digits; stream names are shorter or carry other signs.
      secret: /[A-Za-z\d]{40,}/,
    },
  ],
};
