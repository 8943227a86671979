/** The entrance: one raw message of a Binance page or of its public API, into the state. */

import { API_LIMIT, PAGE_LIMIT } from '../shared/json-text';
import type { VenueMessage } from '../venue';
import { hostOf, parse, pathOf, plainAnswer, unwrap } from './answers';
import { type Fault, healed, withFailure } from './failures';
import { withoutOwner } from './key-routes';
import { withMode, withPositionsOfThen } from './portfolio-state';
import type { Route } from './route';
import { isDelivery, routeOf } from './routes';
import { inDelivery, type State } from './state';
import { onEvent } from './stream';

export function reduce(state: State, message: VenueMessage): State {
  if (message.direction !== 'in') return state;
  return withPositionsOfThen(heard(state, message), message.at);
}

function heard(state: State, message: VenueMessage): State {
  if (message.via === 'websocket') return onStream(state, message);
  const path = pathOf(message.url);
  const route = routeOf(message.url);
  if (!route || ofPortfolio(message.request) || superseded(state, path)) return state;
  const answered = (inner: State) => onAnswer(inner, route, message);
  return isDelivery(path) ? inDelivery(state, answered) : answered(state);
}

function onAnswer(state: State, route: Route, message: VenueMessage): State {
  const { at, status = 200 } = message;
  const { source } = route;
  const fail = (fault: Fault): State => withFailure(state, source, fault, at);
  const parsed = parse(message.body, message.via === 'api' ? API_LIMIT : PAGE_LIMIT);
  if (status === 429 || status === 418) return fail({ code: 'rate-limited' });
  if (status >= 500) return fail({ code: 'server-error', detail: String(status) });
  if ('code' in parsed) return fail(parsed);
  const answer = route.web ? unwrap(parsed.json) : plainAnswer(parsed.json, status);
  if ('loggedOut' in answer) return { ...state, trader: { ...state.trader, loggedOutAt: at } };
  if ('fault' in answer) {
    if (source === 'login') return withoutOwner(state, answer.fault, at);
    return source === 'portfolio' && isStranger(state, answer.fault)
      ? withMode(state, false, at)
      : fail(answer.fault);
  }
  return route.apply(state, answer.data, message, at);
}

/**
 * True: the calls of Portfolio Margin are refused because the account has none. By which code is not documented; so
 * by any that is not about the clock, the signature, the load or the key itself.
 */
const isStranger = (state: State, fault: Fault): boolean =>
  state.portfolio.is?.is !== true &&
  fault.code === 'refused' &&
  !/^-(10(0\d|15|16|2[12])|2014)$/.test(fault.detail);

/** Under Portfolio Margin the single accounts are empty, or refuse; its own calls speak of the same books. */
const superseded = (state: State, path: string): boolean => {
  const single = /^\/[fd]api\/v\d\/(account|balance|positionRisk|openOrders)$/.test(path);
  const joint = /^\/papi\/v\d\/(um|cm|balance)/.test(path);
  return state.portfolio.is?.is === true ? single : joint;
};

function onStream(state: State, message: VenueMessage): State {
  const host = hostOf(message.url);
  // Options send events of the same names about another account.
  if (/^(nbstream|vstream)/.test(host)) return state;
  const delivery = host.startsWith('dstream');
  const parsed = parse(message.body, PAGE_LIMIT);
  if ('code' in parsed) {
    const told = (inner: State) => unreadable(inner, parsed, message);
    return delivery ? inDelivery(state, told) : told(state);
  }
  const [, kind] = /\/(pm|pm-classic)\/(?:ws|stream)/.exec(message.url) ?? [];
  // "Classic" is the older name of Portfolio Margin Pro, whose stream this is.
  const line = { delivery, portfolio: kind !== undefined, pro: kind === 'pm-classic' };
  const next = onEvent(state, parsed.json, message.at, line);
  const market = healed(next, 'stream');
  return market === next.market ? next : { ...next, market };
}

function unreadable(state: State, fault: Fault, message: VenueMessage): State {
  const failed = withFailure(state, 'stream', fault, message.at);
  if (!/"ACCOUNT_UPDATE"/.test(String(message.body))) return failed;
  // What was said of the account is lost: only lists can tell it again.
  const once = withFailure(failed, 'ACCOUNT_UPDATE', fault, message.at);
  return withFailure(once, 'ACCOUNT_UPDATE balances', fault, message.at);
}

/** Copy trading asks the same calls for portfolios of their own. */
const ofPortfolio = (request: unknown): boolean =>
  /"(portfolioId|copyTradeType)"/.test(
    typeof request === 'string' ? request : (JSON.stringify(request) ?? ''),
  );
