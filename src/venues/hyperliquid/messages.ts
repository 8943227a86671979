/**
 * The shapes of Hyperliquid's messages, checked at the entrance of `reduce`. Only what is needed is asked for
 * and kept; a field that has another name or type than here makes the whole message unreadable, so that a
 * change of the venue's format can never become a different figure.
 *
 * Source: the venue's API documentation ("Info endpoint", "Websocket subscriptions") and frames of 2026.
 */
import * as v from 'valibot';

/** At most 40 digits, as text: the venue never sends an amount as a JSON number. */
export const decimal = v.pipe(v.string(), v.regex(/^-?\d{1,22}(?:\.\d{1,18})?$/, 'a decimal number as text'));
const time = v.pipe(v.number(), v.integer(), v.minValue(0));
const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const leverage = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000));
/** Names become keys: none that every object has already. */
const noProperty = v.check((text: string) => !(text in {}), 'a name');
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(60), noProperty);

/** In lower case: the page writes addresses with and without the checksum's capitals. */
export const address = v.pipe(v.string(), v.regex(/^0x[0-9a-fA-F]{40}$/, 'an address'), v.toLowerCase());

/** The empty name is the venue's own dex; others are deployed by builders. */
export const dexName = v.pipe(v.string(), v.regex(/^[a-z\d]{0,12}$/i, 'the name of a dex'), noProperty);

const selectedLeverage = v.object({
  type: v.picklist(['cross', 'isolated']),
  value: leverage,
  rawUsd: v.optional(decimal),
});

const position = v.object({
  coin: name,
  szi: decimal,
  leverage: selectedLeverage,
  entryPx: v.nullable(decimal),
  positionValue: decimal,
  liquidationPx: v.nullable(decimal),
  marginUsed: decimal,
  maxLeverage: leverage,
  cumFunding: v.optional(v.object({ allTime: decimal })),
});

export const perpState = v.object({
  crossMarginSummary: v.object({ accountValue: decimal, totalNtlPos: decimal, totalRawUsd: decimal }),
  crossMaintenanceMarginUsed: decimal,
  assetPositions: v.pipe(v.array(v.object({ position })), v.maxLength(2000)),
  time,
});
export type PerpState = v.InferOutput<typeof perpState>;
export type PerpPosition = v.InferOutput<typeof position>;

/** The optional fields exist in some margin modes only; which of them are there tells the mode. */
export const spotState = v.object({
  balances: v.pipe(
    v.array(
      v.object({
        coin: name,
        token: index,
        total: decimal,
        borrowed: v.optional(decimal),
        supplied: v.optional(decimal),
        ltv: v.optional(decimal),
      }),
    ),
    v.maxLength(5000),
  ),
  tokenToAvailableAfterMaintenance: v.optional(v.array(v.tuple([index, decimal]))),
  portfolioMarginEnabled: v.optional(v.boolean()),
  portfolioMarginRatio: v.optional(decimal),
});
export type SpotState = v.InferOutput<typeof spotState>;

export const abstraction = v.picklist([
  'default',
  'disabled',
  'unifiedAccount',
  'portfolioMargin',
  'dexAbstraction',
]);
export type Abstraction = v.InferOutput<typeof abstraction>;

const orderFields = {
  coin: name,
  side: v.picklist(['B', 'A']),
  limitPx: decimal,
  sz: decimal,
  origSz: decimal,
  oid: v.optional(v.number()),
  orderType: name,
  isTrigger: v.boolean(),
  triggerPx: decimal,
  isPositionTpsl: v.boolean(),
  reduceOnly: v.boolean(),
};
export const orders = v.pipe(
  v.array(
    v.object({
      ...orderFields,
      children: v.optional(v.array(v.object({ oid: v.optional(v.number()) }))),
    }),
  ),
  v.maxLength(5000),
);
export type RestingOrder = v.InferOutput<typeof orders>[number];

const tiers = v.pipe(v.array(v.object({ lowerBound: decimal, maxLeverage: leverage })), v.minLength(1));
export const marginTable = v.object({ marginTiers: tiers });

export const meta = v.object({
  universe: v.pipe(
    v.array(
      v.object({
        name,
        szDecimals: index,
        maxLeverage: leverage,
        marginTableId: index,
        isDelisted: v.nullish(v.boolean()),
      }),
    ),
    v.maxLength(5000),
  ),
  marginTables: v.array(v.tuple([index, marginTable])),
  collateralToken: v.optional(index),
});
export type Meta = v.InferOutput<typeof meta>;

/** `markPx` may be null for what does not trade. */
export const assetCtx = v.object({ markPx: v.nullable(decimal) });
export const assetCtxs = v.pipe(v.array(assetCtx), v.maxLength(5000));

export const activeAssetData = v.object({
  user: address,
  coin: name,
  leverage: selectedLeverage,
  markPx: v.optional(decimal),
});

export const webData2 = v.object({
  user: address,
  isVault: v.optional(v.boolean()),
  clearinghouseState: perpState,
  openOrders: v.optional(orders),
  spotState: v.optional(spotState),
  meta,
  assetCtxs,
});

/** `abstraction` is absent for vaults. */
export const webData3 = v.object({
  userState: v.object({
    user: address,
    isVault: v.optional(v.boolean()),
    abstraction: v.optional(abstraction),
  }),
});

export const perpDexs = v.array(v.nullable(v.object({ name: dexName })));
/** `data` names the account of an API wallet, and the master of a sub-account. */
export const userRole = v.object({
  role: name,
  data: v.optional(v.object({ user: v.optional(address), master: v.optional(address) })),
});

/** Null: it has none. Of each only who it is: its figures are asked for by its own address. */
export const subAccounts = v.nullable(
  v.pipe(
    v.array(v.object({ name: v.pipe(v.string(), v.maxLength(200)), subAccountUser: address })),
    v.maxLength(500),
  ),
);

/** Either field may be absent: frames after the first carry what has changed. */
export const fastAssetCtxs = v.record(
  v.string(),
  v.object({ markPx: v.optional(v.nullable(decimal)), midPx: v.optional(v.nullable(decimal)) }),
);

/** What a page subscribes to; only what tells about users matters. */
export const subscription = v.object({
  method: v.picklist(['subscribe', 'unsubscribe']),
  subscription: v.object({ type: name, user: v.optional(address), coin: v.optional(name) }),
});
