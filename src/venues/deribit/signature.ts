/**
 * Signatures of a key by WebCrypto. Source: docs.deribit.com, "Authentication": HMAC-SHA256 in hexadecimal, with
 * the key's secret, of `timestamp \n nonce \n data`; of a request the data is `METHOD \n path and query \n body \n`.
 */
import type { ApiKey, SignedRequest } from '../key-access';
import { hex, hmacHex } from '../shared/hmac';
import type { ApiRequest } from '../venue';

export const nonce = (): string => hex(crypto.getRandomValues(new Uint8Array(8)));

/** What `public/auth` is told: the secret itself never leaves. */
export async function credentials(
  { key, secret }: ApiKey,
  at: number,
  once = nonce(),
): Promise<Record<string, unknown>> {
  const timestamp = Math.round(at);
  return {
    grant_type: 'client_signature',
    client_id: key,
    timestamp,
    nonce: once,
    data: '',
    signature: await hmacHex(secret, `${timestamp}\n${once}\n`),
  };
}

const AUTH = '/api/v2/public/auth';

/** A login is signed in its body, everything else in a header. */
export async function sign(
  request: ApiRequest,
  key: ApiKey,
  at: number,
  once = nonce(),
): Promise<SignedRequest> {
  const { pathname, search } = new URL(request.url);
  const { url, method } = request;
  if (pathname === AUTH) {
    const params = await credentials(key, at, once);
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'public/auth', params });
    return { url, method: 'POST', headers: { 'content-type': 'application/json' }, body };
  }
  const body = request.body === undefined ? null : JSON.stringify(request.body);
  const timestamp = Math.round(at);
  const data = `${method}\n${pathname}${search}\n${body ?? ''}\n`;
  const signed = await hmacHex(key.secret, `${timestamp}\n${once}\n${data}`);
  const authorization = `deri-hmac-sha256 id=${key.key},ts=${timestamp},sig=${signed},nonce=${once}`;
  const headers: Record<string, string> = { authorization };
  if (body !== null) headers['content-type'] = 'application/json';
  return { url, method, headers, body };
}
