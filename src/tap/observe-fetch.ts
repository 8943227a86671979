import type { TapRules } from '../venues/venue';
import { type Asked, isWanted, type See, seeAnswer } from './answer';
import { attempt, getter, observe, own, type Scope, stringOf, uncurried } from './natives';
import { requestAllowed } from './rules';

/**
 * Copies allowed answers of `fetch`. The page gets the very promise and the very response that the browser
 * made; the copy is read from a clone, which is taken in the first reaction to the promise, before the page
 * can have read the body.
 *
 * One trace remains: a failed request that is on the list and that the page never handles is not reported
 * as an unhandled rejection, because the tap has looked at it.
 */
export function observeFetch(scope: Scope, rules: TapRules, host: string, see: See) {
  const response = scope.Response.prototype;
  const then = uncurried(scope.Promise.prototype.then) as unknown as <T>(
    promise: Promise<T>,
    done: (value: T) => void,
    failed: () => void,
  ) => void;
  const clone = uncurried(response.clone);
  const text = uncurried(response.text);
  const header = uncurried(scope.Headers.prototype.get);
  const headersOf = getter<Headers>(response, 'headers');
  const statusOf = getter<number>(response, 'status');
  const urlOf = getter<string>(scope.Request.prototype, 'url');
  const methodOf = getter<string>(scope.Request.prototype, 'method');
  const hrefOf = getter<string>(scope.URL.prototype, 'href');
  const nothing = () => {};

  /** Brand-checked getters instead of `instanceof` and `.url`: nothing of the page's runs. Throws on the rest. */
  const target = (input: unknown): Asked => {
    if (typeof input === 'string') return { url: input, method: 'GET' };
    try {
      return { url: urlOf(input), method: methodOf(input) };
    } catch {
      return { url: hrefOf(input), method: 'GET' };
    }
  };

  observe(scope, 'fetch', (_self, args, promise) => {
    const asked = target(args[0]);
    asked.request = stringOf(own(args[1], 'body'));
    if (!requestAllowed(rules, host, asked.url, asked.request)) return;
    asked.method = stringOf(own(args[1], 'method')) ?? asked.method;
    then(
      promise as Promise<Response>,
      answer =>
        attempt(() => {
          const status = statusOf(answer);
          if (!isWanted(status, header(headersOf(answer), 'content-length'))) return;
          then(text(clone(answer)) as Promise<string>, body => seeAnswer(see, asked, status, body), nothing);
        }),
      nothing,
    );
  });
}
