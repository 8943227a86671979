/** From an account to its report: the one function behind the extension and the command line. */
import type { Account, Pool, Position } from './account';
import { liquidatable } from './crossing';
import { type Decimal, print, signOf } from './decimal';
import { type Ledger, readLedger } from './ledger';
import { type Liquidations, liquidations } from './liquidation';
import type {
  CollateralReport,
  PoolReport,
  PoolState,
  PositionReport,
  Problem,
  Report,
  Sides,
} from './report';
import { fill } from './what-if';

/**
 * Assesses every pool, and with a draft every pool after its fill, by the same function.
 *
 * Total: an account of whatever figures gets a report; what is missing or unreadable makes exactly the
 * figures unknown that depend on it, and is named in `problems`.
 */
export function assess(account: Account): Report {
  const { venue, account: name, asOf, draft } = account;
  const pools = account.pools.map((pool, k) => assessPool(pool, `$.pools[${k}]`));
  const report: Report = { format: 'plimsoll.report/1', venue, account: name, asOf, pools };
  if (!draft) return report;
  const filled = fill(account, draft);
  const after = filled.pools.map((pool, k) => {
    const problems = filled.problems.get(k);
    if (pool === account.pools[k] && !problems) return pools[k]!;
    return assessPool(pool, `$.pools[${k}]`, problems, filled.positionPaths);
  });
  return { ...report, whatIf: { pools: after } };
}

const NO_SIDES: Sides = { below: null, above: null };

function assessPool(
  pool: Pool,
  path: string,
  spoiled: Problem[] = [],
  positionPaths: Map<Position, string> = new Map(),
): PoolReport {
  const ledger = readLedger(pool, { path, positionPaths });
  const known = ledger.known && spoiled.length === 0;
  const problems = [...ledger.problems, ...spoiled];
  const solved = known ? liquidations(pool, ledger) : null;
  const head = { id: pool.id, kind: pool.kind, unit: pool.unit };
  const positions = pool.positions.map((_, k) => {
    const at = positionPaths.get(pool.positions[k]!) ?? `${path}.positions[${k}]`;
    return reportPosition(ledger, k, solved, at, problems);
  });
  const collateral = pool.collateral.map((_, k) => reportRow(ledger, k, solved));
  const figures = known ? totalsOf(pool, ledger) : UNKNOWN;
  return { ...head, ...figures, collateral, positions, problems };
}

type Totals = Pick<
  PoolReport,
  'equity' | 'maintenanceMargin' | 'headroom' | 'marginRatio' | 'usage' | 'state'
>;

const UNKNOWN: Totals = {
  equity: null,
  maintenanceMargin: null,
  headroom: null,
  marginRatio: null,
  usage: null,
  state: 'unknown',
};

function totalsOf(pool: Pool, ledger: Ledger): Totals {
  const equity = ledger.equity!;
  const requirement = ledger.requirement!;
  const headroom = ledger.headroom!;
  const trigger = pool.rules.liquidatedWhen;
  const sign = signOf(headroom, ledger.exponent);
  const state: PoolState = !ledger.inert && liquidatable(sign, trigger) ? 'liquidatable' : 'safe';
  const positive = equity.gt(0);
  let ratio: Decimal | null;
  if (pool.rules.ratio === 'maintenance/equity') ratio = positive ? requirement.div(equity) : null;
  else ratio = requirement.isZero() ? null : equity.div(requirement);
  return {
    equity: print(equity),
    maintenanceMargin: print(requirement),
    headroom: print(headroom),
    marginRatio: ratio && print(ratio),
    usage: positive ? print(ledger.threshold!.times(requirement).div(equity)) : null,
    state,
  };
}

function reportRow(ledger: Ledger, k: number, solved: Liquidations | null): CollateralReport {
  const { source, value, counted, price } = ledger.rows[k]!;
  const follows = source.follows ?? null;
  const sides = solved && follows !== null && price !== null ? solved.sides(follows, price) : NO_SIDES;
  return {
    asset: source.asset,
    value: value && print(value),
    counted: counted && print(counted),
    liquidation: follows === null ? null : sides,
  };
}

function reportPosition(
  ledger: Ledger,
  k: number,
  solved: Liquidations | null,
  path: string,
  problems: Problem[],
): PositionReport {
  const { source, mark, value, pnl, requirement } = ledger.positions[k]!;
  const note = (name: string, message: string) => {
    problems.push({ code: 'missing', path: `${path}.${name}`, message });
  };
  const printed = solved?.printed(k) ?? null;
  if (printed?.missing === 'tick') note('tick', 'the printed price is moved by a tick that is not known');
  const sides = solved && mark !== null ? solved.sides(source.factor, mark) : NO_SIDES;
  return {
    symbol: source.symbol,
    value: value && print(value),
    unrealizedPnl: pnl && print(pnl),
    maintenanceMargin: requirement && print(requirement),
    printedLiquidationPrice: printed?.price ?? null,
    liquidation: sides,
  };
}
