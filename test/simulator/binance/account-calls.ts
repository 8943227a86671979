/** What a key can ask for and do: the calls behind the signature. */
import type { ListenKeys } from './bapi';
import { coinAccount, coinPositions } from './coin-rows';
import type { Desk, Floor } from './floor';
import { type Order, settingOf } from './ledger';
import type { OrderRequest } from './order-checks';
import {
  apiAccount,
  apiAlgoOrder,
  apiBalances,
  apiOrder,
  apiPastOrder,
  apiSymbolConfig,
  apiTrade,
  maxNotional,
  riskPositions,
} from './rows';

export interface Call {
  desk: Desk;
  query: URLSearchParams;
  floor: Floor;
  keys: ListenKeys;
}

export interface Entry {
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

export const entries: Record<string, Entry> = {
  'GET account': {
    weight: 5,
    needs: 'read',
    run: ({ desk, floor }) =>
      floor.product === 'coinm'
        ? coinAccount(desk.ledger, floor.quotes)
        : apiAccount(desk.ledger, floor.quotes),
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
      one(
        floor.product === 'coinm'
          ? coinPositions(desk.ledger, floor.quotes)
          : riskPositions(desk.ledger, floor.quotes),
        row => row.symbol,
        query.get('symbol'),
      ),
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
      multiAssetsMargin: desk.ledger.multiAssets,
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
            ...(floor.product === 'coinm'
              ? { qtyCap: row.notionalCap.toNumber(), qtylFloor: row.notionalFloor.toNumber() }
              : { notionalCap: row.notionalCap.toNumber(), notionalFloor: row.notionalFloor.toNumber() }),
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
  'POST multiAssetsMargin': {
    weight: 1,
    needs: 'trade',
    run({ desk, query }) {
      const wrong = desk.matching.setMultiAssets(query.get('multiAssetsMargin') === 'true');
      if (wrong) throw refusal(wrong.code, wrong.msg);
      return { code: 200, msg: 'success' };
    },
  },
  'GET multiAssetsMargin': {
    weight: 30,
    needs: 'read',
    run: ({ desk }) => ({ multiAssetsMargin: desk.ledger.multiAssets }),
  },
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
      const { orderId } = placed.order;
      const past = desk.ledger.past.find(row => row.order.orderId === orderId);
      return past ? apiPastOrder(past) : apiOrder(placed.order);
    },
  },
  'GET order': {
    weight: 1,
    needs: 'read',
    run({ desk, query }) {
      const mine = (order: Order) =>
        String(order.orderId) === query.get('orderId') ||
        order.clientOrderId === query.get('origClientOrderId');
      const resting = desk.ledger.orders.find(mine);
      if (resting) return apiOrder(resting);
      const past = desk.ledger.past.find(one => mine(one.order));
      if (!past) throw refusal(-2013, 'Order does not exist.');
      return apiPastOrder(past);
    },
  },
  'GET allOrders': {
    weight: 5,
    needs: 'read',
    run: ({ desk, query }) => [
      ...one(desk.ledger.past, row => row.order.symbol, query.get('symbol')).map(apiPastOrder),
      ...one(desk.ledger.orders, row => row.symbol, query.get('symbol')).map(apiOrder),
    ],
  },
  'GET userTrades': {
    weight: 5,
    needs: 'read',
    run: ({ desk, query, floor }) =>
      one(desk.ledger.past, row => row.order.symbol, query.get('symbol')).flatMap(past =>
        past.fill ? [apiTrade(past, past.fill, floor.contracts.get(past.order.symbol)!.marginAsset)] : [],
      ),
  },
  'POST positionSide/dual': {
    weight: 1,
    needs: 'trade',
    run({ desk, query }) {
      const wrong = desk.matching.setHedge(query.get('dualSidePosition') === 'true');
      if (wrong) throw refusal(wrong.code, wrong.msg);
      return { code: 200, msg: 'success' };
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
