/** What one unit of a currency is worth in the dollars of a cross-collateral account. */
import { Decimal, print } from '../../engine/decimal';
import type { Problem } from '../../engine/report';
import { assumed } from './assumptions';
import { factorOfCurrency, indexName } from './instruments';
import { isZero, type State, type Trader } from './state';

/** Digits of a balance from which a price can be told: fewer are off by more than a thousandth. */
const ENOUGH = 4;

/**
 * A coin's price is its index, which moves; a stable currency's is the one at which the venue turned the
 * whole account into it (`total_margin_balance_usd / margin_balance`; 0.9992 of USDT in a capture). Null, with
 * the reason said: neither is known.
 */
export function dollarsOf(
  state: State,
  trader: Trader,
  currency: string,
  problems: Problem[],
): string | null {
  if (currency === 'USD') return '1';
  const moves = factorOfCurrency(currency) !== null;
  const index = state.market.indices[indexName(currency)]?.price ?? null;
  const implied = impliedPrice(trader, currency);
  const price = moves ? (index ?? implied) : (implied ?? index);
  if (price !== null) return price;
  if (!moves && currency !== 'EURR') {
    problems.push({ ...assumed.peg, path: currency });
    return '1';
  }
  const message = `The dollar price of ${currency} is not known.`;
  problems.push({ code: 'no-price', path: `index.${currency}`, message });
  return null;
}

/** At the moment of the currency's summary; null: the figures there are too short to tell. */
export function impliedPrice(trader: Trader, currency: string): string | null {
  const row = trader.summaries.rows[currency];
  if (!row?.totalMarginBalanceUsd || isZero(row.totalMarginBalanceUsd)) return null;
  const balance = new Decimal(row.marginBalance);
  if (balance.isZero() || balance.precision() < ENOUGH) return null;
  const price = new Decimal(row.totalMarginBalanceUsd).div(balance);
  return price.gt(0) ? print(price.toSignificantDigits(balance.precision())) : null;
}
