/**
 * A pool read exactly: what every row and position is worth and requires at the present marks.
 *
 * A figure that is not known is null, and so is everything that depends on it; `known` tells whether the
 * pool's own totals are.
 */
import type { Adjustment, Pool, Position } from './account';
import { type Decimal, exponentOf, ZERO } from './decimal';
import {
  type LedgerPosition,
  type LedgerRow,
  readPosition,
  readRow,
  requirementOf,
  residueFree,
  retiered,
} from './ledger-items';
import { createReader, type Reader } from './reader';
import type { Problem } from './report';

export type { LedgerPosition, LedgerRow } from './ledger-items';

export interface Ledger {
  positions: LedgerPosition[];
  rows: LedgerRow[];
  known: boolean;
  threshold: Decimal | null;
  /** Null when the pool is not known. */
  equity: Decimal | null;
  requirement: Decimal | null;
  headroom: Decimal | null;
  /** The largest decimal exponent among the terms of the headroom. */
  exponent: number;
  /** No contracts and nothing required or owed: safe whatever the prices. */
  inert: boolean;
  problems: Problem[];
}

export interface LedgerOptions {
  path: string;
  /** Where a position stands in the document, when that is not its place in the pool. */
  positionPaths?: Map<Position, string>;
}

/** Reads a pool; total, whatever it holds. */
export function readLedger(pool: Pool, options: LedgerOptions): Ledger {
  const { path } = options;
  const reader = createReader();
  if (pool.estimate) reader.note('estimate', `${path}.estimate`, pool.estimate);
  const threshold = reader.figure(pool.rules.threshold, `${path}.rules.threshold`, 'the threshold');
  reader.optional(
    pool.rules.printed.threshold,
    `${path}.rules.printed.threshold`,
    'the threshold as printed',
  );

  const paths = pool.positions.map(
    (source, k) => options.positionPaths?.get(source) ?? `${path}.positions[${k}]`,
  );
  const sizes = pool.positions.map((source, k) => reader.figure(source.size, `${paths[k]}.size`, 'the size'));
  const extras = pool.positions.map((source, k) =>
    reader.orZero(source.tierExtra, `${paths[k]}.tierExtra`, 'the contracts of resting orders'),
  );
  const tiers = tierContracts(pool.positions, sizes, extras);
  const positions = pool.positions.map((source, k) =>
    readPosition(source, paths[k]!, sizes[k]!, tiers[k]!, rowOf(pool, source), pool.unit, reader),
  );
  const rows = pool.collateral.map((source, k) => {
    const settled = positions.flatMap((position, i) =>
      position.row === k && !position.size?.isZero() ? [i] : [],
    );
    return readRow(source, `${path}.collateral[${k}]`, settled, positions, reader);
  });
  for (const position of positions) position.requirement = requirementOf(position, rows);
  const adjustments = readAdjustments(pool.adjustments ?? [], path, reader);

  return {
    positions,
    rows,
    threshold,
    ...totals(positions, rows, adjustments, threshold),
    problems: reader.problems,
  };
}

/** A known pool without `tierExtra` and the adjustments, as some venues print their price. */
export function withoutOrders(pool: Pool, ledger: Ledger): Ledger {
  const { rows, threshold, problems } = ledger;
  const sizes = ledger.positions.map(({ size }) => size);
  const nothing = ledger.positions.map(() => ZERO);
  const tiers = tierContracts(pool.positions, sizes, nothing);
  const positions = ledger.positions.map((position, k) => retiered(position, tiers[k]!, rows));
  return { positions, rows, threshold, ...totals(positions, rows, [], threshold), problems };
}

/** The row that a position settles in; null: the row that it names is not there. */
function rowOf(pool: Pool, { settle }: Position): number | null {
  if (settle === undefined || settle === null) return -1;
  const row = pool.collateral.findIndex(({ asset }) => asset === settle);
  return row >= 0 ? row : settle === pool.unit ? -1 : null;
}

/** The contracts that find the tier of each position: those of its group, with resting orders. */
function tierContracts(
  sources: Position[],
  sizes: (Decimal | null)[],
  extras: (Decimal | null)[],
): (Decimal | null)[] {
  const own = sizes.map((size, k) => {
    const extra = extras[k]!;
    if (size === null || extra === null) return null;
    return extra.isZero() ? size.abs() : size.abs().plus(extra);
  });
  const groups = new Map<string, Decimal | null>();
  for (const [k, { tierGroup }] of sources.entries()) {
    if (tierGroup === undefined || tierGroup === null) continue;
    const before = groups.get(tierGroup);
    const mine = own[k]!;
    groups.set(tierGroup, mine === null || before === null ? null : (before ?? ZERO).plus(mine));
  }
  return sources.map(({ tierGroup }, k) =>
    tierGroup === undefined || tierGroup === null ? own[k]! : groups.get(tierGroup)!,
  );
}

/** Equity and requirement of every adjustment; null where one is missing. */
function readAdjustments(sources: Adjustment[], path: string, reader: Reader): (Decimal | null)[][] {
  return sources.map((source, k) => {
    const at = `${path}.adjustments[${k}]`;
    return [
      reader.figure(source.equity, `${at}.equity`, 'the equity of the adjustment'),
      reader.figure(source.requirement, `${at}.requirement`, 'the requirement of the adjustment'),
    ];
  });
}

type Totals = Pick<Ledger, 'known' | 'equity' | 'requirement' | 'headroom' | 'exponent' | 'inert'>;

function totals(
  positions: LedgerPosition[],
  rows: LedgerRow[],
  adjustments: (Decimal | null)[][],
  threshold: Decimal | null,
): Totals {
  const equities = [
    ...rows.map(row => row.counted),
    ...positions.map(position =>
      position.row === -1 ? position.pnl : position.row === null && !position.size?.isZero() ? null : ZERO,
    ),
    ...adjustments.map(([equity]) => equity!),
  ];
  const requirements = [
    ...positions.map(position => position.requirement),
    ...rows.map(row => row.requirement),
    ...adjustments.map(([, requirement]) => requirement!),
  ];
  const known = threshold !== null && ![...equities, ...requirements].includes(null);
  if (!known) {
    return { known, equity: null, requirement: null, headroom: null, exponent: 0, inert: false };
  }
  let equityExponent = -Infinity;
  for (const term of equities) equityExponent = Math.max(equityExponent, exponentOf(term!));
  for (const { pnlMoving } of positions) equityExponent = Math.max(equityExponent, exponentOf(pnlMoving!));
  let requirementExponent = -Infinity;
  for (const term of requirements) requirementExponent = Math.max(requirementExponent, exponentOf(term!));
  const equity = residueFree(sum(equities), equityExponent);
  const requirement = residueFree(sum(requirements), requirementExponent);
  const exponent = Math.max(equityExponent, requirementExponent + Math.max(0, exponentOf(threshold)));
  const headroom = residueFree(equity.minus(threshold.times(requirement)), exponent);
  const owed = rows.some(row => row.source.liability && row.balance!.isNegative() && !row.balance!.isZero());
  const inert = !owed && requirement.isZero() && positions.every(position => position.size!.isZero());
  return { known, equity, requirement, headroom, exponent, inert };
}

function sum(terms: (Decimal | null)[]): Decimal {
  let total = ZERO;
  for (const term of terms) total = total.plus(term!);
  return total;
}
