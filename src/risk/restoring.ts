/** The smallest amount of something that restores a distance, and the remedy that it makes. */
import type { Account, DecimalString, Draft, Pool, Position } from '../engine/account';
import { type Decimal, toFloat } from '../engine/decimal';
import { contractValue, settlePrice } from './contract-value';
import type { Change, Distance, Remedy } from './decisions';
import { type Gauge, keeps } from './gauge';
import { typed } from './lot';
import { someEnough, type Trial, zeroBetween } from './turning-point';

/** How often an amount that another path to liquidation spoils is looked for again. */
const CORRECTIONS = 6;
/** Amounts are found to this part of themselves: what is typed has six digits or so. */
const RELATIVE = 1e-7;

/** What is to be restored, and how the pool is after changes; null: they cannot be applied. */
export interface Sought {
  account: Account;
  source: Pool;
  now: Distance;
  measure: Gauge;
  feeRate: DecimalString;
  after(changes: Change[]): Pool | null;
}

/** An amount as changes: unrounded while it is looked for, rounded on the safe side when it is proposed. */
export interface Proposal {
  changes(amount: number, rounded: boolean): Change[];
  /** The largest amount that there is. */
  most: number;
  /** About what may be asked; searches begin there. */
  scale: number;
  /** What rounding does to an amount: nearer than this it need not be found. */
  grain: number;
}

export interface Settled {
  effect: Remedy['effect'];
  amount: number;
  changes: Change[];
  after: Distance;
}

/** The smallest amount that restores the target; else the whole of it, if that helps. */
export function settled(sought: Sought, { changes, most, scale, grain }: Proposal): Settled {
  const { measure, now, after } = sought;
  const trials = new Map<number, number>();
  const trial: Trial = amount => {
    const before = trials.get(amount);
    if (before !== undefined) return before;
    const pool = amount === 0 ? sought.source : after(changes(amount, false));
    const value = pool ? measure.margin(pool) : Number.NaN;
    trials.set(amount, value);
    return value;
  };
  const distance = (list: Change[]): Distance => {
    const pool = after(list);
    // It may find paths that no trial knew of.
    trials.clear();
    return pool ? measure.distance(pool) : 'unknown';
  };
  const zero = (enough: number, short: number) =>
    zeroBetween(trial, enough, short, Math.max(grain / 4, RELATIVE * enough));
  const useless: Settled = { effect: 'useless', amount: 0, changes: [], after: now };
  let enough = trial(scale) >= 0 ? scale : someEnough(trial, scale, most);
  if (enough === null) {
    const list = changes(most, true);
    const best = distance(list);
    const helps = best === 'none' || (typeof best === 'number' && typeof now === 'number' && best > now);
    return helps ? { effect: 'helps', amount: most, changes: list, after: best } : useless;
  }
  let amount = zero(enough, 0);
  for (let round = 0; round < CORRECTIONS; round++) {
    const list = changes(Math.min(most, amount), true);
    const reached = distance(list);
    if (keeps(reached, measure.target)) return { effect: 'restores', amount, changes: list, after: reached };
    // Another path is nearer, and known from now on; or the rounding of several sizes went the wrong way.
    if (trial(enough) < 0) enough = someEnough(trial, enough, most) ?? enough;
    if (trial(amount) < 0 && trial(enough) >= 0) amount = zero(enough, amount);
    else amount = Math.max(amount + grain, amount * (1 + 1e-5 * 10 ** round));
  }
  return useless;
}

export function order(
  { id }: Pool,
  { symbol }: Position,
  side: Draft['side'],
  size: Decimal,
  feeRate: DecimalString,
  reduceOnly: boolean,
): Draft {
  return { pool: id, symbol, side, size: typed(size), price: null, reduceOnly, feeRate };
}

export function tradedValue(pool: Pool, changes: Change[], contracts: Position[]): number {
  let value = 0;
  for (const change of changes) {
    if (change.kind !== 'order') continue;
    const position = contracts.find(({ symbol }) => symbol === change.draft.symbol)!;
    value += toFloat(change.draft.size) * contractValue(position) * settlePrice(pool, position);
  }
  return value;
}

export function remedyOf(
  kind: Remedy['kind'],
  { effect, changes, after }: Settled,
  pool: Pool,
  position: Position,
  side: Draft['side'],
  held: number | null,
): Remedy {
  const [change] = changes;
  const amount = change?.kind === 'order' ? (change.draft.size ?? null) : null;
  return {
    kind,
    effect,
    symbol: position.symbol,
    side,
    amount,
    fraction: held === null || amount === null ? null : Math.min(1, toFloat(amount) / held),
    value: amount === null ? null : tradedValue(pool, changes, [position]),
    after,
    changes,
  };
}
