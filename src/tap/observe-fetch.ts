import type { Traffic } from '../messages';
import type { TapRules } from '../venues/venue';
import { ANNOUNCED_LIMIT, TEXT_LIMIT } from './limits';
import { apply, getter, now, own, replace, type Scope, slice, uncurried } from './natives';
import { requestAllowed } from './rules';

/**
 * Copies allowed answers of `fetch`. The page gets the very promise and the very response that the browser
 * made; the copy is read from a clone, which is taken in the first reaction to the promise, before the page
 * can have read the body.
 *
 * One trace remains: a failed request that is on the list and that the page never handles is not reported
 * as an unhandled rejection, because the tap has looked at it.
 */
export function observeFetch(
  scope: Scope,
  rules: TapRules,
  host: string,
  see: (item: Traffic) => void,
): () => void {
  const then = uncurried(Promise.prototype.then) as unknown as <T>(
    promise: Promise<T>,
    done: (value: T) => void,
    failed: () => void,
  ) => void;
  const clone = uncurried(scope.Response.prototype.clone);
  const text = uncurried(scope.Response.prototype.text);
  const header = uncurried(scope.Headers.prototype.get);
  const headersOf = getter<Headers>(scope.Response.prototype, 'headers');
  const statusOf = getter<number>(scope.Response.prototype, 'status');
  const urlOf = getter<string>(scope.Request.prototype, 'url');
  const methodOf = getter<string>(scope.Request.prototype, 'method');
  const hrefOf = getter<string>(scope.URL.prototype, 'href');
  const nothing = () => {};

  /** Brand-checked getters instead of `instanceof` and `.url`: nothing of the page's runs. */
  const target = (input: unknown): { url: string; method: string } | null => {
    if (typeof input === 'string') return { url: input, method: 'GET' };
    try {
      return { url: urlOf(input), method: methodOf(input) };
    } catch {
      try {
        return { url: hrefOf(input), method: 'GET' };
      } catch {
        return null;
      }
    }
  };

  const observe = (args: unknown[], answer: Promise<Response>) => {
    const to = target(args[0]);
    if (!to) return;
    const sent = own(args[1], 'body');
    const request = typeof sent === 'string' ? sent : undefined;
    if (!requestAllowed(rules, host, to.url, request)) return;
    const named = own(args[1], 'method');
    const method = typeof named === 'string' ? named : to.method;
    then(
      answer,
      response => {
        try {
          const status = statusOf(response);
          const announced = header(headersOf(response), 'content-length');
          if (!status || (announced && +announced > ANNOUNCED_LIMIT)) return;
          const copy = text(clone(response)) as Promise<string>;
          then(
            copy,
            body =>
              see({
                at: now(),
                via: 'fetch',
                url: to.url,
                direction: 'in',
                method,
                request,
                body: slice(body, 0, TEXT_LIMIT),
                status,
              }),
            nothing,
          );
        } catch {
          // The page's answer stands, whatever became of the copy.
        }
      },
      nothing,
    );
  };

  return replace<typeof fetch>(
    scope,
    'fetch',
    native =>
      new Proxy(native, {
        // Without a prototype: a page that adds a `get` to Object.prototype adds no trap here.
        __proto__: null,
        apply(fetch, self, args) {
          const answer = apply(fetch, self, args);
          try {
            observe(args, answer);
          } catch {
            // As above.
          }
          return answer;
        },
      } as ProxyHandler<typeof fetch>),
  );
}
