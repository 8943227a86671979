/**
 * Reads the order form of a Bybit page by its words: no selector of it is known to last. Inverse contracts are sized
 * in US dollars, linear ones in the coin or by value.
 */
import { orderForm } from '../page/order-form';
import { pages } from './pages';
import { parseSymbol } from './symbols';

export const form = orderForm({
  symbol: pages.symbol,
  unit(word, symbol) {
    const name = parseSymbol(symbol);
    if (!name) return null;
    if (name.category === 'inverse') return word === 'USD' ? 'contracts' : null;
    if (word === name.base) return 'base';
    return word === name.settle ? 'quote' : null;
  },
});
