/** The fields of Bybit's v5 messages, and how a message that lacks one is told. */
import * as v from 'valibot';
import { Decimal } from '../../engine/decimal';

const DECIMAL = /^[+-]?\d{1,24}(?:\.\d{1,24})?(?:[eE][+-]?\d{1,2})?$/;
/** As accounts carry it: without an exponent or a plus. */
const plain = (text: string): string => (/[eE+]/.test(text) ? new Decimal(text).toFixed() : text);

/** A decimal in a string. A JSON number in its place is another format: digits may be lost already. */
export const decimal = v.pipe(v.string(), v.regex(DECIMAL), v.transform(plain));
/** Bybit writes "" where a figure does not apply. */
export const decimalOrNone = v.union([
  v.pipe(
    v.picklist(['']),
    v.transform(() => null),
  ),
  decimal,
]);
/** Amounts above or at zero. */
export const amount = v.pipe(
  decimal,
  v.check(text => !text.startsWith('-')),
);
export const amountOrNone = v.union([
  v.pipe(
    v.picklist(['']),
    v.transform(() => null),
  ),
  amount,
]);

/** "BTCUSDT", "1000PEPEUSDT", "BTC-26DEC25", "BTCUSDT-26DEC25", "BTCUSDH26", "BTC-25SEP26-80000-C-USDT". */
export const symbol = v.pipe(v.string(), v.regex(/^[A-Z\d]{2,24}(?:-[A-Z\d]{1,16}){0,4}$/));
export const coin = v.pipe(v.string(), v.regex(/^[A-Z\d\p{Lo}]{1,20}$/u));
export const category = v.picklist(['linear', 'inverse', 'option', 'spot']);
export const cursor = v.pipe(v.string(), v.maxLength(400));

/** Milliseconds of the venue's clock: text in rows, a number in envelopes. */
export const time = v.union([
  v.pipe(
    v.string(),
    v.regex(/^\d{13}$/),
    v.transform(text => new Decimal(text).toNumber()),
  ),
  v.pipe(v.number(), v.integer(), v.minValue(1e12), v.maxValue(9e12)),
]);
export const seq = v.union([
  v.pipe(v.number(), v.integer()),
  v.pipe(
    v.string(),
    v.regex(/^-?\d{1,15}$/),
    v.transform(text => new Decimal(text).toNumber()),
  ),
]);
export const positionIndex = v.picklist([0, 1, 2]);
export const marginMode = v.picklist(['ISOLATED_MARGIN', 'REGULAR_MARGIN', 'PORTFOLIO_MARGIN']);
export const orderSide = v.pipe(
  v.picklist(['Buy', 'Sell']),
  v.transform(side => (side === 'Buy' ? ('buy' as const) : ('sell' as const))),
);
export const word = v.pipe(v.string(), v.regex(/^[A-Za-z]{0,40}$/));
export const id = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));

export const isZero = (text: string): boolean => /^-?0*(?:\.0*)?$/.test(text);
