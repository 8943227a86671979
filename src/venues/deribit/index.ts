/**
 * Deribit: futures under its four margin models, from the page's own socket or by a read-only key. Options and
 * portfolio margin by the venue's own figures and their delta.
 */
import type { Venue } from '../venue';
import { accounts } from './account';
import { candles, needs } from './api';
import { draft } from './draft';
import { keys } from './keys';
import { pages } from './pages';
import { reduce } from './reduce';
import { initial, type State } from './state';

export const deribit: Venue<State> = {
  id: 'deribit',
  name: 'Deribit',
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
};
