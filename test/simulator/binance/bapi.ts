/**
 * What the page itself calls on www.binance.com: `/bapi/futures/…`, answered in the site's envelope, to whoever
 * carries its cookie. The version number in the path is not looked at: it moves every year.
 *
 * Paths marked "of our own" are not known publicly; they are shaped as their neighbours are.
 */
import type { IncomingMessage } from 'node:http';
import { Decimal } from './arithmetic';
import type { Contract } from './contracts';
import type { Desk, Floor } from './floor';
import { settingOf } from './ledger';
import type { Placed } from './matching';
import type { OrderRequest, Refusal } from './order-checks';
import { accountTotals } from './portfolio-calls';
import { apiAlgoOrder, webBalances, webOrder, webPositions, webSymbolConfig } from './rows';

export interface Answer {
  status: number;
  body: unknown;
}

const envelope = (data: unknown): Answer => ({
  status: 200,
  body: { code: '000000', message: null, messageDetail: null, data, success: true },
});

const failure = (code: string, message: string): Answer => ({
  status: 200,
  body: { code, message, messageDetail: null, data: null, success: false },
});

const stranger = () => failure('100002002', 'Please log in first.');
const refused = ({ code, msg }: Refusal) => failure(String(code), msg);

type Body = Record<string, unknown>;
type Handler = (desk: Desk, body: Body, floor: Floor) => Answer;

/** By the end of the path after `/private/future/`, or `/private/delivery/` of COIN-M. */
const handlers: Record<string, Handler> = {
  'user-data/user-position': ({ ledger }, _body, floor) => {
    const rows = webPositions(ledger, floor.quotes);
    return envelope(floor.world.switches.drifted ? rows.map(renamed) : rows);
  },
  'user-data/user-balance': ({ ledger }, _body, floor) => envelope(webBalances(ledger, floor.quotes)),
  'user-data/symbol-config': ({ ledger }, body, { contracts }) => {
    const wanted = [...contracts.values()].filter(one => !body.symbol || body.symbol === one.symbol);
    return envelope({ symbolConfigItemList: wanted.map(one => webSymbolConfig(ledger, one)) });
  },
  'user-data/get-position-side': ({ ledger }) => envelope({ dualSidePosition: ledger.hedge }),
  'user-data/account-tier-commission': ({ ledger }) =>
    envelope({
      tier: 0,
      makerCommissionRate: ledger.makerRate.toFixed(),
      takerCommissionRate: ledger.takerRate.toFixed(),
    }),
  'user-data/adjustLeverage': (desk, body, { contracts }) => {
    const symbol = String(body.symbol);
    const wrong = desk.matching.setLeverage(symbol, Number(body.leverage));
    return wrong ? refused(wrong) : envelope(webSymbolConfig(desk.ledger, contracts.get(symbol)!));
  },
  // Of our own.
  'user-data/change-margin-type': (desk, body, { contracts }) => {
    const symbol = String(body.symbol);
    const wrong = desk.matching.setIsolated(symbol, body.marginType === 'ISOLATED');
    return wrong ? refused(wrong) : envelope(webSymbolConfig(desk.ledger, contracts.get(symbol)!));
  },
  // Of our own, as the next ones.
  'user-data/change-multi-assets-mode': (desk, body) => {
    const wrong = desk.matching.setMultiAssets(body.multiAssetsMargin === true);
    return wrong ? refused(wrong) : envelope({ multiAssetsMargin: desk.ledger.multiAssets });
  },
  'order/open-orders': ({ ledger }) => envelope(ledger.orders.map(webOrder)),
  // Every conditional order of late, waiting or not, newest first: `algoStatus` tells.
  'order/get-all-algo-order': ({ ledger }) => envelope([...ledger.algoOrders].reverse().map(apiAlgoOrder)),
  'order/place-order': (desk, body) =>
    placed(desk.matching.place({ ...requested(body), atOnce: !body.postOnly })),
  // Of our own, as the next two.
  'order/place-algo-order': (desk, body) => placed(desk.matching.place(requested(body))),
  'order/cancel-order': (desk, body) => {
    const result = desk.matching.cancel(Number(body.orderId));
    return 'code' in result ? refused(result) : envelope(webOrder(result));
  },
  'order/cancel-algo-order': (desk, body) => {
    const result = desk.matching.cancelAlgo(Number(body.algoId));
    return 'code' in result ? refused(result) : envelope(apiAlgoOrder(result));
  },
};

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

function requested(body: Body): OrderRequest {
  return {
    symbol: String(body.symbol),
    side: body.side as OrderRequest['side'],
    positionSide: text(body.positionSide) as OrderRequest['positionSide'],
    type: String(body.type),
    quantity: text(body.quantity) ?? '',
    price: text(body.price),
    triggerPrice: text(body.stopPrice) ?? text(body.triggerPrice),
    reduceOnly: body.reduceOnly === true,
    closePosition: body.closePosition === true,
    workingType: text(body.workingType) as OrderRequest['workingType'],
  };
}

function placed(result: Placed): Answer {
  if ('refused' in result) return refused(result.refused);
  return envelope('algo' in result ? apiAlgoOrder(result.algo) : { ...webOrder(result.order) });
}

/** A release of the venue: the amount has got another name. */
function renamed(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key === 'positionAmount' ? 'positionQty' : key, value]),
  );
}

/** GET …/friendly/future/common/brackets: open to all; numbers, not strings, as the venue has them. */
export function publicBrackets(contracts: Iterable<Contract>) {
  return envelope({
    brackets: [...contracts].map(({ symbol, brackets }) => ({
      symbol,
      updateTime: 1_785_628_800_000,
      notionalLimit: 100,
      riskBrackets: brackets.map((row, index) => ({
        bracketSeq: row.bracket,
        bracketNotionalFloor: row.notionalFloor.toNumber(),
        bracketNotionalCap: row.notionalCap.toNumber(),
        bracketMaintenanceMarginRate: row.maintMarginRatio.toNumber(),
        cumFastMaintenanceAmount: row.cum.toNumber(),
        minOpenPosLeverage: (brackets[index + 1]?.initialLeverage ?? 0) + 1,
        maxOpenPosLeverage: row.initialLeverage,
      })),
    })),
  });
}

export function cookieOf(req: IncomingMessage, name: string): string | undefined {
  const pairs = (req.headers.cookie ?? '').split(/;\s*/).map(pair => pair.split('='));
  return pairs.find(([key]) => key === name)?.[1];
}

/** Who sent this: the trader of the session cookie, unless nobody is logged in. */
export function traderOf(req: IncomingMessage, floor: Floor): Desk | null {
  if (floor.world.switches.loggedOut) return null;
  const session = cookieOf(req, 'p20t');
  return [...floor.desks.values()].find(desk => session?.endsWith(desk.session)) ?? null;
}

export interface ListenKeys {
  /** The same key until it has expired. `portfolio`: of the streams of both products. */
  of(desk: Desk, portfolio?: boolean): string;
}

/** POST /bapi/margin/…/portfolio/account-indicate: the panel of Portfolio Margin; nothing for who has none. */
export function answerPanel(req: IncomingMessage, usdm: Floor, coinm: Floor): Answer {
  const desk = traderOf(req, usdm);
  if (!desk || !req.headers.csrftoken) return stranger();
  // Its real shape is not known: that of the API stands in.
  return envelope(desk.ledger.portfolio ? accountTotals(usdm, coinm, desk.name) : null);
}

export function answerBapi(
  req: IncomingMessage,
  url: URL,
  body: string,
  floor: Floor,
  keys: ListenKeys,
): Answer {
  const family = floor.product === 'usdm' ? 'future' : 'delivery';
  const path = new RegExp(`^/bapi/futures/v\\d+/(private|friendly)/${family}/(.+)$`).exec(url.pathname);
  if (!path) return { status: 404, body: { code: '000002', message: 'illegal parameter', success: false } };
  if (path[1] === 'friendly') {
    if (path[2] === 'common/brackets') return publicBrackets(floor.contracts.values());
    return { status: 404, body: { code: '000002', message: 'illegal parameter', success: false } };
  }
  if (req.method !== 'POST')
    return { status: 405, body: { code: '000003', message: 'method', success: false } };
  const desk = traderOf(req, floor);
  // The site wants its token beside the cookie, so that no other site can post in the trader's name.
  if (!desk || !req.headers.csrftoken) return stranger();
  let parsed: Body;
  try {
    parsed = body === '' ? {} : JSON.parse(body);
  } catch {
    return failure('000002', 'illegal parameter');
  }
  // Of our own: under which key the page hears its account.
  if (path[2] === 'user-stream/listen-key') return envelope({ listenKey: keys.of(desk) });
  const handler = handlers[path[2]!];
  if (!handler) return failure('000002', 'illegal parameter');
  return handler(desk, parsed, floor);
}

/** What the simulator's own `order` does: the leverage and the margin mode first, then the order. */
export function orderAtOnce(
  desk: Desk,
  order: {
    symbol: string;
    side: 'buy' | 'sell';
    size: string;
    price: string | null;
    reduceOnly?: boolean;
    leverage?: number;
    marginMode?: 'cross' | 'isolated';
    leg?: 'long' | 'short';
  },
) {
  const { ledger, matching } = desk;
  const isolated = order.marginMode === undefined ? undefined : order.marginMode === 'isolated';
  const setting = settingOf(ledger, order.symbol);
  const wrong =
    (isolated !== undefined &&
      isolated !== setting.isolated &&
      matching.setIsolated(order.symbol, isolated)) ||
    (order.leverage !== undefined &&
      order.leverage !== setting.leverage &&
      matching.setLeverage(order.symbol, order.leverage));
  if (wrong) return { ok: false as const, reason: wrong.msg };
  const side = order.side === 'buy' ? 'BUY' : 'SELL';
  // Without a leg named: the one that the order opens, or, reducing, the one that it closes.
  const leg = order.leg ?? ((order.side === 'buy') !== (order.reduceOnly ?? false) ? 'long' : 'short');
  const result = matching.place({
    symbol: order.symbol,
    side,
    positionSide: ledger.hedge ? (leg === 'long' ? 'LONG' : 'SHORT') : 'BOTH',
    type: order.price === null ? 'MARKET' : 'LIMIT',
    quantity: order.size,
    price: order.price ?? undefined,
    reduceOnly: ledger.hedge ? undefined : order.reduceOnly,
    atOnce: true,
  });
  if ('refused' in result) return { ok: false as const, reason: result.refused.msg };
  const trade = 'trade' in result ? result.trade : undefined;
  if (!trade) return { ok: false as const, reason: 'It rests.' };
  return { ok: true as const, price: trade.price.toFixed(), size: new Decimal(trade.quantity).toFixed() };
}
