/**
 * Leverage of a pool, and what its positions move on a usual day: volatility × size in money. The largest of them
 * is the candidate to be isolated; whether that is worth it, isolate.ts says.
 */
import type { Pool } from '../engine/account';
import { toFloat } from '../engine/decimal';
import { deviation } from './bets';
import { positionValue } from './contract-value';
import type { PoolPositionRisk, PositionRisk } from './decisions';
import { type FactorModel, factorModel } from './factor-model';
import { dot, multiply } from './linear-algebra';
import { pricedBook } from './priced-book';
import { standing } from './repriced';
import type { Statistics } from './statistics';

/** What rounding leaves of a hedge that is complete. */
const HEDGED = 1e-9;

export function positionRisk(pool: Pool, statistics: Statistics | null): PoolPositionRisk {
  const held = pool.positions.filter(({ size }) => toFloat(size) !== 0);
  const values = held.map(position => positionValue(pool, position));
  const equity = standing(pool)?.equity ?? Number.NaN;
  const known = equity > 0 && values.every(Number.isFinite);
  const sum = (list: number[]) => list.reduce((total, each) => total + each, 0);
  const spread = spreadOf(pool, statistics);

  const positions = held.map((position, k): PositionRisk => {
    const { symbol, factor } = position;
    const value = values[k]!;
    const part = spread?.of(factor, value) ?? null;
    return {
      symbol,
      factor,
      value: Number.isFinite(value) ? Math.abs(value) : null,
      volatility: part?.volatility ?? null,
      dailySigma: part && Number.isFinite(value) ? part.volatility * Math.abs(value) : null,
      component: part?.component ?? null,
      incremental: part?.incremental ?? null,
      guessed: part?.guessed ?? false,
    };
  });
  positions.sort((a, b) => (b.dailySigma ?? 0) - (a.dailySigma ?? 0) || (b.value ?? 0) - (a.value ?? 0));
  const [first] = positions;
  return {
    pool: pool.id,
    leverage: known ? sum(values.map(Math.abs)) / equity : null,
    netLeverage: known ? Math.abs(sum(values)) / equity : null,
    dailySigma: spread?.sigma ?? null,
    positions,
    candidate: positions.length > 1 && first!.dailySigma ? first!.symbol : null,
  };
}

interface Spread {
  sigma: number;
  of(
    factor: string,
    value: number,
  ): Pick<PositionRisk, 'component' | 'incremental' | 'guessed'> & { volatility: number };
}

/** Null: the pool is not known, or there are no statistics. */
function spreadOf(pool: Pool, statistics: Statistics | null): Spread | null {
  const book = pricedBook(pool)?.book;
  const model: FactorModel | string = book && statistics ? factorModel(statistics, book.factors) : 'unknown';
  if (!book || typeof model === 'string') return null;
  const n = book.factors.length;
  const exposure = new Float64Array(n);
  book.exposure(new Float64Array(n).fill(1), exposure);
  const weighted = new Float64Array(n);
  multiply(model.covariance, exposure, weighted);
  const sigma = Math.sqrt(Math.max(0, dot(exposure, weighted)));
  let gross = 0;
  for (let f = 0; f < n; f++) gross += Math.abs(exposure[f]!) * Math.sqrt(model.covariance[f * n + f]!);
  const hedged = !(sigma > HEDGED * gross);
  return {
    sigma,
    of(factor, value) {
      const f = book.factors.indexOf(factor);
      const volatility = Math.sqrt(Math.max(0, model.covariance[f * n + f]!));
      const without = Float64Array.from(exposure);
      without[f]! -= value;
      return {
        volatility,
        component: hedged ? null : (value * weighted[f]!) / sigma + 0,
        incremental: hedged ? null : deviation(without, model.covariance) - sigma,
        guessed: !model.believed[f],
      };
    },
  };
}
