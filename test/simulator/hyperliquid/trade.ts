/**
 * `POST /exchange`: orders, cancels and leverage as the page sends them. The simulator checks no signature: the
 * page has no wallet, and writes the address of its account into the signature's `r`.
 */
import type { World } from '../exchange';
import type { HlAccount } from './accounts';
import { assets } from './assets';
import { type Answer, unreadable } from './info';
import type { Ledger } from './ledger';
import { tidy } from './text';

type Fields = Record<string, unknown>;

const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};
const rows = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fields) : []);
const failed = (response: string): Answer => ({ status: 200, body: { status: 'err', response } });
const done = (type: string, statuses?: unknown[]): Answer => ({
  status: 200,
  body: { status: 'ok', response: statuses ? { type, data: { statuses } } : { type } },
});

/** The `r` of an account's requests. */
export function signatureOf(address: string): string {
  return `0x${address.slice(2).padStart(64, '0')}`;
}

export function answerExchange(world: World, ledger: Ledger, text: string): Answer {
  let body: Fields;
  try {
    body = fields(JSON.parse(text));
  } catch {
    return unreadable;
  }
  const action = fields(body.action);
  const r = fields(body.signature).r;
  if (typeof body.nonce !== 'number' || typeof r !== 'string') return unreadable;
  const account = ledger.accounts.find(({ address }) => signatureOf(address) === r.toLowerCase());
  if (!account || world.switches.loggedOut) {
    return failed(`User or API Wallet 0x${r.slice(-40)} does not exist.`);
  }
  switch (action.type) {
    case 'order':
      return done(
        'order',
        rows(action.orders).map(order => place(ledger, account, order)),
      );
    case 'cancel':
      return done(
        'cancel',
        rows(action.cancels).map(({ o }) =>
          ledger.cancel(account, Number(o))
            ? 'success'
            : { error: 'Order was never placed, already canceled, or filled.' },
        ),
      );
    case 'updateLeverage': {
      const asset = assets.find(({ id }) => id === action.asset);
      if (!asset) return unreadable;
      const refused = ledger.changeLeverage(
        account,
        asset.name,
        action.isCross === true,
        Number(action.leverage),
      );
      return refused ? failed(refused) : done('default');
    }
    default:
      return unreadable;
  }
}

function place(ledger: Ledger, account: HlAccount, { a, b, p, s, r, t }: Fields): unknown {
  const asset = assets.find(({ id }) => id === a);
  const plain = (text: unknown): text is string => typeof text === 'string' && /^\d+(\.\d+)?$/.test(text);
  if (!asset || !plain(p) || !plain(s)) return { error: 'Order could not be read.' };
  const tif = fields(fields(t).limit).tif;
  const result = ledger.fill(account, {
    asset,
    buy: b === true,
    size: Number(s),
    // A market order of the page is an immediate one with a price far off: it fills at the mark.
    price: tif === 'FrontendMarket' ? null : tidy(p),
    reduceOnly: r === true,
  });
  if (!result.ok) return { error: result.reason };
  const { sz, px, oid } = result.fill;
  return { filled: { totalSz: sz, avgPx: px, oid } };
}
