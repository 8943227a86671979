/** The app's document: style with hashed class names, data, script. One page; everything else is soft navigation. */
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { World } from '../exchange';
import { sendPage, sharedScript } from '../page';
import type { Ledger } from './ledger';
import { script } from './page-script';
import { style } from './page-style';

function hashed(name: string): string {
  return `sc-${createHash('sha256').update(`dydx ${name}`).digest('hex').slice(0, 8)}`;
}

export function sendApp(res: ServerResponse, url: URL, { scenario, switches }: World, ledger: Ledger) {
  if (url.pathname === '/') {
    res.writeHead(302, { location: `/trade/BTC-USD${url.search}` }).end();
    return;
  }
  const usual = scenario === 'seed' || scenario === 'desk' ? scenario : 'cross';
  const account = ledger.named(url.searchParams.get('account') ?? usual) ?? ledger.named('cross')!;
  const names: Record<string, string> = {};
  const css = style.replace(/§(\w+)/g, (_match, name: string) => {
    names[name] ??= hashed(name);
    return names[name];
  });
  sendPage(res, {
    title: 'dYdX',
    theme: url.searchParams.get('theme') === 'light' ? 'light' : 'dark',
    style: css,
    script: sharedScript + script,
    connect: ['https://indexer.dydx.trade', 'wss://indexer.dydx.trade'],
    data: {
      names,
      account: account.name,
      accounts: ledger.accounts.map(({ name, address, parent }) => ({ name, address, parent })),
      loggedOut: switches.loggedOut,
    },
  });
}
