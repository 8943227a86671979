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

/** Of what counts: trailing zeros do not. */
function decimalsOf(text: string): number {
  return (text.split('.')[1] ?? '').replace(/0+$/, '').length;
}

function place(ledger: Ledger, account: HlAccount, { a, b, p, s, r, t }: Fields): unknown {
  const asset = assets.find(({ id }) => id === a);
  const plain = (text: unknown): text is string => typeof text === 'string' && /^\d+(\.\d+)?$/.test(text);
  if (!asset || !plain(p) || !plain(s)) return { error: 'Order could not be read.' };
  const tif = fields(fields(t).limit).tif;
  if (decimalsOf(s) > asset.sizeDecimals) return { error: 'Order has invalid size.' };
  // Five significant digits, or a whole number; no more decimals than the size leaves of six.
  const digits = tidy(p)
    .replace('.', '')
    .replace(/^0+|0+$/g, '').length;
  const whole = decimalsOf(p) === 0;
  if ((digits > 5 && !whole) || decimalsOf(p) > 6 - asset.sizeDecimals || Number(p) === 0) {
    return { error: 'Order has invalid price.' };
  }
  if (Number(p) * Number(s) < 10 && r !== true) {
    return { error: `Order must have minimum value of $10. asset=${asset.id}` };
  }
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
