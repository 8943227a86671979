/** Reads the figures of a pool and notes what is missing or unreadable. */
import { type Decimal, readDecimal, ZERO } from './decimal';
import type { Problem } from './report';

export interface Reader {
  problems: Problem[];
  note(code: string, path: string, message: string): void;
  /** A figure that is needed: null, with a problem noted, when it is not there. */
  figure(value: unknown, path: string, what: string): Decimal | null;
  /** A needed figure that must be above zero, as a price or a multiplier. */
  positive(value: unknown, path: string, what: string): Decimal | null;
  /** A figure that may be left out: undefined when it is absent or null, null when it is unreadable. */
  optional(value: unknown, path: string, what: string): Decimal | null | undefined;
  /** As `optional`, but zero when it is left out. */
  orZero(value: unknown, path: string, what: string): Decimal | null;
}

export function createReader(): Reader {
  const problems: Problem[] = [];
  const note = (code: string, path: string, message: string) => {
    problems.push({ code, path, message });
  };
  const optional = (value: unknown, path: string, what: string) => {
    if (value === undefined || value === null) return undefined;
    const read = readDecimal(value);
    if (read === null) note('unreadable', path, `${what} is no decimal string`);
    return read;
  };
  const figure = (value: unknown, path: string, what: string) => {
    const read = optional(value, path, what);
    if (read === undefined) note('missing', path, `${what} is not known`);
    return read ?? null;
  };
  const positive = (value: unknown, path: string, what: string) => {
    const read = figure(value, path, what);
    if (read === null || read.gt(0)) return read;
    note('unreadable', path, `${what} is not above zero`);
    return null;
  };
  const orZero = (value: unknown, path: string, what: string) => {
    const read = optional(value, path, what);
    return read === undefined ? ZERO : read;
  };
  return { problems, note, figure, positive, optional, orZero };
}
