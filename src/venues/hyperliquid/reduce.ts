/** From a raw message to the next state. What cannot be read leaves the state as it was, with a trouble. */

import { isObject, json } from '../shared/json-text';
import type { VenueMessage } from '../venue';
import * as answers from './answers';
import * as frames from './frames';
import { subscription } from './messages';
import { check, LARGEST } from './reading';
import { onSubscription } from './self';
import type { State, Trouble } from './state';

/** What a message is about, as far as it does not say so itself. */
export interface Asked {
  at: number;
  via: VenueMessage['via'];
  /** Of the request: in lower case, or null. */
  user: string | null;
  dex: string;
  /** The request itself. */
  request: Record<string, unknown>;
}

/** The next state, or where the message is not as documented and whose it is. */
export type Read = State | Unreadable;
export interface Unreadable {
  unreadable: string;
  expected: string;
  user: string | null;
}

const HOST = /^api(?:-ui)?\.hyperliquid\.xyz$/;

export function reduce(before: State, message: VenueMessage): State {
  if (!isVenue(message.url)) return before;
  const state = { ...before, seq: before.seq + 1 };
  const { at } = message;
  const size = typeof message.body === 'string' ? message.body.length : 0;
  if (size > LARGEST) {
    const text = 'A message of the venue was too large to be read.';
    return trouble(state, message.via, {
      code: 'oversized',
      path: message.via,
      message: text,
      at,
      user: null,
    });
  }
  if (message.via === 'websocket') return onFrame(state, message, before);
  return message.direction === 'out' ? before : onAnswer(state, message, before);
}

function isVenue(url: string): boolean {
  try {
    return HOST.test(new URL(url).hostname);
  } catch {
    return false;
  }
}

function onFrame(state: State, { body, direction, at }: VenueMessage, before: State): State {
  const frame = json(body);
  if (direction === 'out') {
    const read = check(subscription, frame);
    if (!read.ok || !read.value.subscription.user) return before;
    const { type, user, coin = '' } = read.value.subscription;
    return onSubscription(state, { method: read.value.method, type, user, coin }, at);
  }
  if (!isObject(frame)) return unreadable(state, 'websocket', 'a message of the stream', at);
  const channel = typeof frame.channel === 'string' ? frame.channel : '';
  const handle = own(frames.handlers, channel);
  if (!handle) return before;
  const asked: Asked = { at, via: 'websocket', user: null, dex: '', request: {} };
  return settle(state, handle(state, frame.data, asked), channel, asked);
}

function onAnswer(state: State, message: VenueMessage, before: State): State {
  const { at, via } = message;
  const request = json(message.request);
  if (!isObject(request) || typeof request.type !== 'string') return before;
  const handle = own(answers.handlers, request.type);
  if (!handle) return before;
  const user = typeof request.user === 'string' ? request.user.toLowerCase() : null;
  const dex = typeof request.dex === 'string' ? request.dex : '';
  const asked: Asked = { at, via, user, dex, request };
  const status = message.status ?? 200;
  if (status < 200 || status > 299) {
    const code = status === 429 ? 'rate-limited' : 'venue-error';
    const text =
      status === 429
        ? 'The venue asks for fewer requests (429).'
        : `The venue answered with an error (${Math.trunc(status)}).`;
    return trouble(state, `${source(request.type, asked)} ${user ?? ''}`, {
      code,
      path: request.type,
      message: text,
      at,
      user,
    });
  }
  // A bare string may come parsed already: then it is no JSON any more.
  const body = json(message.body) ?? (request.type === 'userAbstraction' ? message.body : undefined);
  // Who has no sub-accounts is answered with null.
  const none = request.type === 'subAccounts2' && body === undefined && json(message.body) === null;
  if (none) return settle(state, handle(state, null, asked), request.type, asked);
  if (body === undefined)
    return unreadable(state, `${source(request.type, asked)} ${user ?? ''}`, request.type, at, user);
  return settle(state, handle(state, body, asked), request.type, asked);
}

/** Keeps the state as it was when the message was not readable, and ends the trouble when it was. */
function settle(state: State, read: Read, name: string, asked: Asked): State {
  const key = source(name, asked);
  if (!('unreadable' in read)) return ended(read, key);
  const path = [name, read.unreadable].filter(part => part !== '').join('.');
  return trouble(state, `${key} ${read.user ?? asked.user ?? ''}`, {
    code: 'format-changed',
    path,
    message: `The venue's format has changed: ${path} is not ${read.expected}.`,
    at: asked.at,
    user: read.user ?? asked.user,
  });
}

/** A source was readable: its troubles are over, those of other users than the message's excepted. */
function ended(state: State, key: string): State {
  const kept = Object.entries(state.problems).filter(
    ([each, { user }]) =>
      !each.startsWith(`${key} `) || (user !== null && state.users[user]?.seq !== state.seq),
  );
  if (kept.length === Object.keys(state.problems).length) return state;
  return { ...state, problems: Object.fromEntries(kept) };
}

function source(name: string, { via, dex }: Asked): string {
  return `${via} ${name} ${dex}`;
}

function unreadable(state: State, key: string, path: string, at: number, user: string | null = null): State {
  const text = 'A message of the venue was cut off or is not JSON.';
  return trouble(state, key, { code: 'unreadable', path, message: text, at, user });
}

/** Troubles of sources that nobody asks for any more would pile up. */
const TROUBLES = 30;

function trouble(state: State, key: string, what: Trouble): State {
  const { [key]: _, ...others } = state.problems;
  return {
    ...state,
    problems: Object.fromEntries([...Object.entries(others), [key, what] as const].slice(-TROUBLES)),
  };
}

function own<T>(handlers: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(handlers, name) ? handlers[name] : undefined;
}
