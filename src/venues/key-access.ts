/**
 * What a venue offers to a read-only key: which requests are made with it, how they are signed, and how it is
 * checked that the key can do nothing but read.
 *
 * A signature never reaches a venue's state: answers come to `reduce` as any other, under the URL that was
 * asked before it was signed.
 */
import type { ApiRequest } from './venue';

/** As the venue hands it out. Lives in the background's memory and, encrypted, on disk; nowhere else. */
export interface ApiKey {
  key: string;
  secret: string;
  /** Null: this venue's keys have none. */
  passphrase: string | null;
}

/** A request as it goes out. `body` is sent as it is. */
export interface SignedRequest {
  url: string;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body: string | null;
}

/** An answer to a request of ours, as it came. */
export interface KeyAnswer {
  status: number;
  body: string;
}

/**
 * `read-only`: it may be kept; `account` tells the accounts of one venue apart, shortened for the eye in `label`.
 * `refused`: it may do more than read ("may-trade", "may-withdraw", "may-transfer"), or the venue turned it away
 * ("unknown-key", "wrong-signature", "wrong-passphrase", "ip-restricted", "expired", "clock", "wrong-region").
 * `unknown`: the answer does not tell ("unreadable", "maintenance", "rate-limited", "refused"): not kept either.
 */
export type KeyVerdict =
  | { is: 'read-only'; account: string; label: string }
  | { is: 'refused'; code: string; message: string }
  | { is: 'unknown'; code: string; message: string };

export interface KeyAccess<State = unknown> {
  /** True: the venue's keys come with a passphrase of their own. */
  passphrase: boolean;
  /** How to make such a key, for the options page: the address of the venue's own page for it. */
  help: string;
  /** The request whose answer says what the key may do. It is signed like any other. */
  permission: ApiRequest;
  /** Pure. */
  verdict(answer: KeyAnswer): KeyVerdict;
  /** Pure. The private requests that would complete or refresh the state, most urgent first. */
  needs(state: State, now: number): ApiRequest[];
  /** `at`: the venue's time in ms, as far as it is known. Asynchronous because WebCrypto is. */
  sign(request: ApiRequest, key: ApiKey, at: number): Promise<SignedRequest>;
  /** Says what the venue's clock shows; asked once, and again when the venue complains of ours. */
  clock: { request: ApiRequest; read(body: string): number | null };
  /** The private WebSocket; null: everything is asked for. */
  stream: KeyStream<State> | null;
}

export interface KeyStream<State = unknown> {
  /** Where to connect; null: not yet, because the state lacks something (a listen key). */
  url(state: State): string | null;
  /** What is said after the opening: a login, or nothing. */
  greeting(key: ApiKey, at: number): Promise<string[]>;
  /** What is said in answer to a frame: the subscriptions after the login went well, a pong. */
  answer(frame: string): string[];
  /** Milliseconds between two pings, and their text; null: the venue pings. */
  ping: { every: number; text: string } | null;
  /** The part of the URL that is a secret, to be blanked before it is said to `reduce`. */
  secret?: RegExp;
}
