/** Subaccounts at the oracle prices of the moment, in dollars. */
import type { Market } from '../market';
import type { DydxAccount, Holding, Subaccount } from './accounts';
import { effectiveInitial, oracleOf } from './markets';

export interface Figures {
  equity: number;
  maintenance: number;
  /** By the markets' own fractions: without growth by open interest. */
  initial: number;
}

export function figuresOf(market: Market, { usdc, holdings }: Subaccount): Figures {
  const figures: Figures = { equity: usdc / 1e6, maintenance: 0, initial: 0 };
  for (const { listing, size } of holdings.values()) {
    const price = Number(oracleOf(market, listing));
    figures.equity += size * price;
    figures.maintenance += Math.abs(size) * price * Number(listing.maintenance);
    figures.initial += Math.abs(size) * price * Number(listing.initial);
  }
  return figures;
}

/** What may be taken out, or put into new positions: by the fractions as they have grown. */
export function freeOf(market: Market, subaccount: Subaccount): number {
  let used = 0;
  for (const { listing, size } of subaccount.holdings.values()) {
    used += Math.abs(size) * Number(oracleOf(market, listing)) * effectiveInitial(market, listing);
  }
  return figuresOf(market, subaccount).equity - used;
}

export const entryOf = ({ cost, size }: Holding): number => (size === 0 ? 0 : cost / 1e6 / size);

/** The subaccount that holds a market, or would by what the form has selected. */
export function subaccountFor(account: DydxAccount, ticker: string, mode: 'cross' | 'isolated'): Subaccount {
  const { subaccounts, parent } = account;
  for (const each of subaccounts.values()) if (each.holdings.has(ticker)) return each;
  if (mode === 'cross') return subaccounts.get(parent)!;
  for (let number = parent + 128; ; number += 128) {
    const there = subaccounts.get(number);
    if (!there) {
      const made: Subaccount = { number, usdc: 0, holdings: new Map() };
      subaccounts.set(number, made);
      return made;
    }
    if (there.holdings.size === 0 && there.usdc === 0) return there;
  }
}
