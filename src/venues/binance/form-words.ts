/**
 * The words of the order form, English and Chinese (simplified and traditional). Submit buttons have no
 * selector but their text (jackhai9/userscripts @e59d0700, 2026-07-28, kept against the live page).
 */

export interface ButtonMeaning {
  side: 'buy' | 'sell';
  /** Hedge mode only. */
  action: 'open' | 'close' | null;
  leg: 'long' | 'short' | null;
}

const BUTTONS: [RegExp, ButtonMeaning][] = [
  [
    /^(buy ?\/ ?long|buy|买入 ?\/ ?做多|買入 ?\/ ?做多|买入|買入)$/i,
    { side: 'buy', action: null, leg: null },
  ],
  [
    /^(sell ?\/ ?short|sell|卖出 ?\/ ?做空|賣出 ?\/ ?做空|卖出|賣出)$/i,
    { side: 'sell', action: null, leg: null },
  ],
  [/^(open long|开多|開多)$/i, { side: 'buy', action: 'open', leg: 'long' }],
  [/^(open short|开空|開空)$/i, { side: 'sell', action: 'open', leg: 'short' }],
  [/^(close long|平多)$/i, { side: 'sell', action: 'close', leg: 'long' }],
  [/^(close short|平空)$/i, { side: 'buy', action: 'close', leg: 'short' }],
];

export const buttonMeaning = (text: string): ButtonMeaning | null =>
  BUTTONS.find(([words]) => words.test(text))?.[1] ?? null;

export const OPEN_TAB = /^(open|开仓|開倉)$/i;
export const CLOSE_TAB = /^(close|平仓|平倉)$/i;
export const BUY_TAB = /^(buy|买入|買入)/i;
export const SELL_TAB = /^(sell|卖出|賣出)/i;
export const REDUCE_ONLY = /^(reduce[- ]only|只减仓|只減倉)$/i;
export const CROSS = /^(cross|全仓|全倉)$/i;
export const ISOLATED = /^(isolated|逐仓|逐倉)$/i;
export const LEVERAGE = /^(\d{1,3})\s?x$/i;
export const SIZE_LABEL = /(^|\W)(size|amount|quantity)(\W|$)|数量|數量/i;
export const PRICE_LABEL = /(^|\W)price(\W|$)|价格|價格/i;
export const TRIGGER_LABEL = /(^|\W)(stop|trigger)(\W|$)|触发|觸發/i;

export type OrderType = 'limit' | 'market' | 'conditional';

/** By the key of the tab, else by its label. Null: a kind of order that is not understood (TWAP, scaled). */
export function orderType(key: string, label: string): OrderType | null {
  if (/^(LIMIT|POST_ONLY)$/i.test(key)) return 'limit';
  if (/^MARKET$/i.test(key)) return 'market';
  if (/^(CONDITIONAL|STOP|STOP_LIMIT|STOP_MARKET)$/i.test(key)) return 'conditional';
  if (key !== '') return null;
  if (/^(limit|post only|限价|限價|只做挂单)$/i.test(label)) return 'limit';
  if (/^(market|市价|市價)$/i.test(label)) return 'market';
  if (/^(conditional|stop limit|stop market|条件委托|條件委託|条件单|止盈止损)$/i.test(label))
    return 'conditional';
  return null;
}
