/** Deribit: the site, JSON-RPC over HTTP and over its WebSocket, all on one host. */
import type { ServerResponse } from 'node:http';
import { rememberBetas } from '../betas';
import type { Exchange, World } from '../exchange';
import { sendIcon } from '../page';
import { createAccess } from './access';
import { createEndpoint } from './endpoint';
import { createLedger } from './ledger';
import { createMeter } from './meter';
import { createMethods } from './methods';
import { sendSite } from './page';
import { createSockets } from './sockets';
import { truthOf } from './truth';

const host = 'www.deribit.com';

export function createDeribit(shared: World): Exchange {
  let ahead = 0;
  // What the venue says of time; its own pace follows the machine's clock. The switches are shared by reference.
  const world: World = { ...shared, now: () => shared.now() + ahead };
  const ledger = createLedger(world);
  const access = createAccess(world, ledger);
  const methods = createMethods(world, ledger);
  const meter = createMeter(shared.now, shared.limits ?? false);
  const endpoint = createEndpoint(world, access, methods, meter);
  const sockets = createSockets(world, ledger, access, methods, meter);
  const betas = rememberBetas(world.market);
  const sessions = new Set<ServerResponse>();
  const sendSession = (res: ServerResponse) =>
    res.write(`data: ${JSON.stringify({ loggedOut: world.switches.loggedOut })}\n\n`);

  return {
    id: 'deribit',
    hosts: [host],
    request(req, res, _host, body) {
      const url = new URL(req.url ?? '/', `https://${host}`);
      if (url.pathname === '/favicon.ico') return sendIcon(res);
      if (url.pathname.startsWith('/api/v2')) return endpoint(req, res, url, body);
      if (url.pathname === '/session') {
        res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
        sessions.add(res);
        res.on('close', () => sessions.delete(res));
        sendSession(res);
        return;
      }
      sendSite(res, url, world, ledger, access);
    },
    upgrade(socket, url) {
      if (url.pathname === '/ws/api/v2') sockets.open(socket);
      else socket.close(1008);
    },
    accounts: Object.fromEntries(
      ledger.accounts.map(({ name, keys }) => [
        name,
        {
          page: `https://${host}/futures/BTC-PERPETUAL?account=${name}`,
          apiKey: keys.reads.id,
          apiSecret: keys.reads.secret,
          tradingApiKey: keys.trades.id,
          tradingApiSecret: keys.trades.secret,
        },
      ]),
    ),
    truth: name =>
      ledger.accounts
        .filter(account => name === undefined || account.name === name)
        .map(account => truthOf(world, account, betas)),
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
