/**
 * The calls of fapi, dapi, papi and api.binance.com that need a key: HMAC-SHA256 over the query and the body as they were sent, in hex,
 * `signature` last; `timestamp` within `recvWindow` of the exchange's clock.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { entries } from './account-calls';
import { type ApiAnswer, apiError } from './api-answer';
import type { ListenKeys } from './bapi';
import type { Floor, Product } from './floor';
import { portfolioEntries, rateCalls } from './portfolio-calls';

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

/** The floors, and the streams that listen keys are for. */
export interface Halls {
  usdm: Floor;
  coinm: Floor;
  keys: Record<Product, ListenKeys>;
}

/** What a call needs, and what answers it once that is there. */
interface Plan {
  needs: 'key' | 'read' | 'trade';
  weight: number;
  run(owner: Owner, query: URLSearchParams): unknown;
  /** True: this owner has no such account. */
  closed?(owner: Owner): boolean;
}

interface Owner {
  name: string;
  secret: string;
  trades: boolean;
}

/** Null: no such call. */
export function answerSigned(req: IncomingMessage, url: URL, body: string, halls: Halls): ApiAnswer | null {
  const query = new URLSearchParams(url.search);
  for (const [field, value] of new URLSearchParams(body)) query.append(field, value);
  const plan = planOf(req.method ?? '', url.pathname, query, halls);
  if (!plan) return null;
  const key = req.headers['x-mbx-apikey'];
  if (typeof key !== 'string' || !/^[A-Za-z\d]{64}$/.test(key))
    return apiError(401, -2014, 'API-key format invalid.');
  const denied = () => apiError(401, -2015, 'Invalid API-key, IP, or permissions for action.');
  const owner = ownerOf(halls.usdm, key);
  if (!owner) return denied();
  if (plan.needs !== 'key') {
    const now = halls.usdm.quotes.now();
    const wrong = signatureProblem(url.search.slice(1), body, query, owner.secret, now);
    if (wrong) return wrong;
  }
  if (plan.needs === 'trade' && !owner.trades) return denied();
  if (plan.closed?.(owner)) return denied();
  try {
    return { status: 200, body: plan.run(owner, query), weight: plan.weight };
  } catch (error) {
    const { code, message } = error as { code?: number; message: string };
    if (code === undefined) throw error;
    return apiError(400, code, message, plan.weight);
  }
}

function planOf(method: string, path: string, query: URLSearchParams, halls: Halls): Plan | null {
  const { usdm, coinm, keys } = halls;
  const [, base, name] = /^\/([fdp]api|sapi|api)\/v\d\/(.+)$/.exec(path) ?? [];
  const route = `${method} ${name}`;
  const isPortfolio = (owner: Owner) => usdm.desks.get(owner.name)!.ledger.portfolio;
  if (base === 'fapi' || base === 'dapi') {
    const entry = Object.hasOwn(entries, route) ? entries[route] : undefined;
    if (!entry) return null;
    const floor = base === 'fapi' ? usdm : coinm;
    const wide = /^open(Algo)?Orders$/.test(name!) && !query.has('symbol');
    return {
      needs: entry.needs,
      weight: wide ? 40 : entry.weight,
      // Under Portfolio Margin the single accounts are no longer there.
      closed: isPortfolio,
      run: (owner, asked) =>
        entry.run({ desk: floor.desks.get(owner.name)!, query: asked, floor, keys: keys[floor.product] }),
    };
  }
  if (base === 'papi') {
    if (/^(um|cm)\/leverageBracket$/.test(name!) && method === 'GET') {
      const floor = name!.startsWith('um') ? usdm : coinm;
      const entry = entries['GET leverageBracket']!;
      const run: Plan['run'] = (owner, asked) =>
        entry.run({ desk: floor.desks.get(owner.name)!, query: asked, floor, keys: keys.usdm });
      return { needs: 'read', weight: 1, closed: owner => !isPortfolio(owner), run };
    }
    const entry = Object.hasOwn(portfolioEntries, route) ? portfolioEntries[route] : undefined;
    if (!entry) return null;
    return {
      needs: entry.needs,
      weight: entry.weight,
      closed: owner => !isPortfolio(owner),
      run: (owner, asked) =>
        entry.run({
          usdm,
          coinm,
          name: owner.name,
          query: asked,
          listenKey: () => keys.usdm.of(usdm.desks.get(owner.name)!, true),
        }),
    };
  }
  if (method !== 'GET') return null;
  if (path === '/sapi/v1/account/apiRestrictions') {
    return { needs: 'read', weight: 1, run: owner => restrictions(owner.trades, usdm.quotes.now()) };
  }
  if (path === '/api/v3/account')
    return { needs: 'read', weight: 20, run: owner => spotAccount(usdm, owner) };
  const rates = /^portfolio\/(.+)$/.exec(name ?? '')?.[1];
  if (base !== 'sapi' || !rates || !Object.hasOwn(rateCalls, rates)) return null;
  return { needs: 'key', weight: 50, run: () => rateCalls[rates]!(usdm) };
}

/** GET /api/v3/account: whose the key is. */
const spotAccount = (floor: Floor, { name, trades }: Owner) => ({
  makerCommission: 10,
  takerCommission: 10,
  buyerCommission: 0,
  sellerCommission: 0,
  canTrade: trades,
  canWithdraw: false,
  canDeposit: true,
  accountType: 'SPOT',
  balances: [],
  permissions: ['SPOT'],
  uid: Number(floor.desks.get(name)!.ledger.uid),
});

function ownerOf(floor: Floor, key: string): Owner | null {
  for (const desk of floor.desks.values()) {
    const mine = desk.keys.find(one => one.key === key);
    if (mine) return { name: desk.name, ...mine };
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
