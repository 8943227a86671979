/** The app's document: style with hashed class names, data, script. One page; everything else is soft navigation. */
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { World } from '../exchange';
import { sendPage, sharedScript } from '../page';
import { dexes } from './assets';
import type { Ledger } from './ledger';
import { script } from './page-script';
import { style } from './page-style';
import { signatureOf } from './trade';

/** A class name as a build makes them: the same in every build, but saying nothing. */
function hashed(name: string): string {
  return `sc-${createHash('sha256').update(name).digest('hex').slice(0, 6)}`;
}

export function sendApp(res: ServerResponse, url: URL, world: World, ledger: Ledger) {
  if (url.pathname === '/') {
    res.writeHead(302, { location: `/trade/BTC${url.search}` }).end();
    return;
  }
  const wanted = url.searchParams.get('account') ?? defaultAccount(world);
  const account = ledger.named(wanted) ?? ledger.named('unified')!;
  const names: Record<string, string> = {};
  const css = style.replace(/§(\w+)/g, (_match, name: string) => {
    names[name] ??= hashed(name);
    return names[name];
  });
  sendPage(res, {
    title: 'Hyperliquid',
    theme: url.searchParams.get('theme') === 'light' ? 'light' : 'dark',
    style: css,
    script: sharedScript + script,
    connect: ['https://api-ui.hyperliquid.xyz', 'wss://api-ui.hyperliquid.xyz'],
    data: {
      names,
      account: account.name,
      accounts: ledger.accounts
        .filter(({ name }) => name !== 'leader' && name !== 'vault')
        .map(({ name, address }) => ({ name, address, signature: signatureOf(address) })),
      others: { leader: ledger.named('leader')!.address, vault: ledger.named('vault')!.address },
      dexes,
      loggedOut: world.switches.loggedOut,
    },
  });
}

function defaultAccount({ scenario }: World): string {
  return scenario === 'seed' || scenario === 'desk' ? scenario : 'unified';
}
