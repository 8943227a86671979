/**
 * Whose account the page shows.
 *
 * The page subscribes to other users as well: vaults, traders of the leaderboard. What it only asks for the
 * connected wallet is the data of the asset being traded (`activeAssetData`); next come `webData`, where it
 * says itself that it is no vault's, and the question for the user's margin mode (`userAbstraction`).
 */
import type { State } from './state';

/** Without a wallet the page may subscribe to the zero address. */
const NOBODY = `0x${'0'.repeat(40)}`;
/** Frames under way when the page let go of a user still arrive within this time, in ms. */
const LATE = 10_000;
/** So long a user that only frames have told of stays the page's own without another frame, in ms. */
const SILENT = 30_000;
const SUBSCRIPTIONS = 300;

export interface Subscribed {
  method: 'subscribe' | 'unsubscribe';
  type: string;
  user: string;
  coin: string;
}

/** The page subscribed to something of a user, or let go of it. */
export function onSubscription(state: State, { method, type, user, coin }: Subscribed, at: number): State {
  const key = `${type} ${user} ${coin}`;
  const others = state.subscriptions.filter(each => each !== key);
  if (method === 'subscribe') {
    const next = { ...state, subscriptions: [...others, key].slice(-SUBSCRIPTIONS) };
    if (type !== 'activeAssetData') return next;
    return user === NOBODY ? leave(next, at) : become(next, user, 'subscription', at);
  }
  const next = { ...state, subscriptions: others };
  if (state.self?.user !== user || others.some(each => each.split(' ')[1] === user)) return next;
  return leave(next, at);
}

/** A frame or an answer came that pages ask for of their own user. */
export function onEvidence(state: State, type: string, user: string, at: number): State {
  if (user === NOBODY || justLeft(state, user, at)) return state;
  const { self } = state;
  if (!self || self.user === user) return become(state, user, self?.by ?? 'frame', at);
  if (state.subscriptions.some(each => each.startsWith(`activeAssetData ${self.user} `))) return state;
  if (type === 'activeAssetData') return become(state, user, 'frame', at);
  const silent = self.by === 'frame' && Math.abs(at - self.at) > SILENT;
  return silent && !state.subscriptions.some(each => each.split(' ')[1] === self.user)
    ? become(state, user, 'frame', at)
    : state;
}

function justLeft(state: State, user: string, at: number): boolean {
  const left = state.left[user];
  return left !== undefined && Math.abs(at - left) < LATE;
}

/** True when an answer about this user was asked for by address, not on behalf of the page. */
export function isWatched(state: State, user: string, at: number): boolean {
  return state.self?.user !== user && !justLeft(state, user, at);
}

function become(state: State, user: string, by: 'subscription' | 'frame', at: number): State {
  const { [user]: _, ...left } = state.left;
  if (state.self && state.self.user !== user) left[state.self.user] = at;
  return { ...state, left: recent(left), self: { user, by, at } };
}

function leave(state: State, at: number): State {
  if (!state.self) return state;
  return { ...state, self: null, left: recent({ ...state.left, [state.self.user]: at }) };
}

function recent(left: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(left)
      .sort((a, b) => b[1] - a[1])
      .slice(0, 12),
  );
}
