/**
 * Coins that back a portfolio-margin account. Documentation, "Portfolio margin": a supplied coin counts 0.5 + 0.5·LTV
 * of its value. The price at which it is lent is no mark; on the venue it lay 0.04 % beside it.
 */
import type { Market } from '../market';
import { type HlAccount, portfolio } from './accounts';

export interface Backing {
  coin: string;
  amount: number;
  price: number;
  /** The part of its value that counts. */
  part: number;
  /** Counted, in millionths of a dollar. */
  counted: number;
}

const BESIDE_MARK = 0.9996;

export function backingOf(market: Market, account: HlAccount): Backing[] {
  if (!portfolio(account)) return [];
  return account.spot.flatMap(({ lent, amount }) => {
    if (!lent) return [];
    const price = Number(market.quote(lent.factor).mark) * BESIDE_MARK;
    const part = 0.5 + 0.5 * lent.ltv;
    return [{ coin: lent.factor, amount, price, part, counted: Math.round(amount * price * part * 1e6) }];
  });
}
