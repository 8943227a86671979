/**
 * Binance futures: the trading pages and their own calls on www.binance.com; the APIs of USDⓈ-M (fapi), COIN-M (dapi)
 * and Portfolio Margin (papi), key permissions and rates on api.binance.com; the streams on fstream and dstream.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { rememberBetas } from '../betas';
import type { Exchange, World } from '../exchange';
import { sendIcon, sendJson } from '../page';
import { apiError } from './api-answer';
import { answerBapi, answerPanel, orderAtOnce } from './bapi';
import { openFloor } from './floor';
import { sendTradingPage } from './page';
import { answerPublic } from './public-api';
import { answerSigned } from './signed-api';
import { openStreams } from './streams';
import { portfolioTruth, truthOf } from './truth';

export interface BinanceExchange extends Exchange {
  /** The trader turns the mode of the USDⓈ-M account over, as in its settings. */
  setMultiAssets(account: string, on: boolean): void;
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
  const coins = openFloor(world, 'coinm');
  const streams = openStreams(floor, coins);
  const coinStreams = openStreams(coins);
  const halls = { usdm: floor, coinm: coins, keys: { usdm: streams.keys, coinm: coinStreams.keys } };
  const betas = rememberBetas(world.market, betaHours);
  const { switches } = world;
  /** Answers that wait until the feed goes on. */
  const held = new Set<() => void>();
  let minute = 0;
  let weightUsed = 0;

  /** By the contract: which product's account of that trader. */
  function deskOf(account: string, symbol = '') {
    const desk = (coins.contracts.has(symbol) ? coins : floor).desks.get(account);
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

  const answerOpen = (url: URL) =>
    answerPublic(url.pathname, url.searchParams, floor) ??
    answerPublic(url.pathname, url.searchParams, coins);

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
      (req.method === 'GET' ? answerOpen(url) : null) ??
      answerSigned(req, url, body, halls) ??
      apiError(404, -5000, `Path ${url.pathname}, Method ${req.method} is invalid`);
    weightUsed += answer.weight;
    if (weightUsed > weightLimit) return refuseAll(res, 429);
    sendJson(res, answer.status, answer.body, { ...open, 'x-mbx-used-weight-1m': String(weightUsed) });
  }

  function site(req: IncomingMessage, res: ServerResponse, url: URL, body: string) {
    if (url.pathname === '/favicon.ico') return sendIcon(res);
    if (!/^\/(bapi|fapi|dapi)\//.test(url.pathname)) {
      return sendTradingPage(req, res, url, /\/delivery\//.test(url.pathname) ? coins : floor);
    }
    if (switches.answer !== null) return refuseAll(res, switches.answer);
    if (switches.feedPaused) {
      // What the page asks for hangs as long as its streams are dumb.
      const release = () => res.destroyed || refuseAll(res, 504);
      held.add(release);
      res.on('close', () => held.delete(release));
      return;
    }
    if (/^\/[fd]api\//.test(url.pathname)) {
      const answer = answerOpen(url) ?? apiError(404, -5000, 'Path is invalid');
      return sendJson(res, answer.status, answer.body);
    }
    const delivery = /\/delivery\//.test(url.pathname);
    const answer = /\/portfolio\/account-indicate$/.test(url.pathname)
      ? answerPanel(req, floor, coins)
      : answerBapi(req, url, body, delivery ? coins : floor, delivery ? coinStreams.keys : streams.keys);
    sendJson(res, answer.status, answer.body);
  }

  const sockets = () => [...streams.sockets(), ...coinStreams.sockets()];

  return {
    id: 'binance',
    hosts: [
      'www.binance.com',
      'fapi.binance.com',
      'dapi.binance.com',
      'papi.binance.com',
      'api.binance.com',
      'fstream.binance.com',
      'dstream.binance.com',
    ],
    request(req, res, host, body) {
      const url = new URL(req.url ?? '/', `https://${host}`);
      if (host === 'www.binance.com') site(req, res, url, body);
      else if (/^[fd]stream\./.test(host)) res.writeHead(404).end();
      else api(req, res, url, body);
    },
    upgrade(socket, url, host) {
      if (host === 'fstream.binance.com') streams.upgrade(socket, url);
      else if (host === 'dstream.binance.com') coinStreams.upgrade(socket, url);
      else socket.close(1008);
    },
    accounts: Object.fromEntries(
      [...floor.desks.values()].map(({ name, keys }) => {
        const [reads, trades] = keys;
        return [
          name,
          {
            page: `https://www.binance.com/en/${name.startsWith('coinm') ? 'delivery/BTCUSD_PERP' : 'futures/BTCUSDT'}?account=${name}`,
            apiKey: reads!.key,
            apiSecret: reads!.secret,
            tradingApiKey: trades!.key,
            tradingApiSecret: trades!.secret,
          },
        ];
      }),
    ),
    truth(account) {
      const desks = account === undefined ? [...floor.desks.values()] : [deskOf(account)];
      return desks.flatMap(desk => {
        if (desk.ledger.portfolio) return [portfolioTruth(floor, coins, desk.name, betas)];
        const other = coins.desks.get(desk.name)!;
        const own = truthOf(floor, desk, betas);
        // Who trades COIN-M alone has no other account to compare with.
        if (desk.name.startsWith('coinm')) return [truthOf(coins, other, betas)];
        return [own];
      });
    },
    order: (account, order) => orderAtOnce(deskOf(account, order.symbol), order),
    setMultiAssets: (account, on) => void deskOf(account).matching.setMultiAssets(on),
    switched() {
      if (switches.loggedOut) for (const each of [streams, coinStreams]) each.expireKeys();
      if (!switches.feedPaused) for (const release of [...held]) release();
    },
    closeSockets() {
      for (const socket of sockets()) socket.terminate();
    },
    sendRaw(text) {
      for (const socket of sockets()) socket.send(text);
    },
    skew(milliseconds) {
      for (const each of [floor, coins]) each.skew(milliseconds);
    },
    transfer(account, asset, amount, reason = 'DEPOSIT') {
      deskOf(account).matching.transfer(asset, amount, reason);
    },
    close() {
      for (const release of [...held]) release();
      for (const each of [streams, coinStreams, floor, coins]) each.close();
    },
  };
}
