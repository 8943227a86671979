/** The marks of a fall of everything, in parts of the crash: 0 is the opening, 1 is BTC −12 %, ETH −20 %, SOL −25 %. */
import type { Simulator } from '../simulator';

const moves: Record<string, number> = {
  BTC: -0.12,
  ETH: -0.2,
  SOL: -0.25,
  DOGE: -0.25,
  LINK: -0.25,
  XRP: -0.2,
};

const openings = new WeakMap<Simulator, Map<string, number>>();

/** Negative parts are a rise. The coins of the first call are remembered as the opening. */
export const fall = (simulator: Simulator, part: number): void => {
  const { market, control } = simulator;
  const opening =
    openings.get(simulator) ?? new Map(Object.keys(moves).map(coin => [coin, Number(market.mark(coin))]));
  openings.set(simulator, opening);
  const marks = [...opening].map(([coin, mark]) => [
    coin,
    Number((mark * (1 + part * (moves[coin] ?? 0))).toPrecision(5)),
  ]);
  control.setMarks(Object.fromEntries(marks));
};
