/**
 * The tap: runs in the page's own world before its first script, and hands copies of what the venue says
 * to the overlay. One way only: it listens to nothing that the overlay or the page could say to it.
 */
import { TAP_HELLO } from '../messages';
import { tap as binance } from '../venues/binance/tap';
import { tap as hyperliquid } from '../venues/hyperliquid/tap';
import { batches } from './batches';
import { now, type Scope, uncurried } from './natives';
import { tap } from './tap';

const start = (scope: Scope) => {
  const host = scope.location.hostname;
  const rules = [hyperliquid, binance].find(each => each.pages.includes(host));
  if (!rules) return;
  const { port1, port2 } = new scope.MessageChannel();
  const post = uncurried(port1.postMessage);
  const setTimer = scope.setTimeout.bind(scope);
  const later = (then: () => void, delay: number) => void setTimer(then, delay);
  const undo = tap(
    scope,
    rules,
    host,
    batches({ now, later }, batch => post(port1, batch)),
  );
  // The other end is closed when the overlay's life ends, as when the extension is reloaded under the page.
  port1.addEventListener('close', undo);
  scope.postMessage(TAP_HELLO, scope.location.origin, [port2]);
};

try {
  start(window as Scope);
} catch {
  // A browser without one of the pieces: the page goes on as if nothing were installed.
}
