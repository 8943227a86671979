/**
 * The health cache of mango-v4: fixed-point numbers, and a search by bisection for each position, as the method
 * `getPerpPositionLiquidationPrice` of its cache does; the cache itself is made once, which is left out.
 */
import { RATE } from './peer-book';
import type { Peer } from './peers';

// biome-ignore lint/suspicious/noExplicitAny: a library whose types are not installed
type Loose = any;

/** A dollar in the settle token's smallest units; a base lot of a millionth of a coin. */
const NATIVE = 1e6;

export const mango: Peer = {
  name: '@blockworks-foundation/mango-v4',
  version: '0.33.9',
  file: 'dist/cjs/src/accounts/healthCache.js',
  // It searches to a step of a millionth of the mark here, as a market's price lot would have it.
  within: 2e-6,
  ready(module, book, cash, load) {
    const library = module as Loose;
    const { HealthCache, PerpInfo, Prices, TokenInfo } = library.default ?? library;
    const { I80F48, HealthType } = load('@blockworks-foundation/mango-v4');
    const BN = load('bn.js');
    const number = (value: number) => I80F48.fromNumber(value);
    const one = number(1);
    const token = new TokenInfo(0, one, one, one, one, one, one, new Prices(one, one), number(cash * NATIVE));
    const perps = book.map(({ size, entry, mark }, k) => {
      // Prices in native units a native base unit: a coin has a million of those as a dollar has.
      const weights = [1 - RATE, 1 - RATE, 1 + RATE, 1 + RATE, 1, 1].map(number);
      const lots = new BN(Math.round(size * NATIVE));
      const quote = number(-size * entry * NATIVE);
      const prices = new Prices(number(mark), number(mark));
      return new PerpInfo(k, 0, ...weights, new BN(1), lots, new BN(0), new BN(0), quote, prices, false);
    });
    const cache = new HealthCache([token], [], perps);
    return marks => {
      for (const [k, mark] of marks.entries()) perps[k].basePrices.oracle = number(mark);
      return book.map(({ size }, k) => {
        const { basePrices } = perps[k];
        const mark = basePrices.oracle;
        const healthAt = (price: Loose) => {
          basePrices.oracle = price;
          return cache.health(HealthType.maint);
        };
        const least = number(marks[k]! * 1e-6);
        const zero = number(0);
        let found = Number.NaN;
        if (size > 0) {
          const atZero = healthAt(zero);
          if (!atZero.isPos() || atZero.isZero()) {
            found = HealthCache.binaryApproximationSearch(
              zero,
              atZero,
              mark,
              zero,
              least,
              healthAt,
            ).toNumber();
          }
        } else {
          const most = number(marks[k]! * 1000);
          const now = cache.health(HealthType.maint);
          found = HealthCache.binaryApproximationSearch(mark, now, most, zero, least, healthAt).toNumber();
        }
        basePrices.oracle = mark;
        return found;
      });
    };
  },
};
