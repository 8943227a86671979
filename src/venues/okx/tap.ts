import type { TapRules } from '../venue';

/**
 * What may be copied from an OKX page: answers of the account, trade and public families of v5, whatever comes
 * after in the path (what they are is told by their shape, in the reducer), and frames that carry a field of a
 * position, a balance, an order or a mark. Bodies only: the page's authorization header is no part of what is
 * copied, and what the page says on a socket (its login) is never looked at.
 */
export const tap: TapRules = {
  pages: ['www.okx.com', 'my.okx.com', 'app.okx.com'],
  requests: [
    {
      host: '',
      path: /^\/(?:priapi|api)\/v\d+\/(?:account|trade|public)\/(?!.*(?:address|withdraw|deposit|transfer|bills|histor|subaccount))/,
    },
  ],
  sockets: [
    {
      // Not the wallet's sockets (wsdexpri), which tell of other accounts.
      host: /^ws(?:pri|eea|eeapri|us|uspri|aws)?\.okx\.com$/,
      incoming: /"(?:cashBal|mgnMode|markPx|algoId|ordType)"\s*:/,
      outgoing: null,
    },
  ],
};
