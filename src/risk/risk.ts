/**
 * The risk part of a report: how factors move, and for every pool how far, by which path and with what
 * probability they liquidate it together. Numbers are doubles; every value is finite or null.
 */
import type { Account } from '../engine/account';
import type { Problem } from '../engine/report';
import { bets } from './bets';
import { dailyCarry } from './carry';
import type { Carry } from './decisions';
import type { LimitPoint } from './design-point';
import { designPoints } from './design-point';
import type { FactorModel } from './factor-model';
import { factorModel } from './factor-model';
import type { Joint } from './joint';
import { joint, recovery } from './joint';
import { logLimitState } from './limit-state';
import { dot, multiply } from './linear-algebra';
import type { OneSided, Pair } from './one-sidedness';
import { oneSided, pairs } from './one-sidedness';
import type { PricedBook } from './priced-book';
import { pricedBook } from './priced-book';
import type { Band, Horizon } from './probability';
import { probabilityBands } from './probability';
import type { Statistics } from './statistics';

export interface Risk {
  /** Per interval of the returns; beta to the market factor, null when the market stands still. */
  factors: { factor: string; volatility: number; beta: number | null }[];
  correlation: number[][];
  /** Null: the covariance was given. */
  shrinkage: number | null;
  observations: number | null;
  pools: PoolRisk[];
  /** Hours of the interval that volatilities and observations are counted in. */
  intervalHours: number;
  /** Factors that are taken for coins at their peg. */
  stable: string[];
  /** The correlation was not positive semidefinite and has been repaired. */
  repaired: boolean;
}

export interface PoolRisk {
  id: string;
  /** Null: unknown, `problems` says why. */
  joint: Joint | null;
  /** The likeliest move that liquidates; null: none does, or unknown. */
  designPoint: DesignPoint | null;
  /** Null: nothing liquidates, or unknown. */
  probability: Record<Horizon, Band> | null;
  /** Null: nothing held, fully hedged, or unknown. */
  effectiveBets: number | null;
  factorShare: number | null;
  state: 'safe' | 'liquidatable' | 'unknown';
  /** Of a pool that is liquidatable: the market's moves at which it stops being so. */
  recovery: Joint | null;
  /** Other ways to be liquidated, each the likeliest of its kind, the likeliest first. */
  otherPoints: DesignPoint[];
  /** Held factors without statistics: a stand-in at a high beta is used for each. */
  proxies: { factor: string; reason: string; beta: number }[];
  /** Equity gained, in the pool's unit, per relative rise of each factor: its signed exposure. */
  exposures: { factor: string; exposure: number }[];
  oneSided: OneSided | null;
  /** Direction-aware correlation of held factors, the closest pair first. */
  pairs: Pair[];
  problems: Problem[];
}

export interface DesignPoint {
  /** In standard deviations over 24 hours; 0 when the pool is liquidatable already. */
  distance: number;
  moves: FactorMove[];
}

export interface FactorMove {
  factor: string;
  /** Arithmetic: −0.12 is a fall of 12 %. */
  move: number;
  /** Null: the present price is not known as one figure. */
  price: number | null;
  /** Euler share of the loss at the design point; all shares add to 1, a hedge's is negative. */
  lossShare: number | null;
}

/**
 * Pure. `statistics` are cached by identity: give the same object as long as they are the same. With `carry` the
 * probabilities count what holding costs.
 */
export function risk(account: Account, statistics: Statistics, carry?: Carry): Risk {
  return {
    factors: statistics.factors.map((factor, i) => ({
      factor,
      volatility: statistics.volatility[i]!,
      beta: statistics.beta[i]!,
    })),
    correlation: statistics.correlation,
    shrinkage: statistics.shrinkage,
    observations: statistics.observations,
    pools: account.pools.map((pool, i) => {
      const priced = pricedBook(pool);
      if (!priced) {
        const message = 'something that the headroom depends on is missing';
        return unknown(pool.id, 'unknown-pool', `$.pools[${i}]`, message);
      }
      const gained = carry ? dailyCarry(pool, carry) : 0;
      const result = poolRisk(priced, statistics, gained ?? 0);
      if (gained !== null) return result;
      const message = 'what holding costs is not known and left out of the probabilities';
      return {
        ...result,
        problems: [...result.problems, { code: 'carry-unknown', path: `$.pools[${i}]`, message }],
      };
    }),
    intervalHours: statistics.intervalHours,
    stable: statistics.stable,
    repaired: statistics.repaired,
  };
}

/** The same of one pool that is compiled already: what a tick needs. `gained`: equity over 24 h by carry alone. */
export function poolRisk(priced: PricedBook, statistics: Statistics, gained = 0): PoolRisk {
  const { id, book, idle } = priced;
  const { factors } = book;
  const market = statistics.market;
  if (idle) {
    return {
      ...unknown(id, 'nothing-held', '$', 'no price can liquidate this pool'),
      state: 'safe',
      joint: market === null ? null : { market, down: null, up: null },
    };
  }
  const model = factorModel(statistics, factors);
  const ones = new Float64Array(factors.length).fill(1);
  const present = book.headroom(ones);
  if (!Number.isFinite(present))
    return unknown(id, 'beyond-numbers', '$', 'amounts beyond what can be calculated');
  const state = present > 0 ? 'safe' : 'liquidatable';
  if (typeof model === 'string' || market === null) {
    const message = typeof model === 'string' ? model : 'there are no returns';
    return { ...unknown(id, 'no-statistics', '$', message), state };
  }

  const problems: Problem[] = model.proxies.map(({ factor, reason }) => ({
    code: 'proxied-factor',
    path: '$',
    message: `${factor}: ${reason}; a high beta to ${market} stands in`,
  }));
  const exposure = new Float64Array(factors.length);
  book.exposure(ones, exposure);
  const points = designPoints(logLimitState(book), model);
  const [nearest, ...others] =
    state === 'safe' ? points.map(point => describe(point, priced, model)) : [atTheLine(priced, model)];
  if (!nearest) {
    problems.push({
      code: 'no-limit-point',
      path: '$',
      message: 'no move within reason liquidates this pool',
    });
  }
  const spread = bets(exposure, model.eigen);
  return {
    id,
    state,
    joint: joint(book, market, model.beta, model.believed),
    recovery: recovery(book, market, model.beta),
    designPoint: nearest ?? null,
    otherPoints: others,
    probability: probabilityBands(
      nearest ? [nearest, ...others].map(point => point.distance) : [],
      gained === 0 ? [] : points.map(point => driftOf(point, model, gained)),
    ),
    effectiveBets: spread?.effective ?? null,
    factorShare: spread?.firstShare ?? null,
    proxies: model.proxies.map(({ factor, reason, beta }) => ({ factor, reason, beta })),
    exposures: factors.map((factor, f) => ({ factor, exposure: exposure[f]! + 0 })),
    oneSided: oneSided(factors, exposure, model.beta, model.correlation),
    pairs: pairs(factors, exposure, model.correlation),
    problems,
  };
}

/** In standard deviations of 24 h of headroom at the limit point. */
function driftOf({ gradient }: LimitPoint, { covariance }: FactorModel, gained: number): number {
  const weighted = new Float64Array(gradient.length);
  multiply(covariance, gradient, weighted);
  const sigma = Math.sqrt(Math.max(0, dot(gradient, weighted)));
  return sigma > 0 ? gained / sigma : 0;
}

function describe(
  { distance, x, gradient }: LimitPoint,
  { prices }: PricedBook,
  model: FactorModel,
): DesignPoint {
  const along = dot(gradient, x);
  return {
    distance,
    moves: model.factors.map((factor, f) => ({
      factor,
      move: Math.expm1(x[f]!) + 0,
      price: finite(prices[f]! * Math.exp(x[f]!)),
      lossShare: finite((gradient[f]! * x[f]!) / along),
    })),
  };
}

/** A pool that is liquidatable: no move at all, and the shares of what would make it worse. */
function atTheLine({ book, prices }: PricedBook, { factors, covariance }: FactorModel): DesignPoint {
  const gradient = new Float64Array(factors.length);
  book.gradient(new Float64Array(factors.length).fill(1), gradient);
  const weighted = new Float64Array(factors.length);
  multiply(covariance, gradient, weighted);
  const total = dot(gradient, weighted);
  return {
    distance: 0,
    moves: factors.map((factor, f) => ({
      factor,
      move: 0,
      price: finite(prices[f]!),
      lossShare: finite((gradient[f]! * weighted[f]!) / total),
    })),
  };
}

/** JSON knows neither NaN nor infinity; and the sum with 0 turns −0, which it does not know either, into 0. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value + 0 : null;
}

function unknown(id: string, code: string, path: string, message: string): PoolRisk {
  return {
    id,
    state: 'unknown',
    joint: null,
    recovery: null,
    designPoint: null,
    otherPoints: [],
    probability: null,
    effectiveBets: null,
    factorShare: null,
    proxies: [],
    exposures: [],
    oneSided: null,
    pairs: [],
    problems: [{ code, path, message }],
  };
}
