/** The fields of OKX's messages, and how a message that lacks one is told. Source: OKX documents, v5, 2026-06-28. */
import * as v from 'valibot';
import { Decimal } from '../../engine/decimal';

/** Decimal text; very small balances are written with an exponent now and then. */
const DECIMAL = /^-?\d{1,20}(?:\.\d{1,24})?(?:[eE][+-]?\d{1,2})?$/;
/** The same without an exponent, as accounts carry it. */
const plain = (text: string): string => (/[eE]/.test(text) ? new Decimal(text).toFixed() : text);

/** A decimal in a string. A JSON number in its place is another format: digits may be lost already. */
export const decimal = v.pipe(v.string(), v.regex(DECIMAL), v.transform(plain));
/** "" stands for "does not apply here"; it is not 0. */
export const decimalOrNone = v.union([
  v.pipe(
    v.literal(''),
    v.transform(() => null),
  ),
  decimal,
]);
/** Milliseconds of the venue's clock, in a string; "" is none. */
export const time = v.pipe(
  v.string(),
  v.regex(/^\d{0,16}$/),
  v.transform(text => (text === '' ? 0 : new Decimal(text).toNumber())),
);
export const instId = v.pipe(v.string(), v.regex(/^[A-Z\d_.\p{Lo}]{1,40}(?:-[A-Z\d_.\p{Lo}]{1,40}){1,4}$/u));
export const instType = v.picklist(['SPOT', 'MARGIN', 'SWAP', 'FUTURES', 'OPTION', 'EVENTS']);
export const ccy = v.pipe(v.string(), v.regex(/^[A-Z\d_.\p{Lo}]{1,30}$/u));
export const ccyOrNone = v.union([
  v.pipe(
    v.literal(''),
    v.transform(() => null),
  ),
  ccy,
]);
export const mgnMode = v.picklist(['cross', 'isolated']);
/** "" on spot orders. */
export const posSide = v.picklist(['net', 'long', 'short', '']);
export const side = v.picklist(['buy', 'sell']);
/** Orders write flags as texts. */
export const flag = v.pipe(
  v.picklist(['true', 'false']),
  v.transform(text => text === 'true'),
);
export const id = v.pipe(v.string(), v.regex(/^\d{1,25}$/));
export const word = v.pipe(v.string(), v.regex(/^[\w .:+-]{0,60}$/));
