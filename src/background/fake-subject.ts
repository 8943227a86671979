/** For tests: an account written down by hand, assessed with the real engine and the real statistics. */
import type { Account, Order, Pool, Position } from '../engine/account';
import type { AlignedReturns } from '../risk/returns';
import type { Statistics } from '../risk/statistics';
import { createAssessments } from './assessment';
import type { Subject } from './view/subject';

export const SUBJECT_NOW = 1_764_000_000_000;

const MARKS: Record<string, string> = { BTC: '86000', ETH: '2800', SOL: '130' };

/** Hourly; BTC moves 2.4 % on a usual day, ETH 3.4 %, SOL 4.4 %. */
export const STATISTICS: Statistics = {
  intervalHours: 1,
  factors: ['BTC', 'ETH', 'SOL'],
  market: 'BTC',
  volatility: [0.005, 0.007, 0.009],
  beta: [1, 1.19, 1.44],
  correlation: [
    [1, 0.85, 0.8],
    [0.85, 1, 0.82],
    [0.8, 0.82, 1],
  ],
  covariance: [
    [0.000025, 0.00002975, 0.000036],
    [0.00002975, 0.000049, 0.00005166],
    [0.000036, 0.00005166, 0.000081],
  ],
  shrinkage: 0.1,
  observations: 719,
  stable: [],
  repaired: false,
  short: [],
};

/** Thirty days of hours: nothing moves but for one fall of all, of BTC by 5 %, ten days ago. */
export const HOURS: AlignedReturns = {
  input: {
    format: 'plimsoll.returns/1',
    interval: '1h',
    factors: STATISTICS.factors,
    returns: Array.from({ length: 719 }, (_, t) =>
      STATISTICS.beta.map(beta => (t === 479 ? beta! * Math.log(0.95) : 0)),
    ),
  },
  proxies: [],
  observations: { BTC: 719, ETH: 719, SOL: 719 },
  rows: 719,
  asOf: SUBJECT_NOW,
};

const position = ([symbol, size]: [string, string]): Position => ({
  symbol,
  factor: symbol,
  size,
  contract: { type: 'linear', multiplier: '1' },
  entryPrice: MARKS[symbol] ?? '1',
  markPrice: MARKS[symbol] ?? '1',
  maintenance: { basis: 'value', style: 'marginal', steps: [{ from: '0', rate: '0.0125' }] },
  tick: '0.1',
  lot: '0.001',
});

export function pool(held: [string, string][], cash: string | null, orders: Order[] = []): Pool {
  return {
    id: 'main',
    kind: 'cross',
    unit: 'USDC',
    collateral: [{ asset: 'USDC', amount: cash, price: '1', follows: null }],
    positions: held.map(position),
    orders,
    rules: {
      liquidatedWhen: 'below',
      threshold: '1',
      ratio: 'maintenance/equity',
      printed: { moves: 'symbol', tickOffset: 0, fixedMaintenance: false, onlySinglePosition: false },
    },
  };
}

export function account(held: [string, string][], cash: string | null, orders: Order[] = []): Account {
  return {
    format: 'plimsoll.account/1',
    venue: 'hyperliquid',
    account: '0xa',
    asOf: SUBJECT_NOW,
    pools: [pool(held, cash, orders)],
  };
}

export const stopOrder = (symbol: string, size: string, triggerPrice: string): Order => ({
  symbol,
  side: 'sell',
  size,
  price: null,
  type: 'stop',
  triggerPrice,
  triggerBasis: 'mark',
  reduceOnly: true,
});

/** The account as the desk gives it to the views, with the whole of its risk. */
export function known(of: Account, more: Partial<Subject> = {}): Subject {
  return {
    venue: { id: 'hyperliquid', name: 'Hyperliquid' },
    reading: {
      account: of,
      label: '0xa',
      mode: 'unified',
      accountAt: SUBJECT_NOW,
      pricesAt: SUBJECT_NOW,
      problems: [],
    },
    ...createAssessments(() => 0).of(of, STATISTICS, true),
    after: [],
    largest: [],
    unsure: null,
    symbol: null,
    watched: false,
    live: true,
    verdicts: [],
    pricesOfRiskAt: SUBJECT_NOW,
    restingUntil: null,
    sourceProblems: [],
    ...more,
  };
}
