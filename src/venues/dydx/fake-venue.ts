/** For tests: messages as the indexer and its stream send them, in the documented shapes. */
import type { VenueMessage } from '../venue';
import { reduce } from './reduce';
import { initial, type State } from './state';

export const T0 = 1_764_000_000_000;
export const SOCKET = 'wss://indexer.dydx.trade/v4/ws';
export const INDEXER = 'https://indexer.dydx.trade/v4';
/** A valid address of nobody. */
export const ME = 'dydx1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq66wm82';

const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

export const frame = (body: unknown, more: Partial<VenueMessage> = {}): VenueMessage => ({
  at: T0,
  via: 'websocket',
  url: SOCKET,
  direction: 'in',
  body: text(body),
  ...more,
});

export const subscribe = (id = `${ME}/0`, type = 'subscribe'): VenueMessage =>
  frame({ type, channel: 'v4_parent_subaccounts', id, batched: true }, { direction: 'out' });

export const answer = (path: string, body: unknown, more: Partial<VenueMessage> = {}): VenueMessage => ({
  at: T0,
  via: 'fetch',
  url: `${INDEXER}${path}`,
  direction: 'in',
  method: 'GET',
  body: text(body),
  ...more,
});

export const heard = (...messages: (VenueMessage | State)[]): State =>
  messages.reduce<State>((state, each) => ('direction' in each ? reduce(state, each) : each), initial);
