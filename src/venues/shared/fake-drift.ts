/**
 * For tests: venues rename and retype their fields. A document with one of its fields dropped, renamed or given
 * another type, and what becomes of the account that it tells of.
 */
import { expect } from 'vitest';
import { assess } from '../../engine/assess';
import type { AccountReading, TapRules, VenueMessage } from '../venue';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Path = (string | number)[];
type Parent = Record<string | number, Json>;

/** Changes what stands at one place of a document. */
export type Mutation = (parent: Json, key: string | number) => void;

export const put = (parent: Json, key: string | number, change: (old: Json) => Json): void => {
  const object = parent as Parent;
  object[key] = change(object[key]!);
};

export const dropped: Mutation = (parent, key) => {
  if (Array.isArray(parent)) parent.splice(key as number, 1);
  else delete (parent as Parent)[key];
};

export const renamed =
  (suffix: string): Mutation =>
  (parent, key) => {
    if (Array.isArray(parent)) return;
    const object = parent as Parent;
    object[`${key}${suffix}`] = object[key]!;
    delete object[key];
  };

/** For venues that write amounts as text. */
export const mutations: Record<string, Mutation> = {
  dropped,
  renamed: renamed('V2'),
  'null now': (parent, key) => put(parent, key, () => null),
  'a number now': (parent, key) =>
    put(parent, key, old =>
      typeof old === 'string' ? Number(old) || 0 : typeof old === 'number' ? old + 0.5 : 7,
    ),
  'a text now': (parent, key) => put(parent, key, old => (typeof old === 'string' ? 'n/a' : String(old))),
  'in exponents now': (parent, key) =>
    put(parent, key, old =>
      typeof old === 'string' && Number.isFinite(Number(old)) ? Number(old).toExponential() : old,
    ),
  'wrapped now': (parent, key) => put(parent, key, old => ({ value: old })),
  'a list now': (parent, key) => put(parent, key, old => [old]),
};

/** How much of a document is changed: the first rows of each list, the first fields of each row. */
export interface Extent {
  rows: number;
  fields?: number;
}

/** All places of a document: fields, and rows of lists. */
function places(value: Json, extent: Extent, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries: [string | number, Json][] = Array.isArray(value)
    ? value.slice(0, extent.rows).map((each, k) => [k, each])
    : Object.entries(value).slice(0, extent.fields);
  return entries.flatMap(([key, each]) => [[...at, key], ...places(each, extent, [...at, key])]);
}

/** The document with each mutation at each place, as text; those that change nothing are left out. */
export function* drifts(
  document: Json,
  by: Record<string, Mutation>,
  extent: Extent,
): Generator<{ where: string; text: string }> {
  const whole = JSON.stringify(document);
  for (const path of places(document, extent)) {
    for (const [name, mutate] of Object.entries(by)) {
      const changed = structuredClone(document);
      const parent = path.slice(0, -1).reduce<Json>((at, key) => (at as Parent)[key]!, changed);
      mutate(parent, path.at(-1)!);
      const text = JSON.stringify(changed);
      if (text !== whole) yield { where: `${path.join('.')} ${name}`, text };
    }
  }
}

/** Every field of a message; the places of a list are no fields. */
function fields(json: unknown, rows: number, path: Path = []): Path[] {
  if (Array.isArray(json)) return json.slice(0, rows).flatMap((each, k) => fields(each, rows, [...path, k]));
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) => [
    [...path, key],
    ...fields(value, rows, [...path, key]),
  ]);
}

interface Venue<State> {
  readings(state: State): AccountReading[];
  told(messages: VenueMessage[], from?: State): State;
  tap: TapRules;
  /** What may stand in the place of a value and is no message like any other. */
  retyped(value: unknown): unknown[];
  /** The first rows of each list. Absent: all. */
  rows?: number;
}

/** What is known of each pool, and whether a message that has drifted can change it in silence. */
export function driftCheck<State>({
  readings,
  told,
  tap,
  retyped,
  rows = Number.POSITIVE_INFINITY,
}: Venue<State>) {
  /** Most changes leave the account as it was: it is assessed once. */
  const seen = new Map<string, Record<string, string>>();

  /** All that a trader is told of: what is known of each pool. */
  const figures = (state: State): Record<string, string> => {
    const [reading] = readings(state);
    if (!reading) return {};
    const key = JSON.stringify(reading.account.pools);
    const known = seen.get(key);
    if (known) return known;
    const result: Record<string, string> = {};
    for (const pool of assess(reading.account).pools) {
      if (pool.state === 'unknown') continue;
      result[pool.id] = JSON.stringify([
        pool.equity,
        pool.maintenanceMargin,
        pool.positions.map(one => [one.symbol, one.liquidation.below, one.liquidation.above]),
      ]);
    }
    seen.set(key, result);
    return result;
  };

  const problems = (state: State) => readings(state)[0]?.problems.map(({ message }) => message) ?? [];

  /** False for what the tap would not have copied: an event of another name is never seen. */
  const isCopied = ({ via, body }: VenueMessage): boolean =>
    via !== 'websocket' || tap.sockets[0]!.incoming.test(body as string);

  const drifted = (message: VenueMessage): { what: string; message: VenueMessage }[] => {
    const body = message.body as string;
    return fields(JSON.parse(body), rows).flatMap(path => {
      const named = (kind: string, mutate: Mutation) => {
        const json = JSON.parse(body) as Json;
        mutate(
          path.slice(0, -1).reduce<Json>((at, key) => (at as Parent)[key]!, json),
          path.at(-1)!,
        );
        return { what: `${path.join('.')} ${kind}`, message: { ...message, body: JSON.stringify(json) } };
      };
      const value = path.reduce<Json>((at, key) => (at as Parent)[key]!, JSON.parse(body));
      return [
        named('dropped', dropped),
        named('renamed', renamed('New')),
        ...retyped(value).map(other =>
          named(`as ${JSON.stringify(other)}`, (parent, key) => put(parent, key, () => other as Json)),
        ),
      ];
    });
  };

  /**
   * Each field of the k-th message in turn: what comes of it is right, unknown, or old with a problem that is named.
   * How many were read without a word.
   */
  const check = (from: State, messages: VenueMessage[], k: number): number => {
    const whole = told(messages, from);
    const right = figures(whole);
    const usual = problems(whole);
    let read = 0;
    for (const { what, message } of drifted(messages[k]!)) {
      if (!isCopied(message)) continue;
      const state = told([...messages.slice(0, k), message, ...messages.slice(k + 1)], from);
      if (problems(state).some(one => !usual.includes(one))) continue;
      read++;
      const silent = figures(state);
      for (const [id, text] of Object.entries(silent)) expect(text, `${what}: ${id}`).toBe(right[id]);
      // Nothing disappears without a word.
      for (const id of Object.keys(right)) expect(silent, what).toHaveProperty(id);
    }
    return read;
  };

  return { figures, check };
}
