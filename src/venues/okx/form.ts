/** Reads the order form of an OKX page by its labels: no selector of it is known to last. Runs in the page. */
import { CONTRACTS } from '../page/form-words';
import { orderForm } from '../page/order-form';
import { pages } from './pages';
import { parseSymbol } from './symbols';

export const form = orderForm({
  symbol: pages.symbol,
  unit(word, symbol) {
    if (CONTRACTS.test(word)) return 'contracts';
    const name = parseSymbol(symbol);
    const said = word.toUpperCase();
    if (said === name?.base) return 'base';
    // The form of a contract margined in coins speaks of dollars.
    return said === name?.quote || (name?.quote === 'USD_UM' && said === 'USD') ? 'quote' : null;
  },
});
