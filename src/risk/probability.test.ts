import { describe, expect, test } from 'vitest';
import { vector } from '../../test/vectors/risk/vector';
import { firstPassage, HORIZONS, probabilityBands } from './probability';

interface Passage {
  cases: {
    kind: string;
    inputs: { a?: number; b: number; mu: number; sig: number; T: number; S0?: number; L?: number };
    expected: { firstPassage?: number; exitProb?: number; sumOfOneSided?: number };
  }[];
  portfolioTails: Record<
    string,
    {
      beta: number;
      firstPassageNormal: number;
      firstPassage_mvt4_horizon_mixture: number;
      mc_iid_hourly_t4: { firstPassage: number };
    }
  >;
  tolerance: { closedFormRel: number };
}
const oracle = vector<Passage>('06_first_passage');
const near = (actual: number, expected: number) =>
  expect(Math.abs(actual / expected - 1)).toBeLessThan(oracle.tolerance.closedFormRel);

const driftless = oracle.cases.filter(({ kind, inputs }) => kind === 'bm' && inputs.mu === 0);

test.each(driftless)('first passage of a Brownian motion without drift: $inputs', ({ inputs, expected }) => {
  near(firstPassage(inputs.b / (inputs.sig * Math.sqrt(inputs.T))).normal, expected.firstPassage!);
});

const drifting = oracle.cases.filter(({ kind, inputs }) => kind === 'bm' && inputs.mu !== 0);

test.each(drifting)('with drift: $inputs', ({ inputs, expected }) => {
  const { b, mu, sig, T } = inputs;
  const sigma = sig * Math.sqrt(T);
  near(firstPassage(b / sigma, (mu * T) / sigma).normal, expected.firstPassage!);
});

test.each(oracle.cases.filter(({ kind }) => kind === 'gbm'))(
  'a geometric one: $inputs',
  ({ inputs, expected }) => {
    const { S0, L, mu, sig, T } = inputs;
    const sigma = sig * Math.sqrt(T);
    const drift = ((mu - sig ** 2 / 2) * T) / sigma;
    const b = Math.log(S0! / L!);
    near(firstPassage(Math.abs(b) / sigma, b > 0 ? drift : -drift).normal, expected.firstPassage!);
  },
);

test('there are such cases', () => {
  expect(driftless.length).toBeGreaterThan(3);
  expect(drifting.length).toBeGreaterThan(1);
});

describe('tails of a portfolio', () => {
  test.each(Object.entries(oracle.portfolioTails))('over %s h', (hours, tails) => {
    const { normal, student } = firstPassage(tails.beta);
    near(normal, tails.firstPassageNormal);
    // The vector's mixture was integrated numerically and is good to 3e-4 in the far tail; the closed form
    // is held to Simpson's rule on the density, and F₄ to its own vectors in normal.test.ts.
    expect(Math.abs(student / tails.firstPassage_mvt4_horizon_mixture - 1)).toBeLessThan(3e-4);
    near(student, 2 * byQuadrature(tails.beta * Math.SQRT2));
    // The band of 24 h, 1 h and 7 d from the one distance over 24 h.
    const distance = tails.beta * Math.sqrt(Number(hours) / 24);
    const name = Object.entries(HORIZONS).find(([, h]) => h === Number(hours))![0] as keyof typeof HORIZONS;
    const band = probabilityBands([distance])![name];
    near(band.low, Math.min(normal, student));
    near(band.high, Math.max(normal, student));
    expect(tails.mc_iid_hourly_t4.firstPassage).toBeGreaterThan(band.low);
    expect(tails.mc_iid_hourly_t4.firstPassage).toBeLessThan(band.high);
  });
});

/** ∫ of the t₄ density over (−∞, −t) with u = 1/x, by Simpson's rule. */
function byQuadrature(t: number): number {
  const steps = 20_000;
  const h = 1 / t / steps;
  let sum = 0;
  for (let k = 1; k <= steps; k++) {
    const u = k * h;
    const value = (0.375 * (1 + 1 / (4 * u * u)) ** -2.5) / (u * u);
    sum += value * (k === steps ? 1 : k % 2 ? 4 : 2);
  }
  return (sum * h) / 3;
}

test('two sides: the probability lies inside the band', () => {
  for (const { inputs, expected } of oracle.cases.filter(
    each => each.kind === 'two-sided' && each.inputs.mu === 0,
  )) {
    const sigma = inputs.sig * Math.sqrt(inputs.T);
    const band = probabilityBands([inputs.a! / sigma, inputs.b / sigma])!['24h'];
    expect(expected.exitProb!).toBeGreaterThan(band.low);
    expect(expected.exitProb!).toBeLessThan(band.high);
    expect(band.high).toBeGreaterThanOrEqual(Math.min(1, expected.sumOfOneSided!) * (1 - 1e-9));
  }
});

test('at the line it is certain, far away it is small and a number, without a point it is not known', () => {
  expect(probabilityBands([0])).toEqual({
    '1h': { low: 1, high: 1 },
    '24h': { low: 1, high: 1 },
    '7d': { low: 1, high: 1 },
  });
  const far = probabilityBands([500])!['1h'];
  expect(far.low).toBe(0);
  expect(far.high).toBeGreaterThan(0);
  expect(far.high).toBeLessThan(1e-10);
  expect(probabilityBands([])).toBeNull();
});

test('it grows with the horizon and shrinks with the distance', () => {
  let before = { low: 2, high: 2 };
  for (let distance = 0.1; distance < 30; distance += 0.1) {
    const bands = probabilityBands([distance])!;
    expect(bands['1h'].high).toBeLessThanOrEqual(bands['24h'].high);
    expect(bands['24h'].high).toBeLessThanOrEqual(bands['7d'].high);
    expect(bands['24h'].low).toBeLessThanOrEqual(bands['24h'].high);
    expect(bands['24h'].high).toBeLessThan(before.high);
    before = bands['24h'];
  }
});

test('funding of 0.1 % every 8 h on 409,000 turns one in seven over a week into one in five', () => {
  // b = 48,145 and σ = 12,219 of a day, as in the straight form of the five longs.
  const bands = (funding: number) =>
    probabilityBands([3.9401173484831036], [-funding / 12_219.179212653458])!['7d'];
  expect(bands(0).high).toBeCloseTo(0.136, 3);
  expect(bands(409_000 * 0.0003).high).toBeCloseTo(0.142, 3);
  expect(bands(409_000 * 0.003).high).toBeCloseTo(0.198, 3);
});

test('whatever the drift, a probability: costs raise it, gains lower it', () => {
  for (const distance of [0, 0.3, 2, 10, 60, 900]) {
    let before = 2;
    for (const drift of [-1e6, -300, -20, -1, -0.01, 0, 0.01, 1, 20, 300, 1e6]) {
      const { normal, student } = firstPassage(distance, drift);
      for (const p of [normal, student]) {
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
      }
      expect(normal).toBeLessThanOrEqual(before + 1e-12);
      before = normal;
    }
  }
});
