/**
 * The words of order forms, in English and Chinese (simplified and traditional), as the exchanges' own pages
 * write them. A venue that calls something else by one of these words replaces that line.
 */
import type { FormReading } from '../venue';

/** What a side button says; action and leg only in hedge mode, and in forms that open and close. */
export interface SideMeaning {
  side: 'buy' | 'sell';
  action: 'open' | 'close' | null;
  leg: 'long' | 'short' | null;
}

/** What a text field of the form is for; `other`: a kind of order that is more than size and price. */
export type FieldKind = 'size' | 'price' | 'trigger' | 'takeProfit' | 'stopLoss' | 'other';

export interface FormWords {
  buy: RegExp;
  sell: RegExp;
  openLong: RegExp;
  openShort: RegExp;
  closeLong: RegExp;
  closeShort: RegExp;
  /** The tabs of a form that opens or closes. */
  open: RegExp;
  close: RegExp;
  limit: RegExp;
  market: RegExp;
  conditional: RegExp;
  reduceOnly: RegExp;
  cross: RegExp;
  isolated: RegExp;
  /** The labels of the fields. */
  size: RegExp;
  price: RegExp;
  trigger: RegExp;
  takeProfit: RegExp;
  stopLoss: RegExp;
  other: RegExp;
}

export const WORDS: FormWords = {
  buy: /^(?:buy(?: ?\/ ?long| ?\(long\))?|long|买入(?: ?[/(（] ?做多[)）]?)?|買入(?: ?[/(（] ?做多[)）]?)?|做多|买多|買多)$/i,
  sell: /^(?:sell(?: ?\/ ?short| ?\(short\))?|short|卖出(?: ?[/(（] ?做空[)）]?)?|賣出(?: ?[/(（] ?做空[)）]?)?|做空|卖空|賣空)$/i,
  openLong: /^(?:open long|(?:买入|買入)?[开開]多)$/i,
  openShort: /^(?:open short|(?:卖出|賣出)?[开開]空)$/i,
  closeLong: /^(?:close long|(?:卖出|賣出)?平多)$/i,
  closeShort: /^(?:close short|(?:买入|買入)?平空)$/i,
  open: /^(?:open|[开開][仓倉])$/i,
  close: /^(?:close|平[仓倉])$/i,
  limit: /^(?:limit(?: order)?|post[- ]only|限[价價](?:委托|委託|[单單])?|只做(?:挂单|掛單|maker))$/i,
  market: /^(?:market(?: order)?|市[价價](?:委托|委託|[单單])?)$/i,
  conditional:
    /^(?:conditional|trigger|stop(?:[- ](?:limit|market|loss))?|take[- ]profit(?:[- ](?:limit|market))?|tp ?\/ ?sl|[条條]件(?:委托|委託|[单單])|[计計][划劃]委[托託]|止盈止[损損])$/i,
  reduceOnly: /^(?:reduce[- ]only|只[减減][仓倉]|[仅僅][减減][仓倉])$/i,
  cross: /^(?:cross(?:ed)?(?: margin)?|全[仓倉])$/i,
  isolated: /^(?:isolated(?: margin)?|逐[仓倉])$/i,
  size: /^(?:order )?(?:size|amount|quantity|qty)\b|^order by (?:qty|quantity|value)|^order value|^(?:委[托託]|下[单單]|[订訂][单單])?(?:[数數]量|[价價]值)/i,
  price: /^(?:limit |order )?price\b|^(?:委[托託]|限[价價]|[订訂][单單])?[价價](?:格|$|[ (（])/i,
  trigger: /^(?:stop|trigger)(?: price)?(?: \(|$)|触[发發]|觸[发發]/i,
  takeProfit: /\btp\b|\btake[- ]?profit\b|止盈/i,
  stopLoss: /\bsl\b|\bstop[- ]?loss\b|止[损損]/i,
  other:
    /\b(?:start|end) price|total orders|duration|running time|trail|callback|activation|iceberg|^cost\b|拆分|回[调調]|激活|成本/i,
};

/** Texts of the unit menu that count contracts: for the venues that have them. */
export const CONTRACTS = /^(?:conts?|contracts?|张|張)$/i;

export function sideMeaning(text: string, words: FormWords): SideMeaning | null {
  if (words.buy.test(text)) return { side: 'buy', action: null, leg: null };
  if (words.sell.test(text)) return { side: 'sell', action: null, leg: null };
  if (words.openLong.test(text)) return { side: 'buy', action: 'open', leg: 'long' };
  if (words.openShort.test(text)) return { side: 'sell', action: 'open', leg: 'short' };
  if (words.closeLong.test(text)) return { side: 'sell', action: 'close', leg: 'long' };
  if (words.closeShort.test(text)) return { side: 'buy', action: 'close', leg: 'short' };
  return null;
}

/** Null: a kind of order that is not understood (TWAP, scaled). */
export function typeMeaning(text: string, words: FormWords): FormReading['type'] | null {
  if (words.limit.test(text)) return 'limit';
  if (words.market.test(text)) return 'market';
  return words.conditional.test(text) ? 'conditional' : null;
}

export function fieldMeaning(label: string, words: FormWords): FieldKind | null {
  const [profit, loss] = [words.takeProfit.test(label), words.stopLoss.test(label)];
  // "TP/SL trigger price" is the trigger of an order that is either.
  if (profit !== loss) return profit ? 'takeProfit' : 'stopLoss';
  if (words.other.test(label)) return 'other';
  if (words.trigger.test(label) || profit) return 'trigger';
  if (words.price.test(label)) return 'price';
  return words.size.test(label) ? 'size' : null;
}
