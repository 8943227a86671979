/** Binance futures (USDⓈ-M, COIN-M, Portfolio Margin), from the logged-in page's traffic or by a read-only key. */
import type { Venue } from '../venue';
import { accounts } from './account';
import { candles, needs } from './api';
import { draft } from './draft';
import { keys } from './keys';
import { pages } from './pages';
import { reduce } from './reduce';
import { initial, type State } from './state';

export const binance: Venue<State> = {
  id: 'binance',
  name: 'Binance',
  pages,
  initial,
  reduce,
  accounts,
  draft,
  needs,
  candles,
  // Futures accounts are private: there is nothing to watch by an address.
  address: () => null,
  keys,
};
