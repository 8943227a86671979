/**
 * OKX: futures mode and multi-currency mode; the trading page and its own calls (`priapi/v5`) and the API (`api/v5`)
 * on www.okx.com, the sockets of the API on ws.okx.com and those of the page on wspri.okx.com.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { rememberBetas } from '../betas';
import type { Exchange, World } from '../exchange';
import { sendIcon, sendJson } from '../page';
import { type Answer, bad } from './answers';
import { type Desk, openFloor } from './floor';
import { sendTradingPage } from './page';
import { type Caller, privateCalls } from './private-api';
import { publicCalls } from './public-api';
import { callerOf } from './signed';
import { openSockets } from './sockets';
import { truthOf } from './truth';

/** As many hourly bars as the extension asks for. */
const betaHours = 720;
const WINDOW = 2_000;

export function createOkx(world: World): Exchange {
  const floor = openFloor(world);
  const sockets = openSockets(floor);
  const betas = rememberBetas(world.market, betaHours);
  const { switches } = world;
  const held = new Set<() => void>();
  /** Calls of the present two seconds, by caller and call. */
  const spent = new Map<string, number>();
  let window = 0;

  function deskOf(account: string): Desk {
    const desk = floor.desks.get(account);
    if (!desk) throw new Error(`OKX has no account ${account}: ${[...floor.desks.keys()].join(', ')}`);
    return desk;
  }

  /** As the venue's gate answers when it does not let a call through. */
  function refuseAll(res: ServerResponse, status: number) {
    if (status === 429) {
      const body = bad(429, '50011', 'Too Many Requests').body;
      return sendJson(res, 429, body, { 'access-control-allow-origin': '*' });
    }
    res.writeHead(status, { 'content-type': 'text/html', 'access-control-allow-origin': '*' });
    res.end(`<html><head><title>${status}</title></head><body><h1>We'll be back soon</h1></body></html>`);
  }

  function isTooMuch(who: string, call: string, limit: number): boolean {
    const now = Math.floor(floor.prices.now() / WINDOW);
    if (now !== window) {
      window = now;
      spent.clear();
    }
    const key = `${who} ${call}`;
    spent.set(key, (spent.get(key) ?? 0) + 1);
    return spent.get(key)! > limit;
  }

  /** The page's calls carry the session's token; the API's a signature. */
  function caller(req: IncomingMessage, url: URL, body: string, page: boolean): Caller | Answer {
    if (!page) return callerOf(req, url.pathname + url.search, body, floor);
    const token = String(req.headers.authorization ?? '');
    const desk = [...floor.desks.values()].find(one => one.token === token);
    if (!desk || switches.loggedOut) return bad(401, '50103', 'Unauthorized');
    return { desk, perm: 'read_only,trade', ip: '' };
  }

  function answer(req: IncomingMessage, url: URL, body: string): Answer {
    const [, family, path] = /^\/(priapi|api)\/v5\/(.+)$/.exec(url.pathname) ?? [];
    if (!path) return bad(404, '404', 'Not Found');
    const open = req.method === 'GET' ? publicCalls[path] : undefined;
    if (open) {
      if (isTooMuch('address', path, open.limit)) return bad(429, '50011', 'Too Many Requests');
      return open.run(url.searchParams, floor);
    }
    const name = `${req.method} ${path}`;
    const call = Object.hasOwn(privateCalls, name) ? privateCalls[name] : undefined;
    if (!call) return bad(404, '404', 'Not Found');
    const who = caller(req, url, body, family === 'priapi');
    if ('status' in who) return who;
    if (isTooMuch(who.desk.account.uid, name, call.limit)) return bad(429, '50011', 'Too Many Requests');
    return call.run(url.searchParams, floor, who, body);
  }

  return {
    id: 'okx',
    hosts: ['www.okx.com', 'ws.okx.com', 'wspri.okx.com'],
    request(req, res, host, body) {
      const url = new URL(req.url ?? '/', `https://${host}`);
      const open = { 'access-control-allow-origin': '*' };
      if (host !== 'www.okx.com') {
        res.writeHead(404).end();
        return;
      }
      if (url.pathname === '/favicon.ico') return sendIcon(res);
      if (!/^\/(priapi|api)\//.test(url.pathname)) return sendTradingPage(res, url, floor);
      if (req.method === 'OPTIONS') {
        res.writeHead(204, { ...open, 'access-control-allow-headers': '*' }).end();
        return;
      }
      if (switches.answer !== null) return refuseAll(res, switches.answer);
      if (switches.feedPaused && url.pathname.startsWith('/priapi/')) {
        // What the page asks for hangs as long as its sockets are dumb.
        const release = () => res.destroyed || refuseAll(res, 504);
        held.add(release);
        res.on('close', () => held.delete(release));
        return;
      }
      const { status, body: said } = answer(req, url, body);
      sendJson(res, status, said, open);
    },
    upgrade(socket, url) {
      sockets.upgrade(socket, url);
    },
    accounts: Object.fromEntries(
      [...floor.desks.values()].map(({ name, keys }) => {
        const [reads, trades, bound] = keys;
        return [
          name,
          {
            page: `https://www.okx.com/trade-swap/btc-usdt-swap?account=${name}`,
            apiKey: reads!.key,
            apiSecret: reads!.secret,
            passphrase: reads!.passphrase,
            tradingApiKey: trades!.key,
            tradingApiSecret: trades!.secret,
            tradingPassphrase: trades!.passphrase,
            boundApiKey: bound!.key,
            boundApiSecret: bound!.secret,
            boundPassphrase: bound!.passphrase,
          },
        ];
      }),
    ),
    truth: account =>
      (account === undefined ? [...floor.desks.values()] : [deskOf(account)]).map(desk =>
        truthOf(desk.account, floor.prices, betas),
      ),
    order: (account, order) => floor.order(deskOf(account), order),
    switched() {
      if (switches.loggedOut) sockets.logOut();
      if (!switches.feedPaused) for (const release of [...held]) release();
    },
    closeSockets() {
      for (const socket of sockets.sockets()) socket.terminate();
    },
    sendRaw(text) {
      for (const socket of sockets.sockets()) socket.send(text);
    },
    skew: floor.skew,
    close() {
      for (const release of [...held]) release();
      sockets.close();
    },
  };
}
