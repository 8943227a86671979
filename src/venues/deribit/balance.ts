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
import { rememberWith } from '../shared/remember';
import { assumed } from './assumptions';
import { contractOf } from './instruments';
import type { Mode } from './margin-mode';
import type { PositionRow, State, SummaryRow } from './state';

export interface Balance {
  /** In the currency; null: the marks of the summary's moment are not known. */
  amount: string | null;
  note: { code: string; message: string } | null;
}

// Ticks change neither a summary nor the positions.
const made = rememberWith<SummaryRow, Balance>();

export const balanceOf = (state: State, mode: Mode, summary: SummaryRow, own: PositionRow[]): Balance =>
  made(summary, own, () => make(state, mode, summary, own));

function make(state: State, mode: Mode, summary: SummaryRow, own: PositionRow[]): Balance {
  const base = ownBalance(mode, summary);
  const futures = own.filter(row => row.kind === 'future');
  const session = summary.futuresSession;
  if (session !== null && fits(state, summary, futures, session)) {
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

/** Of the value of the positions: what marks that are not of one moment may account for, in a fast market. */
const SLACK = '0.05';

/**
 * Whether the summary's session profit may be that of these positions, at the marks at hand when it came. It is not
 * when one of both is from before a settlement or a large trade; nor, [?] with cross collateral, if it should be that
 * of the whole account.
 */
function fits(state: State, summary: SummaryRow, futures: PositionRow[], session: string): boolean {
  let sum = new Decimal(session);
  let value = new Decimal(0);
  for (const row of futures) {
    if (row.floating === null || !isOneSession(row.at, summary.at)) return false;
    const mark = summary.marks[row.symbol] ?? row.markPrice;
    const since = profitOf(state, row, mark).minus(profitOf(state, row, row.markPrice));
    sum = sum.minus(row.floating).minus(since);
    value = value.plus(worthOf(state, row, mark));
  }
  return sum.abs().lte(value.times(SLACK).plus('1e-6'));
}

function worthOf(state: State, row: PositionRow, mark: string): Decimal {
  const size = new Decimal(row.size).abs();
  return contractOf(state, row.symbol)?.type === 'linear' ? size.times(mark) : size.div(mark);
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
