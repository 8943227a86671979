/**
 * The calls of fapi.binance.com that need a key: HMAC-SHA256 over the query and the body as they were sent, in hex,
 * `signature` last; `timestamp` within `recvWindow` of the exchange's clock.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { entries } from './account-calls';
import { type ApiAnswer, apiError } from './api-answer';
import type { ListenKeys } from './bapi';
import type { Floor } from './floor';

/** GET /sapi/v1/account/apiRestrictions on api.binance.com: what the key may do. */
export function restrictions(trades: boolean, now: number) {
  return {
    ipRestrict: false,
    createTime: now - 86_400_000 * 30,
    enableReading: true,
    enableWithdrawals: false,
    enableInternalTransfer: false,
    enableMargin: false,
    enableFutures: trades,
    permitsUniversalTransfer: false,
    enableVanillaOptions: false,
    enableFixApiTrade: false,
    enableFixReadOnly: false,
    enableSpotAndMarginTrading: false,
    enablePortfolioMarginTrading: false,
  };
}

/** Null: no such call. */
export function answerSigned(
  req: IncomingMessage,
  url: URL,
  body: string,
  floor: Floor,
  keys: ListenKeys,
): ApiAnswer | null {
  const restricted = url.pathname === '/sapi/v1/account/apiRestrictions' && req.method === 'GET';
  const name = /^\/fapi\/v[123]\/(.+)$/.exec(url.pathname)?.[1];
  const route = `${req.method} ${name}`;
  const entry = Object.hasOwn(entries, route) ? entries[route] : undefined;
  if (!restricted && !entry) return null;

  const key = req.headers['x-mbx-apikey'];
  if (typeof key !== 'string' || !/^[A-Za-z\d]{64}$/.test(key))
    return apiError(401, -2014, 'API-key format invalid.');
  const found = keyOwner(floor, key);
  const denied = () => apiError(401, -2015, 'Invalid API-key, IP, or permissions for action.');
  if (!found) return denied();
  const { desk, secret, trades } = found;
  const query = new URLSearchParams(url.search);
  for (const [field, value] of new URLSearchParams(body)) query.append(field, value);
  if (restricted || entry!.needs !== 'key') {
    const wrong = signatureProblem(url.search.slice(1), body, query, secret, floor.quotes.now());
    if (wrong) return wrong;
  }
  if (restricted) return { status: 200, body: restrictions(trades, floor.quotes.now()), weight: 1 };
  if (entry!.needs === 'trade' && !trades) return denied();
  const wide = /^open(Algo)?Orders$/.test(name!) && !query.has('symbol');
  const weight = wide ? 40 : entry!.weight;
  try {
    return { status: 200, body: entry!.run({ desk, query, floor, keys }), weight };
  } catch (error) {
    const { code, message } = error as { code?: number; message: string };
    if (code === undefined) throw error;
    return apiError(400, code, message, weight);
  }
}

function keyOwner(floor: Floor, key: string) {
  for (const desk of floor.desks.values()) {
    const mine = desk.keys.find(one => one.key === key);
    if (mine) return { desk, ...mine };
  }
  return null;
}

function signatureProblem(search: string, body: string, query: URLSearchParams, secret: string, now: number) {
  const malformed = (name: string) =>
    apiError(400, -1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);
  const given = query.get('signature');
  if (!given) return malformed('signature');
  const timestamp = Number(query.get('timestamp'));
  if (!query.get('timestamp') || !Number.isInteger(timestamp)) return malformed('timestamp');
  const recvWindow = Number(query.get('recvWindow') ?? 5000);
  if (!(recvWindow > 0) || recvWindow > 60_000)
    return apiError(400, -1131, 'recvWindow must be less than 60000.');
  const plain = [search, body].map(part => part.replace(/&?signature=[^&]*$/, '')).join('');
  const right = createHmac('sha256', secret).update(plain).digest();
  const sent = Buffer.from(given, 'hex');
  if (sent.length !== right.length || !timingSafeEqual(sent, right)) {
    return apiError(400, -1022, 'Signature for this request is not valid.');
  }
  if (timestamp >= now + 1000) {
    return apiError(400, -1021, "Timestamp for this request was 1000ms ahead of the server's time.");
  }
  if (now - timestamp > recvWindow) {
    return apiError(400, -1021, 'Timestamp for this request is outside of the recvWindow.');
  }
  return null;
}
