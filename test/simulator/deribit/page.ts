/** The site's document: style with hashed class names, data, script. One page; everything else is soft navigation. */
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { World } from '../exchange';
import { sendPage, sharedScript } from '../page';
import { regionScript } from '../page-regions';
import type { Access } from './access';
import type { Ledger } from './ledger';
import { feedScript } from './page-feed';
import { formScript } from './page-form';
import { style } from './page-style';
import { viewScript } from './page-view';

/** A class name as a build makes them: the same in every build, but saying nothing. */
const hashed = (name: string): string =>
  `css-${createHash('sha256').update(`d ${name}`).digest('hex').slice(0, 7)}`;

export function sendSite(res: ServerResponse, url: URL, world: World, ledger: Ledger, access: Access) {
  if (url.pathname === '/') {
    res.writeHead(302, { location: `/futures/BTC-PERPETUAL${url.search}` }).end();
    return;
  }
  const wanted = url.searchParams.get('account') ?? (world.scenario === 'seed' ? 'seed' : 'segregated');
  const account = ledger.named(wanted) ?? ledger.named('segregated')!;
  const names: Record<string, string> = {};
  const css = style.replace(/§(\w+)/g, (_match, name: string) => {
    names[name] ??= hashed(name);
    return names[name];
  });
  sendPage(res, {
    title: 'Deribit',
    theme: url.searchParams.get('theme') === 'light' ? 'light' : 'dark',
    style: css,
    script: sharedScript + feedScript + formScript + regionScript + viewScript,
    connect: ['wss://www.deribit.com'],
    data: {
      names,
      account: account.name,
      accounts: ledger.accounts.map(each => ({ name: each.name, token: access.pageToken(each) })),
      loggedOut: world.switches.loggedOut,
    },
  });
}
