/** What a read-only key may ask, and how it is told from one that may do more. */
import type { KeyAccess } from '../key-access';
import { API, get } from './api';
import { API_LIMIT, parse } from './exact-json';
import { stream } from './key-stream';
import { check, envelope } from './messages';
import { sign } from './signature';
import type { State } from './state';
import { verdict } from './verdict';

const SECOND = 1000;
/** A stream that has said something within this time is alive; what it says is checked once in so long. */
const ALIVE = 30 * SECOND;

/**
 * The answer is that of a login: it carries a token, which is not used and goes nowhere. A key of a login that
 * is asked once a key is no burden (limits count by account: 20 requests a second and more).
 */
export const keys: KeyAccess<State> = {
  passphrase: false,
  help: 'https://www.deribit.com/account/BTC/API',
  permission: { key: 'deribit:public/auth', url: `${API}/public/auth`, method: 'POST', every: 0 },
  verdict,
  needs({ trader }, now) {
    const { heardAt } = trader;
    const every = heardAt !== null && Math.abs(now - heardAt) < ALIVE ? ALIVE : 5 * SECOND;
    return [
      get('private/get_account_summaries', { extended: 'true' }, every),
      get('private/get_positions', { currency: 'any' }, every),
      get('private/get_open_orders', {}, Math.max(every, ALIVE)),
    ];
  },
  sign: (request, key, at) => sign(request, key, at),
  clock: {
    request: get('public/get_time', {}, 0),
    read(body) {
      const parsed = parse(body, API_LIMIT);
      const read = 'json' in parsed ? check(envelope, parsed.json) : null;
      const time = read?.ok ? String(read.value.result) : '';
      return /^\d{13}$/.test(time) ? Number.parseInt(time, 10) : null;
    },
  },
  stream,
};
