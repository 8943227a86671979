import type { Traffic } from '../messages';
import type { TapRules } from '../venues/venue';
import { TEXT_LIMIT } from './limits';
import {
  apply,
  construct,
  getter,
  matches,
  now,
  recall,
  remember,
  replace,
  type Scope,
  slice,
  uncurried,
} from './natives';
import { socketRule, withoutSecret } from './rules';

type SocketRule = TapRules['sockets'][number];

/**
 * Copies allowed text frames of the page's WebSockets. The constructor is a Proxy, so that prototypes,
 * statics, `instanceof` and subclasses stay what they were; binary frames and other hosts are not touched.
 */
export function observeSocket(
  scope: Scope,
  rules: TapRules,
  host: string,
  see: (item: Traffic) => void,
): () => void {
  const prototype = scope.WebSocket.prototype;
  const listen = uncurried(scope.EventTarget.prototype.addEventListener);
  const urlOf = getter<string>(prototype, 'url');
  const dataOf = getter<unknown>(scope.MessageEvent.prototype, 'data');
  const watched = new WeakMap<object, { rule: SocketRule; url: string }>();

  const copy = (direction: 'in' | 'out', url: string, body: string) =>
    see({ at: now(), via: 'websocket', url, direction, body: slice(body, 0, TEXT_LIMIT) });

  const watch = (socket: WebSocket) => {
    const full = urlOf(socket);
    const rule = socketRule(rules, host, full);
    if (!rule) return;
    const url = withoutSecret(full, rule.secret);
    remember(watched, socket, { rule, url });
    listen(socket, 'message', event => {
      try {
        const data = dataOf(event);
        if (typeof data === 'string' && matches(rule.incoming, data)) copy('in', url, data);
      } catch {
        // The page's own listeners run all the same.
      }
    });
  };

  const undoSend = replace<typeof prototype.send>(
    prototype,
    'send',
    native =>
      new Proxy(native, {
        __proto__: null,
        apply(send, self, args) {
          const result = apply(send, self, args);
          try {
            const known = recall(watched, self) as { rule: SocketRule; url: string } | undefined;
            const data = args[0];
            if (known?.rule.outgoing && typeof data === 'string' && matches(known.rule.outgoing, data)) {
              copy('out', known.url, data);
            }
          } catch {
            // As above.
          }
          return result;
        },
      } as ProxyHandler<typeof native>),
  );

  let undoConstructor = () => {};
  const undoSocket = replace<typeof WebSocket>(scope, 'WebSocket', native => {
    const tapped: typeof WebSocket = new Proxy(native, {
      __proto__: null,
      construct(Socket, args, made) {
        const socket = construct(Socket, args, made === tapped ? Socket : made);
        try {
          watch(socket as WebSocket);
        } catch {
          // As above.
        }
        return socket;
      },
    } as ProxyHandler<typeof WebSocket>);
    // Otherwise `socket.constructor !== WebSocket` would tell, and mislead code that clones sockets.
    undoConstructor = replace(prototype, 'constructor', () => tapped);
    return tapped;
  });
  return () => {
    undoConstructor();
    undoSocket();
    undoSend();
  };
}
