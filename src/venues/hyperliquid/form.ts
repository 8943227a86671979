/** Reads Hyperliquid's order form by what it says: its class names change with every build, its fields have none. */
import { orderForm } from '../page/order-form';
import { pages } from './pages';

const DOLLAR = /^(?:usd[a-z\d]{0,2}|\$)$/i;

export const form = orderForm({
  symbol: pages.symbol,
  unit(word, symbol) {
    if (word === symbol || word === symbol.slice(symbol.indexOf(':') + 1)) return 'base';
    return DOLLAR.test(word) ? 'quote' : null;
  },
});
