/**
 * The exchange's own sums, plain and slow: maintenance margin, margin ratio, liquidation price.
 *
 * Written from Binance's FAQ "How to Calculate Liquidation Price of USDⓈ-M Futures Contracts" (id
 * b3c689c1f50a44cabb3a84e663b81d93) and from nothing of the extension, so that a test which compares the
 * two compares two independent computations.
 */
import { Decimal as Base } from 'decimal.js';

/** Forty digits, as far as an exchange could ever print. */
export const Decimal = Base.clone({ precision: 40, toExpNeg: -30, toExpPos: 40 });
export type Decimal = Base;

export const zero = new Decimal(0);

/** Notional bounds and amounts in the margin asset; rates as fractions. */
export interface Bracket {
  bracket: number;
  initialLeverage: number;
  notionalFloor: Decimal;
  notionalCap: Decimal;
  maintMarginRatio: Decimal;
  /** Amount taken off so that the maintenance margin is continuous from bracket to bracket. */
  cum: Decimal;
}

/** `[floor, maintenance ratio, greatest leverage]` of each bracket, and where the last one ends. */
export type Steps = [floor: number, ratio: string, leverage: number][];

/** Brackets with their `cum`: cumᵢ = cumᵢ₋₁ + floorᵢ·(mmrᵢ − mmrᵢ₋₁), as 349 of 349 real symbols have it. */
export function brackets(steps: Steps, end: number): Bracket[] {
  let cum = zero;
  return steps.map(([floor, ratio, leverage], index) => {
    const before = steps[index - 1];
    const rate = new Decimal(ratio);
    if (before) cum = cum.plus(rate.minus(before[1]).times(floor));
    return {
      bracket: index + 1,
      initialLeverage: leverage,
      notionalFloor: new Decimal(floor),
      notionalCap: new Decimal(steps[index + 1]?.[0] ?? end),
      maintMarginRatio: rate,
      cum,
    };
  });
}

export function bracketOf(notional: Decimal, table: Bracket[]): Bracket {
  const size = notional.abs();
  let found = table[0]!;
  for (const row of table) if (size.gte(row.notionalFloor)) found = row;
  return found;
}

/** In the margin asset. */
export function maintenance(notional: Decimal, table: Bracket[]): Decimal {
  const row = bracketOf(notional, table);
  return notional.abs().times(row.maintMarginRatio).minus(row.cum);
}

/**
 * Value of an amount of contracts in the margin asset, signed as the amount. `dollars`: of one COIN-M contract, which is
 * inverse; null: linear.
 */
export const notionalOf = (amount: Decimal, price: Decimal, dollars: number | null): Decimal =>
  dollars === null ? amount.times(price) : amount.times(dollars).div(price);

export const profitOf = (amount: Decimal, entry: Decimal, price: Decimal, dollars: number | null): Decimal =>
  dollars === null
    ? amount.times(price.minus(entry))
    : amount.times(dollars).times(new Decimal(1).div(entry).minus(new Decimal(1).div(price)));

/** One leg: a one-way position (`amount` signed) or one side of a hedge (a short leg is negative as well). */
export interface Leg {
  amount: Decimal;
  entry: Decimal;
}

/**
 * The price of one symbol at which its pool's margin balance equals its maintenance margin, all else standing
 * still; null where that price is not positive.
 *
 * @param wallet crossWalletBalance of the margin asset, or the isolated wallet
 * @param otherMaintenance TMM₁: maintenance of every other contract of the pool at its present mark
 * @param otherProfit UPNL₁: their unrealised profit
 */
export function liquidationPrice(
  wallet: Decimal,
  otherMaintenance: Decimal,
  otherProfit: Decimal,
  legs: Leg[],
  mark: Decimal,
  table: Bracket[],
  dollars: number | null = null,
): Decimal | null {
  const held = legs.filter(leg => !leg.amount.isZero());
  if (held.length === 0) return null;
  if (dollars !== null)
    return inversePrice(wallet.minus(otherMaintenance).plus(otherProfit), held, mark, table, dollars);
  let price = mark;
  // The brackets are those of the notional at the answer; so: solve, look them up again, until they stand.
  for (let round = 0; round < 60; round++) {
    let above = wallet.minus(otherMaintenance).plus(otherProfit);
    let below = zero;
    for (const { amount, entry } of held) {
      const row = bracketOf(amount.times(price), table);
      above = above.plus(row.cum).minus(amount.times(entry));
      below = below.plus(amount.abs().times(row.maintMarginRatio)).minus(amount);
    }
    if (below.isZero()) return null;
    const next = above.div(below);
    if (next.lte(0)) {
      // Not yet the last word: with the bracket of a small notional there may be a price after all.
      if (price.isZero()) return null;
      price = zero;
      continue;
    }
    if (next.minus(price).abs().lte(price.times('1e-25'))) return next;
    price = next;
  }
  return price;
}

/**
 * The same of COIN-M, by the FAQ "How to Calculate Liquidation Price of COIN-M Futures Contracts" (id
 * ceccfcfb4e3a45e3b48b0b1bb1a8ae46): with reciprocal prices, and brackets by amounts of the coin.
 */
function inversePrice(
  backing: Decimal,
  legs: Leg[],
  mark: Decimal,
  table: Bracket[],
  dollars: number,
): Decimal | null {
  let price = mark;
  for (let round = 0; round < 60; round++) {
    let above = zero;
    let below = backing;
    for (const { amount, entry } of legs) {
      const row = bracketOf(amount.times(dollars).div(price), table);
      above = above.plus(amount.abs().times(row.maintMarginRatio).plus(amount).times(dollars));
      below = below.plus(amount.times(dollars).div(entry)).plus(row.cum);
    }
    if (below.isZero()) return null;
    const next = above.div(below);
    if (next.lte(0)) return null;
    if (next.minus(price).abs().lte(price.times('1e-25'))) return next;
    price = next;
  }
  return price;
}
