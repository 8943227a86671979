/** The coins of the pool: what they count for, what is owed, and what moves them. */
import type { Collateral, Step } from '../../engine/account';
import { Decimal, readDecimal } from '../../engine/decimal';
import { COLLATERAL_STYLE, DOLLARS } from './assumptions';
import { isZero } from './fields';
import type { Moment } from './moment';
import type { CoinRow, Market } from './state';
import { factorOf } from './symbols';

/**
 * How much of a coin counts, by its amount; null: not known. A coin that is switched off, or that is not among
 * those that the venue takes, counts for nothing.
 */
export function ratiosOf(market: Market, coin: string, row: CoinRow | undefined): Step[] | null {
  const none = [{ from: '0', rate: '0' }];
  if (row?.collateral === false) return none;
  return market.collateral[coin] ?? (market.collateralAt === null ? null : none);
}

/** [?] The whole of a loan at the rate of its tier: see `assumed.borrowing`. Null: not known. */
export function loanRate(market: Market, coin: string, borrowed: Decimal): string | null {
  const tiers = market.borrowing[coin];
  if (!tiers) return null;
  const found = tiers.find(({ upTo }) => upTo === null || borrowed.lte(upTo));
  return (found ?? tiers.at(-1)!).rate;
}

/** A coin in which nothing is held, owed or settled has no place in the pool. */
export function coinsOf(moment: Moment, settled: Set<string>): string[] {
  const held = moment.coins.filter(row => !isZero(row.amount) || (row.borrowed && !isZero(row.borrowed)));
  return [...new Set([...held.map(row => row.coin), ...settled])];
}

const coinRow = (moment: Moment, coin: string): CoinRow | undefined =>
  moment.coins.find(row => row.coin === coin);

/** A coin that counts for nothing moves nothing. */
const follows = (coin: string, counts = true): string | null =>
  DOLLARS.has(coin) || !counts ? null : factorOf(coin);

export function collateralRow(moment: Moment, coin: string): Collateral {
  const { market } = moment.state;
  const row = coinRow(moment, coin);
  const ratios = ratiosOf(market, coin, row);
  // A whole list of coins leaves out those of which nothing is owned.
  const listed = moment.trader.coins.listed.all !== undefined;
  const amount = row?.amount ?? (listed ? '0' : null);
  const owed = Decimal.max(0, readDecimal(row?.equity ?? amount)?.neg() ?? 0);
  const rate = loanRate(market, coin, owed);
  const owing = !owed.isZero() || (amount?.startsWith('-') ?? false);
  return {
    asset: coin,
    amount,
    price: moment.usd(coin),
    follows: follows(coin, owing || (ratios?.some(step => !isZero(step.rate)) ?? true)),
    credit: { basis: 'amount', style: COLLATERAL_STYLE, steps: ratios ?? [] },
    // A debt that a loss makes requires margin: unknown until the rates were told. Of a coin that is not among them,
    // and not owed now, it is left out, and said.
    ...(rate !== null || owing || market.borrowingAt === null
      ? { liability: { weight: '1', maintenanceRate: rate } }
      : {}),
  };
}

/** In portfolio margin all of it counts: the venue divides by the equity. */
export function wholeRow(moment: Moment, coin: string): Collateral {
  const { amount, price } = collateralRow(moment, coin);
  return { asset: coin, amount, price, follows: follows(coin) };
}

/**
 * Maintenance margin of what is borrowed beyond what the coin's negative equity shows: a loan whose coins are
 * still in the wallet. In US dollars; null: not known.
 */
export function loanRequirement(moment: Moment): Decimal | null {
  let total = new Decimal(0);
  for (const { coin, borrowed, equity } of moment.coins) {
    const all = readDecimal(borrowed);
    if (!all?.gt(0)) continue;
    const shown = Decimal.max(0, readDecimal(equity)?.neg() ?? 0);
    const rest = all.minus(shown);
    if (!rest.gt(0)) continue;
    const rate = loanRate(moment.state.market, coin, all);
    const price = moment.usd(coin);
    if (rate === null || price === null) return null;
    total = total.plus(rest.times(rate).times(price));
  }
  return total;
}
