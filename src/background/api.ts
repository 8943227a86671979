/**
 * A polite requester of the venues' public APIs.
 *
 * The trader's own page shares our IP address and its rate limit, so a request that can wait does: one in
 * flight per key, after an answer never sooner than the venue code's interval, within a budget per host, and
 * after 429, 418 (Binance's ban), 5xx or a network failure only after a back-off with jitter that honours
 * Retry-After. What was not answered is asked again when that is over, however long its interval.
 * Nothing is thrown: what was not asked says why.
 */
import type { SignedRequest } from '../venues/key-access';
import type { ApiRequest } from '../venues/venue';
import type { Clock, Fetch, Permissions } from './parts';

export interface Answer {
  /** When it came, ms since the epoch. */
  at: number;
  status: number;
  /** As it came. */
  body: string;
}

export type Skipped = {
  skipped: 'in-flight' | 'too-soon' | 'backing-off' | 'over-budget' | 'no-permission' | 'unsigned' | 'failed';
  /** When it is worth asking again; null: not known. */
  until: number | null;
  message?: string;
};

export type Sign = (request: ApiRequest) => Promise<SignedRequest | null>;

export interface Requester {
  /** `owner` is who feeds on the answer; two owners that ask the same thing at once share one request. */
  /** `sign`: makes the request that goes out; null: it cannot be signed now. Only its owner gets the answer. */
  ask(owner: string, request: ApiRequest, sign?: Sign): Promise<Answer | Skipped>;
  /** What this owner has asked may be asked again at once: it has missed something. */
  afresh(owner: string): void;
  /** Hosts that refuse us now, with the time until which they are left alone. */
  resting(): { host: string; until: number }[];
  /** The back-off survives the worker, or a restart would end it. JSON-safe. */
  snapshot(): Record<string, HostState>;
  restore(kept: unknown): void;
}

export interface HostState {
  failures: number;
  /** Left alone until then, ms since the epoch. */
  until: number;
  /** When it last failed. */
  at: number;
}

/** Requests at once, and per second on average, to one host. */
const BURST = 40;
const PER_SECOND = 1;
const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 5 * 60_000;
const TIMEOUT = 10_000;
/** Characters. Binance's exchangeInfo is the largest thing that is asked for. */
const ANSWER_LIMIT = 8 * 1_048_576;

export function createRequester(parts: {
  clock: Clock;
  fetch: Fetch;
  permissions: Permissions;
  /** 0…1, for the jitter. */
  random: () => number;
}): Requester {
  const { clock, permissions, random } = parts;
  const hosts = new Map<string, HostState>();
  const buckets = new Map<string, { tokens: number; at: number }>();
  const inFlight = new Map<string, { owners: Set<string>; answer: Promise<Answer | Skipped> }>();
  const asked = new Map<string, number>();

  const restingUntil = (host: string): number | null => {
    const state = hosts.get(host);
    if (!state) return null;
    const now = clock.now();
    // A clock that was set back must not turn seconds into hours.
    return state.until > now && state.until - now <= LONGEST_PAUSE * 12 ? state.until : null;
  };

  const spend = (host: string): number | null => {
    const now = clock.now();
    const bucket = buckets.get(host) ?? { tokens: BURST, at: now };
    const passed = Math.max(0, now - bucket.at) / 1000;
    const tokens = Math.min(BURST, bucket.tokens + passed * PER_SECOND);
    if (tokens < 1) return now + Math.ceil(((1 - tokens) / PER_SECOND) * 1000);
    buckets.set(host, { tokens: tokens - 1, at: now });
    return null;
  };

  const pause = (host: string, retryAfter: number | null, sentAt: number) => {
    const now = clock.now();
    const before = hosts.get(host);
    // Requests that were under way together and failed together are one failure.
    if (before && before.at >= sentAt) {
      hosts.set(host, { ...before, until: Math.max(before.until, now + (retryAfter ?? 0)) });
      return;
    }
    const failures = (before?.failures ?? 0) + 1;
    const ceiling = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (failures - 1));
    // Half fixed, half random: clients that failed together do not come back together.
    const wait = Math.max(retryAfter ?? 0, ceiling * (0.5 + 0.5 * random()));
    hosts.set(host, { failures, until: now + wait, at: now });
  };

  const send = async (request: SignedRequest, host: string): Promise<Answer | Skipped> => {
    const sentAt = clock.now();
    try {
      const response = await parts.fetch(request.url, {
        method: request.method,
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.timeout(TIMEOUT),
        headers: request.headers,
        ...(request.body === null ? {} : { body: request.body }),
      });
      const { status } = response;
      const body = await response.text();
      if (refuses(status)) {
        pause(host, retryAfterOf(response.headers.get('Retry-After'), clock.now()), sentAt);
      } else hosts.delete(host);
      if (body.length > ANSWER_LIMIT) {
        return {
          skipped: 'failed',
          until: null,
          message: `an answer of ${body.length} characters is too large`,
        };
      }
      return { at: clock.now(), status, body };
    } catch (error) {
      pause(host, null, sentAt);
      const message = error instanceof Error ? error.message : String(error);
      return { skipped: 'failed', until: hosts.get(host)?.until ?? null, message };
    }
  };

  return {
    async ask(owner, request, sign) {
      const now = clock.now();
      const mine = `${owner} ${request.key}`;
      // What one key is told is not for another.
      const flight = sign ? mine : request.key;
      const flying = inFlight.get(flight);
      if (flying) {
        if (flying.owners.has(owner)) return { skipped: 'in-flight', until: null };
        flying.owners.add(owner);
        return flying.answer;
      }
      const { host } = new URL(request.url);
      const before = asked.get(mine);
      if (before !== undefined && now >= before && now - before < request.every) {
        return { skipped: 'too-soon', until: before + request.every };
      }
      const resting = restingUntil(host);
      if (resting !== null) return { skipped: 'backing-off', until: resting };

      const ticket = { owners: new Set([owner]), answer: Promise.resolve<Answer | Skipped>(null as never) };
      inFlight.set(flight, ticket);
      ticket.answer = (async (): Promise<Answer | Skipped> => {
        try {
          if (!(await permissions.granted(request.url))) return { skipped: 'no-permission', until: null };
          const full = spend(host);
          if (full !== null) return { skipped: 'over-budget', until: full };
          forgetOld(asked, now);
          const outgoing = await (sign ? sign(request) : plain(request));
          if (!outgoing) return { skipped: 'unsigned', until: null };
          const answer = await send(outgoing, host);
          const answered = 'status' in answer ? !refuses(answer.status) : answer.until === null;
          if (answered) for (const each of ticket.owners) asked.set(`${each} ${request.key}`, now);
          return answer;
        } finally {
          inFlight.delete(flight);
        }
      })();
      return ticket.answer;
    },
    afresh(owner) {
      for (const key of asked.keys()) if (key.startsWith(`${owner} `)) asked.delete(key);
    },
    resting: () =>
      [...hosts.keys()].flatMap(host => {
        const until = restingUntil(host);
        return until === null ? [] : [{ host, until }];
      }),
    snapshot: () => Object.fromEntries(hosts),
    restore(kept) {
      if (typeof kept !== 'object' || kept === null) return;
      for (const [host, state] of Object.entries(kept as Record<string, Partial<HostState> | null>)) {
        if (typeof state?.failures === 'number' && typeof state.until === 'number') {
          hosts.set(host, { failures: state.failures, until: state.until, at: state.at ?? 0 });
        }
      }
    },
  };
}

function plain({ url, method, body }: ApiRequest): SignedRequest {
  return body === undefined
    ? { url, method, headers: {}, body: null }
    : { url, method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}

/** The host wants to be left alone for a while. */
export function refuses(status: number): boolean {
  return status === 429 || status === 418 || status >= 500;
}

/** Milliseconds to wait; the header is a number of seconds or a date (RFC 9110 §10.2.3). Null: unreadable. */
export function retryAfterOf(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\s*\d{1,6}\s*$/.test(header)) return Number.parseInt(header, 10) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, Math.min(date - now, 3_600_000));
}

function forgetOld(asked: Map<string, number>, now: number): void {
  if (asked.size < 500) return;
  for (const [key, at] of asked) if (now - at > 3_600_000) asked.delete(key);
}
