/**
 * How a request of a read-only key is signed: HMAC-SHA256 in hex over the query as it is sent, `signature` last, the key
 * in a header. Source: Binance documents, "General Info" of USDⓈ-M futures and of the spot API, 2026; names and values are
 * percent-encoded before they are signed (enforced since 2026-01-15).
 */
import type { ApiKey, SignedRequest } from '../key-access';
import { hmacHex } from '../shared/hmac';
import type { ApiRequest } from '../venue';

/** Milliseconds for which a signed request holds: our clock is set by the venue's, the way there takes a while. */
const WINDOW = 10_000;

/** Listen keys are had for the key alone: with parameters the call is refused. */
const isUnsigned = (url: URL): boolean => url.pathname.endsWith('/listenKey');

export async function sign(request: ApiRequest, key: ApiKey, at: number): Promise<SignedRequest> {
  const url = new URL(request.url);
  const headers = { 'X-MBX-APIKEY': key.key };
  const { method } = request;
  if (isUnsigned(url)) return { url: url.href, method, headers, body: null };
  // As URL has it: percent-encoded.
  const asked = url.search.replace(/^\?/, '');
  const query = [asked, `recvWindow=${WINDOW}`, `timestamp=${Math.floor(at)}`].filter(Boolean).join('&');
  const signature = await hmacHex(key.secret, query);
  return { url: `${url.origin}${url.pathname}?${query}&signature=${signature}`, method, headers, body: null };
}
