import type { TapRules } from '../venues/venue';
import type { See } from './answer';
import { TEXT_LIMIT } from './limits';
import {
  attempt,
  construct,
  getter,
  matches,
  now,
  observe,
  recall,
  remember,
  replace,
  type Scope,
  slice,
  uncurried,
} from './natives';
import { socketRule, withoutSecret } from './rules';

/** Copies a frame of one WebSocket when it is a text that this pattern lets through. */
type Copy = (direction: 'in' | 'out', pattern: RegExp | null, frame: unknown) => void;

interface Watched {
  copy: Copy;
  outgoing: RegExp | null;
}

/**
 * Copies allowed text frames of the page's WebSockets. The constructor is a Proxy, so that prototypes,
 * statics, `instanceof` and subclasses stay what they were; binary frames and other hosts are not touched.
 */
export function observeSocket(scope: Scope, rules: TapRules, host: string, see: See) {
  const prototype = scope.WebSocket.prototype;
  const listen = uncurried(scope.EventTarget.prototype.addEventListener);
  const urlOf = getter<string>(prototype, 'url');
  const dataOf = getter<unknown>(scope.MessageEvent.prototype, 'data');
  const watched = new WeakMap<object, Watched>();

  const watch = (socket: object) => {
    const full = urlOf(socket);
    const rule = socketRule(rules, host, full);
    if (!rule) return;
    const url = withoutSecret(full, rule.secret);
    const copy: Copy = (direction, pattern, frame) => {
      if (typeof frame === 'string' && pattern && matches(pattern, frame)) {
        see({ at: now(), via: 'websocket', url, direction, body: slice(frame, 0, TEXT_LIMIT) });
      }
    };
    remember(watched, socket, { copy, outgoing: rule.outgoing });
    listen(socket, 'message', event => attempt(() => copy('in', rule.incoming, dataOf(event))));
  };

  observe(prototype, 'send', (socket, args) => {
    const known = recall(watched, socket) as Watched | undefined;
    known?.copy('out', known.outgoing, args[0]);
  });
  replace<typeof WebSocket>(scope, 'WebSocket', native => {
    const tapped: typeof WebSocket = new Proxy(native, {
      __proto__: null,
      construct(target, args, made) {
        const socket = construct(target, args, made === tapped ? target : made);
        attempt(() => watch(socket));
        return socket;
      },
    } as ProxyHandler<typeof WebSocket>);
    // Otherwise `socket.constructor !== WebSocket` would tell, and mislead code that clones sockets.
    replace(prototype, 'constructor', () => tapped);
    return tapped;
  });
}
