/** Maintenance margin by risk limit: the tier by the value of position and orders, hedged legs set off. */
import type { Schedule, Step } from '../../engine/account';
import { Decimal, print } from '../../engine/decimal';
import { isZero } from './fields';
import type { OrderRow, PositionRow } from './state';

/** The step of a value. */
export function stepOf(steps: Step[], value: Decimal): Step {
  let found = steps[0]!;
  for (const step of steps) if (value.gte(step.from)) found = step;
  return found;
}

/** rate·value − deduction of the value's tier. */
export function requirementOf(steps: Step[], value: Decimal): Decimal {
  const { rate, deduction } = stepOf(steps, value);
  return value.times(rate).minus(deduction ?? 0);
}

/**
 * The schedule of a leg of which only `open` of its contracts are not set off by the other leg: rate and bounds
 * are stretched, so that the whole leg requires what the open part does. None are open: nothing is required.
 */
export function scheduleOf(steps: Step[], size: Decimal, open: Decimal): Schedule | null {
  const basis = { basis: 'value', style: 'marginal' } as const;
  // A template of size 0 is of one that will be open.
  if (open.isZero() && !size.isZero()) return null;
  if (open.eq(size)) return { ...basis, steps };
  const part = open.div(size);
  return {
    ...basis,
    steps: steps.map(({ from, rate, deduction }) => ({
      from: print(new Decimal(from).div(part)),
      rate: print(part.times(rate)),
      ...(deduction === undefined ? {} : { deduction }),
    })),
  };
}

export interface Exposure {
  /** Absolute contracts of the two sides that are held. */
  long: Decimal;
  short: Decimal;
  /** Contracts by which resting orders would let the greater side grow, at most. */
  extra: Decimal;
}

/** [?] How orders and positions are netted is not published: see `assumed.orders`. */
export function exposureOf(symbol: string, rows: PositionRow[], orders: OrderRow[]): Exposure {
  const sum = (sizes: string[]) => sizes.reduce((total, size) => total.plus(size), new Decimal(0)).abs();
  const held = rows.filter(row => row.symbol === symbol);
  const long = sum(held.filter(row => !row.size.startsWith('-')).map(row => row.size));
  const short = sum(held.filter(row => row.size.startsWith('-')).map(row => row.size));
  const resting = orders.filter(
    order => order.symbol === symbol && order.active && !order.reduceOnly && order.size !== null,
  );
  const adding = (side: 'buy' | 'sell') =>
    sum(resting.filter(order => order.side === side && isOpening(order)).map(order => order.size!));
  if (resting.length === 0) return { long, short, extra: new Decimal(0) };
  const net = long.minus(short);
  const most = Decimal.max(net.plus(adding('buy')).abs(), net.minus(adding('sell')).abs());
  return { long, short, extra: Decimal.max(0, most.minus(net.abs())) };
}

/** In hedge mode the leg says what an order does: a sell of the long leg can only close. */
const isOpening = ({ index, side }: OrderRow): boolean => index === 0 || (index === 1) === (side === 'buy');

/** Contracts of a leg that the other leg does not set off. */
export const openPart = (row: PositionRow, { long, short }: Exposure): Decimal =>
  Decimal.max(0, row.size.startsWith('-') ? short.minus(long) : long.minus(short));

export const isHedged = ({ long, short }: Exposure): boolean =>
  !isZero(long.toFixed()) && !isZero(short.toFixed());
