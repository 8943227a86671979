/** The calls of an account: by a key on api.bybit.com, by the session's cookie on the page's own host. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Answer, ok, pageOf, refuse } from './answers';
import { collateralRatios, takerFee } from './contracts';
import type { Floor } from './floor';
import { optionRow, orderRow, positionRow, text, walletRow } from './rows';
import type { Key, Trader } from './traders';

interface Asked {
  query: URLSearchParams;
  body: Record<string, unknown>;
  floor: Floor;
  trader: Trader;
  key: Key | null;
}

const wrong = (what: string) => refuse(10001, `params error: ${what}`);

function positions({ query, floor, trader }: Asked): Answer {
  const category = query.get('category');
  const [symbol, settle] = [query.get('symbol'), query.get('settleCoin')];
  if (category === 'linear' && !symbol && !settle) return wrong('symbol or settleCoin');
  const rows: Record<string, unknown>[] =
    category === 'option'
      ? trader.options.map(one => optionRow(floor, one))
      : trader.positions
          .filter(held => {
            const contract = floor.contracts.get(held.symbol)!;
            const fits = symbol ? held.symbol === symbol : !settle || contract.settle === settle;
            return contract.category === category && fits;
          })
          .map(held => positionRow(floor, trader, held, false));
  if (!['linear', 'inverse', 'option'].includes(category ?? '')) return wrong('category');
  const page = pageOf(rows, query, 20, 200);
  return page ? ok({ ...page, category }) : wrong('limit');
}

function orders({ query, floor, trader }: Asked): Answer {
  const category = query.get('category');
  const [symbol, settle, filter] = [query.get('symbol'), query.get('settleCoin'), query.get('orderFilter')];
  if (category === 'linear' && !symbol && !settle && !query.get('baseCoin'))
    return wrong('symbol, settleCoin or baseCoin');
  const rows = trader.orders.filter(
    order =>
      order.category === category &&
      (!symbol || order.symbol === symbol) &&
      (!settle || floor.contracts.get(order.symbol)?.settle === settle) &&
      (!filter || (filter === 'Order') === (order.trigger === '')),
  );
  const page = pageOf(
    rows.map(order => orderRow(order, false)),
    query,
    20,
    50,
  );
  return page ? ok({ ...page, category }) : wrong('limit');
}

function place({ body, floor, trader, key }: Asked): Answer {
  if (key && key.readOnly === 1)
    return refuse(10005, 'Permission denied, please check your API key permissions.');
  const done = floor.fill(trader, {
    symbol: String(body.symbol),
    side: body.side === 'Sell' ? 'sell' : 'buy',
    size: String(body.qty),
    price: body.orderType === 'Market' ? null : String(body.price),
    reduceOnly: body.reduceOnly === true,
    ...(body.positionIdx === 2
      ? { leg: 'short' as const }
      : body.positionIdx === 1
        ? { leg: 'long' as const }
        : {}),
  });
  return done.ok ? ok({ orderId: `placed-${floor.now()}`, orderLinkId: '' }) : refuse(110017, done.reason);
}

const calls: Record<string, (asked: Asked) => Answer> = {
  'GET account/wallet-balance'({ query, floor, trader }) {
    if (query.get('accountType') !== 'UNIFIED') return wrong('accountType only support UNIFIED');
    const only = query.get('coin')?.split(',') ?? null;
    return ok({ list: [walletRow(floor, trader, only)] });
  },
  'GET position/list': positions,
  'GET order/realtime': orders,
  'GET account/info': ({ trader }) =>
    ok({
      marginMode: trader.mode,
      updatedTime: '1697078946000',
      unifiedMarginStatus: 5,
      dcpStatus: 'OFF',
      timeWindow: 10,
      smpGroup: 0,
      isMasterTrader: false,
      spotHedgingStatus: 'OFF',
    }),
  'GET account/collateral-info': ({ trader }) =>
    ok({
      list: Object.keys(collateralRatios).map(currency => ({
        availableToBorrow: '3',
        freeBorrowingAmount: '',
        freeBorrowAmount: '0',
        maxBorrowingAmount: '3',
        hourlyBorrowRate: '0.00000147',
        borrowUsageRate: '0',
        collateralSwitch: trader.wallets.get(currency)?.collateral ?? true,
        borrowAmount: text(trader.wallets.get(currency)?.spotBorrow ?? 0),
        borrowable: true,
        currency,
        otherBorrowAmount: '0',
        marginCollateral: true,
        freeBorrowingLimit: '0',
        collateralRatio: '0.95',
      })),
    }),
  'GET account/fee-rate': ({ query, floor }) =>
    ok({
      list: [...floor.contracts.values()]
        .filter(
          one =>
            one.category === query.get('category') &&
            (!query.get('symbol') || one.symbol === query.get('symbol')),
        )
        .map(({ symbol }) => ({ symbol, takerFeeRate: String(takerFee), makerFeeRate: '0.0002' })),
    }),
  'GET asset/coin/query-info': ({ query }) =>
    ok({
      rows: Object.keys(collateralRatios)
        .filter(coin => !query.get('coin') || query.get('coin') === coin)
        .map(coin => ({
          name: coin,
          coin,
          remainAmount: '150',
          chains: [
            {
              chainType: coin,
              confirmation: '1',
              withdrawFee: '',
              depositMin: '0',
              withdrawMin: '0',
              chain: coin,
              chainDeposit: '1',
              chainWithdraw: '0',
              minAccuracy: '8',
              withdrawPercentageFee: '0',
            },
          ],
        })),
    }),
  'GET user/query-api': ({ trader, key, floor }) =>
    ok({
      id: '2208369',
      note: 'plimsoll',
      apiKey: key?.key ?? '',
      readOnly: key?.readOnly ?? 0,
      secret: '',
      permissions: { Options: [], CopyTrading: [], BlockTrade: [], ...key?.permissions },
      ips: [key?.ip ?? '*'],
      type: 1,
      deadlineDay: 83,
      expiredAt: new Date(floor.now() + 83 * 86_400_000).toISOString().replace(/\.\d+/, ''),
      createdAt: '2026-10-13T03:20:45Z',
      unified: 0,
      uta: 1,
      userID: trader.uid,
      inviterID: 0,
      vipLevel: 'No VIP',
      mktMakerLevel: '0',
      affiliateID: 0,
      rsaPublicKey: '',
      isMaster: true,
      parentUid: '0',
      kycLevel: 'LEVEL_1',
      kycRegion: 'MYS',
    }),
  'POST order/create': place,
};

export const isPrivate = (method: string, path: string): boolean =>
  Object.hasOwn(calls, `${method} ${path.replace(/^.*\/v5\//, '')}`);

/** By the cookie: the page is logged in as this trader. */
export function answerPage(
  method: string,
  path: string,
  query: URLSearchParams,
  body: string,
  floor: Floor,
  trader: Trader | null,
): Answer {
  if (!trader) return refuse(10007, 'User not login');
  return calls[`${method} ${path.replace(/^.*\/v5\//, '')}`]!({
    query,
    body: parsed(body),
    floor,
    trader,
    key: null,
  });
}

/** By a key. */
export function answerSigned(req: IncomingMessage, url: URL, body: string, floor: Floor): Answer {
  const header = (name: string) => String(req.headers[`x-bapi-${name}`] ?? '');
  const found = keyOwner(floor, header('api-key'));
  if (header('api-key') === '') return refuse(10001, 'Request parameter error: apiKey is missing');
  if (!found) return refuse(10003, 'API key is invalid.');
  const { trader, key } = found;
  const [timestamp, window] = [Number(header('timestamp')), Number(header('recv-window') || 5000)];
  const now = floor.now();
  if (!Number.isInteger(timestamp) || timestamp > now + 1000 || now - timestamp > window) {
    return refuse(
      10002,
      `invalid request, please check your server timestamp or recv_window param. req_timestamp[${timestamp}],server_timestamp[${now}],recv_window[${window}]`,
    );
  }
  const payload = req.method === 'GET' ? url.search.slice(1) : body;
  if (
    !isSigned(
      `${header('timestamp')}${key.key}${header('recv-window')}${payload}`,
      key.secret,
      header('sign'),
    )
  ) {
    return refuse(10004, 'error sign! origin_string[…]');
  }
  if (key.expired) return refuse(33004, 'Your api key has expired.');
  if (key.ip !== null) return refuse(10010, "Unmatched IP, please check your API key's bound IP addresses.");
  const query = new URLSearchParams(url.search);
  return calls[`${req.method} ${url.pathname.replace(/^\/v5\//, '')}`]!({
    query,
    body: parsed(body),
    floor,
    trader,
    key,
  });
}

export function isSigned(text: string, secret: string, given: string): boolean {
  const right = createHmac('sha256', secret).update(text).digest();
  const sent = Buffer.from(given, 'hex');
  return sent.length === right.length && timingSafeEqual(sent, right);
}

export function keyOwner(floor: Floor, key: string): { trader: Trader; key: Key } | null {
  for (const trader of floor.traders.values()) {
    const mine = trader.keys.find(one => one.key === key);
    if (mine) return { trader, key: mine };
  }
  return null;
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
