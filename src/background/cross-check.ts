/**
 * Our figures against the venue's own printed ones, pure: which there are, and whether two are the same beyond
 * rounding. When they are compared is cross-check-window.ts.
 */
import type { Account } from '../engine/account';
import { toFloat } from '../engine/decimal';
import type { Report } from '../engine/report';

export type Printed = 'equity' | 'maintenance-margin' | 'margin-ratio' | 'liquidation-price';

/** One figure that the venue printed, beside ours. */
export interface Pair {
  /** Unique in an account: "usdm:USDT BTCUSDT liquidation-price". */
  name: string;
  pool: string;
  /** Null: a figure of the whole pool. */
  symbol: string | null;
  what: Printed;
  /** Decimal text; "none": said to be none; null: not known. */
  ours: string | null;
  theirs: string | null;
  /** Half of what rounding may account for, as an absolute amount. */
  tolerance: number;
}

export const NONE = 'none';

/**
 * Every figure of the account that the venue printed. A pool without a complete report has ours null: it is
 * not comparable, which is not the same as agreeing.
 */
export function pairs(account: Account, report: Report): Pair[] {
  return account.pools.flatMap((pool, index) => {
    const ours = report.pools[index];
    if (!ours || ours.id !== pool.id) return [];
    const list: Pair[] = [];
    const add = (
      symbol: string | null,
      what: Printed,
      theirs: unknown,
      own: string | null,
      tick?: unknown,
    ) => {
      if (typeof theirs !== 'string') return;
      const name = [pool.id, symbol, what].filter(Boolean).join(' ');
      // Two legs of one symbol have a figure each.
      const again = list.filter(pair => pair.name === name || pair.name.startsWith(`${name} #`)).length;
      list.push({
        name: again ? `${name} #${again + 1}` : name,
        pool: pool.id,
        symbol,
        what,
        ours: own,
        theirs,
        tolerance: toleranceOf(theirs, tick),
      });
    };
    const { reported } = pool;
    add(null, 'equity', reported?.equity, ours.equity);
    add(null, 'maintenance-margin', reported?.maintenanceMargin, ours.maintenanceMargin);
    add(null, 'margin-ratio', reported?.marginRatio, ours.marginRatio);
    pool.positions.forEach((position, k) => {
      const own = ours.positions[k];
      if (!own || own.symbol !== position.symbol || !position.reported) return;
      add(position.symbol, 'maintenance-margin', position.reported.maintenanceMargin, own.maintenanceMargin);
      const price = position.reported.liquidationPrice;
      if (price === undefined) return;
      const known = ours.state !== 'unknown';
      const printed = known ? (own.printedLiquidationPrice ?? NONE) : null;
      add(position.symbol, 'liquidation-price', price ?? NONE, printed, position.tick);
    });
    return list;
  });
}

/**
 * What rounding explains: one unit of the last digit that the venue printed (it may round or cut), and for a
 * price one tick. A relative 1e-9 stands for venues that compute in double precision.
 */
function toleranceOf(theirs: string, tick: unknown): number {
  const digits = /\.(\d+)$/.exec(theirs)?.[1]?.length ?? 0;
  const known = [10 ** -digits, toFloat(tick), Math.abs(toFloat(theirs)) * 1e-9];
  return Math.max(...known.filter(each => !Number.isNaN(each)));
}

/**
 * Whether the venue's figure lies where ours were, from `low` to `high`, give or take the rounding; null: not
 * comparable. A price where the other has none is a difference.
 */
export function within(pair: Pair, ours: (string | null)[]): boolean | null {
  const known = ours.filter(each => each !== null);
  if (pair.theirs === null || known.length === 0) return null;
  if (known.includes(pair.theirs)) return true;
  const theirs = toFloat(pair.theirs);
  const numbers = known.map(toFloat).filter(each => !Number.isNaN(each));
  if (Number.isNaN(theirs) || numbers.length === 0) return false;
  const slack = pair.tolerance * (1 + 1e-9);
  return theirs >= Math.min(...numbers) - slack && theirs <= Math.max(...numbers) + slack;
}

/** (ours − theirs)/theirs, for a bug report; null: one of them is no number, or theirs is 0. */
export function relativeDifference(ours: string | null, theirs: string | null): number | null {
  const [a, b] = [toFloat(ours), toFloat(theirs)];
  const relative = (a - b) / b;
  return Number.isFinite(relative) ? relative : null;
}
