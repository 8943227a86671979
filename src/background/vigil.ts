/**
 * What alerts and the history need beyond the strip's figures: the likeliest way to liquidation, bets, stops. It costs
 * several times as much, so it is looked at every few seconds, for accounts in hidden tabs too.
 */
import { toFloat } from '../engine/decimal';
import type { StopWalk } from '../risk/shocks';
import type { Watched } from './alert-kinds';
import { isIdle } from './view/distance';
import { type PoolView, poolsOf, type Subject } from './view/subject';

export interface Vigil {
  /** `subject` with the whole risk part and `walks` are asked for when it is time to look again. */
  of(id: string, look: () => { subject: Subject; walks: StopWalk[] | null } | null): Watched | null;
  forget(id: string): void;
}

export const LOOK_EVERY = 5_000;
/** A stop is often typed right after the order that it belongs to. */
export const WITHOUT_FOR = 60_000;

export function createVigil(now: () => number): Vigil {
  const last = new Map<string, { at: number; watched: Watched | null }>();
  const bareSince = new Map<string, number>();

  const look = (id: string, subject: Subject, walks: StopWalk[] | null): Watched => {
    const watched = watchedOf(subject, walks);
    const withoutStop =
      watched.withoutStop?.map(({ symbol, bare }) => {
        const key = `${symbol} ${id}`;
        if (!bare) {
          bareSince.delete(key);
          return { symbol, bare };
        }
        const since = Math.min(bareSince.get(key) ?? now(), now());
        bareSince.set(key, since);
        return { symbol, bare: now() - since >= WITHOUT_FOR };
      }) ?? null;
    return { ...watched, withoutStop };
  };

  return {
    of(id, ask) {
      const before = last.get(id);
      const passed = before ? now() - before.at : Number.POSITIVE_INFINITY;
      if (before && passed >= 0 && passed < LOOK_EVERY) return before.watched;
      const seen = ask();
      const watched = seen && look(id, seen.subject, seen.walks);
      last.set(id, { at: now(), watched });
      return watched;
    },
    forget(id) {
      last.delete(id);
      for (const key of bareSince.keys()) if (key.endsWith(` ${id}`)) bareSince.delete(key);
    },
  };
}

/** The worst over the pools; null where one of them is not known. Bare: right now. */
export function watchedOf(subject: Subject, walks: StopWalk[] | null): Watched {
  const pools = poolsOf(subject).filter(each => !isIdle(each));
  const figures = pools.map(view => ({ ...nearness(view), bets: betsOf(view) }));
  const all = <K extends keyof (typeof figures)[number]>(key: K) => {
    const values = figures.map(each => each[key]);
    return values.includes(null) ? null : (values as number[]);
  };
  const sigmas = all('sigmas');
  const probability = all('probability');
  const bets = all('bets');
  const likely = walks && likelyWalks(walks);
  return {
    sigmas: sigmas && Math.min(Number.POSITIVE_INFINITY, ...sigmas),
    probability: probability && Math.max(0, ...probability),
    bets: bets && Math.min(Number.POSITIVE_INFINITY, ...bets),
    // A table on the screen shows no orders: of what protects its positions nothing is known.
    withoutStop: subject.reading.fromScreen || !likely ? null : bareOf(pools, likely),
    stops: likely && stopsOf(likely),
  };
}

function nearness({ report, risk }: PoolView): { sigmas: number | null; probability: number | null } {
  if (report.state === 'liquidatable') return { sigmas: 0, probability: 1 };
  const whole = risk?.whole;
  if (report.state === 'unknown' || whole?.state !== 'safe') return { sigmas: null, probability: null };
  if (whole.designPoint) {
    return { sigmas: whole.designPoint.distance, probability: whole.probability?.['24h'].high ?? null };
  }
  // Without statistics there is no such point either, which is no all-clear.
  if (!whole.joint) return { sigmas: null, probability: null };
  return { sigmas: Number.POSITIVE_INFINITY, probability: 0 };
}

function betsOf({ pool, risk }: PoolView): number | null {
  const held = new Set(pool.positions.filter(each => toFloat(each.size) !== 0).map(each => each.factor));
  return held.size < 2 ? Number.POSITIVE_INFINITY : (risk?.whole?.effectiveBets ?? null);
}

/** Of each pool its likeliest way, or else the market's nearer side. */
export function likelyWalks(walks: StopWalk[]): StopWalk[] {
  const pools = [...new Set(walks.map(each => each.pool))];
  return pools.flatMap(pool => {
    const own = walks.filter(each => each.pool === pool);
    const far = (walk: StopWalk) => walk.without?.at ?? Number.POSITIVE_INFINITY;
    const design = own.find(each => each.path === 'design');
    return design ?? own.sort((a, b) => far(a) - far(b)).slice(0, 1);
  });
}

function bareOf(pools: PoolView[], walks: StopWalk[]): Watched['withoutStop'] {
  return pools.flatMap(({ pool }) => {
    const walk = walks.find(each => each.pool === pool.id);
    return pool.positions
      .filter(each => toFloat(each.size) !== 0)
      .map(({ symbol }) => ({ symbol, bare: walk?.withoutStop.includes(symbol) ?? false }));
  });
}

function stopsOf(walks: StopWalk[]): Watched['stops'] {
  return walks.flatMap(({ stops }) =>
    stops
      .filter(each => each.protects && each.verdict !== 'unknown')
      .map(({ symbol, triggerPrice, verdict, beyondLiquidation }) => ({
        symbol,
        trigger: triggerPrice,
        late: verdict === 'late' || beyondLiquidation,
      })),
  );
}
