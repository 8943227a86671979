import type { TapRules } from '../venue';

/**
 * What may be copied from a page of dydx.trade: what its indexer says of accounts, orders and markets. Outgoing
 * frames tell whose account the page shows. Books, trades and candles, which are most of the traffic, are not
 * copied: a frame names its channel before its contents.
 */
export const tap: TapRules = {
  pages: ['dydx.trade'],
  requests: [
    {
      host: 'indexer.dydx.trade',
      path: /^\/v4\/(?:addresses\/[^/]+(?:\/(?:parentS|s)ubaccountNumber\/\d+)?|perpetualMarkets|orders(?:\/parentSubaccountNumber)?)$/,
    },
  ],
  sockets: [
    {
      host: /^indexer\.dydx\.trade$/,
      incoming: /^[^[]{0,400}?"channel"\s*:\s*"v4_(?:parent_subaccounts|subaccounts|markets)"/,
      outgoing: /"channel"\s*:\s*"v4_(?:parent_)?subaccounts"/,
    },
  ],
};
