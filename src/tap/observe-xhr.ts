import type { TapRules } from '../venues/venue';
import { type Asked, isWanted, type See, seeAnswer } from './answer';
import {
  attempt,
  getter,
  observe,
  recall,
  remember,
  type Scope,
  stringify,
  stringOf,
  uncurried,
} from './natives';
import { requestAllowed } from './rules';

/**
 * Copies allowed answers of `XMLHttpRequest`, when they have loaded. Only `open` and `send` are replaced.
 * Synchronous requests, which have loaded when `send` returns, are not seen: no exchange holds its page up so.
 */
export function observeXhr(scope: Scope, rules: TapRules, host: string, see: See) {
  const prototype = scope.XMLHttpRequest.prototype;
  const listen = uncurried(scope.EventTarget.prototype.addEventListener);
  const header = uncurried(prototype.getResponseHeader);
  const statusOf = getter<number>(prototype, 'status');
  const typeOf = getter<string>(prototype, 'responseType');
  const textOf = getter<string>(prototype, 'responseText');
  const responseOf = getter<unknown>(prototype, 'response');
  const hrefOf = getter<string>(scope.URL.prototype, 'href');
  const opened = new WeakMap<object, Asked>();

  observe(prototype, 'open', (xhr, args) => {
    // Only a string or a URL: anything else would run the page's own conversion a second time.
    const url = stringOf(args[1]) ?? hrefOf(args[1]);
    remember(opened, xhr, { url, method: stringOf(args[0]) ?? '' });
  });
  observe(prototype, 'send', (xhr, args) => {
    const asked = { ...(recall(opened, xhr) as Asked), request: stringOf(args[0]) };
    if (!requestAllowed(rules, host, asked.url, asked.request)) return;
    const loaded = () => {
      const status = statusOf(xhr);
      if (!isWanted(status, header(xhr, 'content-length'))) return;
      const type = typeOf(xhr);
      // A parsed answer is written out again; the venues put their amounts in strings, which this keeps.
      if (type === 'json') seeAnswer(see, asked, status, stringify(responseOf(xhr)));
      else if (!type || type === 'text') seeAnswer(see, asked, status, textOf(xhr));
    };
    listen(xhr, 'load', () => attempt(loaded), { once: true });
  });
}
