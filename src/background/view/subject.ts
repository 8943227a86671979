/** What a view is made of: one account, assessed, and what the trader set. All of it is given; nothing is asked for. */
import type { Account, Pool } from '../../engine/account';
import { toFloat } from '../../engine/decimal';
import type { PoolReport, Report } from '../../engine/report';
import type { Settings } from '../../settings';
import type { Formats } from '../../ui/format';
import type { Text } from '../../ui/text';
import type { AccountReading, VenueId } from '../../venues/venue';
import type { Verdict } from '../cross-check-window';
import type { PoolFigures, RiskFigures } from '../joint-risk';
import { isIdle } from './distance';
import type { Largest } from './largest';

export interface Subject {
  venue: { id: VenueId; name: string };
  reading: AccountReading;
  report: Report;
  /** Null: there are no statistics yet. */
  risk: RiskFigures | null;
  /** The order that is being typed: one side, or both while none is chosen. Empty: no order. */
  after: AfterOrder[];
  /** The largest order in each direction of the form that keeps the chosen distance; empty: no form to be read. */
  largest: Largest[];
  /** Why the form cannot be read, as a code; null: it can, or there is none. */
  unsure: string | null;
  /** The symbol that the page trades; null: none, or no page. */
  symbol: string | null;
  /** Fed by the public API alone. */
  watched: boolean;
  /** False: the last reading of a page that is gone. */
  live: boolean;
  verdicts: Verdict[];
  /** When the statistics' newest price is from, ms; null: there are none. */
  pricesOfRiskAt: number | null;
  /** The venue's host refuses requests until then; null: it does not. */
  restingUntil: number | null;
  /** What came in and could not be read, newest last. */
  sourceProblems: { code: string; path: string; message: string; at: number }[];
}

export interface AfterOrder {
  /** Null: the side is chosen, "after this order" says enough. */
  side: 'buy' | 'sell' | null;
  /** The pool in which the order fills. */
  pool: string;
  account: Account;
  pools: PoolReport[];
  risk: RiskFigures | null;
}

/** How to say it. */
export interface Manner {
  settings: Settings;
  text: Text;
  format: Formats;
  now: number;
}

/** One pool through all the parts of a subject. */
export interface PoolView {
  pool: Pool;
  report: PoolReport;
  risk: PoolFigures | null;
}

export function poolsOf(subject: Pick<Subject, 'reading' | 'report' | 'risk'>): PoolView[] {
  return poolViews(subject.reading.account, subject.report.pools, subject.risk);
}

export function poolAfter(after: AfterOrder, id: string): PoolView | null {
  return poolViews(after.account, after.pools, after.risk).find(each => each.report.id === id) ?? null;
}

function poolViews(account: Account, reports: PoolReport[], risk: RiskFigures | null): PoolView[] {
  return reports.flatMap(report => {
    const pool = account.pools.find(each => each.id === report.id);
    return pool ? [{ pool, report, risk: risk?.pools.find(each => each.id === report.id) ?? null }] : [];
  });
}

/**
 * The pool that the strip speaks of: the one that the order fills in, else the one that holds the page's symbol,
 * else the worst. Null: the account has none.
 */
export function shownPool(subject: Subject): PoolView | null {
  const pools = poolsOf(subject);
  const drafted = subject.after[0]?.pool;
  return (
    pools.find(each => each.report.id === drafted) ??
    pools.find(each => holds(each, subject.symbol)) ??
    worstPool(pools)
  );
}

/** Liquidatable before unknown before the most used; a pool that holds nothing only when there is no other. */
export function worstPool(pools: PoolView[]): PoolView | null {
  const badnessOf = (view: PoolView) => (isIdle(view) ? -1 : badness(view.report));
  return pools.reduce<PoolView | null>(
    (worst, each) => (worst === null || badnessOf(each) > badnessOf(worst) ? each : worst),
    null,
  );
}

function holds({ pool }: PoolView, symbol: string | null): boolean {
  return symbol !== null && pool.positions.some(each => each.symbol === symbol && toFloat(each.size) !== 0);
}

function badness({ state, usage }: PoolReport): number {
  if (state === 'liquidatable') return 3;
  if (state === 'unknown') return 2;
  return usage === null ? 1.5 : Math.min(1, toFloat(usage));
}
