import type { TapRules } from '../venue';

/**
 * What may be copied from a page of app.hyperliquid.xyz. The page asks `api-ui.` where programs ask `api.`;
 * both serve the same. `/exchange` carries signatures and is never copied. Outgoing frames tell whose account
 * the page shows: it subscribes to other users too.
 */
export const tap: TapRules = {
  pages: ['app.hyperliquid.xyz'],
  requests: ['api-ui.hyperliquid.xyz', 'api.hyperliquid.xyz'].map(host => ({
    host,
    path: /^\/info$/,
    body: /"type"\s*:\s*"(?:clearinghouseState|spotClearinghouseState|userAbstraction|meta|metaAndAssetCtxs|allPerpMetas|perpDexs|frontendOpenOrders|activeAssetData|marginTable|userRole|subAccounts2|webData2)"/,
  })),
  sockets: [
    {
      host: /^api(?:-ui)?\.hyperliquid\.xyz$/,
      incoming:
        /^\s*\{\s*"channel"\s*:\s*"(?:webData[23]|allDexsClearinghouseState|clearinghouseState|spotState|openOrders|activeAssetData|activeAssetCtx|fastAssetCtxs|allDexsAssetCtxs)"/,
      outgoing:
        /"type"\s*:\s*"(?:webData[23]|allDexsClearinghouseState|clearinghouseState|spotState|openOrders|activeAssetData)"/,
    },
  ],
};
