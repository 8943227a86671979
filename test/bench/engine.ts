/** What a changed mark costs: all liquidation prices of a pool again, and their confirmation in decimals. */
import type { Account, Pool, Position } from '../../src/engine/account';
import { assess } from '../../src/engine/assess';
import { compile } from '../../src/engine/headroom';
import { livePool } from '../../src/engine/live';
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

export async function benchEngine(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
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
    const book = compile(pool)!;
    const direction = new Float64Array(book.factors.length).fill(1);
    const joint = microseconds(() => void book.crossing(direction, -1), Math.ceil(2000 / count));
    rows.push({ name: `the joint crossing of ${count} positions`, median: shown(joint) });
  }
  return rows;
}
