/** What a tick costs in the background: the risk figures of a desk of twenty coins. */
import type { Account, Pool, Position } from '../../src/engine/account';
import { pricedBook } from '../../src/risk/priced-book';
import { probabilityBands } from '../../src/risk/probability';
import { alignReturns, type Close } from '../../src/risk/returns';
import { poolRisk, risk } from '../../src/risk/risk';
import { type Statistics, statistics } from '../../src/risk/statistics';
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
  const distances = [4.2, 5.1];
  return [
    row('risk: full view after a tick, 20 coins, compiled', () => poolRisk(priced, stats), 300, '≤ 2 ms'),
    row('risk: the same with compiling the account', () => risk(account, stats), 300, '≤ 2 ms'),
    row('risk: covariance of 90 days × 20 coins', () => statistics(input), 40, '≤ 20 ms'),
    row('risk: alignment of 90 days × 20 coins of candles', () => alignReturns(raw, now), 15),
    row('risk: probability bands', () => probabilityBands(distances), 2000, '≤ 10 ms'),
  ];
}
