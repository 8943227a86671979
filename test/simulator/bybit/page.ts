/** Serves the trading page: `/<locale>/trade/<part>/<SYMBOL>`, with `?account=…` logged in as that trader. */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendPage, sharedScript } from '../page';
import type { Floor } from './floor';
import type { Trader } from './traders';

const read = (name: string) => readFileSync(new URL(`./page/${name}`, import.meta.url), 'utf8');
const style = read('page.css');
const script = [sharedScript, read('traffic.js'), read('view.js')].join('\n');

const path = /^(?:\/[a-z]{2}(?:-[A-Z]{2,4})?)?\/trade\/(usdt|usdc|inverse)\/([A-Z\d-]{3,})\/?$/;

export function sessionOf(req: IncomingMessage, floor: Floor): Trader | null {
  const session = /(?:^|;\s*)secure-token=([a-f\d]+)/.exec(req.headers.cookie ?? '')?.[1];
  return [...floor.traders.values()].find(one => one.session === session) ?? null;
}

export function sendTradingPage(req: IncomingMessage, res: ServerResponse, url: URL, floor: Floor) {
  const symbol = path.exec(url.pathname)?.[2]?.replace('-PERP', 'PERP') ?? '';
  if (!floor.contracts.has(symbol)) {
    return void res.writeHead(302, { location: `/trade/usdt/BTCUSDT${url.search}` }).end();
  }
  const asked = url.searchParams.get('account');
  const { scenario } = floor.world;
  const usual = scenario === 'seed' || scenario === 'desk' ? scenario : 'cross';
  const trader =
    asked === 'none'
      ? null
      : (floor.traders.get(asked ?? '') ?? sessionOf(req, floor) ?? floor.traders.get(usual)!);
  const keep = 'Path=/; Secure; SameSite=Lax; HttpOnly';
  res.setHeader(
    'set-cookie',
    trader ? `secure-token=${trader.session}; ${keep}` : `secure-token=; Max-Age=0; ${keep}`,
  );
  sendPage(res, {
    title: `${symbol} | Bybit`,
    lang: url.pathname.startsWith('/zh') ? 'zh-CN' : 'en',
    theme: url.searchParams.get('theme') === 'light' ? 'light' : 'dark',
    style,
    script,
    data: {
      account: trader?.name ?? '',
      loggedIn: trader !== null,
      hedge: trader?.hedge ?? false,
      contracts: [...floor.contracts.values()].map(({ symbol, category, base, quote, settle, tick }) => ({
        symbol,
        category,
        base,
        quote,
        settle,
        tick,
      })),
    },
    connect: ['https://api.bybit.com', 'wss://ws2.bybit.com', 'wss://stream.bybit.com'],
  });
}
