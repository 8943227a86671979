import type { Traffic } from '../messages';
import type { TapRules } from '../venues/venue';
import { ANNOUNCED_LIMIT, TEXT_LIMIT } from './limits';
import {
  apply,
  getter,
  now,
  recall,
  remember,
  replace,
  type Scope,
  slice,
  stringify,
  uncurried,
} from './natives';
import { requestAllowed } from './rules';

/** Copies allowed answers of `XMLHttpRequest`, when they have loaded. Only `open` and `send` are replaced. */
export function observeXhr(
  scope: Scope,
  rules: TapRules,
  host: string,
  see: (item: Traffic) => void,
): () => void {
  const prototype = scope.XMLHttpRequest.prototype;
  const listen = uncurried(scope.EventTarget.prototype.addEventListener);
  const header = uncurried(prototype.getResponseHeader);
  const statusOf = getter<number>(prototype, 'status');
  const typeOf = getter<string>(prototype, 'responseType');
  const textOf = getter<string>(prototype, 'responseText');
  const responseOf = getter<unknown>(prototype, 'response');
  const opened = new WeakMap<object, { method: string; url: string }>();

  const copy = (xhr: XMLHttpRequest, method: string, url: string, request: string | undefined) => {
    const status = statusOf(xhr);
    const type = typeOf(xhr);
    const announced = header(xhr, 'content-length');
    if (!status || (announced && +announced > ANNOUNCED_LIMIT)) return;
    // A parsed answer is written out again; the venues put their amounts in strings, which this keeps.
    const body =
      type === 'json' ? stringify(responseOf(xhr)) : type === '' || type === 'text' ? textOf(xhr) : null;
    if (typeof body !== 'string') return;
    see({
      at: now(),
      via: 'fetch',
      url,
      direction: 'in',
      method,
      request,
      body: slice(body, 0, TEXT_LIMIT),
      status,
    });
  };

  const undoOpen = replace<typeof prototype.open>(
    prototype,
    'open',
    native =>
      new Proxy(native, {
        __proto__: null,
        apply(open, self, args) {
          const result = apply(open, self, args);
          try {
            const url = args[1];
            // Only a string or a URL: anything else would run the page's own conversion a second time.
            const text = typeof url === 'string' ? url : url instanceof scope.URL ? url.href : null;
            if (typeof args[0] === 'string' && text !== null) {
              remember(opened, self, { method: args[0], url: text });
            }
          } catch {
            // The request is the page's; the copy is only ours.
          }
          return result;
        },
      } as ProxyHandler<typeof native>),
  );
  const undoSend = replace<typeof prototype.send>(
    prototype,
    'send',
    native =>
      new Proxy(native, {
        __proto__: null,
        apply(send, self, args) {
          try {
            const to = recall(opened, self) as { method: string; url: string } | undefined;
            const request = typeof args[0] === 'string' ? args[0] : undefined;
            if (to && requestAllowed(rules, host, to.url, request)) {
              listen(
                self,
                'load',
                () => {
                  try {
                    copy(self, to.method, to.url, request);
                  } catch {
                    // As above.
                  }
                },
                { once: true },
              );
            }
          } catch {
            // As above.
          }
          return apply(send, self, args);
        },
      } as ProxyHandler<typeof native>),
  );
  return () => {
    undoOpen();
    undoSend();
  };
}
