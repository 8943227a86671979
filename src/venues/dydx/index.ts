import type { Venue } from '../venue';
import { accounts } from './account';
import { address } from './address';
import { candles, needs } from './api';
import { draft } from './draft';
import { pages } from './pages';
import { reduce } from './reduce';
import { initial, type State } from './state';

export const dydx: Venue<State> = {
  id: 'dydx',
  name: 'dYdX',
  pages,
  initial,
  reduce,
  accounts,
  draft,
  needs,
  candles,
  address,
};
