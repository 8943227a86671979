/** What a tick costs in the background: the risk figures of a desk of twenty coins. */
import type { Account, Draft, Order, Pool, Position } from '../../src/engine/account';
import { blockBootstrap } from '../../src/risk/block-bootstrap';
import { designPoints } from '../../src/risk/design-point';
import { factorModel } from '../../src/risk/factor-model';
import { isolation } from '../../src/risk/isolate';
import { largestOrder } from '../../src/risk/largest-order';
import { logLimitState } from '../../src/risk/limit-state';
import { lineSampling } from '../../src/risk/line-sampling';
import { pathProbability } from '../../src/risk/path-probability';
import { pricedBook } from '../../src/risk/priced-book';
import { probabilityBands } from '../../src/risk/probability';
import { remedies } from '../../src/risk/remedies';
import { alignReturns, type Close } from '../../src/risk/returns';
import { poolRisk, risk } from '../../src/risk/risk';
import { scenarios } from '../../src/risk/scenarios';
import { type Statistics, statistics } from '../../src/risk/statistics';
import { stopWalks } from '../../src/risk/stop-walk';
import { stressedDistances } from '../../src/risk/stressed-distance';
import { type BenchRow, medianOf, percentileOf } from './row';

const COINS = 20;
const HOURS = 90 * 24;
const HOUR = 3_600_000;

/** Reproducible normal noise (mulberry32, Box–Muller). */
function noise(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

const names = Array.from({ length: COINS }, (_, i) => (i ? `C${i}` : 'BTC'));

function candles(): Record<string, Close[]> {
  const next = noise(1);
  const prices = names.map(() => 100);
  const lists = names.map((): Close[] => []);
  for (let t = 0; t < HOURS; t++) {
    const market = next();
    lists.forEach((list, i) => {
      prices[i] = prices[i]! * Math.exp(0.006 * (0.85 * market + 0.5 * next()));
      list.push({ at: t * HOUR, close: prices[i]!.toFixed(6) });
    });
  }
  return Object.fromEntries(names.map((name, i) => [name, lists[i]!]));
}

/** Twenty positions, every fourth a short, three tiers each, coin collateral with a haircut. */
function desk(): Pool {
  const positions = names.map((name, i): Position => {
    const notional = (i % 4 === 3 ? -1 : 1) * (5000 + 1000 * i);
    return {
      symbol: `${name}USDT`,
      factor: name,
      size: (notional / 100).toFixed(4),
      contract: { type: 'linear', multiplier: '1' },
      entryPrice: '100',
      markPrice: '100',
      maintenance: {
        basis: 'value',
        style: 'marginal',
        steps: [
          { from: '0', rate: '0.01' },
          { from: '10000', rate: '0.02' },
          { from: '20000', rate: '0.05' },
        ],
      },
    };
  });
  return {
    id: 'desk',
    kind: 'cross',
    unit: 'USDT',
    collateral: [
      { asset: 'USDT', amount: '40000', price: '1', follows: null },
      {
        asset: 'BTC',
        amount: '100',
        price: '100',
        follows: 'BTC',
        credit: {
          basis: 'value',
          style: 'marginal',
          steps: [
            { from: '0', rate: '0.95' },
            { from: '20000', rate: '0.8' },
          ],
        },
      },
    ],
    positions,
    orders: [],
    rules: {
      liquidatedWhen: 'at-or-below',
      threshold: '1',
      ratio: 'maintenance/equity',
      printed: { moves: 'symbol', tickOffset: 0, fixedMaintenance: false, onlySinglePosition: false },
    },
  };
}

/** Five per cent on the losing side of every position. */
function stops({ positions }: Pool): Order[] {
  return positions.map(({ symbol, size }): Order => {
    const long = !size!.startsWith('-');
    return {
      symbol,
      side: long ? 'sell' : 'buy',
      size: null,
      price: null,
      type: 'stop',
      triggerPrice: long ? '95' : '105',
      reduceOnly: true,
      closesPosition: true,
    };
  });
}

function time(run: () => unknown, runs: number): { median: number; p95: number } {
  for (let k = 0; k < runs / 2; k++) run();
  const times: number[] = [];
  for (let k = 0; k < runs; k++) {
    const start = performance.now();
    run();
    times.push(performance.now() - start);
  }
  return { median: medianOf(times), p95: percentileOf(times, 0.95) };
}

function row(name: string, run: () => unknown, runs: number, target?: string): BenchRow {
  const { median, p95 } = time(run, runs);
  const text = (ms: number) => (ms < 0.1 ? `${(ms * 1000).toFixed(1)} µs` : `${ms.toFixed(2)} ms`);
  return { name, median: text(median), target, note: `p95 ${text(p95)}` };
}

export async function benchRisk(): Promise<BenchRow[]> {
  const raw = candles();
  const now = HOURS * HOUR;
  const { input } = alignReturns(raw, now);
  const stats: Statistics = statistics(input);
  const pool = desk();
  const priced = pricedBook(pool)!;
  const account: Account = {
    format: 'plimsoll.account/1',
    venue: 'bench',
    account: 'desk',
    asOf: 0,
    pools: [pool],
  };
  // A tick makes another pool: what is remembered of the one before is of no use.
  const fresh = (of = account): Account => ({ ...of, pools: of.pools.map(each => ({ ...each })) });
  const distances = [4.2, 5.1];
  const distance = poolRisk(priced, stats).designPoint?.distance ?? 5;
  const draft: Draft = {
    pool: 'desk',
    symbol: 'C3USDT',
    side: 'buy',
    size: null,
    price: null,
    feeRate: '0.0005',
  };
  const farther = { by: 'sigmas', atLeast: 1.4 * distance } as const;
  const nearer = { by: 'sigmas', atLeast: 0.6 * distance } as const;
  const guarded = { ...account, pools: [{ ...pool, orders: stops(pool) }] };
  const model = factorModel(stats, priced.book.factors);
  if (typeof model === 'string') throw new Error(model);
  const state = logLimitState(priced.book);
  const [point] = designPoints(state, model);
  const hourly = model.covariance.map(each => each / 24);
  const source = blockBootstrap(input, stats, priced.book.factors)!;
  const paths = { steps: 24, paths: 1000, seed: 1, covariance: hourly };
  return [
    row('risk: full view after a tick, 20 coins, compiled', () => poolRisk(priced, stats), 300, '≤ 2 ms'),
    row('risk: the same with compiling the account', () => risk(fresh(), stats), 300, '≤ 2 ms'),
    row('risk: covariance of 90 days × 20 coins', () => statistics(input), 40, '≤ 20 ms'),
    row('risk: alignment of 90 days × 20 coins of candles', () => alignReturns(raw, now), 15),
    row('risk: probability bands', () => probabilityBands(distances), 2000, '≤ 10 ms'),
    row('risk: 256 lines', () => lineSampling(state, model, point!), 40, '≤ 10 ms'),
    row(
      'risk: 1,000 paths of 24 h, bridged (a worker’s work)',
      () => pathProbability(state, source, paths),
      5,
    ),
    row('risk: the largest order', () => largestOrder(fresh(), draft, stats, nearer), 60, '≤ 5 ms'),
    row('risk: remedies', () => remedies(fresh(), 'desk', stats, farther), 20, '≤ 20 ms'),
    row('risk: what isolating a position would do', () => isolation({ ...pool }, stats, 'C19USDT'), 20),
    row('risk: scenarios', () => scenarios(fresh(), stats), 20),
    row('risk: 20 stops along each path', () => stopWalks(fresh(guarded), stats), 10),
    row('risk: distance under stressed correlations', () => stressedDistances(fresh(), stats), 30),
  ];
}
