/**
 * This exchange's own margin arithmetic: plain numbers, the parabola of the margin as it is written, bisection. It
 * shares no line with the extension's engine, so that agreement of the two means something.
 */
import { type Contract, optionValue, rates } from './contracts';

export interface Held {
  contract: Contract;
  /** Signed: dollars of inverse futures, coins otherwise. */
  size: number;
  entry: number;
  mark: number;
  /** Dollars of the coin. */
  index: number;
  /** Of an option: its price where the coin stands at a multiple of its present one. */
  repriced?: (multiple: number) => number;
}

/** In the settlement currency, since `from`, at a multiple of the present mark. */
export function profit({ contract, size, mark, repriced }: Held, from: number, multiple = 1): number {
  if (size === 0) return 0;
  if (repriced) return size * ((multiple === 1 ? mark : repriced(multiple)) - from);
  return contract.linear ? size * (mark * multiple - from) : size * (1 / from - 1 / (mark * multiple));
}

const coinsOf = ({ contract, size, mark }: Held, multiple = 1): number =>
  contract.linear ? Math.abs(size) : Math.abs(size) / (mark * multiple);

/** Of a future, in the settlement currency. No account here has an option under standard margin. */
export function maintenance(held: Held, multiple = 1, which: 'base' | 'initial' = 'base'): number {
  if (held.contract.option) return 0;
  const rate = rates[held.contract.coin]!;
  const coins = coinsOf(held, multiple);
  const margin = coins * (rate[which] + rate.slope * coins);
  return held.contract.linear ? margin * held.index * multiple : margin;
}

export const worthOf = (held: Held): number =>
  held.contract.linear || held.contract.option ? Math.abs(held.size) * held.mark : coinsOf(held);

export interface Part {
  currency: string;
  /** Without the profit of futures since their entry. */
  amount: number;
  /** Of one unit, in the unit of the pool. */
  price: number;
  /** The coin that moves the price; null: it stands still. */
  factor: string | null;
  held: Held[];
}

export interface SimulatedPool {
  parts: Part[];
  /** Held as it is along a move: the margin of options, portfolio margin. Null: that of the futures. */
  fixed: number | null;
}

export type Moves = (coin: string) => number;
const still: Moves = () => 1;

const priceOf = (part: Part, moves: Moves): number =>
  part.price * (part.factor === null ? 1 : moves(part.factor));

export function equityOf({ parts }: SimulatedPool, moves: Moves = still): number {
  return parts.reduce((sum, part) => {
    const profits = part.held.reduce(
      (all, held) => all + profit(held, held.entry, moves(held.contract.coin)),
      0,
    );
    return sum + (part.amount + profits) * priceOf(part, moves);
  }, 0);
}

export function requirementOf({ parts, fixed }: SimulatedPool, moves: Moves = still): number {
  if (fixed !== null) return fixed;
  return parts.reduce((sum, part) => {
    const margins = part.held.reduce((all, held) => all + maintenance(held, moves(held.contract.coin)), 0);
    return sum + margins * priceOf(part, moves);
  }, 0);
}

export const headroomOf = (pool: SimulatedPool, moves: Moves = still): number =>
  equityOf(pool, moves) - requirementOf(pool, moves);

/** As multiples of the present price, where the pool is liquidated when one coin moves alone; not below a thousandth. */
export function crossingsOf(
  pool: SimulatedPool,
  coin: string,
): { below: number | null; above: number | null } {
  const at = (multiple: number) => headroomOf(pool, name => (name === coin ? multiple : 1));
  return { below: crossing(at, 1, 1e-3), above: crossing(at, 1, 1e4) };
}

/** Moves of the market at which it is liquidated, every coin moving by its beta. */
export function jointOf(pool: SimulatedPool, betas: Record<string, number>) {
  const at = (move: number) => headroomOf(pool, coin => Math.max(1e-3, 1 + (betas[coin] ?? 1) * move));
  if (!(at(0) > 0)) return { down: 0, up: 0 };
  return { down: crossing(at, 0, -1), up: crossing(at, 0, 1e4) };
}

/** The first change of sign from `start` towards `end`, by growing steps and bisection; null: none. */
function crossing(f: (x: number) => number, start: number, end: number): number | null {
  const positive = f(start) > 0;
  const direction = Math.sign(end - start);
  let near = start;
  let gone = 0;
  for (;;) {
    gone += Math.max(0.0004, gone * 0.008);
    const far = direction < 0 ? Math.max(end, start - gone) : Math.min(end, start + gone);
    if (f(far) > 0 !== positive) {
      let [a, b] = [near, far];
      for (let k = 0; k < 100; k++) {
        const middle = (a + b) / 2;
        if (f(middle) > 0 === positive) a = middle;
        else b = middle;
      }
      return (a + b) / 2;
    }
    if (far === end) return null;
    near = far;
  }
}

/** Portfolio margin of this exchange: the worst loss over moves of ±16 % and three volatilities, a part of it. */
export function portfolioMargin(held: Held[], now: number): number {
  let worst = 0;
  for (let move = -0.16; move < 0.161; move += 0.04) {
    for (const shift of [0.75, 1, 1.25]) {
      const loss = held.reduce((sum, each) => {
        const { contract, size, mark, index } = each;
        if (!contract.option) return sum - profit(each, mark, 1 + move);
        return sum - size * (optionValue(contract, index * (1 + move), now, shift) - mark);
      }, 0);
      worst = Math.max(worst, loss);
    }
  }
  return worst * 0.8;
}
