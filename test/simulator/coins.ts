/**
 * The coins of the market, the same for every simulated exchange.
 *
 * Prices and volatilities are of the order of the autumn of 2026; loadings are chosen so that hourly
 * correlations come out as they are in practice: BTC–ETH about 0.86, majors and alts 0.65–0.85,
 * stocks 0.3. `decimals` is the tick: 10^-decimals, never more than 5 significant digits at the
 * opening price, which every exchange here accepts.
 */

export interface Coin {
  /** The factor: "BTC". PEPE is one token: an exchange that trades thousands of it (kPEPE, 1000PEPEUSDT) scales. */
  name: string;
  price: number;
  decimals: number;
  /** Standard deviation of the hourly log return. */
  volatility: number;
  /** Correlation with the common factor of all coins. */
  loading: number;
}

const table: [name: string, price: string, volatility: number, loading: number][] = [
  ['BTC', '86420', 0.0046, 0.93],
  ['ETH', '2841.6', 0.0065, 0.925],
  ['SOL', '131.42', 0.0082, 0.88],
  ['DOGE', '0.15236', 0.0088, 0.84],
  ['LINK', '12.871', 0.0083, 0.86],
  ['PEPE', '0.000004512', 0.0098, 0.76],
  ['HYPE', '33.516', 0.0102, 0.66],
  ['ARB', '0.21384', 0.0094, 0.84],
  ['BNB', '862.35', 0.0055, 0.84],
  ['XRP', '2.1846', 0.0079, 0.82],
  ['ADA', '0.41873', 0.0085, 0.85],
  ['AVAX', '13.672', 0.0088, 0.86],
  ['SUI', '1.5327', 0.0099, 0.84],
  ['OP', '0.31254', 0.0096, 0.84],
  ['LTC', '83.27', 0.0072, 0.8],
  ['BCH', '541.8', 0.0076, 0.74],
  ['DOT', '2.3217', 0.0086, 0.84],
  ['UNI', '6.1843', 0.0092, 0.8],
  ['AAVE', '172.46', 0.0091, 0.83],
  ['NEAR', '1.8452', 0.0097, 0.81],
  ['APT', '2.4173', 0.0094, 0.81],
  ['ATOM', '2.4928', 0.0084, 0.8],
  ['TON', '1.5874', 0.0077, 0.7],
  ['TRX', '0.27541', 0.0045, 0.5],
  ['ENA', '0.24816', 0.0119, 0.8],
  ['ONDO', '0.50327', 0.0095, 0.81],
  ['WIF', '0.37165', 0.0124, 0.78],
  ['TIA', '0.61582', 0.0112, 0.79],
  ['SEI', '0.13647', 0.0106, 0.8],
  ['INJ', '5.6281', 0.0098, 0.82],
  ['FIL', '1.6134', 0.0099, 0.78],
  ['XLM', '0.24752', 0.0084, 0.77],
  ['HBAR', '0.14263', 0.0093, 0.79],
  ['ICP', '4.0872', 0.0106, 0.68],
  ['ETC', '13.524', 0.0085, 0.81],
  ['CRV', '0.40925', 0.0099, 0.78],
  ['LDO', '0.64817', 0.0103, 0.8],
  ['PENDLE', '2.6143', 0.0108, 0.78],
  ['JUP', '0.23816', 0.0104, 0.78],
  ['STX', '0.31742', 0.0103, 0.8],
  ['WLD', '0.62473', 0.0112, 0.79],
  ['TAO', '287.35', 0.0107, 0.72],
  ['TSLA', '417.78', 0.0062, 0.32],
  ['NVDA', '183.64', 0.0058, 0.36],
  ['XYZ100', '24786', 0.0028, 0.38],
];

export const coins: Coin[] = table.map(([name, price, volatility, loading]) => ({
  name,
  price: Number(price),
  decimals: price.includes('.') ? price.length - price.indexOf('.') - 1 : 0,
  volatility,
  loading,
}));

export function coinNamed(name: string): Coin | undefined {
  return coins.find(coin => coin.name === name);
}
