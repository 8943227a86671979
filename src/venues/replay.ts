/** Recordings of a venue's raw messages, and the accounts that they describe. */
import type { Account } from '../engine/account';
import { badInput } from '../engine/bad-input';
import { readArray, readNumber, readObject, readText, readWord } from '../engine/read-json';
import type { Venue, VenueMessage } from './venue';

export interface Recording {
  format: 'plimsoll.recording/1';
  venue: string;
  /** The page on which it was made; it starts the state as opening the page does. */
  page?: string;
  messages: VenueMessage[];
}

/**
 * The recording that a JSON value describes. Bodies are not looked into: what a venue said is the venue
 * code's to judge, and an unreadable body is a problem of the account, not of the recording.
 * @throws BadInput naming the path and the expectation.
 */
export function parseRecording(json: unknown, path = '$'): Recording {
  const recording = readObject(json, path, 'a recording');
  readWord(recording.format, `${path}.format`, ['plimsoll.recording/1']);
  const venue = readText(recording.venue, `${path}.venue`, 'the id of a venue');
  const { page } = recording;
  if (page !== undefined && page !== null) readText(page, `${path}.page`, 'the address of a page');
  const messages = readArray(recording.messages, `${path}.messages`).map((message, k) =>
    readMessage(message, `${path}.messages[${k}]`),
  );
  return { format: 'plimsoll.recording/1', venue, page: (page as string | null) ?? undefined, messages };
}

function readMessage(value: unknown, path: string): VenueMessage {
  const message = readObject(value, path, 'a message');
  const at = readNumber(message.at, `${path}.at`, 'milliseconds since the epoch');
  readWord(message.via, `${path}.via`, ['fetch', 'websocket', 'api']);
  const url = readText(message.url, `${path}.url`, 'an address');
  readWord(message.direction, `${path}.direction`, ['in', 'out']);
  const read: VenueMessage = {
    at,
    via: message.via as VenueMessage['via'],
    url,
    direction: message.direction as VenueMessage['direction'],
  };
  if (typeof message.method === 'string') read.method = message.method;
  if (typeof message.status === 'number') read.status = message.status;
  if (message.request !== undefined) read.request = message.request;
  const body = message.body ?? message.text;
  if (body !== undefined) read.body = body;
  return read;
}

/**
 * The accounts that a recording describes, by the same reducer that runs behind the page, as of its last
 * message.
 * @throws BadInput when the recording is of a venue that is not among `venues`.
 */
export function replay(recording: Recording, venues: readonly Venue[], path = '$'): Account[] {
  const venue = venues.find(({ id }) => id === recording.venue);
  if (!venue) {
    const known = venues.map(({ id }) => `"${id}"`).join(' or ');
    throw badInput(`${path}.venue`, `expected ${known}, found ${JSON.stringify(recording.venue)}`);
  }
  let state = venue.initial;
  let last = 0;
  for (const message of recording.messages) {
    state = venue.reduce(state, message);
    last = Math.max(last, message.at);
  }
  return venue.accounts(state, last, recording.page).map(({ account }) => account);
}
