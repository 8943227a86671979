/** Serves the trading page: `/<locale>/futures/<SYMBOL>`, `/<locale>/delivery/<SYMBOL>` of COIN-M; `?account=…`: who is logged in. */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendPage, sharedScript } from '../page';
import { traderOf } from './bapi';
import type { Floor } from './floor';

const read = (name: string) => readFileSync(new URL(`./page/${name}`, import.meta.url), 'utf8');
const style = read('page.css');
const script = [
  sharedScript,
  ...[
    'words.js',
    'traffic.js',
    'amounts.js',
    'controls.js',
    'form.js',
    'dialogs.js',
    'tables.js',
    'frame.js',
  ].map(read),
].join('\n');

const path = /^\/([a-z]{2}(?:-[A-Za-z]{2})?)\/(?:futures|delivery)\/([A-Za-z0-9_]{3,})\/?$/;

/** Who sits at the page when it does not say: the account that the scenario is about. */
function usualAccount(floor: Floor): string {
  const { scenario } = floor.world;
  if (floor.product === 'coinm') return 'coinm';
  return scenario === 'seed' || scenario === 'desk' ? scenario : 'oneway';
}

export function sendTradingPage(req: IncomingMessage, res: ServerResponse, url: URL, floor: Floor) {
  const match = path.exec(url.pathname);
  const symbol = match?.[2]?.toUpperCase() ?? '';
  const locale = match?.[1] ?? 'en';
  const home = floor.product === 'usdm' ? 'futures/BTCUSDT' : 'delivery/BTCUSD_PERP';
  if (!floor.contracts.has(symbol)) {
    res.writeHead(302, { location: `/${locale === 'zh-CN' ? locale : 'en'}/${home}${url.search}` }).end();
    return;
  }
  const asked = url.searchParams.get('account');
  const desk =
    asked === 'none'
      ? null
      : (floor.desks.get(asked ?? '') ?? traderOf(req, floor) ?? floor.desks.get(usualAccount(floor)));
  const keep = 'Path=/; Secure; SameSite=Lax';
  const cookies = desk
    ? [
        `p20t=web.${desk.ledger.uid}.${desk.session}; HttpOnly; ${keep}`,
        `cr00=${desk.session.slice(0, 32).toUpperCase()}; ${keep}`,
      ]
    : [`p20t=; Max-Age=0; ${keep}`, `cr00=; Max-Age=0; ${keep}`];
  res.setHeader('set-cookie', cookies);
  sendPage(res, {
    title: `${symbol} | ${locale === 'zh-CN' ? '永续合约' : floor.product === 'usdm' ? 'USDⓈ-M Perpetual' : 'COIN-M'} | Simulated Binance Futures`,
    lang: locale,
    theme: url.searchParams.get('theme') === 'light' ? 'light' : 'dark',
    style,
    script,
    data: {
      locale,
      product: floor.product,
      layout: url.searchParams.get('layout') === 'tabs' ? 'tabs' : 'buttons',
      contracts: [...floor.contracts.values()].map(one => ({
        symbol: one.symbol,
        baseAsset: one.baseAsset,
        quoteAsset: one.quoteAsset,
        marginAsset: one.marginAsset,
        dollars: one.dollars,
        tickSize: one.tickSize,
        stepSize: one.stepSize,
      })),
    },
    connect: [
      'https://fapi.binance.com',
      'https://dapi.binance.com',
      'wss://fstream.binance.com',
      'wss://dstream.binance.com',
    ],
  });
}
