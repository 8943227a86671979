/**
 * What an instrument's name says: `BTC-USDT-SWAP`, `BTC-USD-241227`, `ETH-USD_UM-SWAP`, `BTC-USD-241227-80000-C`,
 * `BTC-USDT`. Source: OKX documents v5, "instId", 2026-06-28.
 */

export interface SymbolName {
  base: string;
  /** "USD_UM" is quoted in dollars and margined in stable coins. */
  quote: string;
  type: 'SPOT' | 'SWAP' | 'FUTURES' | 'OPTION';
  family: string;
}

const NAME =
  /^([A-Z\d_.\p{Lo}]{1,40})-([A-Z\d_.\p{Lo}]{1,40})(?:-(SWAP|\d{6})(?:-(\d+(?:_\d+)?|\d+\.\d+)-([CP]))?)?$/u;

/** Null: not a name of this form. */
export function parseSymbol(instId: string): SymbolName | null {
  const found = NAME.exec(instId);
  if (!found) return null;
  const [, base = '', quote = '', term, , right] = found;
  const type = right ? 'OPTION' : term === undefined ? 'SPOT' : term === 'SWAP' ? 'SWAP' : 'FUTURES';
  return { base, quote, type, family: `${base}-${quote}` };
}

/** Stand still against the dollar, or are the dollar. */
const DOLLARS = new Set(['USD', 'USD_UM', 'USDT', 'USDC', 'USDG', 'USDS', 'FDUSD', 'PYUSD', 'DAI', 'TUSD']);
export const isDollar = (ccy: string): boolean => DOLLARS.has(ccy);

/**
 * What moves the mark: the coin, without the bundle in which it trades; a swap, a dated future and the spot pair
 * share it. A pair against another coin (ETH-BTC) moves by itself.
 */
export function factorOf(instId: string): string {
  const name = parseSymbol(instId);
  if (!name) return instId;
  if (!isDollar(name.quote)) return name.base + name.quote;
  return coinOf(name.base);
}

/** "1000", "10000" … bundle small coins; 1INCH is a coin's own name. */
export const coinOf = (ccy: string): string => ccy.replace(/^10{3,6}(?=\D)/, '');

/** What moves the price of a collateral coin in dollars; null: it stands still. */
export const factorOfCoin = (ccy: string): string | null => (isDollar(ccy) ? null : coinOf(ccy));
