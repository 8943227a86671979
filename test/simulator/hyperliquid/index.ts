/** Hyperliquid. */
import type { Exchange, World } from '../exchange';
import { sendIcon } from '../page';

export function createHyperliquid(_world: World): Exchange {
  return {
    id: 'hyperliquid',
    hosts: ['app.hyperliquid.xyz', 'api.hyperliquid.xyz', 'api-ui.hyperliquid.xyz'],
    request: (_req, res) => sendIcon(res),
    upgrade: socket => socket.close(),
    accounts: {},
    truth: () => [],
    order: () => ({ ok: false, reason: 'no account' }),
    switched() {},
    closeSockets() {},
    sendRaw() {},
    close() {},
  };
}
