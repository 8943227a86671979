import { describe, expect, test } from 'vitest';
import { oraclePool } from '../../test/vectors/risk/oracle-pool';
import type { OracleAccount } from '../../test/vectors/risk/plain-book';
import { vector } from '../../test/vectors/risk/vector';
import { blockBootstrap } from './block-bootstrap';
import { designPoints, metric } from './design-point';
import type { LimitState } from './limit-state';
import { logLimitState } from './limit-state';
import { lineSampling } from './line-sampling';
import { flatten } from './linear-algebra';
import { normalSteps, pathProbability } from './path-probability';
import { pricedBook } from './priced-book';
import { firstPassage } from './probability';
import { random } from './random';
import type { ReturnsInput } from './returns';
import { statistics } from './statistics';

const motion = vector<{
  mc: {
    n: number;
    steps: number;
    discrete: number;
    discreteSE: number;
    bridge: number;
    bridgeSE: number;
    continuous: number;
    inputs: { b: number; mu: number; sig: number; T: number };
  }[];
  tolerance: { mcSigmas: number };
}>('06_first_passage');
const sampled = vector<{
  cases: {
    id: string;
    beta: number;
    steps: number;
    terminal: { p: number; se: number };
    firstPassageBridge: { p: number; se: number };
    approx2Phi: number;
  }[];
  tolerance: { sigmas: number };
}>('17_mc_probabilities');
const books = vector<{ cases: { id: string; names: string[]; cov: number[][]; account: OracleAccount }[] }>(
  '05_form_log_returns',
).cases;

/** g = b + x: one straight side. */
const straight = (b: number): LimitState => ({
  size: 1,
  value: x => b + x[0]!,
  gradient: (_, out) => out.fill(1),
});

describe('a Brownian motion, step by step', () => {
  test.each(motion.mc)('$inputs in $steps steps', ({ inputs, steps, discrete, discreteSE, continuous }) => {
    const variance = (inputs.sig ** 2 * inputs.T) / steps;
    const source = normalSteps({ values: Float64Array.of(variance), vectors: Float64Array.of(1) });
    const paths = 8000;
    const run = (covariance: Float64Array | null) =>
      pathProbability(straight(inputs.b), source, { steps, paths, seed: 7, covariance }).probability;
    const error = (p: number) => Math.sqrt((p * (1 - p)) / paths);
    const { mcSigmas } = motion.tolerance;
    expect(Math.abs(run(null) - discrete)).toBeLessThan(mcSigmas * Math.hypot(error(discrete), discreteSE));
    // The bridge gives the continuous answer, which is known exactly.
    expect(Math.abs(run(Float64Array.of(variance)) - continuous)).toBeLessThan(mcSigmas * error(continuous));
  });
});

function bookOf(id: string) {
  const { names, cov, account } = books.find(each => each.id === id)!;
  const { book } = pricedBook(oraclePool(account))!;
  const n = names.length;
  const index = book.factors.map(factor => names.indexOf(factor));
  const covariance = Float64Array.from(index.flatMap(i => index.map(j => cov[i]![j]!)));
  return { state: logLimitState(book), covariance, model: metric(covariance, n) };
}

describe('the books of the vectors', () => {
  test.each(sampled.cases)('line sampling: $id at the end of the horizon', ({ id, terminal, beta }) => {
    const { state, model } = bookOf(id);
    const [point] = designPoints(state, model);
    expect(point!.distance).toBeCloseTo(beta, 5);
    const found = lineSampling(state, model, point!, { lines: 512, seed: 3 });
    expect(found.error / found.probability).toBeLessThan(0.003);
    expect(Math.abs(found.probability - terminal.p)).toBeLessThan(
      sampled.tolerance.sigmas * Math.hypot(terminal.se, found.error),
    );
    // The same seed, the same digits.
    expect(lineSampling(state, model, point!, { lines: 512, seed: 3 })).toEqual(found);
  });

  test('bridged paths over a week', () => {
    const { firstPassageBridge, steps } = sampled.cases.find(each => each.id === 'log-all-long-7d')!;
    const { state, covariance } = bookOf('log-all-long-7d');
    const hourly = covariance.map(each => each / steps);
    const source = normalSteps(metric(hourly, state.size).eigen);
    const found = pathProbability(state, source, { steps, paths: 6000, seed: 11, covariance: hourly });
    const error = Math.sqrt((firstPassageBridge.p * (1 - firstPassageBridge.p)) / 6000);
    expect(Math.abs(found.probability - firstPassageBridge.p)).toBeLessThan(sampled.tolerance.sigmas * error);
    expect(found.low).toBeLessThan(found.probability);
    expect(found.high).toBeGreaterThan(found.probability);
    // The analytic value, for what it is: within some percent.
    const analytic = firstPassage(1.5908800803163063).normal;
    expect(Math.abs(found.probability / analytic - 1)).toBeLessThan(0.2);
  });
});

describe('the hours that there have been', () => {
  const rows = 2000;
  const next = random(5);
  const returns = Array.from({ length: rows }, () => {
    const market = 0.006 * next.normal();
    return [market, 1.2 * market + 0.003 * next.normal()];
  });
  const input: ReturnsInput = {
    format: 'plimsoll.returns/1',
    interval: '1h',
    factors: ['BTC', 'ETH'],
    returns,
  };
  const stats = statistics(input);

  test('normal hours give what the normal formula gives', () => {
    const source = blockBootstrap(input, stats, ['BTC'])!;
    const sigma = stats.volatility[0]! * Math.sqrt(24);
    const covariance = Float64Array.of(stats.volatility[0]! ** 2);
    const options = { steps: 24, paths: 20_000, seed: 1, covariance };
    const found = pathProbability(straight(2 * sigma), source, options);
    expect(found.probability / firstPassage(2).normal).toBeGreaterThan(0.8);
    expect(found.probability / firstPassage(2).normal).toBeLessThan(1.25);
    expect(pathProbability(straight(2 * sigma), source, options)).toEqual(found);
  });

  test('a crash among them is drawn as a whole: both coins at once', () => {
    const crashed = returns.map((row, t) => (t === 1000 ? [-0.12, -0.2] : row));
    const source = blockBootstrap(
      { ...input, returns: crashed },
      statistics({ ...input, returns: crashed }),
      ['BTC', 'ETH'],
    )!;
    const stream = random(2);
    const out = new Float64Array(2);
    let together = 0;
    let apart = 0;
    for (let path = 0; path < 4000; path++) {
      source.start(stream);
      for (let k = 0; k < 24; k++) {
        source.step(stream, out);
        if (out[0]! < -0.05 && out[1]! < -0.05) together++;
        else if (out[0]! < -0.05 || out[1]! < -0.08) apart++;
      }
    }
    expect(together).toBeGreaterThan(10);
    expect(apart).toBe(0);
  });

  test('a factor without returns moves with the market and by itself; without a market there is no source', () => {
    const source = blockBootstrap(input, stats, ['BTC', 'NEW'])!;
    const stream = random(4);
    const out = new Float64Array(2);
    let sum = 0;
    let [own, of] = [0, 0];
    source.start(stream);
    for (let k = 0; k < 20_000; k++) {
      source.step(stream, out);
      sum += out[0]! * out[1]!;
      own += out[1]! ** 2;
      of += out[0]! ** 2;
    }
    expect(sum / Math.sqrt(own * of)).toBeGreaterThan(0.5);
    expect(own).toBeGreaterThan(of);
    const empty = { ...input, factors: [], returns: [] };
    expect(blockBootstrap(empty, stats, ['BTC'])).toBeNull();
    expect(blockBootstrap({ ...input, returns: [] }, stats, ['BTC'])).toBeNull();
  });

  test('nothing seen in n paths is not never', () => {
    const source = blockBootstrap(input, stats, ['BTC'])!;
    const covariance = flatten([[stats.volatility[0]! ** 2]]);
    const found = pathProbability(straight(5), source, { steps: 24, paths: 500, seed: 1, covariance });
    expect(found.probability).toBe(0);
    expect(found.high).toBeCloseTo(3 / 500, 12);
  });
});
