/** How far each factor of a pool moves in a scenario. Null: that of some factor cannot even be guessed. */
import type { Pool } from '../engine/account';
import { type FactorModel, factorModel } from './factor-model';
import { jointDirection } from './joint';
import { multiply } from './linear-algebra';
import { pricedBook } from './priced-book';
import type { OwnScenario } from './shocks';
import { standIn } from './stand-in';
import type { Statistics } from './statistics';
import { type Stress, stressOf } from './stress';
import { APART, TOGETHER } from './stressed-distance';

export interface FactorMoves {
  /** Arithmetic, by factor. */
  moves: Map<string, number>;
  guessed: string[];
}

/** Nothing falls by more. */
const LOWEST = -0.99;
/** A day that is that rare, in standard deviations, for the two stressed correlations. */
const STRESS_SIGMAS = 3;

/** Of the market, every factor by its beta, as the joint distance has it: a guessed beta only harms. */
export function marketMoves(pool: Pool, statistics: Statistics | null, market: number): FactorMoves | null {
  const read = modelOf(pool, statistics);
  if (!read) return null;
  const { model, gradient } = read;
  const direction = jointDirection(gradient, model.beta, model.believed, market < 0 ? -1 : 1);
  return named(model, f => direction[f]! * market);
}

const OCTOBER: Record<string, number> = { BTC: -0.12, ETH: -0.2, SOL: -0.25 };

/**
 * The published falls of BTC, ETH and SOL. The others fell farther than their betas say, as those two did: by
 * β·(−12 %)·k, k the mean of what ETH and SOL fell over what β·(−12 %) says of them (1.4 where their betas are
 * not known), but at least as far as BTC. Coins at their peg stand still. Without a beta: as SOL.
 */
export function octoberMoves(pool: Pool, statistics: Statistics | null): FactorMoves | null {
  const book = pricedBook(pool)?.book;
  if (!book) return null;
  const beyond = ['ETH', 'SOL'].flatMap(factor => {
    const beta = betaOf(statistics, factor);
    return beta && beta.value > 0 ? OCTOBER[factor]! / (beta.value * OCTOBER.BTC!) : [];
  });
  const k = beyond.length > 0 ? beyond.reduce((sum, each) => sum + each, 0) / beyond.length : 1.4;
  const guessed: string[] = [];
  const moves = book.factors.map((factor): [string, number] => {
    const published = OCTOBER[factor];
    if (published !== undefined) return [factor, published];
    if (statistics?.stable.includes(factor)) return [factor, 0];
    const beta = betaOf(statistics, factor);
    if (!beta || beta.guessed) guessed.push(factor);
    if (!beta) return [factor, OCTOBER.SOL!];
    return [factor, Math.max(LOWEST, Math.min(OCTOBER.BTC!, beta.value * OCTOBER.BTC! * k))];
  });
  return { moves: new Map(moves), guessed };
}

/**
 * The worst day of so many standard deviations for this very pool, were all correlations 1 ("together") or half
 * of what they are ("apart"): x = −k·Σ∇g/√(∇gᵀΣ∇g) in log returns, ∇g at the present prices.
 */
export function stressMoves(pool: Pool, statistics: Statistics | null, stress: Stress): FactorMoves | null {
  const read = modelOf(
    pool,
    statistics && stressOf(statistics, stress, stress === 'apart' ? APART : TOGETHER),
  );
  if (!read) return null;
  const { model, gradient } = read;
  const weighted = new Float64Array(gradient.length);
  multiply(model.covariance, gradient, weighted);
  let variance = 0;
  for (let f = 0; f < gradient.length; f++) variance += gradient[f]! * weighted[f]!;
  const sigma = Math.sqrt(Math.max(0, variance));
  return named(model, f => (sigma > 0 ? Math.expm1((-STRESS_SIGMAS * weighted[f]!) / sigma) : 0));
}

/**
 * What the trader supposes. The others follow the market if its move is supposed, else the factor that is
 * supposed to move the most, by their betas to it.
 */
export function ownMoves(pool: Pool, statistics: Statistics | null, own: OwnScenario): FactorMoves | null {
  const book = pricedBook(pool)?.book;
  if (!book) return null;
  const supposed = Object.entries(own.moves).filter(([, move]) => Number.isFinite(move));
  const market = statistics?.market ?? null;
  const leader =
    supposed.find(([factor]) => factor === market) ??
    [...supposed].sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))[0];
  const guessed: string[] = [];
  const moves = new Map<string, number>();
  for (const factor of book.factors) {
    const given = supposed.find(([name]) => name === factor);
    if (given) moves.set(factor, Math.max(LOWEST, given[1]));
    else if (own.others === 'still' || !leader) moves.set(factor, 0);
    else {
      const beta = betaTo(statistics, factor, leader[0]);
      if (!beta) return null;
      if (beta.guessed) guessed.push(factor);
      moves.set(factor, Math.max(LOWEST, beta.value * leader[1]));
    }
  }
  return { moves, guessed };
}

function modelOf(
  pool: Pool,
  statistics: Statistics | null,
): { model: FactorModel; gradient: Float64Array } | null {
  const book = pricedBook(pool)?.book;
  if (!book || !statistics) return null;
  const model = factorModel(statistics, book.factors);
  if (typeof model === 'string') return null;
  const gradient = new Float64Array(book.factors.length);
  book.gradient(new Float64Array(book.factors.length).fill(1), gradient);
  return { model, gradient };
}

function named({ factors, proxies }: FactorModel, move: (f: number) => number): FactorMoves {
  return {
    moves: new Map(factors.map((factor, f) => [factor, Math.max(LOWEST, move(f)) + 0])),
    guessed: proxies.map(({ factor }) => factor),
  };
}

interface Beta {
  value: number;
  guessed: boolean;
}

/** To the market factor; null: there are no statistics to guess from. */
function betaOf(statistics: Statistics | null, factor: string): Beta | null {
  if (!statistics) return null;
  const known = statistics.beta[statistics.factors.indexOf(factor)] ?? null;
  if (known !== null) return { value: known, guessed: false };
  const guess = standIn(statistics, factor);
  return guess && { value: guess.beta, guessed: true };
}

/** β to any factor: Σ_jl/Σ_ll; of one without statistics, that to the market stands in. */
function betaTo(statistics: Statistics | null, factor: string, leader: string): Beta | null {
  if (!statistics || leader === statistics.market) return betaOf(statistics, factor);
  const [j, l] = [statistics.factors.indexOf(factor), statistics.factors.indexOf(leader)];
  if (j < 0 || l < 0) {
    const beta = betaOf(statistics, factor);
    return beta && { ...beta, guessed: true };
  }
  const variance = statistics.covariance[l]![l]!;
  return variance > 0 ? { value: statistics.covariance[j]![l]! / variance, guessed: false } : null;
}
