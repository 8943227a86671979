/**
 * Accounts assessed: report and risk, each calculated once per account and statistics. Memory is by identity: a
 * keystroke changes no account, so only its drafts are calculated; a tick changes one account and leaves the
 * others as they are.
 */
import type { Account, Draft, Pool } from '../engine/account';
import { assess } from '../engine/assess';
import type { PoolReport, Problem, Report } from '../engine/report';
import { fill } from '../engine/what-if';
import { type PoolRisk, type Risk, risk } from '../risk/risk';
import type { Statistics } from '../risk/statistics';
import type { AfterOrder } from './view/subject';

export interface Assessed {
  report: Report;
  /** Null: there are no statistics. */
  risk: Risk | null;
}

export interface Assessments {
  of(account: Account, statistics: Statistics | null): Assessed;
  /** The account after the draft, by the same functions; `statistics` of what it then holds. */
  after(
    account: Account,
    draft: Draft,
    statistics: (then: Account) => Statistics | null,
    side: AfterOrder['side'],
  ): AfterOrder;
  cost(): Cost;
}

/** Milliseconds that assessments took, for the bench and a bug report. */
export interface Cost {
  assessed: number;
  last: number;
  worst: number;
}

/** `stopwatch` in ms, of any origin. What throws (it should not) makes the account unknown, with the reason. */
export function createAssessments(stopwatch: () => number): Assessments {
  const reports = new WeakMap<Account, Report>();
  const risks = new WeakMap<Account, { statistics: Statistics; risk: Risk | null }>();
  const poolRisks = new WeakMap<Pool, { statistics: Statistics; risk: PoolRisk }>();
  const cost: Cost = { assessed: 0, last: 0, worst: 0 };

  const reportOf = (account: Account): Report => {
    const known = reports.get(account);
    if (known) return known;
    const start = stopwatch();
    let report: Report;
    try {
      report = assess(account);
    } catch (error) {
      report = failed(account, error);
    }
    cost.assessed++;
    cost.last = stopwatch() - start;
    cost.worst = Math.max(cost.worst, cost.last);
    reports.set(account, report);
    return report;
  };

  /** A pool that is the same object as before is not calculated again: a draft leaves most as they are. */
  const riskOf = (account: Account, statistics: Statistics | null): Risk | null => {
    if (!statistics) return null;
    const known = risks.get(account);
    if (known?.statistics === statistics) return known.risk;
    let whole: Risk | null = null;
    try {
      const fresh = account.pools.filter(pool => poolRisks.get(pool)?.statistics !== statistics);
      const made = risk({ ...account, pools: fresh }, statistics);
      for (const [k, pool] of fresh.entries()) poolRisks.set(pool, { statistics, risk: made.pools[k]! });
      whole = { ...made, pools: account.pools.map(pool => poolRisks.get(pool)!.risk) };
    } catch (error) {
      // Without a risk part the joint distance is unknown, and the strip says so; the report stands.
      console.error('Plimsoll: risk', error);
    }
    risks.set(account, { statistics, risk: whole });
    return whole;
  };

  return {
    of: (account, statistics) => ({ report: reportOf(account), risk: riskOf(account, statistics) }),
    after(account, draft, statistics, side) {
      const before = reportOf(account);
      const filled = fill(account, draft);
      const then: Account = { ...account, pools: filled.pools };
      const changed = filled.pools.filter((pool, k) => pool !== account.pools[k]);
      let pools: PoolReport[];
      if (filled.problems.size > 0) {
        pools = assess({ ...account, draft }).whatIf?.pools ?? [];
      } else {
        const assessed = assess({ ...account, pools: changed }).pools;
        pools = filled.pools.map((pool, k) => assessed[changed.indexOf(pool)] ?? before.pools[k]!);
      }
      return { side, pool: draft.pool, account: then, pools, risk: riskOf(then, statistics(then)) };
    },
    cost: () => ({ ...cost }),
  };
}

/** A report that knows nothing but why. */
function failed(account: Account, error: unknown): Report {
  const message = error instanceof Error ? error.message : String(error);
  const problems: Problem[] = [{ code: 'engine-failed', path: '$', message: message.slice(0, 200) }];
  return {
    format: 'plimsoll.report/1',
    venue: account.venue,
    account: account.account,
    asOf: account.asOf,
    pools: account.pools.map(({ id, kind, unit }) => ({
      id,
      kind,
      unit,
      equity: null,
      maintenanceMargin: null,
      headroom: null,
      marginRatio: null,
      usage: null,
      state: 'unknown',
      collateral: [],
      positions: [],
      problems,
    })),
  };
}
