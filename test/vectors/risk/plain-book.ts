/**
 * A book over an account in the form of these vectors, in plain and obvious arithmetic: the yardstick that
 * the engine's compiled book and the risk figures are held against. Slow, and sure of itself.
 */
import type { Book } from '../../../src/engine/headroom';

export interface OracleAccount {
  marks: Record<string, string>;
  collateral: Record<string, OracleCollateral>;
  positions: OraclePosition[];
}

export interface OracleCollateral {
  qty: string;
  /** Value up to `upTo` counts with `weight`; the last row is open-ended. */
  weights?: { upTo?: string; weight: string }[];
  negSlope?: string;
}

export interface OraclePosition {
  id: string;
  type: 'linear' | 'inverse' | 'quanto';
  asset: string;
  settle: string;
  qty: string;
  mult?: string;
  entry: string;
  tiers: { floor: number | string; rate: string }[];
}

/** Prices by asset → equity − maintenance margin, in USD. */
export function headroomOf(account: OracleAccount, price: Record<string, number>): number {
  const settled: Record<string, number> = {};
  for (const [asset, row] of Object.entries(account.collateral)) settled[asset] = Number(row.qty);
  let maintenance = 0;
  for (const { type, asset, settle, qty, mult, entry, tiers } of account.positions) {
    const p = price[asset]!;
    const e = Number(entry);
    const n = Number(qty) * Number(mult ?? 1);
    const profit = type === 'inverse' ? n * (1 / e - 1 / p) : n * (p - e);
    settled[settle] = (settled[settle] ?? 0) + profit;
    const inCoin = type === 'inverse' ? Math.abs(n) / p : Math.abs(n) * p;
    maintenance += marginOf(inCoin * (price[settle] ?? 1), tiers);
  }
  let equity = 0;
  for (const [asset, amount] of Object.entries(settled)) {
    equity += credit(amount * (price[asset] ?? 1), account.collateral[asset]);
  }
  return equity - maintenance;
}

function marginOf(notional: number, tiers: OraclePosition['tiers']): number {
  let margin = 0;
  tiers.forEach(({ floor, rate }, k) => {
    const next = tiers[k + 1];
    const top = next ? Math.min(notional, Number(next.floor)) : notional;
    if (top > Number(floor)) margin += (top - Number(floor)) * Number(rate);
  });
  return margin;
}

function credit(value: number, row: OracleCollateral | undefined): number {
  if (value < 0) return value * Number(row?.negSlope ?? 1);
  if (!row?.weights) return value;
  let counted = 0;
  let from = 0;
  for (const { upTo, weight } of row.weights) {
    const top = Math.min(value, upTo === undefined ? Number.POSITIVE_INFINITY : Number(upTo));
    if (top > from) counted += (top - from) * Number(weight);
    from = Math.max(from, top);
  }
  return counted;
}

/** The book of these factors; whatever else has a mark stands still. */
export function plainBook(account: OracleAccount, factors: string[]): Book {
  const marks = Object.fromEntries(
    Object.entries(account.marks).map(([asset, mark]) => [asset, Number(mark)]),
  );
  const worth = (held: OracleAccount, m: ArrayLike<number>) => {
    const price = { ...marks };
    factors.forEach((factor, f) => {
      // At a price of 0 the coins of an inverse contract would be infinitely many; just above, they are worth it.
      price[factor] = marks[factor]! * Math.max(1e-9, m[f]!);
    });
    return headroomOf(held, price);
  };
  const bare = { ...account, positions: account.positions.map(each => ({ ...each, tiers: [] })) };
  const equity = (m: ArrayLike<number>) => worth(bare, m);
  const headroom = (m: ArrayLike<number>) => worth(account, m);
  const slopes = (value: typeof headroom) => (m: Float64Array, out: Float64Array) => {
    factors.forEach((_, f) => {
      const h = 1e-5 * Math.max(m[f]!, 1e-12);
      const above = Float64Array.from(m);
      const below = Float64Array.from(m);
      above[f] = m[f]! + h;
      below[f] = m[f]! - h;
      // Exact on a straight piece, up to rounding; on a curved one of second order.
      out[f] = (value(above) - value(below)) / (2 * h);
    });
  };
  return {
    factors,
    headroom,
    gradient: slopes(headroom),
    exposure: slopes(equity),
    crossing(direction, side) {
      const at = (s: number) => headroom(Array.from(direction, each => Math.max(0, 1 + each * s)));
      const sign = Math.sign(at(0)) || -1;
      let near = 0;
      for (let far = 1e-4; far < 1e4; far *= 1.02) {
        if (Math.sign(at(side * far)) === sign) {
          near = far;
          continue;
        }
        let a = near;
        let b = far;
        for (let i = 0; i < 200; i++) {
          const middle = (a + b) / 2;
          if (Math.sign(at(side * middle)) === sign) a = middle;
          else b = middle;
        }
        return side * b;
      }
      return null;
    },
  };
}
