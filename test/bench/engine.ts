/** What a changed mark costs: all liquidation prices of a pool again, and their confirmation in decimals. */
import type { Account, Pool, Position } from '../../src/engine/account';
import { assess } from '../../src/engine/assess';
import { compile } from '../../src/engine/headroom';
import { readLedger } from '../../src/engine/ledger';
import { livePool } from '../../src/engine/live';
import { parseAccount } from '../../src/engine/parse-account';
import { type BenchRow, medianOf } from './row';

/** Positions of so many coins, long and short, ten tiers each, one pool of USDT. */
function desk(count: number): Account {
  const steps = [0, 5e3, 25e3, 1e5, 25e4, 5e5, 1e6, 2e6, 3e6, 5e6].map((from, k) => ({
    from: String(from),
    rate: ['0.004', '0.005', '0.01', '0.025', '0.05', '0.1', '0.125', '0.15', '0.25', '0.5'][k]!,
  }));
  const positions = Array.from({ length: count }, (_, k): Position => {
    const mark = 0.02 * 1.021 ** (k % 500) + k / 1000;
    const value = 4000 + ((k * 7919) % 9000);
    return {
      symbol: `COIN${k}USDT`,
      factor: `COIN${k}`,
      size: ((k % 3 === 0 ? -1 : 1) * (value / mark)).toFixed(3),
      contract: { type: 'linear', multiplier: '1' },
      entryPrice: (mark * (1 + ((k % 11) - 5) / 100)).toFixed(7),
      markPrice: mark.toFixed(7),
      maintenance: { basis: 'value', style: 'marginal', steps },
    };
  });
  const pool: Pool = {
    id: 'usdt',
    kind: 'cross',
    unit: 'USDT',
    collateral: [{ asset: 'USDT', amount: String(1500 * count), price: '1', follows: null }],
    positions,
    orders: [],
    rules: {
      liquidatedWhen: 'at-or-below',
      threshold: '1',
      ratio: 'maintenance/equity',
      printed: { moves: 'symbol', tickOffset: 0, fixedMaintenance: false, onlySinglePosition: false },
    },
  };
  return { format: 'plimsoll.account/1', venue: 'bench', account: 'desk', asOf: 0, pools: [pool] };
}

/** The median of the time that one of many runs takes, in µs; a round is long enough for the clock. */
function microseconds(run: (round: number) => void, batch: number): number {
  for (let k = 0; k < batch * 3; k++) run(k);
  const times: number[] = [];
  for (let round = 0; round < 41; round++) {
    const start = performance.now();
    for (let k = 0; k < batch; k++) run(round * batch + k);
    times.push(((performance.now() - start) * 1000) / batch);
  }
  return medianOf(times);
}

const shown = (us: number) => (us < 1000 ? `${us.toFixed(2)} µs` : `${(us / 1000).toFixed(2)} ms`);

const TARGETS: Record<number, string> = { 5: '2 µs', 50: '20 µs', 500: '250 µs' };

/** The sign of headroom at a price and at the next tick, each with that mark, in decimals. */
function confirm(pool: Pool, k: number, ticks: string[]): boolean {
  const [at, beyond] = ticks.map(markPrice => {
    const positions = pool.positions.map((each, j) => (j === k ? { ...each, markPrice } : each));
    return readLedger({ ...pool, positions }, { path: '$' }).headroom!.isNegative();
  });
  return at !== beyond;
}

/** A long array of accounts through the entrance and the engine, as the command takes it. */
function benchArray(): BenchRow {
  const accounts = Array.from({ length: 300 }, (_, k) => ({ ...desk(40), account: `desk ${k}` }));
  const document = JSON.stringify(accounts);
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    JSON.stringify(
      JSON.parse(document).map((each: unknown) => assess(parseAccount(each))),
      null,
      2,
    );
    return performance.now() - start;
  });
  return {
    name: '300 accounts of 40 positions, from JSON to JSON',
    median: `${medianOf(times).toFixed(0)} ms`,
    target: '1 s',
    note: `the first, not yet compiled, ${times[0]!.toFixed(0)} ms`,
  };
}

export async function benchEngine(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [benchArray()];
  for (const count of [5, 50, 500]) {
    const account = desk(count);
    const pool = account.pools[0]!;
    const live = livePool(pool)!;
    const marks = pool.positions.map(({ markPrice }) => Number(markPrice));
    const below = new Float64Array(count);
    const above = new Float64Array(count);
    const tick = microseconds(
      k => {
        const at = k % count;
        live.setMark(at, marks[at]! * (1 + ((k % 7) - 3) / 1e4));
        live.prices(below, above);
      },
      Math.ceil(20000 / count),
    );
    rows.push({
      name: `a tick, all liquidation prices of ${count} positions again`,
      median: shown(tick),
      target: TARGETS[count]!,
    });
    const exact = microseconds(() => void assess(account), Math.ceil(40 / count) + 1);
    rows.push({ name: `the whole report of ${count} positions in decimals`, median: shown(exact) });
    for (const [k, mark] of marks.entries()) live.setMark(k, mark);
    live.prices(below, above);
    const at = marks.findIndex((_, k) => below[k]! > 0 || above[k]! > 0);
    const price = below[at]! > 0 ? below[at]! : above[at]!;
    // Ticks of a millionth of the price.
    const ticks = [price * (1 + 1e-6), price * (1 - 1e-6)].map(each => each.toFixed(12));
    if (!confirm(pool, at, ticks)) throw new Error('The float price is not the exact one.');
    const confirmed = microseconds(() => void confirm(pool, at, ticks), Math.ceil(200 / count));
    rows.push({
      name: `confirming one of ${count} prices at both ticks, in decimals`,
      median: shown(confirmed),
    });
    const book = compile(pool)!;
    const direction = new Float64Array(book.factors.length).fill(1);
    const joint = microseconds(() => void book.crossing(direction, -1), Math.ceil(2000 / count));
    rows.push({ name: `the joint crossing of ${count} positions`, median: shown(joint) });
  }
  return rows;
}
