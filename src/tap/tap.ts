import type { TapRules } from '../venues/venue';
import type { See } from './answer';
import { attempt, type Scope } from './natives';
import { observeFetch } from './observe-fetch';
import { observeSocket } from './observe-socket';
import { observeXhr } from './observe-xhr';

/**
 * Observes the traffic of a page by the rules of its host, for the life of the page: nothing could tell the
 * tap to stop but a message, and it listens to none. Nothing that the page calls, passes or receives is
 * changed, delayed or replaced.
 */
export function tap(scope: Scope, rules: TapRules, host: string, see: See) {
  // One by one: a browser that lacks one of the three must not lose the others.
  for (const observe of [observeFetch, observeXhr, observeSocket]) {
    attempt(() => observe(scope, rules, host, see));
  }
}
