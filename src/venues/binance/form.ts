/**
 * Reads the order form of a Binance futures page: the fields and tabs that keep their names first
 * (jackhai9/userscripts @e59d0700, 2026-07-28, kept against the live page), the words of the form second.
 */
import { CONTRACTS } from '../page/form-words';
import { orderForm } from '../page/order-form';
import type { FormReading } from '../venue';
import { pages } from './pages';
import { isCoinMargined, parseSymbol } from './symbols';

const TYPES: Record<string, FormReading['type']> = {
  LIMIT: 'limit',
  POST_ONLY: 'limit',
  MARKET: 'market',
  CONDITIONAL: 'conditional',
  STOP: 'conditional',
  STOP_LIMIT: 'conditional',
  STOP_MARKET: 'conditional',
};

export const form = orderForm({
  symbol: pages.symbol,
  unit(word, symbol) {
    const name = parseSymbol(symbol);
    if (isCoinMargined(symbol) && CONTRACTS.test(word)) return 'contracts';
    return word === name?.base ? 'base' : word === name?.quote ? 'quote' : null;
  },
  fields: {
    size: 'input[id^="unitAmount-"]',
    price: 'input[id^="limitPrice-"]',
    trigger: 'input[id^="stopPrice-"], input[id^="triggerPrice-"]',
  },
  type: { attribute: 'data-tab-key', means: key => TYPES[key.toUpperCase()] ?? null },
});
