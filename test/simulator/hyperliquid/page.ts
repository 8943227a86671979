import type { ServerResponse } from 'node:http';
import type { World } from '../exchange';
import { sendIcon } from '../page';
import type { Ledger } from './ledger';
export function sendApp(res: ServerResponse, _url: URL, _world: World, _ledger: Ledger) {
  sendIcon(res);
}
