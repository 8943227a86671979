/**
 * The shapes of the indexer's messages, checked at the entrance of `reduce`. What figures rest on is required;
 * a field of another name or type makes the message unreadable, so that a change of the format can never become
 * a different figure.
 *
 * Source: the indexer's API documentation and captures of 2024 and 2025.
 */
import * as v from 'valibot';

/** At most 40 digits, as text: the indexer never sends an amount as a JSON number. */
export const decimal = v.pipe(v.string(), v.regex(/^-?\d{1,22}(?:\.\d{1,30})?$/, 'a decimal number as text'));
const unsigned = v.pipe(v.string(), v.regex(/^\d{1,22}(?:\.\d{1,30})?$/, 'an amount without sign'));
/** Names become keys: none that every object has already. */
export const ticker = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(120),
  v.check(text => !(text in {}), 'a market'),
);
const number = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(128_127));
const side = v.picklist(['LONG', 'SHORT']);
const owner = v.pipe(v.string(), v.regex(/^[a-z]{2,12}1[a-z\d]{20,60}$/, 'an address'));

const position = v.object({
  market: ticker,
  side,
  size: decimal,
  status: v.picklist(['OPEN', 'CLOSED', 'LIQUIDATED']),
  entryPrice: v.optional(decimal),
  /** Size times the oracle price of that moment less the entry price: tells what price the equity was made with. */
  unrealizedPnl: v.optional(decimal),
  subaccountNumber: v.optional(number),
});
/** Debt is an amount without sign and the side SHORT. */
const asset = v.object({ assetId: v.string(), side, size: unsigned });

const child = v.object({
  address: owner,
  subaccountNumber: number,
  equity: v.optional(decimal),
  openPerpetualPositions: v.optional(v.record(ticker, position)),
  assetPositions: v.optional(v.record(ticker, asset)),
});
export type ChildRow = v.InferOutput<typeof child>;

const parent = v.object({
  address: owner,
  parentSubaccountNumber: v.pipe(number, v.maxValue(127)),
  equity: v.optional(decimal),
  childSubaccounts: v.pipe(v.array(child), v.maxLength(1000)),
});

/** A change of an order carries some of its fields. No margin rests on an order. */
export const order = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  ticker: v.optional(ticker),
  market: v.optional(ticker),
  side: v.optional(v.picklist(['BUY', 'SELL'])),
  size: v.optional(unsigned),
  totalFilled: v.optional(v.nullable(unsigned)),
  price: v.optional(v.nullable(unsigned)),
  triggerPrice: v.optional(v.nullable(unsigned)),
  type: v.optional(v.string()),
  status: v.optional(v.string()),
  timeInForce: v.optional(v.nullable(v.string())),
  reduceOnly: v.optional(v.boolean()),
  subaccountNumber: v.optional(number),
});
export type OrderRow = v.InferOutput<typeof order>;
const orders = v.pipe(v.array(order), v.maxLength(2000));

export const parentAnswer = v.object({ subaccount: parent, orders: v.optional(orders) });
export const childAnswer = v.object({ subaccount: child, orders: v.optional(orders) });
export const childrenAnswer = v.object({ subaccounts: v.pipe(v.array(child), v.maxLength(1000)) });
export const ordersAnswer = orders;

const positionChange = v.object({
  market: ticker,
  side,
  size: decimal,
  status: v.picklist(['OPEN', 'CLOSED', 'LIQUIDATED']),
  entryPrice: v.optional(decimal),
  subaccountNumber: number,
});
const assetChange = v.object({ assetId: v.string(), side, size: unsigned, subaccountNumber: number });

/** One part of a change. A list of another name than these would be a change that is not seen. */
export const change = v.strictObject({
  perpetualPositions: v.optional(v.pipe(v.array(positionChange), v.maxLength(1000))),
  assetPositions: v.optional(v.pipe(v.array(assetChange), v.maxLength(1000))),
  orders: v.optional(orders),
  fills: v.optional(v.unknown()),
  transfers: v.optional(v.unknown()),
  subaccounts: v.optional(v.unknown()),
  blockHeight: v.optional(v.unknown()),
  tradingReward: v.optional(v.unknown()),
  tradingRewards: v.optional(v.unknown()),
});
export type Change = v.InferOutput<typeof change>;

const fraction = v.pipe(v.string(), v.regex(/^[01](?:\.\d{1,30})?$/, 'a fraction of 1'));
const market = v.object({
  ticker,
  status: v.string(),
  oraclePrice: v.nullable(v.string()),
  initialMarginFraction: fraction,
  maintenanceMarginFraction: fraction,
  openInterest: v.optional(unsigned),
  openInterestLowerCap: v.optional(unsigned),
  openInterestUpperCap: v.optional(unsigned),
  marketType: v.optional(v.picklist(['CROSS', 'ISOLATED'])),
  tickSize: v.optional(unsigned),
  stepSize: v.optional(unsigned),
});
export type MarketRow = v.InferOutput<typeof market>;

export const marketsAnswer = v.object({ markets: v.record(ticker, market) });
/** Changes carry some of the fields of a market only. */
const marketChange = v.partial(v.object({ ...market.entries, oraclePrice: v.nullable(v.string()) }));
export type MarketChange = v.InferOutput<typeof marketChange>;
export const marketsChange = v.object({
  markets: v.optional(v.record(ticker, market)),
  trading: v.optional(v.record(ticker, marketChange)),
  oraclePrices: v.optional(v.record(ticker, v.object({ oraclePrice: v.string() }))),
});

export const subscription = v.object({
  type: v.picklist(['subscribe', 'unsubscribe']),
  channel: v.picklist(['v4_parent_subaccounts', 'v4_subaccounts']),
  id: v.string(),
});

/** What every frame of the stream carries beside its contents. `message_id` counts within the connection. */
export const frame = v.object({
  type: v.picklist(['subscribed', 'channel_data', 'channel_batch_data']),
  channel: v.picklist(['v4_parent_subaccounts', 'v4_subaccounts', 'v4_markets']),
  connection_id: v.pipe(v.string(), v.maxLength(100)),
  message_id: v.pipe(v.number(), v.integer(), v.minValue(0)),
  id: v.optional(v.string()),
  subaccountNumber: v.optional(number),
  contents: v.unknown(),
});
export type Frame = v.InferOutput<typeof frame>;
