/** The fields of Binance's messages, and how a message that lacks one is told. */
import * as v from 'valibot';
import { Decimal } from '../../engine/decimal';

/** Decimal text as Binance writes it; its web answers also know Java's "0E-8". */
const DECIMAL = /^-?\d{1,20}(?:\.\d{1,18})?(?:[eE][+-]?\d{1,2})?$/;
/** The same without an exponent, as accounts carry it. */
const plain = (text: string): string => (/[eE]/.test(text) ? new Decimal(text).toFixed() : text);

/** A decimal in a string. A JSON number in its place is another format: digits may be lost already. */
export const decimal = v.pipe(v.string(), v.regex(DECIMAL), v.transform(plain));

/** Rates, bounds and leverages, which come as JSON numbers here and as strings there. */
export const numeric = v.union([
  decimal,
  v.pipe(
    v.number(),
    v.finite(),
    v.transform(value => new Decimal(value).toFixed()),
  ),
]);

export const symbol = v.pipe(v.string(), v.regex(/^[A-Z\d\p{Lo}]{2,30}(?:_(?:\d{6}|PERP))?$/u));
export const asset = v.pipe(v.string(), v.regex(/^[A-Z\d]{1,20}$/));
/** Milliseconds of the venue's clock. */
export const time = v.pipe(v.number(), v.integer(), v.minValue(0));
export const positionSide = v.picklist(['BOTH', 'LONG', 'SHORT']);
export const orderSide = v.pipe(
  v.picklist(['BUY', 'SELL']),
  v.transform(side => (side === 'BUY' ? ('buy' as const) : ('sell' as const))),
);
/** "CROSSED", "cross", "ISOLATED", "isolated": each of them is in use. */
export const marginType = v.pipe(
  v.string(),
  v.regex(/^(cross(ed)?|isolated)$/i),
  v.transform(text => (/^cross/i.test(text) ? ('CROSSED' as const) : ('ISOLATED' as const))),
);
/** Ids beyond 2^53 are made strings before the JSON is parsed. */
export const id = v.union([
  v.pipe(v.string(), v.regex(/^\d{1,25}$/)),
  v.pipe(
    v.number(),
    v.integer(),
    v.minValue(0),
    v.transform(value => String(value)),
  ),
]);
export const flag = v.union([
  v.boolean(),
  v.pipe(
    v.picklist(['true', 'false']),
    v.transform(text => text === 'true'),
  ),
]);
