/**
 * Bybit, Unified Trading Account: the trading page and its own calls on www.bybit.com, v5 on api.bybit.com, the
 * streams on stream.bybit.com, the page's own socket on ws2.bybit.com.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { rememberBetas } from '../betas';
import type { Exchange, World } from '../exchange';
import { sendIcon } from '../page';
import { envelopeOf, ok, olderEnvelopeOf, refuse } from './answers';
import { openFloor } from './floor';
import { sendTradingPage, sessionOf } from './page';
import { answerPage, answerSigned, isPrivate } from './private-api';
import { answerPublic } from './public-api';
import { openStreams } from './streams';
import type { Mode } from './traders';
import { truthOf } from './truth';

export interface BybitExchange extends Exchange {
  skew(milliseconds: number): void;
  /** Switches the margin mode of an account, as on the site; the feeds do not say so. */
  marginMode(account: string, mode: Mode): void;
}

const [site, api, stream, own] = [
  'www.bybit.com',
  'api.bybit.com',
  'stream.bybit.com',
  'ws2.bybit.com',
] as const;
/** Calls of one address in five seconds: more is answered 403, as by the venue. */
const limit = 600;
/** Calls of one account in a second. */
const perAccount = 50;

const open = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
};

export function createBybit(world: World): BybitExchange {
  const floor = openFloor(world);
  const { switches } = world;
  /** As after a release of the venue: the sizes of positions have another name. */
  const drift = (text: string) =>
    switches.drifted
      ? text.replaceAll('"size":', '"positionQty":').replaceAll('"walletBalance":', '"walletAmount":')
      : text;
  const streams = openStreams(floor, drift);
  const betas = rememberBetas(world.market);
  let window = { at: 0, calls: 0 };
  const seconds = new Map<string, { at: number; calls: number }>();
  const held = new Set<() => void>();

  function traderOf(account: string) {
    const trader = floor.traders.get(account);
    if (!trader) throw new Error(`Bybit has no account ${account}: ${[...floor.traders.keys()].join(', ')}`);
    return trader;
  }

  function send(res: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
    res.writeHead(status, { 'content-type': 'application/json', ...open, ...headers });
    res.end(drift(JSON.stringify(body)));
  }

  /** As the gate answers when it does not let a call through: a web page, not JSON. */
  function refuseAll(res: ServerResponse, status: number) {
    if (status === 429)
      return send(
        res,
        200,
        envelopeOf(refuse(10006, 'Too many visits. Exceeded the API Rate Limit.'), floor.now()),
      );
    res.writeHead(status, { 'content-type': 'text/html', ...open });
    res.end(
      `<html>\r\n<head><title>${status}</title></head>\r\n<body><h1>${status}</h1></body>\r\n</html>\r\n`,
    );
  }

  function isTooMuch(): boolean {
    const now = world.now();
    if (now - window.at > 5000) window = { at: now, calls: 0 };
    return ++window.calls > limit;
  }

  function isTooFast(key: string): boolean {
    const now = world.now();
    const last = seconds.get(key);
    const current = last && now - last.at < 1000 ? last : { at: now, calls: 0 };
    seconds.set(key, current);
    return ++current.calls > perAccount;
  }

  function answerApi(req: IncomingMessage, res: ServerResponse, url: URL, body: string) {
    if (req.method === 'OPTIONS') return void res.writeHead(204, open).end();
    if (switches.answer !== null) return refuseAll(res, switches.answer);
    if (isTooMuch()) return refuseAll(res, 403);
    const method = req.method ?? 'GET';
    if (isPrivate(method, url.pathname)) {
      if (world.limits && isTooFast(String(req.headers['x-bapi-api-key']))) return refuseAll(res, 429);
      const answer = answerSigned(req, url, body, floor);
      const limits = {
        'x-bapi-limit': String(perAccount),
        'x-bapi-limit-status': '49',
        'x-bapi-limit-reset-timestamp': String(floor.now()),
      };
      return send(res, answer.status, envelopeOf(answer, floor.now()), limits);
    }
    const answer =
      (method === 'GET' ? answerPublic(url.pathname, url.searchParams, floor) : null) ??
      refuse(10017, 'Route not found.', 404);
    send(res, answer.status, envelopeOf(answer, floor.now()));
  }

  function answerSite(req: IncomingMessage, res: ServerResponse, url: URL, body: string) {
    if (url.pathname === '/favicon.ico') return sendIcon(res);
    if (!url.pathname.startsWith('/x-api/')) return sendTradingPage(req, res, url, floor);
    if (switches.answer !== null) return refuseAll(res, switches.answer);
    if (switches.feedPaused) {
      // What the page asks for hangs as long as its streams are dumb.
      const release = () => res.destroyed || refuseAll(res, 504);
      held.add(release);
      res.on('close', () => held.delete(release));
      return;
    }
    const trader = switches.loggedOut ? null : sessionOf(req, floor);
    const say = (answer: ReturnType<typeof ok>) =>
      send(res, answer.status, olderEnvelopeOf(answer, floor.now()));
    if (url.pathname.endsWith('/user/private/ott')) {
      return say(trader ? ok({ token: streams.token(trader) }) : refuse(10007, 'User not login'));
    }
    if (!isPrivate(req.method ?? 'GET', url.pathname)) return say(refuse(10017, 'Route not found.', 404));
    say(answerPage(req.method ?? 'GET', url.pathname, url.searchParams, body, floor, trader));
  }

  return {
    id: 'bybit',
    hosts: [site, api, stream, own],
    request(req, res, host, body) {
      const url = new URL(req.url ?? '/', `https://${host}`);
      if (host === site) answerSite(req, res, url, body);
      else if (host === api) answerApi(req, res, url, body);
      else res.writeHead(404).end();
    },
    upgrade(socket, url, host) {
      if (host === stream || host === own) streams.upgrade(socket, url, host);
      else socket.close(1008);
    },
    accounts: Object.fromEntries(
      [...floor.traders.values()].map(({ name, keys }) => [
        name,
        Object.fromEntries([
          ['page', `https://${site}/trade/usdt/BTCUSDT?account=${name}`],
          ...['api', 'trading', 'bound', 'expired', 'withdrawing'].flatMap((what, k) => [
            [`${what}Key`, keys[k]!.key],
            [`${what}Secret`, keys[k]!.secret],
          ]),
        ]),
      ]),
    ),
    truth: account =>
      (account === undefined ? [...floor.traders.values()] : [traderOf(account)]).map(trader =>
        truthOf(floor, trader, betas),
      ),
    order: (account, order) => floor.fill(traderOf(account), order),
    switched() {
      if (switches.loggedOut) streams.logout();
      if (!switches.feedPaused) for (const release of [...held]) release();
    },
    closeSockets() {
      for (const socket of streams.sockets()) socket.terminate();
    },
    sendRaw(text) {
      for (const socket of streams.sockets()) socket.send(text);
    },
    skew: floor.skew,
    marginMode(account, mode) {
      traderOf(account).mode = mode;
    },
    close() {
      for (const release of [...held]) release();
      streams.close();
    },
  };
}
