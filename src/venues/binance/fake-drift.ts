/** For tests: a message with one of its fields dropped, renamed or retyped, and what comes of it. */
import { expect } from 'vitest';
import { assess } from '../../engine/assess';
import type { VenueMessage } from '../venue';
import { accounts } from './account';
import { told } from './fake-page';
import type { State } from './state';
import { tap } from './tap';

type Path = (string | number)[];

/** Every field of a message; the places of a list are no fields. */
function fields(json: unknown, path: Path = []): Path[] {
  if (Array.isArray(json)) return json.flatMap((each, k) => fields(each, [...path, k]));
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) => [[...path, key], ...fields(value, [...path, key])]);
}

function change(
  body: string,
  path: Path,
  edit: (holder: Record<string, unknown>, key: string) => void,
): string {
  const json = JSON.parse(body);
  const holder = path.slice(0, -1).reduce((at, key) => at[key], json);
  edit(holder, String(path.at(-1)));
  return JSON.stringify(json);
}

const retyped = (value: unknown): unknown[] => [
  null,
  true,
  '',
  'abc',
  'NaN',
  '1 000',
  -1.5,
  // An empty list in the place of a list is a message like any other.
  ...(Array.isArray(value) ? [] : [[]]),
  {},
  [value],
  { value },
  typeof value === 'string' ? Number(value) || 7 : String(value),
];

function mutants(message: VenueMessage): { what: string; message: VenueMessage }[] {
  const body = message.body as string;
  return fields(JSON.parse(body)).flatMap(path => {
    const named = (kind: string, text: string) => ({
      what: `${path.join('.')} ${kind}`,
      message: { ...message, body: text },
    });
    const drop = (holder: Record<string, unknown>, key: string) => void delete holder[key];
    const rename = (holder: Record<string, unknown>, key: string) => {
      holder[`${key}New`] = holder[key];
      delete holder[key];
    };
    const value = path.reduce((at: never, key) => at[key], JSON.parse(body) as never);
    return [
      named('dropped', change(body, path, drop)),
      named('renamed', change(body, path, rename)),
      ...retyped(value).map(other =>
        named(
          `as ${JSON.stringify(other)}`,
          change(body, path, (holder, key) => {
            holder[key] = other;
          }),
        ),
      ),
    ];
  });
}

/** All that a trader is told of: what is known of each pool. */
export function figures(state: State): Record<string, string> {
  const [reading] = accounts(state);
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
}

/** Most changes leave the account as it was: it is assessed once. */
const seen = new Map<string, Record<string, string>>();

const problems = (state: State) => accounts(state)[0]?.problems.map(({ message }) => message) ?? [];

/** False for what the tap would not have copied: an event of another name is never seen. */
const isCopied = ({ via, body }: VenueMessage): boolean =>
  via !== 'websocket' || tap.sockets[0]!.incoming.test(body as string);

/**
 * Each field of the k-th message in turn: what comes of it is right, unknown, or old with a problem that is named.
 * How many were read without a word.
 */
export function check(from: State, messages: VenueMessage[], k: number) {
  const whole = told(messages, from);
  const right = figures(whole);
  const usual = problems(whole);
  let read = 0;
  for (const { what, message } of mutants(messages[k]!)) {
    if (!isCopied(message)) continue;
    const state = told([...messages.slice(0, k), message, ...messages.slice(k + 1)], from);
    const isNamed = problems(state).some(one => !usual.includes(one));
    if (isNamed) continue;
    read++;
    const silent = figures(state);
    for (const [id, text] of Object.entries(silent)) expect(text, `${what}: ${id}`).toBe(right[id]);
    // Nothing disappears without a word.
    for (const id of Object.keys(right)) expect(silent, what).toHaveProperty(id);
  }
  return read;
}
