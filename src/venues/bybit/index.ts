/** Bybit's Unified Trading Account, from the traffic of the logged-in page or by a read-only key. */
import type { Venue } from '../venue';
import { accounts } from './account';
import { candles, needs } from './api';
import { draft } from './draft';
import { keys } from './keys';
import { pages } from './pages';
import { reduce } from './reduce';
import { initial, type State } from './state';

export const bybit: Venue<State> = {
  id: 'bybit',
  name: 'Bybit',
  pages,
  initial,
  reduce,
  accounts,
  draft,
  needs,
  candles,
  // Accounts are private: there is nothing to watch by an address.
  address: () => null,
  keys,
  screen: true,
};
