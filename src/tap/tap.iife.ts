/**
 * The tap: runs in the page's own world before its first script, and hands copies of what the venue says
 * to the overlay. One way only: it listens to nothing that the overlay or the page could say to it.
 */
import { TAP_HELLO } from '../messages';
import { tap as binance } from '../venues/binance/tap';
import { tap as bybit } from '../venues/bybit/tap';
import { tap as deribit } from '../venues/deribit/tap';
import { tap as dydx } from '../venues/dydx/tap';
import { tap as hyperliquid } from '../venues/hyperliquid/tap';
import { tap as okx } from '../venues/okx/tap';
import { batches } from './batches';
import { attempt, now, type Scope, uncurried } from './natives';
import { tap } from './tap';

// A browser without one of the pieces: the page goes on as if nothing were installed.
attempt(() => {
  const scope = window as Scope;
  const host = scope.location.hostname;
  const rules = [hyperliquid, binance, okx, deribit, bybit, dydx].find(each => each.pages.includes(host));
  if (!rules) return;
  const { port1, port2 } = new scope.MessageChannel();
  const post = uncurried(port1.postMessage);
  const later = uncurried(scope.setTimeout);
  tap(
    scope,
    rules,
    host,
    batches({ now, later: (then, delay) => later(scope, then, delay) }, batch => post(port1, batch)),
  );
  // Closed with the overlay's life, the port swallows what is said to it.
  scope.postMessage(TAP_HELLO, scope.location.origin, [port2]);
});
