/**
 * Frames as Deribit's page would see them, for tests: written by hand in the documented shape
 * (docs.deribit.com, get_account_summaries, get_positions, user.portfolio, user.changes, ticker).
 */
import type { VenueMessage } from '../venue';
import { reduce } from './reduce';
import { initial, type State } from './state';

export const SOCKET = 'wss://www.deribit.com/ws/api/v2';
/** Noon, far from the daily settlement. */
export const T0 = Date.UTC(2026, 10, 25, 12);

export type Row = Record<string, unknown>;

export const frame = (body: unknown, at = T0, direction: 'in' | 'out' = 'in'): VenueMessage => ({
  at,
  via: 'websocket',
  url: SOCKET,
  direction,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

let ids = 0;

/** A question on the page's socket, and its answer; `usIn` is the venue's clock, here the same as ours. */
export function told(method: string, params: Row, result: unknown, at = T0): VenueMessage[] {
  const id = ++ids;
  return [
    frame({ jsonrpc: '2.0', id, method, params }, at, 'out'),
    frame({ jsonrpc: '2.0', id, result, usIn: at * 1000, usOut: at * 1000 + 900, usDiff: 900 }, at),
  ];
}

export const pushed = (channel: string, data: unknown, at = T0): VenueMessage =>
  frame({ jsonrpc: '2.0', method: 'subscription', params: { channel, data } }, at);

export const summaryOf = (currency: string, more: Row = {}): Row => ({
  currency,
  margin_model: 'segregated_sm',
  portfolio_margining_enabled: false,
  cross_collateral_enabled: false,
  balance: 0,
  equity: 0,
  margin_balance: 0,
  available_funds: 0,
  initial_margin: 0,
  maintenance_margin: 0,
  futures_session_upl: 0,
  futures_session_rpl: 0,
  session_upl: 0,
  session_rpl: 0,
  options_value: 0,
  options_delta: 0,
  delta_total: 0,
  ...more,
});

export const summaries = (rows: Row[], more: Row = {}, at = T0): VenueMessage[] =>
  told(
    'private/get_account_summaries',
    { extended: true },
    { id: 10, type: 'main', username: 'user', summaries: rows, ...more },
    at,
  );

export const positionOf = (symbol: string, more: Row = {}): Row => ({
  instrument_name: symbol,
  kind: 'future',
  size: 0,
  size_currency: 0,
  direction: 'zero',
  average_price: 0,
  mark_price: 86420,
  index_price: 86420,
  settlement_price: 86420,
  floating_profit_loss: 0,
  total_profit_loss: 0,
  realized_profit_loss: 0,
  initial_margin: 0,
  maintenance_margin: 0,
  open_orders_margin: 0,
  delta: 0,
  leverage: 50,
  ...more,
});

export const positions = (rows: Row[], params: Row = { currency: 'any' }, at = T0): VenueMessage[] =>
  told('private/get_positions', params, rows, at);

export const tickerOf = (symbol: string, mark: number, more: Row = {}): Row => ({
  instrument_name: symbol,
  timestamp: T0,
  state: 'open',
  mark_price: mark,
  index_price: mark,
  best_bid_price: mark,
  best_ask_price: mark,
  last_price: mark,
  ...more,
});

export const ticker = (symbol: string, mark: number, at = T0, more: Row = {}): VenueMessage =>
  pushed(`ticker.${symbol}.100ms`, tickerOf(symbol, mark, { timestamp: at, ...more }), at);

export const instrumentOf = (symbol: string, more: Row = {}): Row => ({
  instrument_name: symbol,
  kind: 'future',
  instrument_type: 'reversed',
  base_currency: 'BTC',
  quote_currency: 'USD',
  counter_currency: 'USD',
  settlement_currency: 'BTC',
  price_index: 'btc_usd',
  tick_size: 0.5,
  min_trade_amount: 10,
  contract_size: 10,
  max_leverage: 50,
  taker_commission: 0.0005,
  maker_commission: 0,
  expiration_timestamp: 32503708800000,
  is_active: true,
  ...more,
});

export const hear = (messages: VenueMessage[], from: State = initial): State => messages.reduce(reduce, from);

/**
 * A long of 200,000 dollars entered at 80,000, of which the profit since the settlement at 85,000 is unrealised:
 * 2 BTC of balance. Worked by hand: at 86,420 it is worth 2.31427910… BTC, its profit since entry is
 * 200,000 · (1/80,000 − 1/86,420) = 0.18572089… BTC.
 */
export const longBitcoin = (mark = 86420, more: Row = {}): Row => {
  const coins = 200000 / mark;
  return positionOf('BTC-PERPETUAL', {
    size: 200000,
    size_currency: coins,
    direction: 'buy',
    average_price: 80000,
    mark_price: mark,
    index_price: mark,
    settlement_price: 85000,
    floating_profit_loss: 200000 * (1 / 85000 - 1 / mark),
    total_profit_loss: 200000 * (1 / 80000 - 1 / mark),
    maintenance_margin: coins * (0.01 + 0.00005 * coins),
    initial_margin: coins * (0.02 + 0.00005 * coins),
    delta: coins,
    ...more,
  });
};

export const bitcoinSummary = (mark = 86420, more: Row = {}): Row => {
  const coins = 200000 / mark;
  const session = 200000 * (1 / 85000 - 1 / mark);
  return summaryOf('BTC', {
    balance: 2,
    equity: 2 + session,
    margin_balance: 2 + session,
    futures_session_upl: session,
    session_upl: session,
    maintenance_margin: coins * (0.01 + 0.00005 * coins),
    initial_margin: coins * (0.02 + 0.00005 * coins),
    delta_total: coins,
    ...more,
  });
};
