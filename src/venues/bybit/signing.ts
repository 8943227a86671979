/**
 * Signatures of v5: HMAC-SHA256, as hexadecimal text. Source: Bybit v5 documents, "Integration Guidance",
 * Authentication, and "Connect", 2026-07-24.
 */
import type { ApiKey, SignedRequest } from '../key-access';
import { hmacHex } from '../shared/hmac';
import type { ApiRequest } from '../venue';

/** So long after its time a request is still taken, in ms. */
const WINDOW = '10000';

/** Over timestamp + key + window + query of a GET, or body of a POST. The query is signed as it stands in the URL. */
export async function sign(request: ApiRequest, { key, secret }: ApiKey, at: number): Promise<SignedRequest> {
  const time = String(Math.round(at));
  const { url, method } = request;
  const body = request.body === undefined ? null : JSON.stringify(request.body);
  const [, query = ''] = /\?([^#]*)/.exec(url) ?? [];
  const signature = await hmacHex(secret, time + key + WINDOW + (method === 'GET' ? query : (body ?? '')));
  return {
    url,
    method,
    headers: {
      'X-BAPI-API-KEY': key,
      'X-BAPI-TIMESTAMP': time,
      'X-BAPI-RECV-WINDOW': WINDOW,
      'X-BAPI-SIGN': signature,
      ...(body === null ? {} : { 'Content-Type': 'application/json' }),
    },
    body,
  };
}

/** The login of the private stream: over "GET/realtime" and the time at which it ends. */
export async function login({ key, secret }: ApiKey, at: number): Promise<string> {
  const expires = Math.round(at) + 10_000;
  return JSON.stringify({
    op: 'auth',
    args: [key, expires, await hmacHex(secret, `GET/realtime${expires}`)],
  });
}
