/**
 * Betas from hourly closes, by the definitions of the project's risk model and no shared line of code:
 * volatility and correlation by exponentially weighted squares (half-lives 60 h and 269 h, mean zero, weights that
 * add up to 1), the correlation shrunk towards its mean as Ledoit and Wolf do (2004, "Honey, I shrunk the sample
 * covariance matrix"), for weighted observations.
 */

export interface Estimate {
  factors: string[];
  /** Per hour. */
  volatility: number[];
  correlation: number[][];
  shrinkage: number;
  observations: number;
  /** To the market factor, by name. */
  betas: Record<string, number>;
}

/** Natural logarithms of the ratios of neighbours. */
export function logReturns(closes: number[]): number[] {
  return closes.slice(1).map((close, k) => Math.log(close / closes[k]!));
}

/** `returns[i]` are those of `factors[i]`, oldest first, all of one length. */
export function estimate(factors: string[], returns: number[][], market: string): Estimate {
  const n = returns[0]!.length;
  const p = factors.length;
  const fast = weights(n, 60);
  const slow = weights(n, 269);
  const each = Array.from({ length: p }, (_, i) => i);
  const volatility = each.map(i => Math.sqrt(weighted(fast, t => returns[i]![t]! ** 2)));
  const sample = each.map(i => each.map(j => weighted(slow, t => returns[i]![t]! * returns[j]![t]!)));
  const root = each.map(i => Math.sqrt(sample[i]![i]!));
  const raw = each.map(i => each.map(j => sample[i]![j]! / (root[i]! * root[j]!)));
  const { intensity, mean } = shrinkage(returns, slow, sample, raw);
  const correlation = each.map(i =>
    each.map(j => (i === j ? 1 : (1 - intensity) * raw[i]![j]! + intensity * mean)),
  );
  const m = factors.indexOf(market);
  const betas = Object.fromEntries(
    factors.map((factor, i) => [factor, (correlation[i]![m]! * volatility[i]!) / volatility[m]!]),
  );
  return { factors, volatility, correlation, shrinkage: intensity, observations: n, betas };
}

function weights(n: number, halfLife: number): number[] {
  const raw = Array.from({ length: n }, (_, t) => 0.5 ** ((n - 1 - t) / halfLife));
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map(weight => weight / sum);
}

function weighted(weight: number[], value: (t: number) => number): number {
  return weight.reduce((sum, w, t) => sum + w * value(t), 0);
}

/** How far to go from the sample to its constant-correlation twin, 0…1. */
function shrinkage(returns: number[][], weight: number[], sample: number[][], raw: number[][]) {
  const p = returns.length;
  if (p < 3) return { intensity: 0, mean: 0 };
  let mean = 0;
  for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) if (i !== j) mean += raw[i]![j]! / (p * (p - 1));
  let pi = 0;
  let rho = 0;
  let gamma = 0;
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      const [x, y, s] = [returns[i]!, returns[j]!, sample[i]![j]!];
      const spread = weighted(weight, t => x[t]! ** 2 * y[t]! ** 2) - s ** 2;
      pi += spread;
      if (i === j) {
        rho += spread;
        continue;
      }
      const [si, sj] = [sample[i]![i]!, sample[j]![j]!];
      rho += mean * Math.sqrt(sj / si) * (weighted(weight, t => x[t]! ** 3 * y[t]!) - si * s);
      gamma += (s - mean * Math.sqrt(si * sj)) ** 2;
    }
  }
  const effective = weight.reduce((sum, w) => sum + w * w, 0);
  return { intensity: gamma === 0 ? 0 : Math.min(1, Math.max(0, ((pi - rho) / gamma) * effective)), mean };
}
