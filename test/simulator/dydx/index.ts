/** dYdX v4: the app's page, and the indexer's REST and WebSocket. Orders go to the chain, here to the page's host. */
import type { ServerResponse } from 'node:http';
import { rememberBetas } from '../betas';
import type { Exchange, SimulatedOrder, World } from '../exchange';
import { sendIcon, sendJson } from '../page';
import { answerGet } from './indexer';
import { createLedger } from './ledger';
import { sendApp } from './page';
import { createSockets } from './sockets';
import { truthOf } from './truth';

const app = 'dydx.trade';
const indexer = 'indexer.dydx.trade';

/** Anybody's page may ask: the indexer is public. */
const open = { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET, OPTIONS' };
/** Requests of one address of the internet in ten seconds (indexer documentation, "Rate limits"). */
const limit = { requests: 100, within: 10_000 };

export function createDydx(shared: World): Exchange {
  let ahead = 0;
  const world: World = { ...shared, now: () => shared.now() + ahead };
  const ledger = createLedger(world);
  const sockets = createSockets(world, ledger);
  const sessions = new Set<ServerResponse>();
  const options = { market: world.market, betas: rememberBetas(world.market) };
  let asked: number[] = [];

  const tell = (res: ServerResponse) =>
    res.write(`data: ${JSON.stringify({ loggedOut: world.switches.loggedOut })}\n\n`);

  function onApp(method: string, res: ServerResponse, url: URL, body: string) {
    if (url.pathname === '/favicon.ico') return sendIcon(res);
    if (url.pathname === '/session') {
      res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
      sessions.add(res);
      res.on('close', () => sessions.delete(res));
      return void tell(res);
    }
    if (url.pathname === '/broadcast' && method === 'POST') {
      const { account, order } = JSON.parse(body) as { account: string; order: SimulatedOrder };
      return sendJson(res, 200, ledger.order(account, order));
    }
    return sendApp(res, url, world, ledger);
  }

  return {
    id: 'dydx',
    hosts: [app, indexer],
    request(req, res, host, body) {
      const url = new URL(req.url ?? '/', `https://${host}`);
      if (host === app) return onApp(req.method ?? 'GET', res, url, body);
      if (req.method === 'OPTIONS') return void res.writeHead(204, open).end();
      if (req.method !== 'GET') return sendJson(res, 404, { errors: [{ msg: 'Not Found' }] }, open);
      const now = shared.now();
      asked = [...asked.filter(at => now - at < limit.within), now];
      const failure = world.limits && asked.length > limit.requests ? 429 : world.switches.answer;
      if (failure !== null) {
        const headers: Record<string, string> = failure === 429 ? { ...open, 'retry-after': '10' } : open;
        return sendJson(
          res,
          failure,
          { errors: [{ msg: failure === 429 ? 'Too many requests' : 'Internal Server Error' }] },
          headers,
        );
      }
      const answer = answerGet(world, ledger, url);
      sendJson(res, answer.status, answer.body, open);
    },
    upgrade(socket, url, host, req) {
      const fromPage = req.headers.origin === `https://${app}`;
      if (host === indexer && url.pathname === '/v4/ws') sockets.open(socket, fromPage);
      else socket.close(1008);
    },
    accounts: Object.fromEntries(
      ledger.accounts.map(({ name, address, parent }) => [
        name,
        { address: parent === 0 ? address : `${address}/${parent}` },
      ]),
    ),
    truth: name =>
      ledger.accounts
        .filter(each => name === undefined || each.name === name)
        .map(each => truthOf(each, options)),
    order: ledger.order,
    switched: () => sessions.forEach(tell),
    closeSockets: sockets.closeAll,
    sendRaw: sockets.sendRaw,
    weight: () => asked.filter(at => shared.now() - at < 60_000).length,
    skew(milliseconds) {
      ahead = milliseconds;
    },
    close() {
      sockets.close();
      for (const session of sessions) session.end();
    },
  };
}
