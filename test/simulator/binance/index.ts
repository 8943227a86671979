/**
 * Binance USDⓈ-M futures, single-asset mode: the trading page and its own calls on www.binance.com, the API on
 * fapi.binance.com (key permissions on api.binance.com), the streams on fstream.binance.com.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { rememberBetas } from '../betas';
import type { Exchange, World } from '../exchange';
import { sendIcon, sendJson } from '../page';
import { apiError } from './api-answer';
import { answerBapi, orderAtOnce } from './bapi';
import { openFloor } from './floor';
import { sendTradingPage } from './page';
import { answerPublic } from './public-api';
import { answerSigned } from './signed-api';
import { openStreams } from './streams';
import { truthOf } from './truth';

export interface BinanceExchange extends Exchange {
  /** Milliseconds by which this exchange's clock is ahead of the machine's. */
  skew(milliseconds: number): void;
  /** Money from or to elsewhere, or funding: the feeds tell of balances only. */
  transfer(
    account: string,
    asset: string,
    amount: string,
    reason?: 'DEPOSIT' | 'WITHDRAW' | 'FUNDING_FEE',
  ): void;
}

/** As many hourly bars as the extension asks for. */
const betaHours = 720;

/** Request weight per minute and address. */
const weightLimit = 2400;

export function createBinance(world: World): BinanceExchange {
  const floor = openFloor(world);
  const streams = openStreams(floor);
  const betas = rememberBetas(world.market, betaHours);
  const { switches } = world;
  /** Answers that wait until the feed goes on. */
  const held = new Set<() => void>();
  let minute = 0;
  let weightUsed = 0;

  function deskOf(account: string) {
    const desk = floor.desks.get(account);
    if (!desk) throw new Error(`Binance has no account ${account}: ${[...floor.desks.keys()].join(', ')}`);
    return desk;
  }

  /** As the venue's gate answers when it does not let a call through. */
  function refuseAll(res: ServerResponse, status: number) {
    if (status === 429 || status === 418) {
      const msg = 'Too many requests; current limit of IP is 2400 requests per minute.';
      sendJson(res, status, { code: -1003, msg }, { 'retry-after': '5', 'access-control-allow-origin': '*' });
      return;
    }
    res.writeHead(status, { 'content-type': 'text/html', 'access-control-allow-origin': '*' });
    res.end(
      `<html>\r\n<head><title>${status}</title></head>\r\n<body>\r\n<h1>${status}</h1>\r\n</body>\r\n</html>\r\n`,
    );
  }

  function api(req: IncomingMessage, res: ServerResponse, url: URL, body: string) {
    const open = { 'access-control-allow-origin': '*' };
    if (req.method === 'OPTIONS') {
      res
        .writeHead(204, { ...open, 'access-control-allow-headers': '*', 'access-control-allow-methods': '*' })
        .end();
      return;
    }
    if (switches.answer !== null) return refuseAll(res, switches.answer);
    const now = Math.floor(floor.quotes.now() / 60_000);
    if (now !== minute) [minute, weightUsed] = [now, 0];
    const answer =
      (req.method === 'GET' ? answerPublic(url.pathname, url.searchParams, floor) : null) ??
      answerSigned(req, url, body, floor, streams.keys) ??
      apiError(404, -5000, `Path ${url.pathname}, Method ${req.method} is invalid`);
    weightUsed += answer.weight;
    if (weightUsed > weightLimit) return refuseAll(res, 429);
    sendJson(res, answer.status, answer.body, { ...open, 'x-mbx-used-weight-1m': String(weightUsed) });
  }

  function site(req: IncomingMessage, res: ServerResponse, url: URL, body: string) {
    if (url.pathname === '/favicon.ico') return sendIcon(res);
    if (!/^\/(bapi|fapi)\//.test(url.pathname)) return sendTradingPage(req, res, url, floor);
    if (switches.answer !== null) return refuseAll(res, switches.answer);
    if (switches.feedPaused) {
      // What the page asks for hangs as long as its streams are dumb.
      const release = () => res.destroyed || refuseAll(res, 504);
      held.add(release);
      res.on('close', () => held.delete(release));
      return;
    }
    if (url.pathname.startsWith('/fapi/')) {
      const answer =
        answerPublic(url.pathname, url.searchParams, floor) ?? apiError(404, -5000, 'Path is invalid');
      return sendJson(res, answer.status, answer.body);
    }
    const answer = answerBapi(req, url, body, floor, streams.keys);
    sendJson(res, answer.status, answer.body);
  }

  return {
    id: 'binance',
    hosts: ['www.binance.com', 'fapi.binance.com', 'fstream.binance.com', 'api.binance.com'],
    request(req, res, host, body) {
      const url = new URL(req.url ?? '/', `https://${host}`);
      if (host === 'www.binance.com') site(req, res, url, body);
      else if (host === 'fstream.binance.com') res.writeHead(404).end();
      else api(req, res, url, body);
    },
    upgrade(socket, url, host) {
      if (host === 'fstream.binance.com') streams.upgrade(socket, url);
      else socket.close(1008);
    },
    accounts: Object.fromEntries(
      [...floor.desks.values()].map(({ name, keys }) => {
        const [reads, trades] = keys;
        return [
          name,
          {
            page: `https://www.binance.com/en/futures/BTCUSDT?account=${name}`,
            apiKey: reads!.key,
            apiSecret: reads!.secret,
            tradingApiKey: trades!.key,
            tradingApiSecret: trades!.secret,
          },
        ];
      }),
    ),
    truth: account =>
      (account === undefined ? [...floor.desks.values()] : [deskOf(account)]).map(d =>
        truthOf(floor, d, betas),
      ),
    order: (account, order) => orderAtOnce(deskOf(account), order),
    switched() {
      if (switches.loggedOut) streams.expireKeys();
      if (!switches.feedPaused) for (const release of [...held]) release();
    },
    closeSockets() {
      for (const socket of streams.sockets()) socket.terminate();
    },
    sendRaw(text) {
      for (const socket of streams.sockets()) socket.send(text);
    },
    skew: floor.skew,
    transfer(account, asset, amount, reason = 'DEPOSIT') {
      deskOf(account).matching.transfer(asset, amount, reason);
    },
    close() {
      for (const release of [...held]) release();
      streams.close();
      floor.close();
    },
  };
}
