/**
 * An account from what the page's positions table shows, for pages whose traffic cannot be read. Figures on a
 * screen are rounded, so every pool is an estimate; what they do not determine stays unknown.
 *
 * - An isolated position's margin is printed. Where it is not, the printed liquidation price gives it back.
 * - A cross pool's balance is not in the table. It is the amount at which the pool would be liquidated exactly at
 *   a printed liquidation price, all other marks as they stand. Every printed price gives it anew; where they do
 *   not agree the table does not describe one pool (rows are hidden, or orders weigh in), and it is unknown.
 *
 * A venue opts in by `screen: true`, keeps the last table that `screenTable` finds in a message, and, as long as
 * its traffic gives no account, makes its reading by `screenReading`. Where all of its account is of one margin mode
 * it writes that into the rows first. In the overlay's list of venues it names `positionsTables`. Behind the
 * background only: this file imports the engine.
 */
import type { Contract, Pool, Position, Rules, Schedule } from '../../engine/account';
import { assess } from '../../engine/assess';
import { Decimal, print, readDecimal, ZERO } from '../../engine/decimal';
import type { Problem } from '../../engine/report';
import type { AccountReading, ScreenFigure, ScreenRow, ScreenTable, VenueId, VenueMessage } from '../venue';

/** What the venue knows of the contract in a row, from its public data. */
export interface ScreenContract {
  /** In the venue's own name. */
  symbol: string;
  factor: string;
  contract: Contract;
  /** The asset in which the contract is margined; what its pool counts in. */
  unit: string;
  rules: Rules;
  /** Absent: not known, and then an isolated row needs margin and liquidation price both. */
  maintenance?: Schedule;
  /** The closing fee that the venue counts into the requirement. */
  feeRate?: string;
  tick?: string;
  /** A live mark; absent: that of the row. */
  mark?: { price: string; at: number };
}

export interface ScreenParts {
  venue: VenueId;
  /** When the table was last seen, ms since the epoch. */
  at: number;
  now: number;
  table: ScreenTable;
  /** Null: the venue has said nothing of such a contract yet, or it is none. */
  contract(row: ScreenRow): ScreenContract | null;
  /** The absolute size in contracts; null: the unit is not understood. */
  contracts(row: ScreenRow, size: Decimal, contract: ScreenContract): Decimal | null;
  /** The id of the cross pool of this unit. */
  crossPool(unit: string): string;
}

/** The table in a message; null: it is another message. */
export function screenTable(message: VenueMessage): ScreenTable | null {
  return message.via === 'screen' ? (message.body as ScreenTable) : null;
}

/** So long after it was last seen the table is no longer what stands on the screen, in ms. */
const GONE_AFTER = 10_000;
const ESTIMATE = 'Read from the screen: figures there are rounded.';
/** The part of a pool's value by which balances from different rows may differ: rounding, and marks that move. */
const AGREEMENT = '0.01';

interface Row {
  row: ScreenRow;
  contract: ScreenContract;
  /** At the live mark. */
  position: Position;
  /** At the mark that the table shows beside its other figures. */
  shown: Position;
  liquidation: Decimal | null;
}

export function screenReading(parts: ScreenParts): AccountReading {
  const problems: Problem[] = [];
  const say = (code: string, path: string, message: string) => problems.push({ code, path, message });
  const rows: Row[] = [];
  const marks: number[] = [];
  let lost = 0;
  parts.table.rows.forEach((row, index) => {
    const read = readRow(parts, row);
    if (typeof read === 'string') {
      lost++;
      say('screen-row', `rows.${index}`, `${row.symbol}: ${read}`);
      return;
    }
    rows.push(read);
    marks.push(read.contract.mark?.at ?? parts.at);
  });
  const { count } = parts.table;
  const hidden = count === null ? 0 : Math.max(0, count - parts.table.rows.length);
  if (hidden > 0)
    say('screen-hidden', 'rows', `${hidden} more positions are not in the table on the screen.`);
  const gone = parts.now - parts.at > GONE_AFTER;
  if (gone) say('screen-gone', 'rows', 'The positions table is no longer on the screen.');

  const cross = new Map<string, Row[]>();
  const pools: Pool[] = [];
  for (const each of rows) {
    const mode = each.row.marginMode;
    if (mode === 'isolated') pools.push(isolatedPool(each, pools.length));
    else cross.set(each.contract.unit, [...(cross.get(each.contract.unit) ?? []), each]);
  }
  for (const [unit, held] of cross) {
    pools.push(crossPool(parts.crossPool(unit), unit, held, lost + hidden > 0 ? 'incomplete' : null, say));
  }
  return {
    account: { format: 'plimsoll.account/1', venue: parts.venue, account: 'screen', asOf: parts.at, pools },
    label: 'screen',
    mode: 'screen',
    accountAt: parts.at,
    pricesAt: marks.length > 0 ? Math.min(...marks) : null,
    fromScreen: true,
    outdated: gone,
    problems,
  };
}

/** Or why it cannot be used. */
function readRow(parts: ScreenParts, row: ScreenRow): Row | string {
  const contract = parts.contract(row);
  if (!contract) return 'the contract is not known.';
  const typed = numberOf(row.size);
  const size = typed && parts.contracts(row, typed.abs(), contract);
  if (!typed || !size) return 'the size is not understood.';
  const entry = numberOf(row.entry);
  const mark = contract.mark?.price ?? row.mark?.number ?? null;
  if (!entry?.gt(0)) return 'the entry price is not understood.';
  if (!readDecimal(mark)?.gt(0)) return 'the mark price is not known.';
  const side = sideOf(row, typed, entry);
  if (!side) return 'it does not say whether it is long or short.';
  if (row.marginMode === null) return 'it does not say whether its margin is cross or isolated.';
  const liquidation = numberOf(row.liquidation);
  // The printed price is what the balance is made from: it cannot be compared with what comes out.
  const position: Position = {
    symbol: contract.symbol,
    factor: contract.factor,
    size: print(side === 'short' ? size.neg() : size),
    contract: contract.contract,
    entryPrice: print(entry),
    markPrice: mark,
    ...(contract.maintenance ? { maintenance: contract.maintenance } : {}),
    ...(contract.feeRate ? { feeRate: contract.feeRate } : {}),
    ...(contract.tick ? { tick: contract.tick } : {}),
    ...(row.leverage ? { leverage: row.leverage } : {}),
  };
  return {
    row,
    contract,
    position,
    shown: numberOf(row.mark)?.gt(0) ? { ...position, markPrice: row.mark!.number } : position,
    liquidation: liquidation?.gt(0) ? liquidation : null,
  };
}

const numberOf = (figure: ScreenFigure | null): Decimal | null => readDecimal(figure?.number ?? null);

/** As the row says, by the sign of its size, or by which side its profit is of. */
function sideOf({ side, mark, pnl }: ScreenRow, size: Decimal, entry: Decimal): 'long' | 'short' | null {
  if (side) return size.isNegative() && side === 'long' ? null : side;
  if (size.isNegative()) return 'short';
  const profit = numberOf(pnl);
  const moved = numberOf(mark)?.minus(entry);
  // A move that is a rounding of the mark tells nothing.
  if (!profit || !moved || profit.isZero() || moved.abs().lt(entry.times('0.0005'))) return null;
  return profit.isNegative() === moved.isNegative() ? 'long' : 'short';
}

function isolatedPool(each: Row, index: number): Pool {
  const { row, contract, position } = each;
  const printed = numberOf(row.margin);
  const margin = printed?.gt(0) ? printed : balanceAt([each], each);
  const pool = poolOf(contract, [each], margin);
  return {
    ...pool,
    id: `isolated:${position.symbol}:${index}`,
    kind: 'isolated',
    positions: [margin && !contract.maintenance ? withRate(pool, each) : position],
  };
}

/** With no schedule known: the rate at which this margin is used up at the printed liquidation price. */
function withRate(pool: Pool, each: Row): Position {
  const { position, liquidation } = each;
  if (!liquidation) return position;
  const at = { ...position, markPrice: print(liquidation), maintenance: null };
  const [report] = assess({ ...SOME, pools: [{ ...pool, positions: [at] }] }).pools;
  const equity = readDecimal(report?.equity);
  const value = readDecimal(report?.positions[0]?.value);
  const rate = equity && value?.gt(0) ? equity.div(value) : null;
  // No venue asks for half of a position's value; below zero the margin is not what the price was made from.
  if (!rate || rate.isNegative() || rate.gt('0.5')) return position;
  const steps = [{ from: '0', rate: rate.toFixed(12) }];
  return { ...position, maintenance: { basis: 'value', style: 'marginal', steps } };
}

type Say = (code: string, path: string, message: string) => void;

function crossPool(id: string, unit: string, held: Row[], lacks: 'incomplete' | null, say: Say): Pool {
  const [first] = held;
  const pool = { ...poolOf(first!.contract, held, null), id };
  if (lacks) {
    say('screen-incomplete', id, `The balance behind ${unit} cannot be told while positions are missing.`);
    return pool;
  }
  const found = held.flatMap(each => balanceAt(held, each) ?? []);
  if (found.length === 0) {
    say(
      'screen-balance',
      id,
      `The table prints no liquidation price from which the ${unit} balance could be told.`,
    );
    return pool;
  }
  const [least, most] = [Decimal.min(...found), Decimal.max(...found)];
  const [report] = assess({ ...SOME, pools: [pool] }).pools;
  const value = (report?.positions ?? []).reduce((sum, each) => sum.plus(readDecimal(each.value) ?? 0), ZERO);
  if (most.minus(least).gt(value.times(AGREEMENT))) {
    say('screen-disagrees', id, `The liquidation prices in the table do not agree on one ${unit} balance.`);
    return pool;
  }
  // The least of them: what is shown is not better than what is.
  return poolWith(pool, least);
}

function poolOf({ unit, rules }: ScreenContract, held: Row[], amount: Decimal | null): Pool {
  const pool: Pool = {
    id: '',
    kind: 'cross',
    unit,
    collateral: [],
    positions: held.map(({ position }) => position),
    orders: [],
    rules,
    estimate: ESTIMATE,
  };
  return poolWith(pool, amount);
}

const poolWith = (pool: Pool, amount: Decimal | null): Pool => ({
  ...pool,
  collateral: [{ asset: pool.unit, amount: amount && print(amount), price: '1', follows: null }],
});

const SOME = { format: 'plimsoll.account/1' as const, venue: 'screen', account: 'screen', asOf: 0 };

/**
 * The balance with which this pool has no headroom left when the contract of this row stands at its printed
 * liquidation price and the others where the table has them. Null: none is printed, or something else lacks.
 */
function balanceAt(held: Row[], { contract, position, liquidation }: Row): Decimal | null {
  if (!liquidation) return null;
  const at = print(liquidation);
  const positions = held.map(({ shown }) =>
    // The legs of one contract have one mark.
    shown.symbol === position.symbol ? { ...shown, markPrice: at } : shown,
  );
  const [report] = assess({ ...SOME, pools: [{ ...poolOf(contract, held, ZERO), positions }] }).pools;
  return readDecimal(report?.headroom)?.neg() ?? null;
}
