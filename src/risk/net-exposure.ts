/**
 * What all known accounts together are exposed to. It says how the trader stands, not how safe any pool is: what
 * one venue's pool wins while another's loses arrives there too late to keep it from being liquidated.
 */
import type { Account, Pool } from '../engine/account';
import { toFloat } from '../engine/decimal';
import type { NetExposure, NetExposures } from './decisions';
import { DOLLARS } from './dollars';
import { pricedBook } from './priced-book';
import { standing } from './repriced';

/** An exposure below this part of all that is held of a factor opposes nothing. */
const SLIGHT = 0.01;

/**
 * Money in dollars. Exposure is what a pool's equity, as its venue counts it, gains per relative rise of a
 * factor: positions and the collateral that follows it. A pool that counts in a coin is exposed to the coin by
 * all of its equity besides.
 */
export function netExposures(accounts: readonly Account[]): NetExposures {
  const byFactor = new Map<string, NetExposure['parts']>();
  const excluded: NetExposures['excluded'] = [];
  for (const account of accounts) {
    for (const pool of account.pools) {
      const who = { venue: account.venue, account: account.account, pool: pool.id };
      const price = dollarsPer(pool.unit, accounts);
      const exposures = price === null ? null : exposuresOf(pool, price);
      if (!exposures) {
        const reason =
          price === null ? `the price of ${pool.unit} is not known` : 'a figure of the pool is missing';
        excluded.push({ ...who, reason });
        continue;
      }
      for (const [factor, exposure] of exposures) {
        if (exposure === 0) continue;
        const parts = byFactor.get(factor) ?? [];
        parts.push({ ...who, exposure });
        byFactor.set(factor, parts);
      }
    }
  }
  const factors = [...byFactor].map(([factor, parts]): NetExposure => {
    const long = parts.reduce((sum, { exposure }) => sum + Math.max(0, exposure), 0);
    const short = parts.reduce((sum, { exposure }) => sum + Math.min(0, exposure), 0) + 0;
    const opposed = Math.min(long, -short) > SLIGHT * (long - short);
    return { factor, net: long + short, long, short, parts, opposed };
  });
  factors.sort((a, b) => Math.abs(b.net) - Math.abs(a.net));
  return { factors, excluded };
}

function exposuresOf(pool: Pool, price: number): Map<string, number> | null {
  const book = pricedBook(pool)?.book;
  const now = standing(pool);
  if (!book || !now) return null;
  const out = new Float64Array(book.factors.length);
  book.exposure(new Float64Array(out.length).fill(1), out);
  const exposures = new Map(book.factors.map((factor, f) => [factor, out[f]! * price]));
  if (!DOLLARS.has(pool.unit)) exposures.set(pool.unit, (exposures.get(pool.unit) ?? 0) + now.equity * price);
  for (const exposure of exposures.values()) if (!Number.isFinite(exposure)) return null;
  return exposures;
}

/** The mark of a contract on the coin, or its price as collateral of a pool that counts in dollars. */
function dollarsPer(unit: string, accounts: readonly Account[]): number | null {
  if (DOLLARS.has(unit)) return 1;
  for (const { pools } of accounts) {
    for (const { positions, collateral, unit: counted } of pools) {
      const marks = positions.filter(({ factor }) => factor === unit).map(({ markPrice }) => markPrice);
      const prices = DOLLARS.has(counted)
        ? collateral.filter(({ asset }) => asset === unit).map(({ price }) => price)
        : [];
      const known = [...marks, ...prices].map(toFloat).find(price => price > 0);
      if (known !== undefined) return known;
    }
  }
  return null;
}
