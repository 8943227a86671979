/**
 * What brings a distance back: money, smaller positions, a hedge; each solved through the engine, rounded to
 * where it can be typed on the side that is safe, and measured once more as the risk figures measure it.
 */
import type { Account, DecimalString, Draft, Position } from '../engine/account';
import { Decimal, readDecimal, toFloat } from '../engine/decimal';
import { applyChanges } from './changes';
import { contractValue, settlePrice, wealthOf } from './contract-value';
import type { Change, Remedies, Remedy, Target } from './decisions';
import { gauge, keeps } from './gauge';
import { type LossDirection, lossDirection } from './loss-direction';
import { lotOf } from './lot';
import { order, remedyOf, type Sought, settled, tradedValue } from './restoring';
import type { Statistics } from './statistics';

export interface RemedyOptions {
  /** Taker fee on the value of what is traded; 0.0005 unless given. */
  feeRate?: DecimalString;
  /** Contracts of the venue that the pool could trade besides those it lists, each of size "0". */
  contracts?: Position[];
  /** At most so many positions to reduce and contracts to hedge with; 3 unless given. */
  most?: number;
}

const FEE = '0.0005';
const MOST = 3;
/** A pool that would need more than so many times what it holds is not saved by money. */
const LARGEST_DEPOSIT = 1000;

/** Total: what cannot be known is said in `problem`. */
export function remedies(
  account: Account,
  pool: string,
  statistics: Statistics | null,
  target: Target,
  options: RemedyOptions = {},
): Remedies {
  const none = { pool, target, needed: true, remedies: [] };
  const at = account.pools.findIndex(({ id }) => id === pool);
  const source = account.pools[at];
  if (!source) return { ...none, now: 'unknown', problem: 'the account has no pool of this id' };
  const measure = gauge(source, statistics, target);
  const now = measure.distance(source);
  if (now === 'unknown') return { ...none, now, problem: 'the distance of the pool is not known' };
  if (keeps(now, target)) return { ...none, now, needed: false, problem: null };
  const sought: Sought = {
    account,
    source,
    now,
    measure,
    feeRate: options.feeRate ?? FEE,
    after(changes) {
      const then = applyChanges(account, changes);
      return then && then.pools[at]!;
    },
  };
  const most = options.most ?? MOST;
  const direction = lossDirection(source, statistics, options.contracts);
  return {
    ...none,
    now,
    remedies: [
      deposit(sought),
      ...reduceAll(sought),
      ...reduceOne(sought, direction, most),
      ...(source.kind === 'isolated' ? [] : hedges(sought, direction, most, options.contracts ?? [])),
    ],
    problem: null,
  };
}

function deposit(sought: Sought): Remedy {
  const { id } = sought.source;
  const wealth = wealthOf(sought.source);
  const written = (amount: number, rounded: boolean) =>
    rounded ? lotOf({}).up(amount).toFixed() : new Decimal(amount).toFixed();
  const found = settled(sought, {
    changes: (amount, rounded) => [{ kind: 'deposit', pool: id, amount: written(amount, rounded) }],
    most: LARGEST_DEPOSIT * wealth,
    // On a straight limit state just what is short.
    scale: 1.25 * Math.max(1e-9 * wealth, -sought.measure.margin(sought.source) || wealth),
    grain: 0,
  });
  const [change] = found.changes;
  const amount = change?.kind === 'deposit' ? change.amount : null;
  const { effect, after, changes } = found;
  return {
    kind: 'deposit',
    effect,
    symbol: null,
    side: null,
    amount,
    fraction: null,
    value: amount === null ? null : toFloat(amount),
    after,
    changes,
  };
}

/** The order that closes a part of a position, at the mark; nothing when the part is nothing. */
function reduction(
  { source, feeRate }: Sought,
  position: Position,
  part: number,
  rounded: boolean,
): Change[] {
  const held = readDecimal(position.size)!.abs();
  const exact = held.times(part);
  const size = rounded ? Decimal.min(held, lotOf(position).up(exact.toNumber())) : exact;
  if (size.isZero()) return [];
  return [{ kind: 'order', draft: order(source, position, sideAgainst(position), size, feeRate, true) }];
}

function sideAgainst({ size }: Position): Draft['side'] {
  return toFloat(size) < 0 ? 'buy' : 'sell';
}

const holds = ({ size }: Position) => toFloat(size) !== 0;

function reduceAll(sought: Sought): Remedy[] {
  const positions = sought.source.positions.filter(holds);
  if (positions.length < 2) return [];
  const { amount, changes, effect, after } = settled(sought, {
    changes: (part, rounded) =>
      positions.flatMap(each => reduction(sought, each, Math.min(1, part), rounded)),
    most: 1,
    // Of nothing that is held the distance is no number to draw a line through.
    scale: 0.5,
    grain: 0,
  });
  return [
    {
      kind: 'reduce-all',
      effect,
      symbol: null,
      side: null,
      amount: null,
      fraction: effect === 'useless' ? null : Math.min(1, amount),
      value: effect === 'useless' ? null : tradedValue(sought.source, changes, positions),
      after,
      changes,
    },
  ];
}

/** Those that carry the most of the loss first; a leg that hedges would only make it worse. */
function reduceOne(sought: Sought, { shareOf }: LossDirection, most: number): Remedy[] {
  const { source } = sought;
  return source.positions
    .filter(each => holds(each) && shareOf(each) > 0)
    .sort((a, b) => shareOf(b) - shareOf(a))
    .slice(0, most)
    .map(position => {
      const held = Math.abs(toFloat(position.size));
      const found = settled(sought, {
        changes: (part, rounded) => reduction(sought, position, Math.min(1, part), rounded),
        most: 1,
        scale: 1,
        grain: lotOf(position).step(held) / held,
      });
      return remedyOf('reduce-one', found, source, position, sideAgainst(position), held);
    })
    .sort(cheapest);
}

/**
 * Orders against the direction of the loss in contracts whose factor moves with it, the closest first. Where the
 * pool holds the other side of a contract the order closes that first and goes on: what merely closes is listed
 * as a reduction already.
 */
function hedges(sought: Sought, direction: LossDirection, most: number, contracts: Position[]): Remedy[] {
  const { source, feeRate } = sought;
  const wealth = wealthOf(source);
  const listed = new Set(source.positions.map(({ symbol }) => symbol));
  const candidates = [...source.positions, ...contracts.filter(({ symbol }) => !listed.has(symbol))];
  const seen = new Set<string>();
  return candidates
    .filter(each => !seen.has(each.symbol) && seen.add(each.symbol))
    .filter(each => contractValue(each) > 0 && direction.sideOf(each) !== null)
    .sort((a, b) => direction.likenessOf(b) - direction.likenessOf(a))
    .slice(0, most)
    .flatMap((position): Remedy[] => {
      const side = direction.sideOf(position)!;
      const value = contractValue(position) * settlePrice(source, position);
      const template = listed.has(position.symbol) ? {} : { position: { ...position, size: '0' } };
      const found = settled(sought, {
        changes(amount, rounded) {
          const size = rounded ? lotOf(position).up(amount) : new Decimal(amount);
          return [
            { kind: 'order', draft: { ...order(source, position, side, size, feeRate, false), ...template } },
          ];
        },
        most: (4 * wealth) / value,
        scale: wealth / value / 8,
        grain: lotOf(position).step(wealth / value / 8),
      });
      if (found.effect !== 'restores') return [];
      const against = source.positions
        .filter(each => each.symbol === position.symbol && holds(each) && sideAgainst(each) === side)
        .reduce((sum, each) => sum + Math.abs(toFloat(each.size)), 0);
      return found.amount <= against ? [] : [remedyOf('hedge', found, source, position, side, null)];
    })
    .sort(cheapest);
}

const RANK = { restores: 0, helps: 1, useless: 2 };

function cheapest(a: Remedy, b: Remedy): number {
  return RANK[a.effect] - RANK[b.effect] || (a.value ?? 0) - (b.value ?? 0);
}
