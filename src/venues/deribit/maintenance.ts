/**
 * The maintenance margin of a future under standard margin, as a schedule.
 *
 * The rate is `base + slope · x` of the size x in coins, so the requirement `base · x + slope · x²` is a
 * parabola in x. Of an inverse contract x is its value, dollars/mark, and moves with the price; of a linear
 * one it stands still, and the requirement is valued at the index (support.deribit.com, "Linear Perpetual").
 * A schedule has straight pieces: chords between points of the parabola, which lie above it by at most
 * slope·h²/4. The present size is one of the points, so that there the requirement is exact.
 */
import type { Schedule, Step } from '../../engine/account';
import { Decimal, print, ZERO } from '../../engine/decimal';
import { rememberWith } from '../shared/remember';
import { RATES, SAME_RATE } from './assumptions';
import type { Contract, PositionRow } from './state';

export interface Maintenance {
  schedule: Schedule;
  /** `published`: by the venue's rates. `reported`: by its figure for this position, which is not of them. */
  by: 'published' | 'reported';
  /** How far a chord may lie above the parabola, as a part of the value. */
  error: Decimal;
}

type Kind = Pick<Contract, 'type' | 'base'>;

const made = rememberWith<PositionRow, Maintenance | null>();

/** Null: neither a published rate nor the venue's own figure is known. Ticks do not change it. */
export const maintenanceOf = (row: PositionRow, contract: Kind): Maintenance | null =>
  made(row, [contract.type], () => make(row, contract));

function make(row: PositionRow, contract: Kind): Maintenance | null {
  const size = new Decimal(row.size).abs();
  const mark = new Decimal(row.markPrice);
  const linear = contract.type === 'linear';
  // The requirement in coins, times this, is in the currency of the margin.
  const price = linear ? new Decimal(row.indexPrice) : new Decimal(1);
  if (size.isZero() || !mark.gt(0) || !price.gt(0)) return null;
  const coins = linear ? size : size.div(mark);
  const rates = Object.hasOwn(RATES, contract.base) ? RATES[contract.base]! : null;
  const reported = row.maintenanceMargin === null ? null : new Decimal(row.maintenanceMargin).div(price);
  // A schedule of amounts is valued at the mark, the venue's requirement at the index.
  const atMark = linear ? price.div(mark) : new Decimal(1);
  const basis = linear ? 'amount' : 'value';
  if (rates) {
    const published = coins.times(rates.base).plus(coins.pow(2).times(rates.slope));
    const scale = reported?.gt(0) && !isSame(reported, published) ? reported.div(published) : null;
    const { steps, error } = chords(coins, rates, atMark.times(scale ?? 1));
    return { schedule: { basis, style: 'marginal', steps }, by: scale ? 'reported' : 'published', error };
  }
  if (!reported?.gt(0)) return null;
  const rate = text(reported.div(coins).times(atMark));
  return {
    schedule: { basis, style: 'marginal', steps: [{ from: '0', rate }] },
    by: 'reported',
    error: ZERO,
  };
}

/** Beside the relative distance one unit of the eighth digit, to which coins are rounded. */
const isSame = (reported: Decimal, published: Decimal): boolean =>
  reported.minus(published).abs().lte(published.times(SAME_RATE).plus('1e-8'));

/** The template of a contract that is not held, for a size that is about to be. */
export function templateMaintenance(contract: Kind, coins: Decimal): Schedule | null {
  const rates = Object.hasOwn(RATES, contract.base) ? RATES[contract.base]! : null;
  if (!rates || !coins.gt(0)) return null;
  const { steps } = chords(coins, rates, new Decimal(1));
  return { basis: contract.type === 'linear' ? 'amount' : 'value', style: 'marginal', steps };
}

/** Points up to four times the present size, closer together the smaller: the error is alike everywhere. */
const FINE = 64;
/** Beyond, by these factors up to a thousand times the size, where the price has fallen by 99.9 %; there it ends. */
const COARSE = Array<number>(25).fill(1.25);

function chords(
  coins: Decimal,
  { base, slope }: { base: string; slope: string },
  scale: Decimal,
): { steps: Step[]; error: Decimal } {
  const unit = coins.toSignificantDigits(20);
  const points: Decimal[] = [];
  for (let k = 0; k <= FINE; k++) points.push(unit.times(k * k).div((FINE / 2) ** 2));
  for (const factor of COARSE) points.push(points.at(-1)!.times(factor));
  const steps: Step[] = [];
  for (let k = 0; k + 1 < points.length; k++) {
    const [from, to] = [points[k]!, points[k + 1]!];
    const rate = from.plus(to).times(slope).plus(base).times(scale);
    steps.push({ from: text(from), rate: text(rate) });
  }
  // At the present size the points lie 4/FINE of it apart; the chord is off by slope·h²/4.
  const gap = unit.times(4).div(FINE);
  return { steps, error: gap.pow(2).div(4).times(slope).div(unit).times(scale) };
}

const text = (value: Decimal): string => print(value.toSignificantDigits(24));
