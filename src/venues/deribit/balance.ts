/**
 * What a currency holds besides the profit of its futures since they were entered.
 *
 * A summary's margin balance is `balance + session profit`: it is made at marks that the summary does not
 * name, but it says how much of it is unrealised profit since the last settlement (`futures_session_upl`), and
 * each position says its own (`floating_profit_loss`) beside the mark at which that is. Without the one and
 * with the other, at that mark, a sum remains that no mark is in. Confirmed on the documentation's example:
 * margin_balance = balance + futures_session_upl + futures_session_rpl, to the last digit.
 */
import { Decimal, print } from '../../engine/decimal';
import { assumed } from './assumptions';
import { contractOf } from './instruments';
import type { Mode } from './margin-mode';
import type { PositionRow, State, SummaryRow } from './state';

export interface Balance {
  /** In the currency; null: the marks of the summary's moment are not known. */
  amount: string | null;
  note: { code: string; message: string } | null;
}

export function balanceOf(state: State, mode: Mode, summary: SummaryRow, own: PositionRow[]): Balance {
  const base = ownBalance(mode, summary);
  const futures = own.filter(row => row.kind === 'future');
  const session = summary.futuresSession;
  if (session !== null && futures.every(row => row.floating !== null && isOneSession(row.at, summary.at))) {
    const sum = futures.reduce(
      (rest, row) => rest.plus(row.floating!).minus(profitOf(state, row, row.markPrice)),
      base.minus(session),
    );
    return { amount: print(sum), note: null };
  }
  let sum = base;
  for (const row of futures) {
    const mark = summary.marks[row.symbol] ?? (isNear(row.at, summary.at) ? row.markPrice : undefined);
    if (mark === undefined) return { amount: null, note: null };
    sum = sum.minus(profitOf(state, row, mark));
  }
  return { amount: print(sum), note: futures.length > 0 ? assumed.marks : null };
}

/**
 * The part of the margin balance that belongs to this currency. With cross collateral the row's
 * `margin_balance` is that of the whole account. Under standard margin the value of options is in the equity
 * and not in the margin balance (the documentation's example: 302.61869214 + 0.0086 = 302.62729214).
 */
export function ownBalance({ cross, portfolio }: Mode, summary: SummaryRow): Decimal {
  if (!cross) return new Decimal(summary.marginBalance);
  const equity = new Decimal(summary.equity);
  return portfolio ? equity : equity.minus(summary.optionsValue ?? '0');
}

/** Since its entry, in the settlement currency: inverse `size · (1/entry − 1/mark)`. */
export function profitOf(state: State, row: PositionRow, mark: string): Decimal {
  const size = new Decimal(row.size);
  if (contractOf(state, row.symbol)?.type === 'linear') {
    return new Decimal(mark).minus(row.averagePrice).times(size);
  }
  const entry = new Decimal(row.averagePrice);
  return entry.isZero() ? entry : size.div(entry).minus(size.div(mark));
}

const DAY = 86_400_000;
/** Settlement is daily at 08:00 UTC: then the session profit goes into the balance and begins at 0. */
const SETTLED = 28_800_000;
const sessionOf = (at: number): number => Math.floor((at - SETTLED) / DAY);
const isOneSession = (a: number, b: number): boolean => sessionOf(a) === sessionOf(b);

/** Milliseconds between two things that were said of one moment. */
const NEAR = 2_000;
const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= NEAR;
