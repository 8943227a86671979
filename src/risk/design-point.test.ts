import { describe, expect, test } from 'vitest';
import { type OracleAccount, plainBook } from '../../test/vectors/risk/plain-book';
import { vector, worst } from '../../test/vectors/risk/vector';
import { designPoints, metric } from './design-point';
import { type LimitState, logLimitState } from './limit-state';
import { dot, flatten, multiply } from './linear-algebra';

interface Linear {
  inputs: { names: string[]; b: number; a: number[]; covHourly: number[][] };
  expected: {
    horizonHours: number;
    beta: number;
    designPoint: Record<string, number>;
    eulerShares: Record<string, number>;
  }[];
  tolerance: { rel: number };
}

/** g = b + a·r over arithmetic returns. */
function linear(b: number, a: readonly number[]): LimitState {
  return {
    size: a.length,
    value: x => b + dot(a, x),
    gradient: (_, out) => out.set(a),
  };
}

describe('a straight limit state', () => {
  const { inputs, expected, tolerance } = vector<Linear>('03_design_point_linear');
  test.each(expected)('over $horizonHours h', ({ horizonHours, beta, designPoint, eulerShares }) => {
    const covariance = flatten(inputs.covHourly).map(each => each * horizonHours);
    const points = designPoints(linear(inputs.b, inputs.a), metric(covariance, 5));
    expect(points).toHaveLength(1);
    const [{ distance, x, gradient }] = points as [(typeof points)[0]];
    expect(worst([distance], [beta])).toBeLessThan(tolerance.rel);
    expect(worst(x, Object.values(designPoint))).toBeLessThan(tolerance.rel);
    const shares = x.map((move, i) => (gradient[i]! * move) / dot(gradient, x));
    expect(worst(shares, Object.values(eulerShares))).toBeLessThan(tolerance.rel);
  });
});

interface Facets {
  account: OracleAccount;
  names: string[];
  cov24h: number[][];
  g0: number;
  globalBeta: number;
  globalDesignPoint: number[];
  facets: { a: number[]; b: number; beta: number; foot: number[]; isLocalDesignPoint: boolean }[];
  tolerance: { rel: number };
}

describe('a limit state of straight facets', () => {
  const oracle = vector<Facets>('04_form_piecewise_linear');
  const state: LimitState = {
    size: 2,
    value: x => Math.min(...oracle.facets.map(({ a, b }) => b + dot(a, x))),
    gradient(x, out) {
      const values = oracle.facets.map(({ a, b }) => b + dot(a, x));
      out.set(oracle.facets[values.indexOf(Math.min(...values))]!.a);
    },
  };
  test('the facets are the account', () => {
    const book = plainBook(oracle.account, oracle.names);
    expect(worst([state.value(new Float64Array(2))], [oracle.g0])).toBeLessThan(1e-9);
    for (const x of [
      [0.1, 0.2],
      [-0.3, 0.1],
      [0.4, -0.2],
    ]) {
      const m = Float64Array.from(x, each => 1 + each);
      expect(worst([state.value(Float64Array.from(x))], [book.headroom(m)])).toBeLessThan(1e-9);
    }
  });
  test('both local minima, the nearer one not on a facet that is active at the present prices', () => {
    const points = designPoints(state, metric(flatten(oracle.cov24h), 2));
    const local = oracle.facets.filter(each => each.isLocalDesignPoint);
    expect(local.length).toBeGreaterThan(1);
    expect(points).toHaveLength(local.length);
    expect(worst(points[0]!.x, oracle.globalDesignPoint)).toBeLessThan(oracle.tolerance.rel);
    expect(worst([points[0]!.distance], [oracle.globalBeta])).toBeLessThan(oracle.tolerance.rel);
    points.forEach((point, k) => {
      expect(worst(point.x, local[k]!.foot)).toBeLessThan(oracle.tolerance.rel);
      expect(worst([point.distance], [local[k]!.beta])).toBeLessThan(oracle.tolerance.rel);
    });
  });
});

interface Logs {
  cases: {
    id: string;
    account: OracleAccount;
    names: string[];
    cov: number[][];
    globalBeta: number;
    localDesignPoints: { beta: number }[];
    designPointLogReturn: Record<string, number>;
    betaLinearisedAtMark: number;
  }[];
  tolerance: { rel: number };
}

describe('log moves of an account with tiers', () => {
  const { cases, tolerance } = vector<Logs>('05_form_log_returns');
  test.each(cases)('$id', ({ account, names, cov, globalBeta, localDesignPoints, designPointLogReturn }) => {
    const points = designPoints(logLimitState(plainBook(account, names)), metric(flatten(cov), names.length));
    expect(points).toHaveLength(localDesignPoints.length);
    expect(worst([points[0]!.distance], [globalBeta])).toBeLessThan(tolerance.rel);
    // The vectors' own moves are good to about 1e-8 of the distance: along the limit state it is flat.
    expect(worst(points[0]!.x, Object.values(designPointLogReturn))).toBeLessThan(tolerance.rel);
  });
});

test('a singular covariance does no harm: two names of one factor', () => {
  const twice = flatten([
    [4e-4, 4e-4],
    [4e-4, 4e-4],
  ]);
  const [point] = designPoints(linear(100, [1000, 500]), metric(twice, 2));
  expect(point!.distance).toBeCloseTo(100 / (1500 * 0.02), 9);
  expect(Array.from(point!.x)).toEqual([expect.closeTo(-1 / 15, 9), expect.closeTo(-1 / 15, 9)]);
});

test('nothing within reach: a hedge that is complete, no factor, no movement, no exposure', () => {
  const twice = metric(
    flatten([
      [4e-4, 4e-4],
      [4e-4, 4e-4],
    ]),
    2,
  );
  expect(designPoints(linear(100, [1000, -1000]), twice)).toEqual([]);
  expect(designPoints(linear(100, []), metric(new Float64Array(0), 0))).toEqual([]);
  expect(designPoints(linear(100, [1000]), metric(Float64Array.of(0), 1))).toEqual([]);
  expect(designPoints(linear(100, [0]), metric(Float64Array.of(1e-4), 1))).toEqual([]);
  // Already on the wrong side, or not known.
  expect(designPoints(linear(-1, [1000]), metric(Float64Array.of(1e-4), 1))).toEqual([]);
  expect(designPoints(linear(Number.NaN, [1000]), metric(Float64Array.of(1e-4), 1))).toEqual([]);
});

test('a jump of the requirement is found although it has no gradient', () => {
  // Safe until the second factor has risen by 10 %, then 500 short at once; the first factor alone needs 20 %.
  const state: LimitState = {
    size: 2,
    value: x => 200 + 1000 * x[0]! - (x[1]! >= 0.1 ? 500 : 0),
    gradient: (_, out) => out.set([1000, 0]),
  };
  const points = designPoints(
    state,
    metric(
      flatten([
        [1e-3, 0],
        [0, 1e-3],
      ]),
      2,
    ),
  );
  expect(points[0]!.distance).toBeCloseTo(0.1 / Math.sqrt(1e-3), 6);
  expect(points.some(point => Math.abs(point.x[0]! + 0.2) < 1e-9)).toBe(true);
});

test('a long book above its collateral is never liquidated: no far-away pretence of a point', () => {
  const state: LimitState = {
    size: 1,
    value: x => 10 + Math.exp(x[0]!),
    gradient: (x, out) => out.set([Math.exp(x[0]!)]),
  };
  expect(designPoints(state, metric(Float64Array.of(1e-3), 1))).toEqual([]);
});

test('distances follow y·x without the inverse', () => {
  const { inputs } = vector<Linear>('03_design_point_linear');
  const covariance = flatten(inputs.covHourly);
  const [point] = designPoints(linear(inputs.b, inputs.a), metric(covariance, 5));
  const sa = new Float64Array(5);
  multiply(covariance, Float64Array.from(inputs.a), sa);
  // x = −λΣa, |x| = λ√(aᵀΣa)
  const lambda = -point!.x[0]! / sa[0]!;
  expect(lambda * Math.sqrt(dot(inputs.a, sa))).toBeCloseTo(point!.distance, 9);
});

test('a much curved limit state far away: full steps would swing to and fro for ever', () => {
  // Three longs and two shorts of 200 and −100 with 990 of headroom.
  const sizes = [-100, 200, 200, -100, 200];
  const state: LimitState = {
    size: 5,
    value: x =>
      1000 +
      sizes.reduce(
        (sum, size, i) => sum + size * Math.expm1(x[i]!) - 0.01 * Math.abs(size) * Math.exp(x[i]!),
        0,
      ),
    gradient: (x, out) => out.set(sizes.map((size, i) => (size - 0.01 * Math.abs(size)) * Math.exp(x[i]!))),
  };
  const covariance = new Float64Array(25).map((_, k) => 24 * (k % 6 === 0 ? 1e-4 : 0.7e-4));
  const [point] = designPoints(state, metric(covariance, 5));
  expect(Math.abs(state.value(point!.x))).toBeLessThan(1e-6);
  // x = −λΣ∇g: the condition of a minimum.
  const sa = new Float64Array(5);
  multiply(covariance, point!.gradient, sa);
  const lambda = point!.x[0]! / sa[0]!;
  expect(lambda).toBeLessThan(0);
  expect(
    worst(
      point!.x,
      sa.map(each => each * lambda),
    ),
  ).toBeLessThan(1e-7);
});

test('a hair from the line, where rounding is all that is left of g', () => {
  for (const b of [1e-3, 1e-5, 1e-7]) {
    const [point] = designPoints(
      linear(b, [3e6, -2.9e6]),
      metric(
        flatten([
          [1e-4, 0.5e-4],
          [0.5e-4, 1e-4],
        ]),
        2,
      ),
    );
    const sigma = Math.sqrt(1e-4 * (3e6 ** 2 + 2.9e6 ** 2) - 2 * 0.5e-4 * 3e6 * 2.9e6);
    expect(worst([point!.distance], [b / sigma])).toBeLessThan(1e-6);
  }
});
