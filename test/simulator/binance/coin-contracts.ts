/**
 * The contracts of COIN-M: inverse, so many dollars each, margined in the coin. Brackets are by amounts of the coin;
 * those of BTCUSD are of the order that the venue has published, the others of the same make.
 */
import { brackets } from './arithmetic';
import type { Contract } from './contracts';

/** `[coin, dollars a contract, tick, where the brackets begin]`. */
const table: [coin: string, dollars: number, tick: string, bounds: number[]][] = [
  ['BTC', 100, '0.1', [0, 5, 10, 20, 50, 100, 200, 400, 1000, 1500]],
  ['ETH', 10, '0.01', [0, 15, 75, 200, 500, 1000, 2000, 4000, 10_000, 15_000]],
  ['SOL', 10, '0.001', [0, 500, 2500, 5000, 10_000, 20_000, 40_000, 80_000, 200_000, 300_000]],
  ['DOGE', 10, '0.000010', [0, 50_000, 250_000, 500_000, 1e6, 2e6, 4e6, 8e6, 2e7, 3e7]],
];
const ratios = ['0.004', '0.005', '0.01', '0.025', '0.05', '0.1', '0.125', '0.15', '0.25', '0.5'];
const leverages = [125, 100, 50, 20, 10, 5, 4, 3, 2, 1];

/** The perpetual of each coin, and a quarterly of the greatest. */
export function listCoinContracts(coins: string[]): Map<string, Contract> {
  const all = table
    .filter(([coin]) => coins.includes(coin))
    .flatMap(([coin, dollars, tickSize, bounds]) => {
      const contract = (suffix: string, type: string, basis: number): Contract => ({
        symbol: `${coin}USD_${suffix}`,
        coin,
        baseAsset: coin,
        quoteAsset: 'USD',
        marginAsset: coin,
        dollars,
        type,
        basis,
        bundle: 1,
        tickSize,
        stepSize: '1',
        minNotional: '0',
        brackets: brackets(
          bounds.map((floor, k) => [floor, ratios[k]!, leverages[k]!]),
          bounds.at(-1)! * 2,
        ),
      });
      const perpetual = contract('PERP', 'PERPETUAL', 1);
      return coin === 'BTC' ? [perpetual, contract('270326', 'CURRENT_QUARTER', 1.0085)] : [perpetual];
    });
  return new Map(all.map(one => [one.symbol, one]));
}
