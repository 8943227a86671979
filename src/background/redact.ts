/**
 * Takes out of a recording what names the trader: addresses, hashes, account and order numbers, mail addresses.
 * Each is replaced by a stand-in of the same form and always the same one, so that the recording replays as it
 * was. Amounts and prices stay: they are what the bug is about.
 */
export interface Redactor {
  text(text: string): string;
}

/** Keys whose value is an identifier; figures have other names on both venues. */
const IDENTIFIERS =
  /("(?:uid|mainUid|userID|apiKey|userId|user_id|username|accountId|account_id|subAccountId|uuid|email|nickName|oid|cloid|ordId|clOrdId|algoClOrdId|posId|orderId|order_id|orderLinkId|execId|trade_id|label|origClientOrderId|clientOrderId|clientAlgoId|algoId|strategyId|tradeId|tid|hash|listenKey|subaccountId|positionId|clientId|transactionHash|eventId|access_token|refresh_token|client_id|system_name|id)"\s*:\s*)("(?:[^"\\]|\\.)*"|\d+)/g;
/** In Binance's order events the numbers of orders and trades go by single letters, which are prices elsewhere. */
const ORDER_EVENT = /"(?:ORDER_TRADE_UPDATE|ALGO_UPDATE)"/;
const LETTERS = /("(?:c|i|t|aid|caid)"\s*:\s*)("(?:[^"\\]|\\.)*"|\d+)/g;
const HEX = /0x(?:[0-9a-fA-F]{64}|[0-9a-fA-F]{40}|[0-9a-fA-F]{32})(?![0-9a-fA-F])/g;
/** Bech32 addresses of the Cosmos chains: dYdX's. */
const BECH32 = /\b(?:dydx|cosmos|noble|osmo|neutron)1[02-9ac-hj-np-z]{38,58}\b/g;
const MAIL = /[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{2,})+/g;
const QUERY = /([?&](?:listenKey|signature|token|apiKey|timestamp|uid|email)=)[^&#\s"]*/gi;
/** A run of digits this long inside an identifier is a number of somebody or something. */
const LONG = /\d{6,}/g;
/** Short codes are statuses and interval names, not identifiers. */
const SHORTEST = 6;

export function createRedactor(): Redactor {
  const known = new Map<string, string>();
  const standIn = (original: string, make: (n: number) => string): string => {
    const key = original.toLowerCase();
    let made = known.get(key);
    if (made === undefined) {
      made = make(known.size + 1);
      known.set(key, made);
    }
    return made;
  };
  const hex = (found: string) => standIn(found, n => `0x${n.toString(16).padStart(found.length - 2, '0')}`);
  const bech32 = (found: string) => {
    const [chain = ''] = found.split('1');
    // Only signs that such an address may have, so that it is still read as one.
    return standIn(
      found,
      n =>
        `${chain}1${String(n)
          .replaceAll('1', 'z')
          .padStart(found.length - chain.length - 1, 'q')}`,
    );
  };
  const digits = (found: string) => standIn(found, n => `1${String(n).padStart(found.length - 1, '0')}`);
  const identifier = (value: string): string => {
    if (!value.startsWith('"')) return value.length < SHORTEST ? value : digits(value);
    const inner = value.slice(1, -1);
    if (inner.length < SHORTEST || /^(?:0x|[a-z]+1[02-9ac-hj-np-z]{38})/.test(inner)) return value;
    if (/^[\d_A-Z]+$/.test(inner)) return `"${inner.replace(LONG, digits)}"`;
    return `"${standIn(inner, n => `stand-in-${n}`)}"`;
  };
  const named = (_all: string, key: string, value: string) => key + identifier(value);
  return {
    text(text) {
      const plain = text
        .replace(HEX, hex)
        .replace(BECH32, bech32)
        .replace(MAIL, found => standIn(found, n => `trader-${n}@example.invalid`))
        .replace(QUERY, '$1redacted')
        .replace(IDENTIFIERS, named);
      return ORDER_EVENT.test(plain) ? plain.replace(LETTERS, named) : plain;
    },
  };
}
