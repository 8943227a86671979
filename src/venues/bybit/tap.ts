import type { TapRules } from '../venue';

/**
 * What may be copied from a Bybit page. The bodies of its private calls are not public: what an answer is, is told
 * from its rows further on (shapes.ts), and here by a word of its path only. Paths of logins, one-time tokens,
 * withdrawals, cards and personal data are never copied.
 */
const PATHS =
  /^(?!.*(?:\/ott|login|logout|token|passw|passport|oauth|verif|captcha|kyc|2fa|mfa|sms|email|address|withdraw|deposit|card|p2p|fiat|otc|referral|messag|notif|kline))\/(?:v\d|x-api|contract|unified|api|spot|option|derivatives)\/.*(?:position|wallet|balance|order|margin|ticker|symbol|instrument|risk|collateral|tier|fee-rate|account|list-all)/i;

export const tap: TapRules = {
  pages: [
    'www.bybit.com',
    'www.bybitglobal.com',
    'www.bytick.com',
    'www.bybit.eu',
    'www.bybit.kz',
    'www.bybit.nl',
  ],
  requests: [
    { host: '', path: PATHS },
    { host: 'api2.bybit.com', path: PATHS },
    { host: 'api.bybit.com', path: PATHS },
    { host: 'api2.bybitglobal.com', path: PATHS },
    { host: 'api2.bytick.com', path: PATHS },
    { host: 'api2.bybit.nl', path: PATHS },
    { host: 'api2.bybit.kz', path: PATHS },
    { host: 'api2.bybit.eu', path: PATHS },
  ],
  sockets: [
    {
      host: /^(?:ws\d?|stream|ws-[a-z]+)\.(?:bybit|bybitglobal|bytick)\.(?:com|nl|kz|eu)$/,
      // By the fields of its rows, or by its topic. A ticker without a price, and books and trades, are nothing to us.
      incoming:
        /"(?:walletBalance|positionIdx|orderStatus|markPrice|usdIndexPrice)"\s*:|"topic"\s*:\s*"(?:[a-z.]*\.)?(?:wallet|position|order)s?(?:\.[a-z]+)?"/i,
      outgoing: null,
      // The page's own socket carries a one-time token and the id of a device.
      secret: /(?<=\?).+/,
    },
  ],
};
