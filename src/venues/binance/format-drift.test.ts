/**
 * Venues rename and retype their fields. Each field of each message in turn: dropped, renamed, given another
 * type. What comes of it may be right, unknown, or old with a problem that is named; never another number.
 */
import { describe, expect, it } from 'vitest';
import { assess } from '../../engine/assess';
import type { VenueMessage } from '../venue';
import { accounts } from './account';
import {
  accountEvent,
  balanceList,
  bracketList,
  configList,
  fetched,
  framed,
  mark,
  positionList,
  type STEPS,
  T0,
  told,
} from './fake-page';
import { initial, type State } from './state';
import { tap } from './tap';

const SYMBOLS = ['BTCUSDT', 'ETHUSDT'];
const FEW: typeof STEPS = [
  [0, 300_000, 0.004, 0],
  [300_000, 9_000_000, 0.005, 300],
];
const before: VenueMessage[] = [
  bracketList(SYMBOLS, T0, FEW),
  configList([
    { symbol: 'BTCUSDT', marginType: 'CROSSED', leverage: 20 },
    { symbol: 'ETHUSDT', marginType: 'ISOLATED', leverage: 8 },
  ]),
  positionList([
    {
      symbol: 'BTCUSDT',
      amount: '5',
      entry: '85214.60',
      mark: '86000.00',
      liquidation: '79000',
      maintenance: '1',
    },
    { symbol: 'ETHUSDT', amount: '-6', entry: '2868.40', mark: '2800.00', isolatedWallet: '2151.30' },
  ]),
  balanceList({ USDT: '29500.41', BNB: '1.2' }),
];
const MINUTE = 60_000;
const later: VenueMessage[] = [
  bracketList(SYMBOLS, T0 + MINUTE, [
    [0, 200_000, 0.005, 0],
    [200_000, 9_000_000, 0.01, 1000],
  ]),
  configList([{ symbol: 'BTCUSDT', marginType: 'CROSSED', leverage: 10 }], T0 + MINUTE),
  positionList(
    [
      { symbol: 'BTCUSDT', amount: '7.5', entry: '85000', mark: '86500.00', updateTime: T0 + 50_000 },
      {
        symbol: 'ETHUSDT',
        amount: '-9',
        entry: '2850',
        mark: '2790.00',
        isolatedWallet: '3000',
        updateTime: T0 + 50_000,
      },
    ],
    T0 + MINUTE,
  ),
  balanceList({ USDT: '31000', BNB: '1.3' }, T0 + MINUTE),
  mark('BTCUSDT', '87000.00', T0 + 2 * MINUTE),
  framed(
    accountEvent(
      {
        balances: { USDT: '28000.5' },
        positions: [
          { symbol: 'BTCUSDT', amount: '8', entry: '85100' },
          { symbol: 'ETHUSDT', amount: '-4', entry: '2850', isolated: '1400' },
        ],
      },
      T0 + 2 * MINUTE,
    ),
    T0 + 2 * MINUTE,
  ),
  fetched(
    'https://www.binance.com/fapi/v1/premiumIndex',
    { symbol: 'BTCUSDT', markPrice: '86400.10', indexPrice: '1', time: T0 + 3 * MINUTE },
    T0 + 3 * MINUTE,
  ),
  framed(
    { e: 'ACCOUNT_CONFIG_UPDATE', E: T0 + 3 * MINUTE, T: T0 + 3 * MINUTE, ai: { j: true } },
    T0 + 3 * MINUTE,
  ),
];

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
function figures(state: State): Record<string, string> {
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

function check(from: State, messages: VenueMessage[], k: number) {
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

describe('a field that is dropped, renamed or retyped', { timeout: 60_000 }, () => {
  it.each(before.map(({ url }, k) => [url.split('/').at(-1)!, k] as const))('in the first %s', (_, k) => {
    expect(check(initial, before, k)).toBeGreaterThan(0);
  });

  it.each(
    later.map(({ url, body }, k) => [`${url.split('/').at(-1)} ${String(body).slice(0, 30)}`, k] as const),
  )('in a later %s', (_, k) => {
    const from = told(before);
    expect(figures(told(later.slice(k, k + 1), from))).toBeDefined();
    check(from, [later[k]!], 0);
  });
});
