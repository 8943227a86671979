import type { Venue } from '../venue';
import { accounts } from './account';
import { address, candles, needs } from './api';
import { draft } from './draft';
import { pages } from './pages';
import { reduce } from './reduce';
import { initial, type State } from './state';

export const hyperliquid: Venue<State> = {
  id: 'hyperliquid',
  name: 'Hyperliquid',
  pages,
  initial,
  reduce,
  accounts,
  draft,
  needs,
  candles,
  address,
};
