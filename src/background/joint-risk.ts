/**
 * The part of the risk figures that the strip needs, on every tick: the joint distance of each pool. The rest (the
 * likeliest path, bets, one-sidedness) costs several times as much and is made when a card is open.
 */
import type { Account, Pool } from '../engine/account';
import type { Problem } from '../engine/report';
import { factorModel } from '../risk/factor-model';
import { type Joint, joint } from '../risk/joint';
import { pricedBook } from '../risk/priced-book';
import type { PoolRisk, Risk } from '../risk/risk';
import type { Statistics } from '../risk/statistics';

/** Of a pool: what every view needs, and, in a whole one, what the card shows besides. */
export type PoolFigures = Pick<PoolRisk, 'id' | 'joint' | 'problems'> & { whole: PoolRisk | null };

export interface RiskFigures {
  pools: PoolFigures[];
  /** Null: only the joint distances were made. */
  whole: Risk | null;
}

export function jointRisk(account: Account, statistics: Statistics): PoolFigures[] {
  return account.pools.map(pool => ({ id: pool.id, ...ofPool(pool, statistics), whole: null }));
}

/** As `poolRisk` of the whole risk part; a test holds the two together. */
function ofPool(pool: Pool, statistics: Statistics): { joint: Joint | null; problems: Problem[] } {
  const { market } = statistics;
  const priced = pricedBook(pool);
  if (!priced) return no('unknown-pool', 'something that the headroom depends on is missing');
  if (priced.idle) {
    return { joint: market === null ? null : { market, down: null, up: null }, problems: [] };
  }
  const { book } = priced;
  if (!Number.isFinite(book.headroom(new Float64Array(book.factors.length).fill(1)))) {
    return no('beyond-numbers', 'amounts beyond what can be calculated');
  }
  const model = factorModel(statistics, book.factors);
  if (typeof model === 'string') return no('no-statistics', model);
  if (market === null) return no('no-statistics', 'there are no returns');
  const believed = book.factors.map(factor => !model.proxies.some(each => each.factor === factor));
  return { joint: joint(book, market, model.beta, believed), problems: [] };
}

function no(code: string, message: string): { joint: null; problems: Problem[] } {
  return { joint: null, problems: [{ code, path: '$', message }] };
}
