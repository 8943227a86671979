/**
 * Asks the venues for what a source still needs and feeds the answers to it, as messages that came by the API.
 * A host without permission is skipped and said; a failure goes into the state too, with its status.
 */
import type { ApiRequest, VenueId, VenueMessage } from '../venues/venue';
import type { Requester, Sign } from './api';
import type { Keys } from './keys';
import type { Sessions, Source } from './sessions';

export interface Polling {
  /** Resolves when everything that was asked has been answered. */
  poll(sources: Source[]): Promise<void>;
  /** Hosts that we may not ask, by venue. */
  forbidden(): { venue: VenueId; host: string }[];
  /** A permission was granted or withdrawn: ask again. */
  reconsider(): void;
}

export function createPolling(parts: {
  sessions: Sessions;
  requester: Requester;
  keys: Pick<Keys, 'needs' | 'signer' | 'heard'>;
  now: () => number;
  /** Where the page of a source is by now; null: it has none. */
  pageOf: (source: Source) => string | null;
  onAnswer: (source: Source, message: VenueMessage) => void;
  onSkipped: () => void;
}): Polling {
  const { sessions, requester, keys, now } = parts;
  const forbidden = new Map<string, VenueId>();

  const ask = async (source: Source, request: ApiRequest, sign?: Sign) => {
    const host = hostOf(request.url);
    const answer = await requester.ask(source.key, request, sign);
    // It may be gone, or have become another venue's page, while the answer was under way.
    if (sessions.get(source.key) !== source) return;
    if (!('skipped' in answer)) {
      forbidden.delete(host);
      const { at, status, body } = answer;
      if (sign) keys.heard(source, answer);
      parts.onAnswer(source, {
        at,
        via: 'api',
        url: request.url,
        direction: 'in',
        method: request.method,
        request: request.body,
        body,
        status,
      });
      return;
    }
    if (answer.skipped === 'no-permission' && !forbidden.has(host)) {
      forbidden.set(host, source.venue.id);
      parts.onSkipped();
    }
    if (answer.skipped === 'failed') {
      sessions.problem(source, [
        { code: 'request-failed', path: host, message: answer.message ?? 'no answer' },
      ]);
      parts.onSkipped();
    }
  };

  return {
    async poll(sources) {
      await Promise.all(
        sources.flatMap(source => {
          let requests: ApiRequest[] = [];
          let secret: ApiRequest[] = [];
          const { address, keyId } = source;
          try {
            const url = parts.pageOf(source);
            const symbol = url === null ? null : source.venue.pages.symbol(url);
            requests = source.venue.needs(source.state, now(), { address, key: keyId !== null, symbol });
            secret = keys.needs(source);
          } catch (error) {
            sessions.problem(source, [{ code: 'reader-failed', path: 'needs', message: String(error) }]);
          }
          const sign = keys.signer(source);
          return [
            ...requests.map(request => ask(source, request)),
            ...secret.map(request => ask(source, request, sign)),
          ];
        }),
      );
    },
    forbidden: () => [...forbidden].map(([host, venue]) => ({ venue, host })),
    reconsider: () => forbidden.clear(),
  };
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url.slice(0, 100);
  }
}
