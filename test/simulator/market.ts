/**
 * One market for all simulated exchanges: marks, indices and mids as exact decimals on tick, hourly bars,
 * and a program that moves them. Reproducible: what happens depends on the seed, the scenario and the number
 * of steps taken, never on how long a step really took.
 */
import { type Coin, coins } from './coins';
import { generateHistory, hour } from './history';
import { createRandom } from './random';
import { type ScenarioName, scenarios, stepMilliseconds } from './scenarios';

export interface Quote {
  mark: string;
  /** The spot index, or oracle price. */
  index: string;
  /** Halfway between bid and ask: may lie half a tick between. */
  mid: string;
}

/** One hour; prices are decimals as an exchange would print them. */
export interface Candle {
  /** Opening time, ms since the epoch, on the hour. */
  at: number;
  open: string;
  high: string;
  low: string;
  close: string;
  /** In base units. */
  volume: string;
}

export interface Tick {
  /** How many steps the market has taken. */
  step: number;
  at: number;
  /** Names of the coins whose mark changed. */
  changed: string[];
}

export interface Market {
  coins: Coin[];
  /** True for a coin of this market. */
  has(coin: string): boolean;
  quote(coin: string): Quote;
  mark(coin: string): string;
  /** The price 24 hours ago. */
  dayAgo(coin: string): string;
  /** Sets the mark as written (a number is printed plainly); index and mid follow. Emits one tick. */
  setMark(coin: string, price: string | number): void;
  setMarks(prices: Record<string, string | number>): void;
  /** Hourly bars that open in [from, to], ms; the last one is the running hour, still moving. */
  candles(coin: string, from: number, to: number): Candle[];
  scenario(name: ScenarioName): void;
  /** Takes steps at once, without waiting: for tests of the program itself. */
  advance(steps: number): void;
  on(event: 'tick', listener: (tick: Tick) => void): () => void;
  now(): number;
  close(): void;
}

export interface MarketOptions {
  scenario: ScenarioName;
  seed: number;
  now?: () => number;
  /** False: no timer; the market moves by `advance` only. */
  live?: boolean;
}

/** Longer than any half-life or look-back in use. */
export const historyHours = 92 * 24;

interface State {
  coin: Coin;
  mark: string;
  value: number;
  basis: number;
  /** How often the mark has changed: the mid is now above, now below it. */
  changes: number;
}

export function createMarket(options: MarketOptions): Market {
  const now = options.now ?? Date.now;
  const history = generateHistory(coins, options.seed, now(), historyHours);
  const random = createRandom(`ticks ${options.seed}`);
  const listeners = new Set<(tick: Tick) => void>();
  const states = new Map<string, State>();
  for (const coin of coins) {
    const basis = createRandom(`basis ${options.seed} ${coin.name}`).normal() * 0.0002;
    states.set(coin.name, {
      coin,
      mark: coin.price.toFixed(coin.decimals),
      value: coin.price,
      basis,
      changes: 0,
    });
  }

  let step = 0;
  let program = start(options.scenario);

  /** The program of a scenario: from which marks, since which step. */
  function start(name: ScenarioName) {
    const from = new Map([...states].map(([coin, state]) => [coin, state.value]));
    return { scenario: scenarios[name], from, noise: new Map<string, number>(), since: step };
  }

  function state(coin: string): State {
    const found = states.get(coin);
    if (!found) throw new Error(`The market has no coin ${coin}`);
    return found;
  }

  function takeStep() {
    step++;
    const { scenario, from, noise, since } = program;
    if (scenario.every === 0 || (step - since) % scenario.every !== 0) return;
    const steps = (scenario.seconds * 1000) / stepMilliseconds;
    const progress = steps > 0 ? Math.min(1, (step - since) / steps) : 1;
    // Noise is a random walk in the log price; while a move runs it is pinned to 0 at the end (a bridge),
    // so that the move ends exactly where the scenario says.
    const hours = (scenario.every * stepMilliseconds) / hour;
    const common = random.normal();
    const changed: string[] = [];
    for (const { coin } of states.values()) {
      const shock = coin.loading * common + Math.sqrt(1 - coin.loading ** 2) * random.normal();
      const walk = (noise.get(coin.name) ?? 0) + scenario.noise * coin.volatility * Math.sqrt(hours) * shock;
      noise.set(coin.name, progress === 1 && steps > 0 && step - since === steps ? 0 : walk);
      const pinned = steps > 0 && progress < 1 ? walk * (1 - progress) : noise.get(coin.name)!;
      const move = scenario.move ? progress * Math.log1p(scenario.move(coin)) : 0;
      const price = from.get(coin.name)! * Math.exp(move + pinned);
      if (put(coin.name, price.toFixed(coin.decimals))) changed.push(coin.name);
    }
    emit(changed);
  }

  function put(name: string, text: string): boolean {
    const target = state(name);
    if (target.mark === text) return false;
    target.mark = text;
    target.value = Number(text);
    target.changes++;
    extendBars(target);
    return true;
  }

  function emit(changed: string[]) {
    const tick = { step, at: now(), changed };
    for (const listener of [...listeners]) listener(tick);
  }

  /** The running hour takes up the new mark; a new hour opens at the last close. */
  function extendBars({ coin, value }: State) {
    const bars = history.get(coin.name)!;
    let last = bars.at(-1)!;
    const opening = Math.floor(now() / hour) * hour;
    while (last.at < opening) {
      const { close } = last;
      last = { at: last.at + hour, open: close, high: close, low: close, close, volume: 0 };
      bars.push(last);
    }
    last.close = value;
    last.high = Math.max(last.high, value);
    last.low = Math.min(last.low, value);
    last.volume += 500 / value;
  }

  const timer = options.live === false ? null : setInterval(takeStep, stepMilliseconds);

  return {
    coins,
    has: coin => states.has(coin),
    mark: coin => state(coin).mark,
    quote(name) {
      const { coin, mark, value, basis, changes } = state(name);
      const decimals = Math.max(coin.decimals, decimalsOf(mark));
      return {
        mark,
        index: (value * (1 + basis)).toFixed(coin.decimals),
        mid: (value + (changes % 2 ? 0.5 : -0.5) * 10 ** -decimals).toFixed(decimals + 1),
      };
    },
    dayAgo(coin) {
      const bars = history.get(coin)!;
      return print(bars[bars.length - 24]!.close, state(coin).coin.decimals);
    },
    setMark(coin, price) {
      this.setMarks({ [coin]: price });
    },
    setMarks(prices) {
      const changed: string[] = [];
      for (const [coin, price] of Object.entries(prices)) {
        const text = typeof price === 'string' ? price : plain(price);
        if (!/^\d+(\.\d+)?$/.test(text) || Number(text) <= 0) throw new Error(`${text} is no price`);
        put(coin, text);
        changed.push(coin);
        // A program that runs goes on from here.
        program.from.set(coin, Number(text));
        program.noise.set(coin, 0);
      }
      emit(changed);
    },
    candles(name, from, to) {
      extendBars(state(name));
      const { decimals } = state(name).coin;
      return history
        .get(name)!
        .filter(bar => bar.at >= from && bar.at <= to)
        .map(bar => ({
          at: bar.at,
          open: print(bar.open, decimals),
          high: print(bar.high, decimals),
          low: print(bar.low, decimals),
          close: print(bar.close, decimals),
          volume: bar.volume.toFixed(2),
        }));
    },
    scenario(name) {
      program = start(name);
    },
    advance(steps) {
      for (let k = 0; k < steps; k++) takeStep();
    },
    on(_event, listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    now,
    close() {
      if (timer) clearInterval(timer);
      listeners.clear();
    },
  };
}

function decimalsOf(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}

/** On tick with all its decimals; a mark set finer than the tick as it is. */
function print(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return Number(text) === value ? text : plain(value);
}

/** A number without exponent, at most 12 decimals. */
function plain(value: number): string {
  return value.toFixed(12).replace(/\.?0+$/, '');
}
