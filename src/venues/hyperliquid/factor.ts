/** What moves the mark of a contract, in the names that all venues share. */
import { toFloat } from '../../engine/decimal';
import { dexOf, listing } from './maintenance';
import type { State } from './state';

/** Contracts of a thousand: kPEPE is 1000 PEPE. Source: the venue's contract specifications. */
const THOUSAND = /^k(?=[A-Z])/;

/** Two contracts of one name are the same thing only if their marks are as near as this ratio. */
const SAME = 1.1;

/**
 * A builder-deployed contract on a coin that the venue's own dex lists at the same price shares its factor
 * (`hyna:BTC` and BTC); another one is a factor of its own (`xyz:TSLA`), under its whole name.
 */
export function factorOf(state: State, coin: string): string {
  const dex = dexOf(coin);
  if (dex === '') return coin.replace(THOUSAND, '');
  const base = coin.slice(dex.length + 1);
  if (!listing(state, base)) return coin;
  const own = toFloat(state.marks[coin]?.px);
  const listed = toFloat(state.marks[base]?.px);
  const ratio = own / listed;
  return ratio < SAME && ratio > 1 / SAME ? base.replace(THOUSAND, '') : coin;
}

/** The venue's own contract on a factor; null: it lists none. */
export function coinOf(state: State, factor: string): string | null {
  if (factor.includes(':')) return factor;
  for (const coin of [factor, `k${factor}`]) if (listing(state, coin)) return coin;
  return null;
}
