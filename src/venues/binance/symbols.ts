/**
 * What a contract's name says: `BTCUSDT_241227` is BTC against USDT, `1000PEPEUSDT` a thousand PEPE,
 * `BTCUSD_PERP` BTC against the dollar, margined in BTC itself. Source: names as listed by exchangeInfo of
 * USDⓈ-M (the margin asset is the quote asset) and of COIN-M (it is the base asset), 2026.
 */

/** Longest first: USDT must not be found in a name that ends in another of them. */
const QUOTES = ['FDUSD', 'USDT', 'USDC', 'BUSD', 'USD1', 'BTC', 'ETH', 'BNB'];
/** Quotes that stand for the dollar: against them the base coin itself is what moves. */
const DOLLARS = new Set(['FDUSD', 'USDT', 'USDC', 'BUSD', 'USD1', 'USD']);
/** Other assets of a futures wallet that are worth a dollar, or earn interest on something that is. */
const PEGGED = new Set([...DOLLARS, 'U', 'TUSD', 'USDP', 'BFUSD', 'RWUSD', 'BNFCR', 'LDUSDT', 'LDUSDC']);
/** Staked coins, by the coin at whose price they stand. */
const STAKED: Record<string, string> = { WBETH: 'ETH', BETH: 'ETH', BNSOL: 'SOL' };
const SUFFIX = /_(?:\d{6}|PERP)$/;

/** COIN-M: "BTCUSD_PERP" and its quarterlies. */
export const isCoinMargined = (symbol: string): boolean => /USD_(?:PERP|\d{6})$/.test(symbol);

export interface SymbolName {
  base: string;
  quote: string;
}

/** Null: the name ends in no known quote asset. */
export function parseSymbol(symbol: string): SymbolName | null {
  const pair = symbol.replace(SUFFIX, '');
  if (isCoinMargined(symbol)) return { base: pair.slice(0, -'USD'.length), quote: 'USD' };
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
  if (!name) return symbol.replace(SUFFIX, '');
  if (!DOLLARS.has(name.quote)) return name.base + name.quote;
  // "1000", "10000" … bundle small coins; "1M" is used for one coin only. 1INCH is a coin's own name.
  return name.base.replace(/^10{3,6}(?=\D)/, '').replace(/^1M(?=BABYDOGE$)/, '');
}

/** What moves the dollar value of an asset; null: it stands still. */
export const factorOfAsset = (asset: string): string | null =>
  PEGGED.has(asset) ? null : (STAKED[asset] ?? asset);

/** The assets in which contracts are margined that stand for the dollar, as far as every account knows them. */
export const isDollar = (asset: string): boolean => DOLLARS.has(asset);
