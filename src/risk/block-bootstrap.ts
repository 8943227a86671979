/**
 * Steps drawn from the hours that there have been, in blocks and all factors together: what moves together in a
 * crash moves together here, and quiet and wild hours come in clusters. Each hour is scaled by today's volatility
 * over that of its own day (filtered historical simulation, Barone-Adesi and others, 1999).
 */
import { decay, FAST_HALF_LIFE, weightedVolatility } from './ewma';
import { flatten } from './linear-algebra';
import type { StepSource } from './path-probability';
import type { Random } from './random';
import type { ReturnsInput } from './returns';
import { standIn } from './stand-in';
import type { Statistics } from './statistics';
import { intervalHours } from './statistics-input';

const BLOCK_HOURS = 12;
/** Before so many hours a running volatility is not one: the mean one stands in. */
const WARM_HOURS = 48;
/** A quiet day is not blown up into a crash by more than this, nor a wild one flattened by more. */
const MOST_SCALED = 4;

/**
 * Returns of mean zero: 90 days say nothing about a mean. A factor that is not among the returns moves with the
 * market at its stand-in's beta, and by a normal noise of its own. Null: there are no returns to draw from.
 */
export function blockBootstrap(
  input: ReturnsInput,
  statistics: Statistics,
  factors: readonly string[],
): StepSource | null {
  const hours = intervalHours(input.interval);
  const p = input.factors.length;
  const rows = input.returns.length;
  if (rows < 2 || p === 0 || !(hours > 0)) return null;
  const scaled = rescaled(flatten(input.returns), rows, p, hours, statistics, input.factors);
  const market = input.factors.indexOf(statistics.market ?? '');
  const columns = factors.map(factor => {
    const at = input.factors.indexOf(factor);
    if (at >= 0) return { at, beta: 1, noise: 0 };
    const guess = standIn(statistics, factor);
    if (!guess || market < 0) return null;
    const ofMarket = statistics.volatility[statistics.factors.indexOf(statistics.market!)]!;
    const own = Math.sqrt(Math.max(0, guess.volatility ** 2 - (guess.beta * ofMarket) ** 2));
    return { at: market, beta: guess.beta, noise: own };
  });
  if (columns.includes(null)) return null;
  const block = Math.max(1, Math.round(BLOCK_HOURS / hours));
  let row = 0;
  let left = 0;
  return {
    start() {
      left = 0;
    },
    step(next: Random, out: Float64Array) {
      if (left === 0) {
        row = next.bits() % rows;
        left = block;
      }
      for (let i = 0; i < columns.length; i++) {
        const { at, beta, noise } = columns[i]!;
        out[i] = beta * scaled[row * p + at]! + (noise > 0 ? noise * next.normal() : 0);
      }
      // Blocks run on from the last hour to the first: every hour is drawn alike.
      row = (row + 1) % rows;
      left--;
    },
  };
}

function rescaled(
  returns: Float64Array,
  rows: number,
  p: number,
  hours: number,
  statistics: Statistics,
  factors: string[],
): Float64Array {
  const out = new Float64Array(rows * p);
  const mean = new Float64Array(p);
  for (let t = 0; t < rows; t++) for (let i = 0; i < p; i++) mean[i]! += returns[t * p + i]! / rows;
  const whole = weightedVolatility(returns, p, new Float64Array(rows).fill(1 / rows));
  const lambda = decay(FAST_HALF_LIFE, hours);
  const variance = new Float64Array(p);
  let weight = 0;
  for (let t = 0; t < rows; t++) {
    for (let i = 0; i < p; i++) {
      const today = statistics.volatility[statistics.factors.indexOf(factors[i]!)] ?? whole[i]!;
      const then = t * hours < WARM_HOURS ? whole[i]! : Math.sqrt(variance[i]! / weight);
      const scale = then > 0 ? Math.min(MOST_SCALED, Math.max(1 / MOST_SCALED, today / then)) : 1;
      out[t * p + i] = scale * (returns[t * p + i]! - mean[i]!);
      variance[i] = lambda * variance[i]! + (1 - lambda) * returns[t * p + i]! ** 2;
    }
    weight = lambda * weight + (1 - lambda);
  }
  return out;
}
