/** Reading of the two documents that statistics can be made from: returns, or a covariance. */
import { badInput } from '../engine/bad-input';
import type { ReturnsInput } from './returns';

export interface CovarianceInput {
  format: 'plimsoll.covariance/1';
  /** "1h". */
  interval: string;
  factors: string[];
  /** Of log returns, per interval. */
  matrix: number[][];
}

export type StatisticsInput = ReturnsInput | CovarianceInput;

const HOURS: Record<string, number> = { m: 1 / 60, h: 1, d: 24, w: 168 };
/** A log return beyond this is a slip of units, not a price. */
const LARGEST_RETURN = 20;
const MOST_FACTORS = 1000;
/** Relative; what printing and reading back a symmetric matrix may differ by. */
const ASYMMETRY = 1e-9;

/** Hours of an interval such as "1h", "15m", "1d"; NaN when it is none. */
export function intervalHours(interval: string): number {
  const match = /^([1-9]\d{0,3})([mhdw])$/.exec(interval);
  return match ? Number(match[1]) * HOURS[match[2]!]! : Number.NaN;
}

/** Throws BadInput with the JSON path and what was expected there. */
export function parseReturns(json: unknown): StatisticsInput {
  const input = asObject(json, '$');
  const { format, interval } = input;
  if (format !== 'plimsoll.returns/1' && format !== 'plimsoll.covariance/1') {
    throw badInput('$.format', 'expected "plimsoll.returns/1" or "plimsoll.covariance/1"');
  }
  if (typeof interval !== 'string' || Number.isNaN(intervalHours(interval))) {
    throw badInput('$.interval', 'expected an interval such as "1h", "15m" or "1d"');
  }
  const factors = parseFactors(input.factors);
  return format === 'plimsoll.returns/1'
    ? { format, interval, factors, returns: parseRows(input.returns, factors) }
    : { format, interval, factors, matrix: parseMatrix(input.matrix, factors) };
}

function parseFactors(value: unknown): string[] {
  if (!Array.isArray(value) || value.length === 0)
    throw badInput('$.factors', 'expected a list of at least one factor');
  if (value.length > MOST_FACTORS) throw badInput('$.factors', `expected at most ${MOST_FACTORS} factors`);
  const seen = new Set<string>();
  return value.map((factor: unknown, i) => {
    const path = `$.factors[${i}]`;
    if (typeof factor !== 'string' || factor === '') throw badInput(path, 'expected the name of a factor');
    if (seen.has(factor)) throw badInput(path, `expected each factor once, "${factor}" is there already`);
    seen.add(factor);
    return factor;
  });
}

function parseRows(value: unknown, factors: string[]): number[][] {
  if (!Array.isArray(value) || value.length < 2)
    throw badInput('$.returns', 'expected at least two rows of returns');
  return value.map((row: unknown, t) =>
    asRow(row, `$.returns[${t}]`, factors).map((entry, i) => {
      if (Math.abs(entry) <= LARGEST_RETURN) return entry;
      throw badInput(
        `$.returns[${t}][${i}]`,
        `expected a log return between -${LARGEST_RETURN} and ${LARGEST_RETURN}`,
      );
    }),
  );
}

function parseMatrix(value: unknown, factors: string[]): number[][] {
  if (!Array.isArray(value) || value.length !== factors.length) {
    throw badInput('$.matrix', `expected a row for each of the ${factors.length} factors`);
  }
  const matrix = value.map((row: unknown, i) => asRow(row, `$.matrix[${i}]`, factors));
  matrix.forEach((row, i) => {
    if (row[i]! < 0 || row[i]! > LARGEST_RETURN ** 2) {
      throw badInput(`$.matrix[${i}][${i}]`, `expected a variance between 0 and ${LARGEST_RETURN ** 2}`);
    }
  });
  matrix.forEach((row, i) => {
    row.forEach((entry, j) => {
      const scale = Math.sqrt(row[i]! * matrix[j]![j]!);
      if (Math.abs(entry - matrix[j]![i]!) > ASYMMETRY * scale) {
        throw badInput(
          `$.matrix[${i}][${j}]`,
          `expected the same as [${j}][${i}]: a covariance is symmetric`,
        );
      }
    });
  });
  return matrix;
}

function asRow(value: unknown, path: string, factors: string[]): number[] {
  if (!Array.isArray(value) || value.length !== factors.length) {
    throw badInput(path, `expected a number for each of the ${factors.length} factors`);
  }
  return value.map((entry: unknown, i) => {
    if (typeof entry !== 'number' || !Number.isFinite(entry))
      throw badInput(`${path}[${i}]`, 'expected a finite number');
    return entry;
  });
}

function asObject(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw badInput(path, 'expected an object');
  return value as Record<string, unknown>;
}
