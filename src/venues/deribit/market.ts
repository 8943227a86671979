/** Marks, indices and the list of contracts: the public part of what is said. */
import { cleared, withFailure } from './failures';
import { contractOf, indexName, parseInstrument } from './instruments';
import { check, indexPrice, instrument, priceIndex, ticker } from './messages';
import type { Read } from './reduce';
import type { Contract, Price, State } from './state';

/** After this long without an accepted price, in ms, a new one counts whatever time it bears. */
const SILENCE = 60_000;

/** The same table when it is older than what is known. */
function withPrice(
  prices: Record<string, Price>,
  name: string,
  price: string,
  said: number,
  at: number,
): Record<string, Price> {
  const known = prices[name];
  if (known && said < known.said && Math.abs(at - known.at) < SILENCE) return prices;
  return { ...prices, [name]: { price, at, said } };
}

/** A price of 0 or less is none: of a contract before its first trade. */
const isPrice = (text: string): boolean => text[0] !== '-' && /[1-9]/.test(text);

/** A mark of a future, and the index of its coin when that is quoted in dollars. */
export function withQuote(
  state: State,
  symbol: string,
  { mark, index }: { mark?: string; index?: string },
  said: number,
  at: number,
): State {
  const { market } = state;
  const contract = contractOf(state, symbol);
  let { marks, indices } = market;
  if (mark !== undefined && isPrice(mark) && !parseInstrument(symbol)?.option) {
    marks = withPrice(marks, symbol, mark, said, at);
  }
  if (index !== undefined && isPrice(index) && contract?.type === 'inverse') {
    indices = withPrice(indices, indexName(contract.base), index, said, at);
  }
  if (marks === market.marks && indices === market.indices) return state;
  return { ...state, market: { ...market, marks, indices } };
}

/** A whole ticker has a mark; of an incremental one only what changed is there, and the rest still holds. */
export function onTicker(state: State, data: unknown, at: number, incremental: boolean): Read {
  const read = check(ticker, data);
  if (!read.ok) return { unreadable: read.field };
  const { instrument_name: symbol, timestamp, mark_price: mark, index_price: index } = read.value;
  if (!incremental && mark === undefined) return { unreadable: 'mark_price' };
  const known = state.market.marks[symbol]?.price;
  const quote = { mark: mark ?? known, index };
  return cleared(withQuote(state, symbol, quote, timestamp, at), 'ticker');
}

export function onPriceIndex(state: State, data: unknown, at: number): Read {
  const read = check(priceIndex, data);
  if (!read.ok) return { unreadable: read.field };
  const { index_name: name, price, timestamp } = read.value;
  return withIndex(state, name, price, timestamp, at);
}

/** `get_index_price`, whose answer does not name the index. */
export function onIndexPrice(state: State, name: string, result: unknown, said: number, at: number): Read {
  const read = check(indexPrice, result);
  return read.ok ? withIndex(state, name, read.value.index_price, said, at) : { unreadable: read.field };
}

function withIndex(state: State, name: string, price: string, said: number, at: number): Read {
  if (!isPrice(price) || name === '' || name in {}) return { unreadable: 'price' };
  const { market } = state;
  const indices = withPrice(market.indices, name, price, said, at);
  return cleared({ ...state, market: { ...market, indices } }, 'price index');
}

/** `get_instruments`, or one of them. Options are not kept: there are thousands. */
export function onInstruments(state: State, result: unknown, currency: string | null, at: number): Read {
  const list = Array.isArray(result) ? result : [result];
  if (list.length > 20_000) return { unreadable: 'length' };
  const contracts: Record<string, Contract> = {};
  let unread: string | null = null;
  for (const each of list) {
    if (typeof each === 'object' && each !== null && 'kind' in each && each.kind !== 'future') continue;
    const read = check(instrument, each);
    if (!read.ok) {
      unread ??= read.field;
      continue;
    }
    const { value } = read;
    contracts[value.instrument_name] = {
      type: value.instrument_type === 'linear' ? 'linear' : 'inverse',
      base: value.base_currency,
      settle: value.settlement_currency,
      tick: value.tick_size,
      step: value.min_trade_amount,
      takerFee: value.taker_commission,
    };
  }
  const { market } = state;
  const next: State = {
    ...state,
    market: {
      ...market,
      contracts: { ...market.contracts, ...contracts },
      contractsAt: currency === null ? market.contractsAt : { ...market.contractsAt, [currency]: at },
    },
  };
  return unread === null
    ? cleared(next, 'instruments')
    : withFailure(next, 'instruments', { code: 'format-changed', field: unread }, at);
}
