/**
 * Whatever the order in which lists and events arrive, the account ends as the venue has it. The venue here is
 * a plain ledger that changes at random; its events arrive in order but late and partly twice (a second
 * socket), its lists are made at one moment and arrive at another.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VenueMessage } from '../venue';
import { accountEvent, balanceList, pageAccount, positionList, T0, told } from './fake-page';
import { OVERTAKING } from './merge';

const SYMBOLS = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'];

interface Step {
  wait: number;
  symbol: number;
  amount: number;
  balance: number;
  isolated: boolean;
  /** How long its event is under way, and its copy by another socket; null: there is none. */
  delay: number;
  again: number | null;
  /** A list is made after this step: which one, and how long it is under way. */
  list: 'positions' | 'balances' | null;
  listDelay: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  // Several events may bear one time.
  wait: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 3000 })),
  symbol: fc.integer({ min: 0, max: SYMBOLS.length - 1 }),
  amount: fc.integer({ min: -3, max: 3 }),
  balance: fc.integer({ min: 0, max: 9999 }),
  isolated: fc.boolean(),
  delay: fc.integer({ min: 0, max: 1500 }),
  again: fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: null }),
  list: fc.constantFrom('positions', 'balances', null),
  listDelay: fc.integer({ min: 0, max: OVERTAKING - 1500 }),
});

interface Row {
  amount: string;
  entry: string;
  isolated: string | undefined;
  at: number;
}

function play(steps: Step[], dated: boolean, skew: number) {
  const ledger = new Map<string, Row>();
  let balance = '10000';
  const arriving: { at: number; order: number; message: (at: number) => VenueMessage }[] = [];
  const arrive = (at: number, message: (at: number) => VenueMessage) =>
    arriving.push({ at, order: arriving.length, message });
  const held = (everything: boolean) =>
    [...ledger]
      .filter(([, row]) => everything || row.amount !== '0')
      .map(([symbol, row]) => ({
        symbol,
        amount: row.amount,
        entry: row.entry,
        mark: '100',
        isolatedWallet: row.isolated ?? '0',
        updateTime: dated ? row.at : 0,
      }));
  const list = (kind: 'positions' | 'balances', made: number, delay: number, everything: boolean) => {
    const rows = held(everything);
    const cross = { USDT: balance };
    arrive(made + delay, at => (kind === 'positions' ? positionList(rows, at) : balanceList(cross, at)));
  };
  list('positions', T0, 0, false);
  list('balances', T0, 0, false);
  let now = T0;
  let socket = T0;
  let event = 0;
  let listedBefore = false;
  /** The contracts that changed in this millisecond. */
  const changed = new Set<number>();
  for (const one of steps) {
    // A list made between two changes of one millisecond cannot be told from one made after both.
    // A list row has a time but no E: two changes of one contract in one millisecond look alike to it.
    const wait = listedBefore || changed.has(one.symbol) ? Math.max(1, one.wait) : one.wait;
    if (wait > 0) changed.clear();
    changed.add(one.symbol);
    now += wait;
    listedBefore = one.list !== null;
    // E is later than T, and grows from event to event.
    event = Math.max(event + 1, now + 1);
    const symbol = SYMBOLS[one.symbol]!;
    const amount = String(one.amount);
    const isolated = one.isolated && one.amount !== 0 ? '55.5' : undefined;
    const row = { amount, entry: one.amount === 0 ? '0' : '99', isolated, at: now };
    ledger.set(symbol, row);
    balance = String(one.balance);
    const body = accountEvent({ balances: { USDT: balance }, positions: [{ symbol, ...row }] }, now, event);
    const message = (at: number): VenueMessage => ({
      at,
      via: 'websocket',
      url: 'wss://fstream.binance.com/private/ws/…',
      direction: 'in',
      body: JSON.stringify(body),
    });
    // One socket keeps its order.
    socket = Math.max(socket, now + one.delay);
    arrive(socket, message);
    if (one.again !== null) arrive(socket + one.again, message);
    if (one.list) list(one.list, now, one.listDelay, dated && one.isolated);
  }
  const messages = arriving
    .sort((a, b) => a.at - b.at || a.order - b.order)
    .map(({ at, message }) => message(at + skew));
  return { messages, ledger, balance };
}

/** More of them by the environment, as before a release. */
const runs = Number(process.env.PLIMSOLL_RUNS ?? 200);

/** Our clock against the venue's: right, or an hour off either way. */
const skews = fc.constantFrom(0, 3_600_000, -3_600_000);

describe('lists and events in any order', { timeout: 60_000 }, () => {
  it.each([true, false])('end in the account of the venue (rows with their time: %s)', dated => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), skews, (steps, skew) => {
        const { messages, ledger, balance } = play(steps, dated, skew);
        const { account, problems } = pageAccount(told(messages));
        const expected = [...ledger]
          .filter(([, row]) => row.amount !== '0')
          .map(([symbol, row]) => [row.isolated ? `isolated:${symbol}` : 'usdm:USDT', symbol, row.amount])
          .sort();
        const ours = account.pools
          .flatMap(pool => pool.positions.map(({ symbol, size }) => [pool.id, symbol, size]))
          .sort();
        expect(ours).toEqual(expected);
        const cross = account.pools.find(pool => pool.id === 'usdm:USDT');
        expect(cross ? cross.collateral[0]!.amount : '0').toBe(balance);
        expect(problems.filter(({ code }) => code !== 'no-brackets' && code !== 'no-mark')).toEqual([]);
      }),
      { numRuns: runs },
    );
  });
});
