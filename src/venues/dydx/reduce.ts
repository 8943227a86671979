/** From a raw message to the next state. What cannot be read leaves the state as it was, with a trouble. */
import * as v from 'valibot';
import { isObject, json } from '../shared/json-text';
import type { VenueMessage } from '../venue';
import { ofChannel } from './address';
import { readAnswer } from './answers';
import { readFrame } from './frames';
import { subscription } from './messages';
import type { State, Trouble } from './state';

/** The next state, or where the message is not as documented, and whose account it concerns. */
export type Read = State | Unreadable;
export interface Unreadable {
  unreadable: string;
  expected: string;
  account: string | null;
}

const HOST = /^indexer\.(?:dydx\.trade|v4testnet\.dydx\.exchange)$/;
/** Larger messages are not read; the whole list of markets has some 200 kB. */
const LARGEST = 1_048_576;

export function reduce(before: State, message: VenueMessage): State {
  const url = urlOf(message.url);
  if (!url || !HOST.test(url.hostname)) return before;
  const state = { ...before, seq: before.seq + 1 };
  const { at, via, body } = message;
  if (typeof body === 'string' && body.length > LARGEST) {
    const text = 'A message of the venue was too large to be read.';
    return trouble(state, via, { code: 'oversized', path: via, message: text, at, account: null });
  }
  if (via === 'websocket') {
    return message.direction === 'out'
      ? onSubscription(state, body, before)
      : onFrame(state, message, before);
  }
  if (via === 'screen' || message.direction === 'out') return before;
  return onAnswer(state, message, url, before);
}

/** The page subscribes to its own account only; leaving it is unsubscribing. */
function onSubscription(state: State, body: unknown, before: State): State {
  const read = v.safeParse(subscription, json(body));
  const name = read.success ? ofChannel(read.output.id) : null;
  if (!read.success || name === null) return before;
  if (read.output.type === 'subscribe') return state.self === name ? before : { ...state, self: name };
  return state.self === name ? { ...state, self: null } : before;
}

function onFrame(state: State, { body, at }: VenueMessage, before: State): State {
  const frame = json(body);
  if (!isObject(frame)) {
    return trouble(state, 'websocket', {
      code: 'unreadable',
      path: 'websocket',
      message: 'A message of the venue was cut off or is not JSON.',
      at,
      account: null,
    });
  }
  const read = readFrame(state, frame, at);
  if (!read) return before;
  const channel = typeof frame.channel === 'string' ? frame.channel.slice(0, 40) : 'frame';
  return settle(state, read, channel, at, String(frame.type).slice(0, 40));
}

function onAnswer(state: State, message: VenueMessage, url: URL, before: State): State {
  const { at, via } = message;
  const status = message.status ?? 200;
  const read = readAnswer(state, { url, body: json(message.body), status, at, via });
  if (!read) return before;
  if ('refused' in read) {
    const text =
      status === 429
        ? 'The venue asks for fewer requests (429).'
        : `The venue answered with an error (${Math.trunc(status)}).`;
    return trouble(state, `${read.refused} refused`, {
      code: status === 429 ? 'rate-limited' : 'venue-error',
      path: read.refused,
      message: text,
      at,
      account: read.account,
    });
  }
  return settle(state, read.read, read.about, at, via);
}

/** Keeps the state as it was when the message was not readable, and ends the trouble when it was. */
function settle(state: State, read: Read, about: string, at: number, how: string): State {
  if (!('unreadable' in read)) return ended(read, about);
  const path = [about, read.unreadable].filter(part => part !== '').join('.');
  const message = `The venue’s format has changed: ${path} is not ${read.expected}.`;
  const { account } = read;
  const told = trouble(state, `${about} ${how} ${account ?? ''}`, {
    code: 'format-changed',
    path,
    message,
    at,
    account,
  });
  // What could not be read of an account may have changed it.
  const known = account === null ? undefined : told.accounts[account];
  if (!known || account === null) return told;
  const doubt = known.doubt ?? { at, code: 'format-changed', message };
  return { ...told, accounts: { ...told.accounts, [account]: { ...known, doubt } } };
}

function ended(state: State, about: string): State {
  const kept = Object.entries(state.problems).filter(
    ([key, { account }]) =>
      !key.startsWith(`${about} `) || (account !== null && state.accounts[account]?.seq !== state.seq),
  );
  if (kept.length === Object.keys(state.problems).length) return state;
  return { ...state, problems: Object.fromEntries(kept) };
}

const TROUBLES = 30;

function trouble(state: State, key: string, what: Trouble): State {
  const { [key]: _, ...others } = state.problems;
  return {
    ...state,
    problems: Object.fromEntries([...Object.entries(others), [key, what] as const].slice(-TROUBLES)),
  };
}

function urlOf(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
