/**
 * What happens to an account: orders taken, filled and cancelled, conditional orders released, settings changed,
 * pools liquidated. Every change is told to the listener as the user stream tells it.
 */
import { Decimal, notionalOf, zero } from './arithmetic';
import { openBooking } from './booking';
import {
  accountUpdate,
  algoUpdate,
  leverageUpdate,
  multiAssetsUpdate,
  orderUpdate,
  type UserEvent,
} from './events';
import {
  type AlgoOrder,
  type Fill,
  figures,
  type Ledger,
  type Order,
  type Quotes,
  type Side,
  settingOf,
} from './ledger';
import { checkOrder, type OrderRequest, type Refusal, refuse } from './order-checks';
import { openPoolWatch } from './pool-watch';

export type Placed = { order: Order; trade?: Fill } | { algo: AlgoOrder } | { refused: Refusal };

export function openMatching(
  ledger: Ledger,
  quotes: Quotes,
  tell: (event: UserEvent) => void,
  firstId: number,
) {
  let ids = firstId;
  const nextId = () => ids++;
  const { book, closable, addToWallet } = openBooking(ledger, quotes, tell, nextId);
  const clientId = () => `web_${Math.random().toString(36).slice(2, 12)}${nextId().toString(36)}`;

  function cutReduceOnly(order: Order): Decimal {
    if (!order.reduceOnly) return order.quantity;
    return Decimal.min(order.quantity, closable(order.symbol, order.side, order.positionSide));
  }

  /** Null: the margin suffices for what the order would open. */
  function shortOfMargin(order: Order, price: Decimal): Refusal | null {
    const opens = cutReduceOnly(order).minus(
      order.reduceOnly
        ? 0
        : Decimal.min(closable(order.symbol, order.side, order.positionSide), order.quantity),
    );
    if (order.reduceOnly || opens.lte(0)) return null;
    const mark = quotes.mark(order.symbol);
    const setting = settingOf(ledger, order.symbol);
    const { marginAsset, dollars } = quotes.contracts.get(order.symbol)!;
    const worth = (amount: Decimal) => notionalOf(amount, price, dollars);
    const against = (order.side === 'BUY' ? price.minus(mark) : mark.minus(price)).div(price);
    const cost = worth(opens)
      .div(setting.leverage)
      .plus(worth(opens).times(Decimal.max(against, 0)))
      .plus(worth(order.quantity).times(ledger.takerRate));
    const { assets, joint } = figures(ledger, quotes);
    const free = joint
      ? joint.available.div(quotes.rate(marginAsset).index)
      : (assets.find(one => one.asset === marginAsset)?.available ?? zero);
    return cost.gt(free) ? { code: -2019, msg: 'Margin is insufficient.' } : null;
  }

  function place(request: OrderRequest): Placed {
    const fit = checkOrder(request, ledger, quotes, closable);
    if ('refused' in fit) return fit;
    const { quantity, positionSide } = fit;
    const { symbol, side, type } = request;
    const common = { symbol, side, positionSide, quantity };
    if (type !== 'MARKET' && type !== 'LIMIT') return placeAlgo(request, common);
    if (type === 'LIMIT' && request.price === undefined) {
      return refuse(-1102, "Mandatory parameter 'price' was not sent, was empty/null, or malformed.");
    }
    const order: Order = {
      ...common,
      orderId: nextId(),
      clientOrderId: request.clientId ?? clientId(),
      type,
      price: new Decimal(request.price ?? 0),
      reduceOnly: request.reduceOnly ?? false,
      closePosition: false,
      time: quotes.now(),
    };
    const mark = quotes.mark(symbol);
    const price = type === 'MARKET' ? mark : order.price;
    const hedgeClose = positionSide !== 'BOTH' && (side === 'BUY') === (positionSide === 'SHORT');
    if ((order.reduceOnly || hedgeClose) && closable(symbol, side, positionSide).isZero()) {
      return refuse(-2022, 'ReduceOnly Order is rejected.');
    }
    if (hedgeClose && quantity.gt(closable(symbol, side, positionSide))) {
      return refuse(-2022, 'ReduceOnly Order is rejected.');
    }
    const short = shortOfMargin(order, price);
    if (short) return { refused: short };
    tell(orderUpdate(order, quotes, 'NEW'));
    const crosses = side === 'BUY' ? order.price.gte(mark) : order.price.lte(mark);
    if (type === 'MARKET' || request.atOnce || crosses) {
      return { order, trade: book(order, price, cutReduceOnly(order), false) };
    }
    ledger.orders.push(order);
    return { order };
  }

  function placeAlgo(
    request: OrderRequest,
    common: Pick<Order, 'symbol' | 'side' | 'positionSide' | 'quantity'>,
  ): Placed {
    const kinds = ['STOP_MARKET', 'STOP', 'TAKE_PROFIT_MARKET', 'TAKE_PROFIT'] as const;
    const type = kinds.find(kind => kind === request.type);
    if (!type) return refuse(-1116, 'Invalid orderType.');
    if (request.triggerPrice === undefined) {
      return refuse(-1102, "Mandatory parameter 'triggerprice' was not sent, was empty/null, or malformed.");
    }
    const triggerPrice = new Decimal(request.triggerPrice);
    const mark = quotes.mark(common.symbol);
    if (triggered(type, common.side, triggerPrice, mark))
      return refuse(-2021, 'Order would immediately trigger.');
    const at = quotes.now();
    const algo: AlgoOrder = {
      ...common,
      algoId: nextId(),
      clientAlgoId: request.clientId ?? clientId(),
      type,
      triggerPrice,
      price: new Decimal(type.endsWith('MARKET') ? 0 : (request.price ?? 0)),
      reduceOnly: request.reduceOnly ?? request.closePosition ?? false,
      closePosition: request.closePosition ?? false,
      workingType: request.workingType ?? 'CONTRACT_PRICE',
      status: 'NEW',
      actualOrderId: '',
      triggerTime: 0,
      createTime: at,
      updateTime: at,
    };
    ledger.algoOrders.push(algo);
    tell(algoUpdate(algo, quotes));
    return { algo };
  }

  function cancelled(order: Order) {
    ledger.past.push({ order, status: 'CANCELED', fill: null, time: quotes.now() });
    tell(orderUpdate(order, quotes, 'CANCELED'));
  }

  function cancel(orderId: number): Order | Refusal {
    const index = ledger.orders.findIndex(order => order.orderId === orderId);
    if (index < 0) return { code: -2011, msg: 'Unknown order sent.' };
    const [order] = ledger.orders.splice(index, 1);
    cancelled(order!);
    return order!;
  }

  function cancelAlgo(algoId: number): AlgoOrder | Refusal {
    const algo = ledger.algoOrders.find(one => one.algoId === algoId && one.status === 'NEW');
    if (!algo) return { code: -2011, msg: 'Unknown order sent.' };
    algo.status = 'CANCELED';
    algo.updateTime = quotes.now();
    tell(algoUpdate(algo, quotes));
    return algo;
  }

  function setLeverage(symbol: string, leverage: number): Refusal | null {
    const contract = quotes.contracts.get(symbol);
    if (!contract) return { code: -1121, msg: 'Invalid symbol.' };
    const most = contract.brackets[0]!.initialLeverage;
    if (!Number.isInteger(leverage) || leverage < 1 || leverage > most) {
      return { code: -4028, msg: `Leverage ${leverage} is not valid` };
    }
    ledger.settings.set(symbol, { ...settingOf(ledger, symbol), leverage });
    tell(leverageUpdate(symbol, leverage, quotes));
    return null;
  }

  function setIsolated(symbol: string, isolated: boolean): Refusal | null {
    if (!quotes.contracts.has(symbol)) return { code: -1121, msg: 'Invalid symbol.' };
    if (settingOf(ledger, symbol).isolated === isolated) {
      return { code: -4046, msg: 'No need to change margin type.' };
    }
    if (ledger.positions.some(one => one.symbol === symbol && !one.amount.isZero())) {
      return { code: -4048, msg: 'Margin type cannot be changed if there exists position.' };
    }
    if (ledger.orders.some(one => one.symbol === symbol)) {
      return { code: -4047, msg: 'Margin type cannot be changed if there exists open orders.' };
    }
    ledger.settings.set(symbol, { ...settingOf(ledger, symbol), isolated });
    return null;
  }

  function setHedge(hedge: boolean): Refusal | null {
    if (ledger.hedge === hedge) return { code: -4059, msg: 'No need to change position side.' };
    if (ledger.positions.some(one => !one.amount.isZero())) {
      return { code: -4068, msg: 'Position side cannot be changed if there exists position.' };
    }
    if (ledger.orders.length > 0 || ledger.algoOrders.some(one => one.status === 'NEW')) {
      return { code: -4067, msg: 'Position side cannot be changed if there exists open orders.' };
    }
    ledger.hedge = hedge;
    return null;
  }

  function setMultiAssets(on: boolean): Refusal | null {
    if (ledger.multiAssets === on) return { code: -4171, msg: 'No need to change multi-assets mode.' };
    if (on && ledger.positions.some(one => !one.isolatedWallet.isZero())) {
      return { code: -4168, msg: 'Unable to adjust to Multi-Assets mode with isolated positions.' };
    }
    ledger.multiAssets = on;
    tell(multiAssetsUpdate(on, quotes));
    return null;
  }

  /** Money from or to elsewhere, or funding: only balances are in the message, as at the venue. */
  function transfer(asset: string, text: string, reason: 'DEPOSIT' | 'WITHDRAW' | 'FUNDING_FEE') {
    const amount = new Decimal(text);
    addToWallet(asset, amount);
    tell(accountUpdate(ledger, quotes, reason, [{ asset, change: amount }], []));
  }

  /** Looks at the account after the marks have moved. */
  function marksMoved() {
    for (const order of [...ledger.orders]) {
      const mark = quotes.mark(order.symbol);
      if (order.side === 'BUY' ? mark.gt(order.price) : mark.lt(order.price)) continue;
      ledger.orders.splice(ledger.orders.indexOf(order), 1);
      const quantity = cutReduceOnly(order);
      if (quantity.gt(0)) book(order, order.price, quantity, true);
      else cancelled(order);
    }
    for (const algo of ledger.algoOrders) {
      if (algo.status !== 'NEW') continue;
      if (triggered(algo.type, algo.side, algo.triggerPrice, quotes.mark(algo.symbol))) release(algo);
    }
    watchPools();
  }

  function release(algo: AlgoOrder) {
    algo.triggerTime = algo.updateTime = quotes.now();
    algo.status = 'TRIGGERED';
    tell(algoUpdate(algo, quotes));
    const rest = closable(algo.symbol, algo.side, algo.positionSide);
    const placed = place({
      symbol: algo.symbol,
      side: algo.side,
      positionSide: algo.positionSide,
      type: algo.price.isZero() ? 'MARKET' : 'LIMIT',
      quantity: (algo.closePosition ? rest : algo.quantity).toFixed(),
      price: algo.price.isZero() ? undefined : algo.price.toFixed(),
      reduceOnly: algo.reduceOnly && !ledger.hedge,
    });
    algo.status = 'order' in placed ? 'FINISHED' : 'REJECTED';
    if ('order' in placed) algo.actualOrderId = String(placed.order.orderId);
    tell(algoUpdate(algo, quotes));
  }

  const watchPools = openPoolWatch({ ledger, quotes, tell, nextId, book, cancel });

  return {
    place,
    cancel,
    cancelAlgo,
    setLeverage,
    setIsolated,
    setHedge,
    setMultiAssets,
    transfer,
    marksMoved,
  };
}

export type Matching = ReturnType<typeof openMatching>;

/** A stop waits for the price to go against the trader, a take-profit for it to come his way. */
function triggered(type: AlgoOrder['type'], side: Side, trigger: Decimal, mark: Decimal): boolean {
  const upward = (side === 'BUY') === type.startsWith('STOP');
  return upward ? mark.gte(trigger) : mark.lte(trigger);
}
