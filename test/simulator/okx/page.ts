/** Serves the trading page: `/trade-swap/btc-usdt-swap`, with or without a locale; `?account=…` is logged in as that trader. */
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { sendPage, sharedScript } from '../page';
import type { Floor } from './floor';
import { text } from './text';

const read = (name: string) => readFileSync(new URL(`./page/${name}`, import.meta.url), 'utf8');
const style = read('page.css');
const script = [
  sharedScript,
  ...['words.js', 'traffic.js', 'form.js', 'tables.js', 'frame.js'].map(read),
].join('\n');

const path = /^(?:\/([a-z]{2}(?:-[a-z]+)?))?\/trade-(?:swap|futures)\/([a-z0-9-]{3,})\/?$/;

/** Who sits at the page when it does not say: the account that the scenario is about. */
const usualAccount = ({ world: { scenario } }: Floor): string =>
  scenario === 'seed' || scenario === 'desk' ? scenario : 'futures';

export function sendTradingPage(res: ServerResponse, url: URL, floor: Floor) {
  const match = path.exec(url.pathname);
  const instId = match?.[2]?.toUpperCase() ?? '';
  const locale = match?.[1] ?? '';
  if (!floor.contracts.has(instId)) {
    res.writeHead(302, { location: `/trade-swap/btc-usdt-swap${url.search}` }).end();
    return;
  }
  const asked = url.searchParams.get('account');
  const desk =
    asked === 'none' ? null : (floor.desks.get(asked ?? '') ?? floor.desks.get(usualAccount(floor))!);
  sendPage(res, {
    title: `${instId} | Simulated OKX`,
    lang: locale || 'en',
    theme: url.searchParams.get('theme') === 'light' ? 'light' : 'dark',
    style,
    script,
    data: {
      locale,
      // Kept by the site in its storage; goes into the header of its calls.
      token: desk?.token ?? '',
      hedge: desk?.account.hedge ?? false,
      contracts: [...floor.contracts.values()].map(one => ({
        instId: one.instId,
        coin: one.coin,
        inverse: one.inverse,
        settle: one.settle,
        value: one.value,
        decimals: one.decimals,
        tick: text(one.tick),
        lot: one.lot,
      })),
    },
    connect: ['wss://wspri.okx.com:8443'],
  });
}
