/**
 * The calls of fapi.binance.com that need a key: HMAC-SHA256 over the query and the body as they were sent, in hex,
 * `signature` last; `timestamp` within `recvWindow` of the exchange's clock.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ListenKeys } from './bapi';
import type { Desk, Floor } from './floor';
import { settingOf } from './ledger';
import type { OrderRequest } from './matching';
import { type ApiAnswer, apiError } from './public-api';
import {
  apiAccount,
  apiAlgoOrder,
  apiBalances,
  apiOrder,
  apiSymbolConfig,
  maxNotional,
  riskPositions,
} from './rows';

interface Call {
  desk: Desk;
  query: URLSearchParams;
  floor: Floor;
  keys: ListenKeys;
}

interface Entry {
  weight: number;
  /** `key`: the key alone, no signature. `trade`: a key that may trade. */
  needs: 'key' | 'read' | 'trade';
  run(call: Call): unknown;
}

const one = <T>(rows: T[], pick: (row: T) => unknown, symbol: string | null) =>
  symbol === null ? rows : rows.filter(row => pick(row) === symbol);

/** A refusal of the exchange, thrown by a call and answered as 400. */
const refusal = (code: number, msg: string) => Object.assign(new Error(msg), { code });

function orderOf(query: URLSearchParams): OrderRequest {
  const get = (name: string) => query.get(name) ?? undefined;
  return {
    symbol: query.get('symbol') ?? '',
    side: query.get('side') as OrderRequest['side'],
    positionSide: get('positionSide') as OrderRequest['positionSide'],
    type: query.get('type') ?? '',
    quantity: query.get('quantity') ?? '',
    price: get('price'),
    triggerPrice: get('triggerPrice') ?? get('stopPrice'),
    reduceOnly: query.has('reduceOnly') ? query.get('reduceOnly') === 'true' : undefined,
    closePosition: query.get('closePosition') === 'true',
    workingType: get('workingType') as OrderRequest['workingType'],
    clientId: get('newClientOrderId') ?? get('clientAlgoId'),
  };
}

const entries: Record<string, Entry> = {
  'GET account': {
    weight: 5,
    needs: 'read',
    run: ({ desk, floor }) => apiAccount(desk.ledger, floor.quotes),
  },
  'GET balance': {
    weight: 5,
    needs: 'read',
    run: ({ desk, floor }) => apiBalances(desk.ledger, floor.quotes),
  },
  'GET positionRisk': {
    weight: 5,
    needs: 'read',
    run: ({ desk, floor, query }) =>
      one(riskPositions(desk.ledger, floor.quotes), row => row.symbol, query.get('symbol')),
  },
  'GET symbolConfig': {
    weight: 5,
    needs: 'read',
    run: ({ desk, floor, query }) =>
      one([...floor.contracts.values()], row => row.symbol, query.get('symbol')).map(contract =>
        apiSymbolConfig(desk.ledger, contract),
      ),
  },
  'GET accountConfig': {
    weight: 5,
    needs: 'read',
    run: ({ desk }) => ({
      feeTier: 0,
      canTrade: true,
      canDeposit: true,
      canWithdraw: true,
      dualSidePosition: desk.ledger.hedge,
      updateTime: 0,
      multiAssetsMargin: false,
      tradeGroupId: -1,
    }),
  },
  'GET openOrders': {
    weight: 1,
    needs: 'read',
    run: ({ desk, query }) => one(desk.ledger.orders, row => row.symbol, query.get('symbol')).map(apiOrder),
  },
  'GET openAlgoOrders': {
    weight: 1,
    needs: 'read',
    run: ({ desk, query }) =>
      one(desk.ledger.algoOrders, row => row.symbol, query.get('symbol'))
        .filter(row => row.status === 'NEW')
        .map(apiAlgoOrder),
  },
  'GET leverageBracket': {
    weight: 1,
    needs: 'read',
    run: ({ floor, query }) =>
      one([...floor.contracts.values()], row => row.symbol, query.get('symbol')).map(
        ({ symbol, brackets }) => ({
          symbol,
          brackets: brackets.map(row => ({
            bracket: row.bracket,
            initialLeverage: row.initialLeverage,
            notionalCap: row.notionalCap.toNumber(),
            notionalFloor: row.notionalFloor.toNumber(),
            maintMarginRatio: row.maintMarginRatio.toNumber(),
            cum: row.cum.toNumber(),
          })),
        }),
      ),
  },
  'GET commissionRate': {
    weight: 20,
    needs: 'read',
    run: ({ desk, query }) => ({
      symbol: query.get('symbol'),
      makerCommissionRate: desk.ledger.makerRate.toFixed(),
      takerCommissionRate: desk.ledger.takerRate.toFixed(),
      rpiCommissionRate: '0.00005',
    }),
  },
  'GET positionSide/dual': {
    weight: 30,
    needs: 'read',
    run: ({ desk }) => ({ dualSidePosition: desk.ledger.hedge }),
  },
  'GET multiAssetsMargin': { weight: 30, needs: 'read', run: () => ({ multiAssetsMargin: false }) },
  'POST listenKey': { weight: 1, needs: 'key', run: ({ desk, keys }) => ({ listenKey: keys.of(desk) }) },
  'PUT listenKey': { weight: 1, needs: 'key', run: ({ desk, keys }) => ({ listenKey: keys.of(desk) }) },
  'DELETE listenKey': { weight: 1, needs: 'key', run: () => ({}) },
  'POST order': {
    weight: 0,
    needs: 'trade',
    run({ desk, query }) {
      const request = orderOf(query);
      if (/^(STOP|TAKE_PROFIT|TRAILING)/.test(request.type)) {
        throw refusal(
          -4120,
          'Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.',
        );
      }
      const placed = desk.matching.place(request);
      if ('refused' in placed) throw refusal(placed.refused.code, placed.refused.msg);
      if (!('order' in placed)) throw refusal(-1116, 'Invalid orderType.');
      const { trade } = placed;
      const row = apiOrder(placed.order);
      if (!trade) return row;
      const filled = trade.quantity.toFixed();
      return {
        ...row,
        status: 'FILLED',
        executedQty: filled,
        cumQty: filled,
        avgPrice: trade.price.toFixed(),
      };
    },
  },
  'DELETE order': {
    weight: 1,
    needs: 'trade',
    run({ desk, query }) {
      const result = desk.matching.cancel(Number(query.get('orderId')));
      if ('code' in result) throw refusal(result.code, result.msg);
      return { ...apiOrder(result), status: 'CANCELED' };
    },
  },
  'POST algoOrder': {
    weight: 0,
    needs: 'trade',
    run({ desk, query }) {
      const placed = desk.matching.place(orderOf(query));
      if ('refused' in placed) throw refusal(placed.refused.code, placed.refused.msg);
      if (!('algo' in placed)) throw refusal(-1116, 'Invalid orderType.');
      return apiAlgoOrder(placed.algo);
    },
  },
  'DELETE algoOrder': {
    weight: 1,
    needs: 'trade',
    run({ desk, query }) {
      const result = desk.matching.cancelAlgo(Number(query.get('algoId')));
      if ('code' in result) throw refusal(result.code, result.msg);
      return { algoId: result.algoId, clientAlgoId: result.clientAlgoId, code: '200', msg: 'success' };
    },
  },
  'POST leverage': {
    weight: 1,
    needs: 'trade',
    run({ desk, query, floor }) {
      const symbol = query.get('symbol') ?? '';
      const wrong = desk.matching.setLeverage(symbol, Number(query.get('leverage')));
      if (wrong) throw refusal(wrong.code, wrong.msg);
      const { leverage } = settingOf(desk.ledger, symbol);
      return { symbol, leverage, maxNotionalValue: maxNotional(floor.contracts.get(symbol)!, leverage) };
    },
  },
  'POST marginType': {
    weight: 1,
    needs: 'trade',
    run({ desk, query }) {
      const wrong = desk.matching.setIsolated(
        query.get('symbol') ?? '',
        query.get('marginType') === 'ISOLATED',
      );
      if (wrong) throw refusal(wrong.code, wrong.msg);
      return { code: 200, msg: 'success' };
    },
  },
};

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
