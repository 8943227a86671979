/**
 * The shapes of Deribit's messages, checked at the entrance of `reduce`. Only what is needed is asked for; a
 * field of another name or type makes the row unreadable, so that a change of format never becomes a figure.
 *
 * Source: the API documentation (docs.deribit.com, JSON-RPC 2.0, version 2.1.1) and frames of 2025–2026.
 */
import * as v from 'valibot';
import { plainDecimal } from './exact-json';

/** A JSON number as its text (exact-json.ts), or as a number where the body came parsed already. */
export const decimal = v.pipe(
  v.union([v.string(), v.pipe(v.number(), v.finite())]),
  v.transform(value => plainDecimal(String(value))),
  v.string('a decimal number'),
);
/** Milliseconds since the epoch, on the venue's clock. */
const time = v.pipe(
  decimal,
  v.regex(/^\d{12,14}$/, 'milliseconds since the epoch'),
  v.transform(text => Number.parseInt(text, 10)),
);
/** Microseconds since the epoch, of which milliseconds are kept. */
const micros = v.pipe(
  decimal,
  v.regex(/^\d{15,17}$/, 'microseconds since the epoch'),
  v.transform(text => Number.parseInt(text.slice(0, -3), 10)),
);
/** Names become keys: none that every object has already. */
const name = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(80),
  v.check(text => !(text in {}), 'a name'),
);
const currency = v.pipe(v.string(), v.regex(/^[A-Z\d]{2,10}$/, 'a currency'));
const maybe = v.optional(v.nullable(decimal));
const flag = v.boolean();

export const MODELS = ['segregated_sm', 'cross_sm', 'segregated_pm', 'cross_pm'] as const;

/** One currency of `private/get_account_summaries`, and the whole of a `user.portfolio` frame. */
export const summary = v.object({
  currency,
  margin_model: v.picklist(MODELS),
  balance: decimal,
  equity: decimal,
  margin_balance: decimal,
  initial_margin: decimal,
  maintenance_margin: decimal,
  futures_session_upl: maybe,
  options_value: maybe,
  options_delta: maybe,
  total_margin_balance_usd: maybe,
  total_maintenance_margin_usd: maybe,
});
export type Summary = v.InferOutput<typeof summary>;

/** A number here, but no amount. */
const identity = v.union([v.string(), v.number()]);
export const summaries = v.object({
  id: v.optional(identity),
  type: v.optional(v.string()),
  username: v.optional(v.string()),
  summaries: v.pipe(v.array(summary), v.maxLength(100)),
});
/** `private/get_account_summary` (with `extended`) carries the same rows, one at a time. */
export const oneSummary = v.object({
  ...summary.entries,
  id: v.optional(identity),
  type: v.optional(v.string()),
});

export const position = v.object({
  instrument_name: name,
  kind: v.picklist(['future', 'option', 'spot', 'future_combo', 'option_combo']),
  size: decimal,
  direction: v.picklist(['buy', 'sell', 'zero']),
  average_price: decimal,
  mark_price: decimal,
  index_price: decimal,
  floating_profit_loss: maybe,
  maintenance_margin: maybe,
  delta: maybe,
  leverage: maybe,
  estimated_liquidation_price: maybe,
});
export const positions = v.pipe(v.array(position), v.maxLength(5000));
export type PositionSaid = v.InferOutput<typeof position>;

export const order = v.object({
  order_id: name,
  instrument_name: name,
  direction: v.picklist(['buy', 'sell']),
  /** Absent for an order that closes a whole position ("trigger orders without amount"). */
  amount: maybe,
  filled_amount: maybe,
  /** "market_price" of an order without a limit. */
  price: v.optional(v.union([v.literal('market_price'), decimal])),
  order_state: name,
  order_type: name,
  trigger_price: maybe,
  reduce_only: v.optional(flag),
  last_update_timestamp: time,
});
export const orders = v.pipe(v.array(order), v.maxLength(10_000));
export type OrderSaid = v.InferOutput<typeof order>;

export const changes = v.object({
  trades: v.optional(v.array(v.object({ timestamp: time }))),
  /** Read by themselves. */
  orders: v.optional(v.unknown()),
  positions: v.optional(positions),
});

/** Of an incremental ticker only what changed is there. */
export const ticker = v.object({
  instrument_name: name,
  timestamp: time,
  mark_price: v.optional(decimal),
  index_price: v.optional(decimal),
});
export const priceIndex = v.object({ index_name: name, timestamp: time, price: decimal });

export const indexPrice = v.object({ index_price: decimal });

export const instrument = v.object({
  instrument_name: name,
  kind: v.string(),
  instrument_type: v.picklist(['reversed', 'linear']),
  base_currency: currency,
  settlement_currency: currency,
  tick_size: decimal,
  min_trade_amount: decimal,
  taker_commission: decimal,
  /** Listed beside the future; absent in older frames. */
  price_index: v.optional(name),
});

/** The envelope: an answer, an error, or a notification. `usIn` is when the venue took the question up. */
export const envelope = v.object({
  id: v.optional(v.union([v.string(), v.number()])),
  method: v.optional(v.string()),
  params: v.optional(v.unknown()),
  result: v.optional(v.unknown()),
  error: v.optional(v.object({ code: v.union([v.string(), v.number()]), message: v.optional(v.string()) })),
  usIn: v.fallback(v.optional(micros), undefined),
});

export const chart = v.object({
  status: v.picklist(['ok', 'no_data']),
  ticks: v.pipe(v.array(time), v.maxLength(10_000)),
  close: v.array(decimal),
});

export type Reading<T> = { ok: true; value: T } | { ok: false; field: string };

export function check<T extends v.GenericSchema>(schema: T, body: unknown): Reading<v.InferOutput<T>> {
  const result = v.safeParse(schema, body, { abortEarly: true, abortPipeEarly: true });
  if (result.success) return { ok: true, value: result.output };
  return { ok: false, field: v.getDotPath(result.issues[0]) ?? '' };
}
