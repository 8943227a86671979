/**
 * What a contract's name says: `BTCUSDT_241227` is BTC against USDT, `1000PEPEUSDT` a thousand PEPE.
 * Source: Binance USDⓈ-M symbol names as listed by exchangeInfo; the margin asset is the quote asset.
 */

/** Longest first: USDT must not be found in a name that ends in another of them. */
const QUOTES = ['FDUSD', 'USDT', 'USDC', 'BUSD', 'USD1', 'BTC', 'ETH', 'BNB'];
/** Quotes that stand for the dollar: against them the base coin itself is what moves. */
const DOLLARS = new Set(['FDUSD', 'USDT', 'USDC', 'BUSD', 'USD1']);

export interface SymbolName {
  base: string;
  quote: string;
}

/** Null: the name ends in no known quote asset. */
export function parseSymbol(symbol: string): SymbolName | null {
  const pair = symbol.replace(/_\d{6}$/, '');
  for (const quote of QUOTES) {
    if (pair.length > quote.length && pair.endsWith(quote))
      return { base: pair.slice(0, -quote.length), quote };
  }
  return null;
}

/**
 * What moves the mark of a contract: the coin, without the bundle in which it trades and without the delivery
 * date, so that a perpetual and a quarterly share it. A pair against another coin (ETHBTC) moves by itself.
 */
export function factorOf(symbol: string): string {
  const name = parseSymbol(symbol);
  if (!name) return symbol.replace(/_\d{6}$/, '');
  if (!DOLLARS.has(name.quote)) return name.base + name.quote;
  // "1000", "10000" … bundle small coins; "1M" is used for one coin only. 1INCH is a coin's own name.
  return name.base.replace(/^10{3,6}(?=\D)/, '').replace(/^1M(?=BABYDOGE$)/, '');
}
