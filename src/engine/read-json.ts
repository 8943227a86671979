/** Readers for documents in our own formats: they return the value, or throw bad input naming its path. */
import { badInput } from './bad-input';
import { isDecimalString } from './decimal';

export type Json = Record<string, unknown>;

/** How a wrong value is named in an error: its JSON text, cut short. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  let text: string;
  try {
    text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  } catch {
    // Deeper than the stack: what can be parsed cannot always be written.
    return 'a value nested too deep';
  }
  return text.length > 44 ? `${text.slice(0, 41)}…` : text;
}

function expected(path: string, what: string, value: unknown): Error {
  return badInput(path, `expected ${what}, found ${shown(value)}`);
}

export function readObject(value: unknown, path: string, what = 'an object'): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw expected(path, what, value);
  return value as Json;
}

export function readArray(value: unknown, path: string, what = 'an array'): unknown[] {
  if (!Array.isArray(value)) throw expected(path, what, value);
  return value;
}

export function readText(value: unknown, path: string, what = 'a text'): string {
  if (typeof value !== 'string' || value === '') throw expected(path, what, value);
  return value;
}

/** One of the words, in quotes in the error. */
export function readWord(value: unknown, path: string, words: readonly string[]): void {
  if (typeof value === 'string' && words.includes(value)) return;
  throw expected(path, words.map(word => `"${word}"`).join(' or '), value);
}

export function readFlag(value: unknown, path: string): void {
  if (value === undefined || value === null || typeof value === 'boolean') return;
  throw expected(path, 'true or false', value);
}

/** A finite JSON number: a time in milliseconds, a count. */
export function readNumber(value: unknown, path: string, what: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw expected(path, what, value);
  return value;
}

/**
 * Checks a figure: absent and null mean "not known" and pass, everything else must be a decimal string of at
 * most 40 digits without exponent.
 */
export function readFigure(value: unknown, path: string): void {
  if (value === undefined || value === null || isDecimalString(value)) return;
  throw expected(path, 'a decimal string of at most 40 digits', value);
}

/** Checks several figures of one object. */
export function readFigures(object: Json, path: string, names: readonly string[]): void {
  for (const name of names) {
    // The path is only written for what is wrong: long documents have a hundred thousand figures.
    const value = object[name];
    if (value !== undefined && !isDecimalString(value)) readFigure(value, `${path}.${name}`);
  }
}
