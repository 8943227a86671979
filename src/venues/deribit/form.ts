/** Reads the order form of a Deribit page by its labels: no selector of it is known. Runs in the page. */
import { orderForm } from '../page/order-form';
import { pages } from './pages';

export const form = orderForm({
  symbol: pages.symbol,
  /** Inverse contracts are ordered in dollars, linear ones in coins; both forms take either. */
  unit(word, symbol) {
    const [base, linear = 'USD'] = symbol.replace(/-.*$/, '').split('_');
    const said = word.toUpperCase();
    if (said === base) return 'base';
    return said === linear || said === 'USD' ? 'quote' : null;
  },
});
