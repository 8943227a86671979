/**
 * Every field of every message, in turn dropped, renamed and given another type: the figures that come out are
 * the same, unknown, or come with a problem that says why. Never other figures in silence.
 */
import { describe, expect, it } from 'vitest';
import { assess } from '../../engine/assess';
import { drifts, type Json, type Mutation, put, renamed } from '../shared/fake-drift';
import type { VenueMessage } from '../venue';
import { accounts } from './account';
import {
  bitcoinSummary,
  hear,
  longBitcoin,
  positionOf,
  positions,
  pushed,
  summaries,
  summaryOf,
  T0,
  ticker,
} from './fake-page';
import type { State } from './state';

/** Amounts are numbers here; a row less is a message like any other. */
const mutations: Record<string, Mutation> = {
  dropped: (parent, key) => {
    if (!Array.isArray(parent)) delete (parent as Record<string, Json>)[key];
  },
  renamed: renamed('_v2'),
  'null now': (parent, key) => put(parent, key, () => null),
  'a text now': (parent, key) => put(parent, key, old => (typeof old === 'string' ? 'n/a' : String(old))),
  'a word now': (parent, key) => put(parent, key, old => (typeof old === 'number' ? 'many' : old)),
  'true now': (parent, key) => put(parent, key, old => (typeof old === 'boolean' ? 'yes' : true)),
  'wrapped now': (parent, key) => put(parent, key, old => ({ value: old })),
  'a list now': (parent, key) => put(parent, key, old => [old]),
};

const NOW = T0 + 5000;

function figures(state: State) {
  return accounts(state, NOW).map(({ account, mode, problems, outdated }) => ({
    mode,
    outdated,
    problems,
    pools: assess(account).pools.map(({ id, equity, maintenanceMargin, state: word, positions: rows }) => ({
      id,
      equity,
      maintenanceMargin,
      word,
      rows: rows.map(({ symbol, value, liquidation }) => ({ symbol, value, liquidation })),
    })),
  }));
}

function check(before: VenueMessage[], message: VenueMessage, rest: VenueMessage[] = []) {
  const document = JSON.parse(String(message.body)) as Json;
  const start = hear(before);
  const run = (body: string) => hear([{ ...message, body }, ...rest], start);
  const right = figures(run(JSON.stringify(document)));
  expect(right).toHaveLength(1);
  expect(right[0]!.problems.filter(({ code }) => code !== 'assumed-debt')).toEqual([]);
  let tried = 0;
  for (const { where, text } of drifts(document, mutations, { rows: 3 })) {
    tried++;
    const state = run(text);
    const [own] = figures(state);
    if (!own) continue;
    for (const pool of right[0]!.pools) {
      const mine = own.pools.find(({ id }) => id === pool.id);
      const said = own.problems.length > right[0]!.problems.length || own.outdated;
      if (!mine || mine.word === 'unknown') expect(said, `${where}: silence about ${pool.id}`).toBe(true);
      else if (!said) expect(mine, where).toEqual(pool);
    }
  }
  return tried;
}

const whole = { total_margin_balance_usd: 96420, total_maintenance_margin_usd: 0 };
const cross = { margin_model: 'cross_sm', ...whole };
const [, list] = positions([longBitcoin(), positionOf('BTC-27MAR26', { size: 0 })]);
const asked = (pair: VenueMessage[]) => pair[0]!;

describe('a changed format', () => {
  it('of the summaries', () => {
    const pair = summaries([bitcoinSummary()]);
    const held = positions([longBitcoin()]);
    expect(check([...held, asked(pair)], pair[1]!)).toBeGreaterThan(100);
  });

  it('of the summaries with cross collateral', () => {
    const rows = [
      summaryOf('BTC', { ...cross, balance: 1, equity: 1, margin_balance: 96420 / 86420 }),
      summaryOf('USDC', { ...cross, balance: 10000, equity: 10000, margin_balance: 96420 }),
    ];
    const pair = summaries(rows);
    expect(check([ticker('BTC-PERPETUAL', 86420), asked(pair)], pair[1]!)).toBeGreaterThan(200);
  });

  it('of a portfolio frame', () => {
    const start = [...summaries([bitcoinSummary()]), ...positions([longBitcoin()])];
    expect(check(start, pushed('user.portfolio.btc', bitcoinSummary(), T0 + 100))).toBeGreaterThan(100);
  });

  it('of the positions', () => {
    const pair = positions([longBitcoin()]);
    const said = summaries([bitcoinSummary()], {}, T0);
    expect(check([asked(pair)], list!, said)).toBeGreaterThan(100);
    expect(check([...said, asked(pair)], { ...pair[1]!, at: T0 })).toBeGreaterThan(100);
  });

  it('of a change', () => {
    const start = [...summaries([bitcoinSummary()]), ...positions([longBitcoin()])];
    const change = { trades: [{ timestamp: T0 + 50, amount: 0 }], orders: [], positions: [longBitcoin()] };
    expect(check(start, pushed('user.changes.any.any.raw', change, T0 + 50))).toBeGreaterThan(100);
  });

  it('of a ticker: what it says is no older mark under a new name', () => {
    const start = [...summaries([bitcoinSummary()]), ...positions([longBitcoin()])];
    const state = hear([...start, ticker('BTC-PERPETUAL', 80000, T0 + 100)]);
    const later = ticker('BTC-PERPETUAL', 70000, T0 + 200);
    const renamed = { ...later, body: String(later.body).replace('"mark_price"', '"markPrice"') };
    const [reading] = accounts(hear([renamed], state), NOW);
    expect(reading!.account.pools[0]!.positions[0]!.markPrice).toBe('80000');
    expect(reading!.pricesAt).toBe(T0 + 100);
    expect(reading!.problems).toMatchObject([{ code: 'format-changed', path: 'ticker.mark_price' }]);
    // The first readable ticker ends it.
    expect(accounts(hear([renamed, later], state), NOW)[0]!.problems).toEqual([]);
  });
});
