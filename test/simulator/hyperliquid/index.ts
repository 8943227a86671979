/** Hyperliquid: the app's pages, `/info`, `/exchange` and `/ws` of both api hosts. */
import type { ServerResponse } from 'node:http';
import { rememberBetas } from '../betas';
import type { Exchange, World } from '../exchange';
import { sendIcon, sendJson } from '../page';
import { type Answer, answerInfo } from './info';
import { createLedger } from './ledger';
import { sendApp } from './page';
import { createSockets } from './sockets';
import { answerExchange } from './trade';
import { truthOf } from './truth';
import { createMeter, minuteLimit, weightOf } from './weights';

const app = 'app.hyperliquid.xyz';
const api = 'api.hyperliquid.xyz';
const pageApi = 'api-ui.hyperliquid.xyz';

/** Anybody's page may ask: the API is public. */
const open = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'content-type',
  'access-control-allow-methods': 'POST, GET, OPTIONS',
  'access-control-max-age': '7200',
};

export function createHyperliquid(shared: World): Exchange {
  let ahead = 0;
  // What the venue says of time; its own pace follows the machine's clock.
  const world: World = { ...shared, now: () => shared.now() + ahead };
  const meter = createMeter(shared.now);
  const ledger = createLedger(world);
  const sockets = createSockets(world, ledger);
  const sessions = new Set<ServerResponse>();
  const options = { market: world.market, betas: rememberBetas(world.market) };

  function answer(res: ServerResponse, { status, body }: Answer) {
    if (status !== 200 && typeof body === 'string') {
      res.writeHead(status, { ...open, 'content-type': 'text/plain' }).end(body);
    } else sendJson(res, status, body, open);
  }

  /** Whether anybody is logged in: server-sent events, so that control can log the page out. */
  function sendSession(res: ServerResponse) {
    res.write(`data: ${JSON.stringify({ loggedOut: world.switches.loggedOut })}\n\n`);
  }

  return {
    id: 'hyperliquid',
    hosts: [app, api, pageApi],
    request(req, res, host, body) {
      const url = new URL(req.url ?? '/', `https://${host}`);
      if (host === app) {
        if (url.pathname === '/favicon.ico') return sendIcon(res);
        if (url.pathname === '/session') {
          res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
          sessions.add(res);
          res.on('close', () => sessions.delete(res));
          return sendSession(res);
        }
        return sendApp(res, url, world, ledger);
      }
      if (req.method === 'OPTIONS') return void res.writeHead(200, open).end();
      if (req.method !== 'POST') return void res.writeHead(405, open).end();
      const { answer: failure } = world.switches;
      if (failure !== null)
        return answer(res, { status: failure, body: failure === 429 ? null : 'upstream error' });
      if (url.pathname === '/info') {
        if (world.limits && meter.lastMinute() >= minuteLimit)
          return answer(res, { status: 429, body: null });
        const given = answerInfo(world, ledger, body);
        meter.spend(weightOf(parsed(body), given.body));
        return answer(res, given);
      }
      if (url.pathname === '/exchange') return answer(res, answerExchange(world, ledger, body));
      res.writeHead(404, open).end();
    },
    upgrade(socket, url, host) {
      if (url.pathname === '/ws' && host !== app) sockets.open(socket, host === pageApi);
      else socket.close(1008);
    },
    accounts: Object.fromEntries(ledger.accounts.map(({ name, address }) => [name, { address }])),
    truth: name =>
      ledger.accounts
        .filter(account => name === undefined || account.name === name)
        .map(account => truthOf(account, options)),
    order: ledger.order,
    switched: () => sessions.forEach(sendSession),
    closeSockets: sockets.closeAll,
    sendRaw: sockets.sendRaw,
    weight: meter.lastMinute,
    skew(milliseconds) {
      ahead = milliseconds;
    },
    close() {
      sockets.close();
      for (const session of sessions) session.end();
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
