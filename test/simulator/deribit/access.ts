/**
 * Who asks: tokens of a login, signatures of a key. Source: docs.deribit.com, "Authentication": HMAC-SHA256 in
 * hexadecimal over `timestamp \n nonce \n data`; of a request the data is method, path with query, and body, each
 * with a newline behind it.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { World } from '../exchange';
import type { Account } from './accounts';
import type { Ledger } from './ledger';
import { RpcError } from './rpc-error';

export interface Login {
  account: Account;
  scope: string;
}

type Params = Record<string, unknown>;

/** A signature may be so old, or so far ahead, in ms. */
const window = 60_000;
const lifetime = 900;

export interface Access {
  /** The refresh token that the page is given. */
  pageToken(account: Account): string;
  /** `public/auth`. */
  login(params: Params): { login: Login; result: Params };
  /** By header, or by the token among the parameters; null: nobody. */
  of(req: IncomingMessage, url: URL, body: string, params: Params): Login | null;
  byToken(token: unknown): Login | null;
}

const pageScope =
  'account:read_write block_trade:read_write connection custody:read_write mainaccount trade:read_write wallet:read_write';

export function createAccess(world: World, ledger: Ledger): Access {
  const tokens = new Map<string, Login & { until: number }>();
  const refresh = new Map<string, Login>();
  /** A nonce counts once a key and time. */
  const used = new Set<string>();

  function issue(login: Login): Params {
    const [access, again] = [token(login), token(login)];
    tokens.set(access, { ...login, until: world.now() + lifetime * 1000 });
    refresh.set(again, login);
    return {
      access_token: access,
      refresh_token: again,
      expires_in: lifetime,
      scope: login.scope,
      token_type: 'bearer',
      enabled_features: [],
    };
  }

  const token = ({ account }: Login) =>
    `${world.now()}.1${account.id}.${randomBytes(24).toString('base64url')}`;

  function keyOf(id: unknown) {
    for (const account of ledger.accounts) {
      for (const key of Object.values(account.keys)) if (key.id === id) return { account, key };
    }
    throw new RpcError(13_004, 'invalid_credentials');
  }

  function signed(id: unknown, timestamp: unknown, nonce: unknown, signature: unknown, data: string): Login {
    const { account, key } = keyOf(id);
    const right = createHmac('sha256', key.secret).update(`${timestamp}\n${nonce}\n${data}`).digest();
    const sent = Buffer.from(String(signature), 'hex');
    if (sent.length !== right.length || !timingSafeEqual(sent, right)) {
      throw new RpcError(13_004, 'invalid_credentials', { reason: 'invalid_signature' });
    }
    if (!(Math.abs(Number(timestamp) - world.now()) <= window)) {
      throw new RpcError(13_004, 'invalid_credentials', { reason: 'timestamp_expired' });
    }
    const once = `${id} ${timestamp} ${nonce}`;
    if (used.has(once)) throw new RpcError(13_004, 'invalid_credentials', { reason: 'nonce_already_used' });
    used.add(once);
    return { account, scope: key.scope };
  }

  const byToken = (text: unknown): Login | null => {
    if (typeof text !== 'string') return null;
    const found = tokens.get(text);
    if (!found)
      throw new RpcError(13_009, 'invalid_token', { reason: 'token not found', param: 'access_token' });
    if (found.until < world.now()) {
      throw new RpcError(13_009, 'invalid_token', { reason: 'token has expired', param: 'access_token' });
    }
    return found;
  };

  return {
    pageToken(account) {
      const login = { account, scope: pageScope };
      const text = token(login);
      refresh.set(text, login);
      return text;
    },
    login(params) {
      const { grant_type: grant } = params;
      if (grant === 'client_credentials') {
        const { account, key } = keyOf(params.client_id);
        if (params.client_secret !== key.secret) throw new RpcError(13_004, 'invalid_credentials');
        const login = { account, scope: `${key.scope} connection` };
        return { login, result: issue(login) };
      }
      if (grant === 'client_signature') {
        const { client_id, timestamp, nonce, signature, data } = params;
        const login = signed(client_id, timestamp, nonce, signature, String(data ?? ''));
        const connected = { ...login, scope: `${login.scope} connection` };
        return { login: connected, result: issue(connected) };
      }
      if (grant === 'refresh_token') {
        const login = refresh.get(String(params.refresh_token));
        if (!login)
          throw new RpcError(13_009, 'invalid_token', { reason: 'token not found', param: 'refresh_token' });
        return { login, result: issue(login) };
      }
      throw new RpcError(-32_602, 'Invalid params', { reason: 'wrong grant type', param: 'grant_type' });
    },
    of(req, url, body, params) {
      const { authorization } = req.headers;
      if (authorization === undefined) return byToken(params.access_token ?? undefined);
      const [kind, rest = ''] = authorization.split(/ (.*)/s);
      if (kind === 'Bearer') return byToken(rest);
      if (kind !== 'deri-hmac-sha256') throw new RpcError(13_009, 'unauthorized');
      const of = Object.fromEntries(rest.split(',').map(each => each.split(/=(.*)/s).slice(0, 2)));
      return signed(of.id, of.ts, of.nonce, of.sig, `${req.method}\n${url.pathname}${url.search}\n${body}\n`);
    },
    byToken,
  };
}
