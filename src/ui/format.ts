/**
 * Numbers as text, rounded so that they never promise more room than there is: distances down, usage and
 * likelihood up, liquidation prices toward the mark. Decimal strings are printed digit by digit by
 * Intl.NumberFormat, which reads them exactly; they never become floating-point numbers here.
 */
import type { DecimalString } from '../engine/account';

/** A venue's amount as text, or a figure of the risk model, which is float64 by nature. */
export type Printable = DecimalString | number;

type Rounding = 'ceil' | 'floor' | 'expand' | 'trunc' | 'halfExpand';
type Options = Intl.NumberFormatOptions & { roundingMode?: Rounding };

const MINUS = '−';

export type Formats = ReturnType<typeof formats>;

/** The formats of one locale; Intl objects are made once each, which costs some 23 µs. */
export function formats(locale?: string) {
  const made = new Map<string, Intl.NumberFormat>();
  const print = (value: Printable, options: Options): string => {
    const key = JSON.stringify(options);
    let format = made.get(key);
    if (!format) {
      format = new Intl.NumberFormat(locale, options as Intl.NumberFormatOptions);
      made.set(key, format);
    }
    // Typed for numbers only; the strings keep all their digits (ECMA-402, edition 10).
    return format.format(value as number).replace(/-/g, MINUS);
  };

  return {
    /** A move as a part (−0.0987 → "−9.8%"): the distance rounded down, the sign always there. */
    move: (part: Printable) =>
      print(part, {
        style: 'percent',
        signDisplay: 'exceptZero',
        minimumFractionDigits: 1,
        maximumFractionDigits: 1,
        roundingMode: 'trunc',
      }),

    /** Used margin as a part (0.3001 → "31%"): rounded up. */
    usage: (part: Printable) =>
      print(part, { style: 'percent', maximumFractionDigits: 0, roundingMode: 'ceil' }),

    /**
     * A liquidation price that lies below or above the mark: on the tick, the next one toward the mark. Of a
     * float, whose last digits are noise, twelve digits are looked at: what is on a tick stays there.
     */
    liquidationPrice: (price: Printable, side: 'below' | 'above', tick: DecimalString | null | undefined) =>
      print(typeof price === 'number' ? price.toPrecision(12) : price, {
        ...digitsOf(price, tick),
        ...stepOf(tick),
        roundingMode: side === 'below' ? 'ceil' : 'floor',
      }),

    /** Any other price, to the tick's digits; without a tick with all its own. */
    price: (price: Printable, tick: DecimalString | null | undefined) =>
      print(price, { ...digitsOf(price, tick), roundingMode: 'halfExpand' }),

    /** A size with all its digits. */
    size: (size: Printable) => print(size, { maximumFractionDigits: 20 }),

    /** A part of a whole that is neither good nor bad to have much of: to the nearest percent. */
    share: (part: number) =>
      print(part, { style: 'percent', maximumFractionDigits: 0, signDisplay: 'negative' } as Options),

    /** A part that is needed or endured, rounded up to a tenth of a percent: what is to be cut, how far a coin swings. */
    part: (part: number) => print(part, { style: 'percent', maximumFractionDigits: 1, roundingMode: 'ceil' }),

    /** A move that is supposed, not found: as it is, with its sign. */
    shift: (part: number) =>
      print(part, { style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' } as Options),

    /** Standard deviations that were chosen, as they are. */
    chosenSigma: (sigmas: number) => `${print(sigmas, { maximumFractionDigits: 2 })} σ`,

    /** A size of which three digits are enough for the eye: rounded down, or up. */
    roughSize: (size: Printable, roundingMode: 'floor' | 'ceil') =>
      print(size, { maximumSignificantDigits: 3, roundingMode }),

    /** So many times the equity, rounded up to a tenth. */
    times: (value: number) => print(value, { maximumFractionDigits: 1, roundingMode: 'ceil' }),

    /** "1 in N", as its N: rounded down to two digits. 1/1e-5 is a hair below 100,000 in float64. */
    oneIn: (probability: number) =>
      print(Math.floor((1 / probability) * (1 + 1e-12)), {
        maximumSignificantDigits: 2,
        roundingMode: 'trunc',
      }),

    /** What is left, in a unit: rounded down ("48,145 USDC"); small amounts keep four digits. */
    room: (amount: Printable, unit: string) =>
      `${print(amount, { ...coarse(amount), roundingMode: 'floor' })} ${unit}`,

    /** What is missing or needed, in a unit: rounded up. */
    need: (amount: Printable, unit: string) =>
      `${print(amount, { ...coarse(amount), roundingMode: 'ceil' })} ${unit}`,

    /** What may be lost, in a table whose heading names the unit: rounded up, to the cent below a thousand. */
    loss: (amount: number) =>
      print(amount, { maximumFractionDigits: Math.abs(amount) < 1000 ? 2 : 0, roundingMode: 'ceil' }),

    /** Dollars in three digits: "$48.1K". */
    usd: (amount: Printable) =>
      print(amount, {
        style: 'currency',
        currency: 'USD',
        currencyDisplay: 'narrowSymbol',
        notation: 'compact',
        minimumSignificantDigits: 3,
        maximumSignificantDigits: 3,
      }),

    /** Standard deviations, rounded down; beyond eight the number has no meaning left. */
    sigma: (sigmas: number) =>
      sigmas > 8
        ? '>8 σ'
        : `${print(sigmas, { minimumFractionDigits: 1, maximumFractionDigits: 1, roundingMode: 'trunc' })} σ`,

    /** A probability, rounded up to two digits; "<0.1%" below that. */
    probability: (part: number) =>
      part < 0.001
        ? '<0.1%'
        : print(part, { style: 'percent', maximumSignificantDigits: 2, roundingMode: 'ceil' }),

    /** A count with one decimal, rounded down: bets. */
    count: (value: number) => print(value, { maximumFractionDigits: 1, roundingMode: 'trunc' }),
  };
}

/** Digits after the point that a price with this tick has. */
function digitsOf(price: Printable, tick: DecimalString | null | undefined): Options {
  const of = tick ?? (typeof price === 'string' ? price : null);
  if (of === null) return { maximumSignificantDigits: 6 };
  const places = Math.min(20, /\.(\d*?)0*$/.exec(of)?.[1]?.length ?? 0);
  return { minimumFractionDigits: places, maximumFractionDigits: places };
}

/** The steps in the last digit by which ECMA-402 rounds; venues have no others. */
const STEPS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000] as const;

/** The tick in units of its last digit after the point: 0.5 steps by 5, 0.25 by 25. */
function stepOf(tick: DecimalString | null | undefined): Options {
  const digits = tick?.includes('.') ? tick.replace(/0+$/, '') : tick;
  const step = STEPS.find(each => String(each) === digits?.replace('.', '').replace(/^0+/, ''));
  return step === undefined ? {} : { roundingIncrement: step };
}

/** Whole units from a thousand on, two decimals below, four significant digits below one. */
function coarse(amount: Printable): Options {
  const text = String(amount).replace('-', '');
  const whole = /^0*(\d*)/.exec(text)![1]!;
  if (whole.length >= 4) return { maximumFractionDigits: 0 };
  if (whole.length) return { maximumFractionDigits: 2 };
  return { maximumSignificantDigits: 4 };
}

/** How long ago, rounded up: "0.4 s", "12 s", "3 min", "2 h", "4 d". Milliseconds; a future time is 0. */
export function age(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 10) return `${(Math.ceil(seconds * 10 - 1e-9) / 10).toFixed(1)} s`;
  if (seconds < 120) return `${Math.ceil(seconds)} s`;
  if (seconds < 7200) return `${Math.ceil(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.ceil(seconds / 3600)} h`;
  return `${Math.ceil(seconds / 86_400)} d`;
}

/** "0x1234…abcd"; short names stay whole. */
export function shortAddress(address: string): string {
  return address.length > 14 ? `${address.slice(0, 6)}…${address.slice(-4)}` : address;
}
