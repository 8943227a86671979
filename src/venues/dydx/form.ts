/**
 * Reads dYdX's order form: its fields have ids that name them (v4-web, constants/trade.ts and TradeSizeInputs.tsx),
 * the rest is said in words.
 */
import { orderForm } from '../page/order-form';
import { pages } from './pages';

const DOLLAR = /^(?:usdc?|\$)$/i;

export const form = orderForm({
  symbol: pages.symbol,
  unit(word, symbol) {
    if (word === symbol.replace(/-USD$/, '').split(',')[0]) return 'base';
    return DOLLAR.test(word) ? 'quote' : null;
  },
  fields: {
    size: '#trade-amount',
    price: '[id="price.limitPrice"]',
    trigger: '[id="price.triggerPrice"]',
    other: '[id="price.trailingPercent"], [id^="scale."]',
  },
});
