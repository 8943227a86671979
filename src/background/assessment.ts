/**
 * Accounts assessed: report and risk, each calculated once per account and statistics. Memory is by identity: a
 * keystroke changes no account, so only its drafts are calculated; a tick changes one account and leaves the
 * others as they are.
 */
import type { Account, Draft, Pool } from '../engine/account';
import { assess } from '../engine/assess';
import type { PoolReport, Problem, Report } from '../engine/report';
import { fill } from '../engine/what-if';
import { risk } from '../risk/risk';
import type { Statistics } from '../risk/statistics';
import { jointRisk, type PoolFigures, type RiskFigures } from './joint-risk';
import type { AfterOrder } from './view/subject';

export interface Assessed {
  report: Report;
  /** Null: there are no statistics. */
  risk: RiskFigures | null;
}

export interface Assessments {
  /** `whole`: with all that a card shows, which costs several times as much. */
  of(account: Account, statistics: Statistics | null, whole?: boolean): Assessed;
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
  const joints = new WeakMap<Pool, { statistics: Statistics; figures: PoolFigures }>();
  const wholes = new WeakMap<Account, { statistics: Statistics; figures: RiskFigures | null }>();
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
  const jointsOf = (account: Account, statistics: Statistics): RiskFigures => {
    const fresh = account.pools.filter(pool => joints.get(pool)?.statistics !== statistics);
    const made = jointRisk({ ...account, pools: fresh }, statistics);
    for (const [k, pool] of fresh.entries()) joints.set(pool, { statistics, figures: made[k]! });
    return { pools: account.pools.map(pool => joints.get(pool)!.figures), whole: null };
  };

  const wholeOf = (account: Account, statistics: Statistics): RiskFigures => {
    const whole = risk(account, statistics);
    return { pools: whole.pools.map(each => ({ ...each, whole: each })), whole };
  };

  /** Null: without a risk part the joint distance is unknown, and the strip says so; the report stands. */
  const riskOf = (account: Account, statistics: Statistics | null, whole: boolean): RiskFigures | null => {
    if (!statistics) return null;
    const known = wholes.get(account);
    if (known?.statistics === statistics) return known.figures;
    try {
      if (!whole) return jointsOf(account, statistics);
      const figures = wholeOf(account, statistics);
      wholes.set(account, { statistics, figures });
      return figures;
    } catch (error) {
      console.error('Plimsoll: risk', error);
      return null;
    }
  };

  return {
    of: (account, statistics, whole = false) => ({
      report: reportOf(account),
      risk: riskOf(account, statistics, whole),
    }),
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
      return { side, pool: draft.pool, account: then, pools, risk: riskOf(then, statistics(then), false) };
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
