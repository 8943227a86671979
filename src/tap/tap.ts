import type { Traffic } from '../messages';
import type { TapRules } from '../venues/venue';
import type { Scope } from './natives';
import { observeFetch } from './observe-fetch';
import { observeSocket } from './observe-socket';
import { observeXhr } from './observe-xhr';

/**
 * Observes the traffic of a page by the rules of its host. Nothing that the page calls, passes or receives is
 * changed, delayed or replaced. Returns the undoing of it all.
 */
export function tap(scope: Scope, rules: TapRules, host: string, see: (item: Traffic) => void): () => void {
  const undo: (() => void)[] = [];
  // One by one: a browser that lacks one of the three must not lose the others.
  for (const observe of [observeFetch, observeXhr, observeSocket]) {
    try {
      undo.push(observe(scope, rules, host, see));
    } catch {
      // Unpatched is the page's own state.
    }
  }
  return () => {
    for (const each of undo) each();
  };
}
