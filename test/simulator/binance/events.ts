/** Messages of the user stream, in the shapes of the venue's documents (fapi "User Data Streams", 2026). */
import { type Decimal, profitOf, zero } from './arithmetic';
import { text } from './decimal-text';
import {
  type AlgoOrder,
  type Fill,
  type Ledger,
  type Order,
  type Position,
  type Quotes,
  settingOf,
} from './ledger';

export type UserEvent = Record<string, unknown> & { e: string };

/** What changed; positions and balances that did not change are not in the message. Marks move without one. */
export function accountUpdate(
  ledger: Ledger,
  quotes: Quotes,
  reason: string,
  balances: { asset: string; change: Decimal }[],
  positions: Position[],
): UserEvent {
  const at = quotes.now();
  return {
    e: 'ACCOUNT_UPDATE',
    T: at,
    E: at + 1,
    a: {
      m: reason,
      B: balances.map(({ asset, change }) => {
        const cross = ledger.wallets.get(asset)!;
        const isolated = ledger.positions
          .filter(one => quotes.contracts.get(one.symbol)?.marginAsset === asset)
          .reduce((sum, one) => sum.plus(one.isolatedWallet), cross);
        return { a: asset, wb: text(isolated), cw: text(cross), bc: text(change) };
      }),
      P: positions.map(position => {
        const isolated = settingOf(ledger, position.symbol).isolated;
        const { marginAsset, dollars } = quotes.contracts.get(position.symbol)!;
        const { amount, entry } = position;
        const profit = amount.isZero()
          ? zero
          : profitOf(amount, entry, quotes.mark(position.symbol), dollars);
        return {
          s: position.symbol,
          pa: position.amount.toFixed(),
          ep: position.entry.toFixed(),
          cr: text(position.realised),
          up: text(profit),
          mt: isolated ? 'isolated' : 'cross',
          iw: text(position.isolatedWallet),
          ps: position.side,
          ma: marginAsset,
          bep: position.entry.toFixed(),
        };
      }),
    },
  };
}

/** `happened` is the execution type: NEW, TRADE, CANCELED, CALCULATED (a liquidation). */
export function orderUpdate(
  order: Order,
  quotes: Quotes,
  happened: 'NEW' | 'TRADE' | 'CANCELED' | 'CALCULATED',
  trade?: Fill,
): UserEvent {
  const at = quotes.now();
  const status = trade ? 'FILLED' : happened === 'CANCELED' ? 'CANCELED' : 'NEW';
  return {
    e: 'ORDER_TRADE_UPDATE',
    T: at,
    E: at + 1,
    o: {
      s: order.symbol,
      c: order.clientOrderId,
      S: order.side,
      o: order.type,
      f: order.type === 'MARKET' ? 'GTC' : order.type === 'LIQUIDATION' ? 'IOC' : 'GTC',
      q: order.quantity.toFixed(),
      p: order.price.toFixed(),
      ap: trade ? trade.price.toFixed() : '0',
      sp: '0',
      x: happened,
      X: status,
      i: order.orderId,
      l: trade ? trade.quantity.toFixed() : '0',
      z: trade ? trade.quantity.toFixed() : '0',
      L: trade ? trade.price.toFixed() : '0',
      n: trade ? text(trade.fee) : '0',
      N: quotes.contracts.get(order.symbol)!.marginAsset,
      T: at,
      t: trade?.id ?? 0,
      b: '0',
      a: '0',
      m: trade?.maker ?? false,
      R: order.reduceOnly,
      wt: 'CONTRACT_PRICE',
      ot: order.type,
      ps: order.positionSide,
      cp: order.closePosition,
      rp: trade ? text(trade.realised) : '0',
      pP: false,
      si: 0,
      ss: 0,
      V: 'EXPIRE_MAKER',
      pm: 'NONE',
      gtd: 0,
      er: '0',
    },
  };
}

export function algoUpdate(order: AlgoOrder, quotes: Quotes): UserEvent {
  const at = quotes.now();
  return {
    e: 'ALGO_UPDATE',
    T: at,
    E: at + 1,
    o: {
      caid: order.clientAlgoId,
      aid: order.algoId,
      at: 'CONDITIONAL',
      o: order.type,
      s: order.symbol,
      S: order.side,
      ps: order.positionSide,
      f: 'GTC',
      q: order.quantity.toFixed(),
      X: order.status,
      ai: order.actualOrderId,
      ap: '0.00000',
      aq: '0.00000',
      act: '0',
      tp: order.triggerPrice.toFixed(),
      p: order.price.toFixed(),
      V: 'EXPIRE_MAKER',
      wt: order.workingType,
      pm: 'NONE',
      cp: order.closePosition,
      pP: false,
      R: order.reduceOnly,
      tt: order.triggerTime,
      gtd: 0,
      rm: '',
    },
  };
}

export function leverageUpdate(symbol: string, leverage: number, quotes: Quotes): UserEvent {
  const at = quotes.now();
  return { e: 'ACCOUNT_CONFIG_UPDATE', E: at, T: at, ac: { s: symbol, l: leverage } };
}

export function multiAssetsUpdate(on: boolean, quotes: Quotes): UserEvent {
  const at = quotes.now();
  return { e: 'ACCOUNT_CONFIG_UPDATE', E: at, T: at, ai: { j: on } };
}

/** Sent once when a pool comes near to its liquidation. */
export function marginCall(
  wallet: Decimal,
  rows: {
    position: Position;
    mark: Decimal;
    profit: Decimal;
    maintenance: Decimal;
    setting: { isolated: boolean };
  }[],
  quotes: Quotes,
): UserEvent {
  return {
    e: 'MARGIN_CALL',
    E: quotes.now(),
    cw: text(wallet),
    p: rows.map(({ position, mark, profit, maintenance, setting }) => ({
      s: position.symbol,
      ps: position.side,
      pa: position.amount.toFixed(),
      mt: setting.isolated ? 'ISOLATED' : 'CROSSED',
      iw: text(position.isolatedWallet),
      mp: text(mark),
      up: text(profit),
      mm: text(maintenance),
    })),
  };
}
