/** What the market does, by name. Moves are multiplied onto the marks of the moment at which the scenario starts. */
import type { Coin } from './coins';

export type ScenarioName =
  | 'calm'
  | 'crash'
  | 'squeeze'
  | 'outage'
  | 'drift'
  | 'seed'
  | 'desk'
  /** Marks move only by control: for exact tests. */
  | 'still';

export const scenarioNames: ScenarioName[] = [
  'calm',
  'crash',
  'squeeze',
  'outage',
  'drift',
  'seed',
  'desk',
  'still',
];

export interface Scenario {
  /** Steps of the market (200 ms each) between two changes of the marks; 0: the marks stand still. */
  every: number;
  /** Size of the noise: 1 is what the coins' hourly volatility gives. */
  noise: number;
  /** The arithmetic move at the end of `seconds`; null: no move. */
  move: ((coin: Coin) => number) | null;
  seconds: number;
  /** What happens to the feeds some seconds after the start; the marks go on. */
  event: 'outage' | 'drift' | null;
}

export const stepMilliseconds = 200;

const plain: Scenario = { every: 5, noise: 1.5, move: null, seconds: 0, event: null };

export const scenarios: Record<ScenarioName, Scenario> = {
  calm: plain,
  seed: plain,
  // 10 October 2025 as the press told it: BTC −12 %, ETH −20 %, SOL −25 %.
  crash: { ...plain, seconds: 60, move: coin => crash[coin.name] ?? shock(coin, -0.14, -0.6) },
  squeeze: { ...plain, seconds: 60, move: coin => squeeze[coin.name] ?? shock(coin, 0.11, 0.6) },
  outage: { ...plain, event: 'outage' },
  drift: { ...plain, event: 'drift' },
  // 40 coins five times a second: 200 mark changes.
  desk: { ...plain, every: 1, noise: 2.5 },
  still: { ...plain, every: 0 },
};

const crash: Record<string, number> = {
  BTC: -0.12,
  ETH: -0.2,
  SOL: -0.25,
  TSLA: -0.04,
  NVDA: -0.05,
  XYZ100: -0.02,
};
const squeeze: Record<string, number> = {
  BTC: 0.1,
  ETH: 0.16,
  SOL: 0.2,
  TSLA: 0.03,
  NVDA: 0.035,
  XYZ100: 0.015,
};

/** Other coins move with their volatility relative to bitcoin's, to a limit. */
function shock(coin: Coin, perBitcoin: number, limit: number): number {
  const move = perBitcoin * (coin.volatility / 0.0046) * coin.loading;
  return Math.abs(move) > Math.abs(limit) ? limit : move;
}
