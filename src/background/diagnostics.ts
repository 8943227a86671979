/**
 * Which messages of a source were read and which were not, by what they are about: when a venue changes its page,
 * what is no longer recognised stands here, and in the popup.
 */
import type { VenueMessage } from '../venues/venue';

export interface Heard {
  /** "POST /info clearinghouseState", "markPriceUpdate". */
  what: string;
  via: VenueMessage['via'];
  /** How many were of use, and how many were left aside. */
  read: number;
  ignored: number;
  /** The last one, ms since the epoch. */
  at: number;
}

export interface Diagnostics {
  heard(source: string, message: VenueMessage, read: boolean): void;
  /** The newest first. */
  of(source: string): Heard[];
  forget(source: string): void;
}

/** More kinds than a page has; the ones that were not heard for longest give way. */
const KINDS = 40;

export function createDiagnostics(): Diagnostics {
  const sources = new Map<string, Map<string, Heard>>();
  return {
    heard(source, message, read) {
      if (message.direction === 'out') return;
      const kinds = sources.get(source) ?? new Map<string, Heard>();
      sources.set(source, kinds);
      const what = kindOf(message);
      const before = kinds.get(what) ?? { what, via: message.via, read: 0, ignored: 0, at: 0 };
      // Taken out and put in again: the order of the map is that of the last word.
      kinds.delete(what);
      kinds.set(what, {
        ...before,
        read: before.read + (read ? 1 : 0),
        ignored: before.ignored + (read ? 0 : 1),
        at: message.at,
      });
      const [oldest] = kinds.keys();
      if (kinds.size > KINDS && oldest !== undefined) kinds.delete(oldest);
    },
    of: source => [...(sources.get(source)?.values() ?? [])].reverse(),
    forget: source => void sources.delete(source),
  };
}

/** Characters of a body in which its kind is sought: it stands at the front. */
const FRONT = 300;
/** How the venues name what a frame or a request is about. */
const NAMED = /"(?:channel|topic|stream|e|type|method)"\s*:\s*"([\w.@!:/-]{1,60})"/;

/** Of a frame its channel, of an answer its path; nothing of the query, where there may be a person's names. */
export function kindOf({ via, url, method, request, body }: VenueMessage): string {
  if (via === 'websocket') return NAMED.exec(front(body))?.[1] ?? 'frame';
  const path = /^(?:\w+:\/\/[^/?#]*)?([^?#]*)/.exec(url)?.[1] ?? '';
  const about = NAMED.exec(front(request))?.[1];
  return [method ?? 'GET', path.slice(0, 100), about].filter(part => part).join(' ');
}

function front(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, FRONT);
  return value === undefined ? '' : (JSON.stringify(value) ?? '').slice(0, FRONT);
}
