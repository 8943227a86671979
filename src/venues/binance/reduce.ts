/** The entrance: one raw message of a Binance page or of its public API, into the state. */
import type { VenueMessage } from '../venue';
import { API_LIMIT, hostOf, PAGE_LIMIT, parse, plainAnswer, unwrap } from './answers';
import { type Fault, withFailure, without } from './failures';
import { routeOf } from './routes';
import type { State } from './state';
import { onEvent } from './stream';

export function reduce(state: State, message: VenueMessage): State {
  if (message.direction !== 'in') return state;
  const { at } = message;
  if (message.via === 'websocket') return onStream(state, message);
  const route = routeOf(message.url);
  if (!route || ofPortfolio(message.request)) return state;
  const { source } = route;
  const fail = (fault: Fault): State => withFailure(state, source, fault, at);

  const parsed = parse(message.body, message.via === 'api' ? API_LIMIT : PAGE_LIMIT);
  const { status = 200 } = message;
  if (status === 429 || status === 418) return fail({ code: 'rate-limited' });
  if (status >= 500) return fail({ code: 'server-error', detail: String(status) });
  if ('code' in parsed) return fail(parsed);
  const answer = route.web ? unwrap(parsed.json) : plainAnswer(parsed.json, status);
  if ('loggedOut' in answer) return { ...state, trader: { ...state.trader, loggedOutAt: at } };
  if ('fault' in answer) return fail(answer.fault);
  return route.apply(state, answer.data, message, at);
}

function onStream(state: State, message: VenueMessage): State {
  const host = hostOf(message.url);
  // COIN-M (dstream) and options (nbstream, vstream) send events of the same names about other accounts.
  if (/^(dstream|nbstream|vstream)/.test(host)) return state;
  const parsed = parse(message.body, PAGE_LIMIT);
  if ('code' in parsed) {
    const failed = withFailure(state, 'stream', parsed, message.at);
    if (!/"ACCOUNT_UPDATE"/.test(String(message.body))) return failed;
    // What was said of the account is lost: only lists can tell it again.
    const once = withFailure(failed, 'ACCOUNT_UPDATE', parsed, message.at);
    return withFailure(once, 'ACCOUNT_UPDATE balances', parsed, message.at);
  }
  const next = onEvent(state, parsed.json, message.at, /\/pm(-classic)?\/ws/.test(message.url));
  if (!('stream' in next.market.problems)) return next;
  return { ...next, market: { ...next.market, problems: without(next.market.problems, 'stream') } };
}

/** Copy trading asks the same calls for portfolios of their own. */
const ofPortfolio = (request: unknown): boolean =>
  /"(portfolioId|copyTradeType)"/.test(
    typeof request === 'string' ? request : (JSON.stringify(request) ?? ''),
  );
