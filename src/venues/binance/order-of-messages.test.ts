/**
 * Whatever the order in which lists and events arrive, the account ends as the venue has it. The venue here is
 * a plain ledger that changes at random; its events arrive in order but late and partly twice (a second
 * socket), its lists are made at one moment and arrive at another.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VenueMessage } from '../venue';
import { accounts } from './account';
import {
  accountEvent,
  answered,
  balanceList,
  balanceRow,
  envelope,
  fetched,
  type Held,
  pageAccount,
  positionList,
  positionRow,
  T0,
  told,
} from './fake-page';
import { OVERTAKING } from './merge';
import type { State } from './state';

/** How one kind of account speaks: its lists, its stream, and what must be known before. */
interface Voice {
  symbols: string[];
  asset: string;
  /** False: it knows no isolated positions. */
  isolates: boolean;
  before: VenueMessage[];
  positions(rows: Held[], at: number): VenueMessage;
  balances(amount: string, at: number): VenueMessage;
  stream: string;
  /** An event as its stream says it. */
  event(body: ReturnType<typeof accountEvent>): object;
  /** The pool of what is not isolated. */
  pool: string;
  reading(state: State): ReturnType<typeof pageAccount>;
}

const page: Voice = {
  symbols: ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'],
  asset: 'USDT',
  isolates: true,
  before: [],
  positions: positionList,
  balances: (amount, at) => balanceList({ USDT: amount }, at),
  stream: 'wss://fstream.binance.com/private/ws/…',
  event: body => body,
  pool: 'usdm:USDT',
  reading: pageAccount,
};

const coinPage: Voice = {
  ...page,
  symbols: ['BTCUSD_PERP', 'BTCUSD_261225', 'BTCUSD_270326'],
  asset: 'BTC',
  positions: (rows, at) =>
    fetched(
      'v1/private/delivery/user-data/user-position',
      envelope(rows.map(row => positionRow({ ...row, asset: 'BTC' }))),
      at,
    ),
  balances: (amount, at) =>
    fetched('v2/private/delivery/user-data/user-balance', envelope([balanceRow('BTC', amount)]), at),
  stream: 'wss://dstream.binance.com/ws/…',
  pool: 'coinm:BTC',
  reading: state => accounts(state).find(one => one.mode === 'COIN-M')!,
};

/** What is borrowed and owned stays; the futures wallet is the one that changes. */
const marginOf = (umWalletBalance: string) => ({
  asset: 'USDT',
  crossMarginAsset: '0',
  crossMarginBorrowed: '0',
  crossMarginInterest: '0',
  umWalletBalance,
  cmWalletBalance: '0',
});
const portfolio: Voice = {
  ...page,
  isolates: false,
  before: [
    answered('papi/v1/account', { uniMMR: '5', accountEquity: '10', accountMaintMargin: '2' }),
    answered('papi/v1/cm/positionRisk', []),
  ],
  positions: (rows, at) =>
    answered(
      'papi/v1/um/positionRisk',
      rows.map(({ symbol, amount, entry, mark, updateTime }) => ({
        symbol,
        positionSide: 'BOTH',
        positionAmt: amount,
        entryPrice: entry,
        markPrice: mark,
        updateTime,
      })),
      at,
    ),
  balances: (amount, at) => answered('papi/v1/balance', [marginOf(amount)], at),
  stream: 'wss://fstream.binance.com/pm/ws/…',
  event: body => ({
    ...body,
    fs: 'UM',
    a: { ...body.a, P: body.a.P.map(({ mt, iw, ...rest }) => rest) },
  }),
  pool: 'portfolio-margin',
};

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
  symbol: fc.integer({ min: 0, max: 2 }),
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

function play(voice: Voice, steps: Step[], dated: boolean, skew: number) {
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
    const amount = balance;
    arrive(made + delay, at =>
      kind === 'positions' ? voice.positions(rows, at) : voice.balances(amount, at),
    );
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
    const symbol = voice.symbols[one.symbol]!;
    const amount = String(one.amount);
    const isolated = voice.isolates && one.isolated && one.amount !== 0 ? '55.5' : undefined;
    const row = { amount, entry: one.amount === 0 ? '0' : '99', isolated, at: now };
    ledger.set(symbol, row);
    balance = String(one.balance);
    const body = accountEvent(
      { balances: { [voice.asset]: balance }, positions: [{ symbol, ...row }] },
      now,
      event,
    );
    const message = (at: number): VenueMessage => ({
      at,
      via: 'websocket',
      url: voice.stream,
      direction: 'in',
      body: JSON.stringify(voice.event(body)),
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

describe.each([
  ['USDⓈ-M', page],
  ['COIN-M', coinPage],
  ['Portfolio Margin', portfolio],
])('%s: lists and events in any order', { timeout: 60_000 }, (_, voice) => {
  it.each([true, false])('end in the account of the venue (rows with their time: %s)', dated => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), skews, (steps, skew) => {
        const { messages, ledger, balance } = play(voice, steps, dated, skew);
        const { account, problems } = voice.reading(told([...voice.before, ...messages]));
        const expected = [...ledger]
          .filter(([, row]) => row.amount !== '0')
          .map(([symbol, row]) => [row.isolated ? `isolated:${symbol}` : voice.pool, symbol, row.amount])
          .sort();
        const ours = account.pools
          .flatMap(pool => pool.positions.map(({ symbol, size }) => [pool.id, symbol, size]))
          .sort();
        expect(ours).toEqual(expected);
        const cross = account.pools.find(pool => pool.id === voice.pool);
        expect(cross?.collateral[0]?.amount ?? '0').toBe(balance);
        expect(problems.filter(({ code }) => !NOT_SAID.test(code))).toEqual([]);
      }),
      { numRuns: runs },
    );
  });
});

/** What this venue does not say: brackets, rates, the size of a contract. */
const NOT_SAID = /^(no-(brackets|mark|contract|rate|collateral-rates)|assumed-.*)$/;

describe('the mode of the account', () => {
  it('is the last one said, whatever is said again by another socket', () => {
    const turn = fc.record({ on: fc.boolean(), again: fc.option(fc.nat({ max: 20_000 }), { nil: null }) });
    fc.assert(
      fc.property(fc.array(turn, { minLength: 1, maxLength: 12 }), turns => {
        const said = turns.flatMap(({ on, again }, k) => {
          const T = T0 + 1000 * k;
          const body = JSON.stringify({ e: 'ACCOUNT_CONFIG_UPDATE', E: T, T, ai: { j: on } });
          const message = (at: number): VenueMessage => ({
            at,
            via: 'websocket',
            url: page.stream,
            direction: 'in',
            body,
          });
          return again === null ? [message(T)] : [message(T), message(T + again)];
        });
        const lists = [page.positions([], T0 - 1), page.balances('1', T0 - 1)];
        const state = told([...lists, ...said.sort((a, b) => a.at - b.at)]);
        expect(pageAccount(state).mode).toBe(turns.at(-1)!.on ? 'multi-assets' : 'single-asset');
      }),
      { numRuns: runs },
    );
  });
});
