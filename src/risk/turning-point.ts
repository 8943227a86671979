/**
 * Where a function of an amount reaches zero: how much of something keeps, or restores, a distance.
 *
 * The functions searched here rise at most once and fall at most once over the amount (headroom is concave and
 * the standard deviation convex in a size, so that "far enough" is one stretch of amounts); where log prices
 * bend that a little, whoever asks checks the answer by measuring it.
 */

/** What a trial of an amount gives: above zero far enough; infinite: never liquidated; NaN: unknown. */
export type Trial = (amount: number) => number;

const ROUNDS = 60;

/**
 * The zero between an amount that is far enough and one that is not, returned on the side that is, to within
 * `grain`. The method of false position, the end that stays put being discounted (Illinois); it halves where
 * that does not converge or a trial is infinite.
 */
export function zeroBetween(trial: Trial, enough: number, short: number, grain: number): number {
  let good = enough;
  let bad = short;
  let atGood = trial(good);
  let atBad = trial(bad);
  let last = 0;
  for (let round = 0; round < ROUNDS && Math.abs(bad - good) > grain; round++) {
    let part = atGood / (atGood - atBad);
    if (!(part > 0 && part < 1) || round % 8 === 7) part = 0.5;
    // A step of less than half a grain would only creep: the far side of the zero is wanted as well.
    const least = (0.5 * grain) / Math.abs(bad - good);
    part = Math.min(1 - least, Math.max(least, part));
    const amount = good + part * (bad - good);
    if (amount === good || amount === bad) break;
    const value = trial(amount);
    if (value >= 0) {
      good = amount;
      atGood = value;
      if (last === 1) atBad /= 2;
      last = 1;
    } else {
      bad = amount;
      // Unknown counts as not enough.
      atBad = Number.isNaN(value) ? -Number.MAX_VALUE : value;
      if (last === -1) atGood /= 2;
      last = -1;
    }
  }
  return good;
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;
const SECTIONS = 24;
const RISE = 1e-3;

/**
 * An amount in from…to that is far enough, or where the trial is largest if none is; by golden sections, which
 * end as soon as one is found.
 */
export function peakBetween(trial: Trial, from: number, to: number): { amount: number; value: number } {
  let [a, b] = [from, to];
  let left = b - GOLDEN * (b - a);
  let right = a + GOLDEN * (b - a);
  let atLeft = trial(left);
  let atRight = trial(right);
  for (let k = 0; k < SECTIONS && !(atLeft >= 0 || atRight >= 0); k++) {
    if (atLeft > atRight) {
      [b, right, atRight] = [right, left, atLeft];
      left = b - GOLDEN * (b - a);
      atLeft = trial(left);
    } else {
      [a, left, atLeft] = [left, right, atRight];
      right = a + GOLDEN * (b - a);
      atRight = trial(right);
    }
  }
  return atLeft > atRight ? { amount: left, value: atLeft } : { amount: right, value: atRight };
}

/**
 * An amount in 0…most that is far enough, where none is not: of a hedge, or of an order that reduces. Null: there
 * is none. `scale` is about what may be asked.
 */
export function someEnough(trial: Trial, scale: number, most: number): number | null {
  let highest = trial(0);
  const atMost = trial(most);
  if (atMost >= 0) return most;
  // Still rising where the amounts end: nothing higher lies before.
  if (atMost > highest && atMost >= trial(most * (1 - RISE))) return null;
  let [before, best, after] = [0, 0, Math.min(most, scale)];
  for (let size = Math.min(most, scale) / 256; size > 0 && size <= most; size *= 4) {
    const value = trial(size);
    if (value >= 0) return size;
    if (!(value > highest)) {
      after = size;
      break;
    }
    [before, best, highest] = [best, size, value];
    after = Math.min(most, size * 4);
  }
  if (best === 0) return null;
  const peak = peakBetween(trial, before, after);
  return peak.value >= 0 ? peak.amount : null;
}
