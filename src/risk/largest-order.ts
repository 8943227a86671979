/**
 * The largest order in the direction of a draft that keeps a distance: the number beside the size field.
 *
 * Every size that is tried is filled into the account as the what-if fills it, and the pool measured as the
 * risk figures measure it; the answer is rounded down to the lot and measured once more from all sides.
 */
import type { Account, Draft, Pool, Position } from '../engine/account';
import { Decimal, toFloat } from '../engine/decimal';
import { fill } from '../engine/what-if';
import { contractValue, settlePrice, wealthOf } from './contract-value';
import type { Distance, LargestOrder, Target } from './decisions';
import { gauge, keeps } from './gauge';
import { type Lot, lotOf, typed } from './lot';
import type { Statistics } from './statistics';
import { someEnough, type Trial, zeroBetween } from './turning-point';

/** An order worth more than so many times what the pool holds, in equity and positions, is without bound. */
const BEYOND = 1000;
/** How often a size that another path to liquidation spoils is looked for again. */
const CORRECTIONS = 6;
/** The zero is found to this part of a lot, or of the size where that is coarser. */
const GRAIN = 0.2;
const RELATIVE = 1e-9;
const MORE = 3;

/** Total: whatever is missing makes the answer "unknown", with the reason. */
export function largestOrder(
  account: Account,
  draft: Draft,
  statistics: Statistics | null,
  target: Target,
): LargestOrder {
  const at = account.pools.findIndex(({ id }) => id === draft.pool);
  const pool = account.pools[at];
  const head = { pool: draft.pool, symbol: draft.symbol, side: draft.side, target };
  const nothing = { size: null, from: null, value: null, lotGuessed: false };
  const unknown = (problem: string, now: Distance = 'unknown'): LargestOrder => ({
    ...head,
    ...nothing,
    answer: 'unknown',
    now,
    after: 'unknown',
    problem,
  });
  if (!pool) return unknown('the account has no pool of this id');
  const position = positionOf(pool, draft);
  if (!position) return unknown('the contract is not known');
  const measure = gauge(pool, statistics, target);
  const now = measure.distance(pool);
  if (now === 'unknown') return unknown('the distance of the pool is not known');
  const price = toFloat(draft.price ?? position.markPrice);
  const perContract = contractValue(position, price);
  const inUnit = perContract * settlePrice(pool, position);
  const wealth = wealthOf(pool);
  if (!(inUnit > 0 && Number.isFinite((BEYOND * wealth) / inUnit)))
    return unknown('the price of the contract is not known', now);

  const filled = (size: string) => {
    const { pools, problems } = fill(account, { ...draft, size });
    return problems.size > 0 ? null : pools[at]!;
  };
  if (!filled('1')) return unknown('the fill of the order cannot be known', now);
  const trial: Trial = size => {
    const after = filled(plain(size));
    return after ? measure.margin(after) : Number.NaN;
  };
  const distance = (size: Decimal): Distance => {
    const after = filled(typed(size));
    return after ? measure.distance(after) : 'unknown';
  };
  const lot = lotOf(position);
  const answer = (sizes: { size: Decimal; from: Decimal | null }): LargestOrder => ({
    ...head,
    answer: sizes.size.isZero() ? 'none' : 'limited',
    size: typed(sizes.size),
    from: sizes.from && typed(sizes.from),
    value: sizes.size.toNumber() * perContract,
    now,
    after: sizes.size.isZero() ? now : distance(sizes.size),
    lotGuessed: lot.guessed,
    problem: null,
  });

  const reducible = draft.reduceOnly === true ? held(pool, draft) : null;
  const most = reducible ?? (BEYOND * wealth) / inUnit;
  const grain = (size: number) => Math.max(GRAIN * lot.step(size), RELATIVE * size);
  const kept = keeps(now, target);
  const first = Math.min(most, wealth / inUnit / 4);
  let enough = kept ? 0 : someEnough(trial, first, most);
  if (enough === null || most === 0) return answer({ size: new Decimal(0), from: null });
  const from = kept ? null : lot.up(zeroBetween(trial, enough, 0, grain(enough)));

  let short = Number.NaN;
  for (let next = Math.max(first, 2 * enough); ; next *= 4) {
    next = Math.min(next, most);
    if (trial(next) >= 0) enough = next;
    else short = next;
    if (next >= most || short === next) break;
  }
  let size = lot.down(Number.isNaN(short) ? most : zeroBetween(trial, enough, short, grain(enough)));
  for (let round = 0; round < CORRECTIONS && !keeps(distance(size), target); round++) {
    // Another path is nearer; it is known from now on.
    short = size.toNumber();
    if (!(trial(enough) >= 0) || enough >= short) enough = from?.toNumber() ?? 0;
    size = lot.down(zeroBetween(trial, enough, short, grain(short)));
  }
  if (!keeps(distance(size), target)) return answer({ size: new Decimal(0), from: null });
  // The search ends a part of a lot below the zero; where lots are finer than doubles can tell, nothing is added.
  for (let k = 0; k < MORE && !Number.isNaN(short); k++) {
    const more = oneMore(size, lot);
    if (more.toNumber() > most || !(trial(more.toNumber()) >= 0) || !keeps(distance(more), target)) break;
    size = more;
  }
  if (Number.isNaN(short) && reducible === null) {
    return {
      ...head,
      ...nothing,
      answer: 'unlimited',
      from: from && typed(from),
      now,
      after: 'unknown',
      problem: null,
    };
  }
  return answer({ size, from });
}

function oneMore(size: Decimal, lot: Lot): Decimal {
  return size.plus(lot.step(size.toNumber()));
}

/** The contract that a draft is about: held, or brought by the draft. */
function positionOf(pool: Pool, draft: Draft): Position | null {
  return pool.positions.find(({ symbol }) => symbol === draft.symbol) ?? draft.position ?? null;
}

/** Contracts that a reduce-only order in this direction can close. */
function held(pool: Pool, { symbol, side }: Draft): number {
  const sizes = pool.positions.filter(each => each.symbol === symbol).map(({ size }) => toFloat(size));
  return Math.abs(sizes.find(size => (side === 'buy' ? size < 0 : size > 0)) ?? 0);
}

/** Digits for the engine's fill; sizes of a search are far from where an exponent would be printed. */
function plain(size: number): string {
  return new Decimal(size).toFixed();
}
