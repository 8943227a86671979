/**
 * Every field of every message, in turn dropped, renamed and given another type: the figures that come out are
 * the same, unknown, or come with a problem that names what has changed. Never other figures.
 */
import { describe, expect, it } from 'vitest';
import type { Account } from '../../engine/account';
import { assess } from '../../engine/assess';
import { drifts, type Json, type Mutation, put, mutations as usual } from '../shared/fake-drift';
import type { VenueMessage } from '../venue';
import { accounts } from './account';
import { hear, simulated } from './fake-page';
import { T0 } from './fake-venue';
import { reduce } from './reduce';
import { initial, type State } from './state';

const mutations = {
  ...usual,
  'negative now': ((parent, key) =>
    put(parent, key, old =>
      typeof old === 'string' && /^[\d.]+$/.test(old) && /[1-9]/.test(old) ? `-${old}` : old,
    )) as Mutation,
};

const NOW = T0 + 5000;

/** Most changes leave the account as it was: it is assessed once. */
const assessed = new Map<string, ReturnType<typeof assess>>();

function figures(state: State) {
  return accounts(state, NOW).map(({ account, problems, outdated }) => ({
    problems,
    outdated,
    pools: reportOf(account).pools.map(({ id, equity, maintenanceMargin, state: is, positions }) => ({
      id,
      equity,
      maintenanceMargin,
      state: is,
      positions: positions
        .map(({ symbol, value, liquidation }) => ({ symbol, value, liquidation }))
        .sort((a, b) => (a.symbol < b.symbol ? -1 : 1)),
    })),
  }));
}

function reportOf(account: Account) {
  const key = JSON.stringify(account);
  const report = assessed.get(key) ?? assess(account);
  assessed.set(key, report);
  return report;
}

function check(before: VenueMessage[], message: VenueMessage, rest: VenueMessage[] = []) {
  const document = JSON.parse(String(message.body)) as Json;
  const start = before.reduce(reduce, initial);
  const run = (body: string) => [{ ...message, body }, ...rest].reduce(reduce, start);
  const right = figures(run(JSON.stringify(document)));
  expect(right).toHaveLength(1);
  expect(right[0]!.problems).toEqual([]);
  let tried = 0;
  for (const { where, text } of drifts(document, mutations, { rows: 3, fields: 30 })) {
    tried++;
    const state = run(text);
    const [own] = figures(state);
    // Another user's account is not this one.
    if (!own) continue;
    const named = own.problems.length > 0 || Object.keys(state.problems).length > 0;
    for (const pool of right[0]!.pools) {
      const mine = own.pools.find(({ id }) => id === pool.id);
      if (!mine || mine.state === 'unknown') expect(named, `${where}: silence about ${pool.id}`).toBe(true);
      else if (!named) expect(mine, where).toEqual(pool);
    }
    for (const pool of own.pools) {
      if (!right[0]!.pools.some(({ id }) => id === pool.id) && !named)
        expect(pool.state, where).toBe('unknown');
    }
    // What is named is either unknown, or as it was before, and then it is called old; or it is as told, in doubt.
    if (named && JSON.stringify(own.pools) !== JSON.stringify(right[0]!.pools)) {
      const before = JSON.stringify(figures(start)[0]?.pools ?? []);
      const unknown = own.pools.every(pool => {
        const theirs = right[0]!.pools.find(({ id }) => id === pool.id);
        return pool.state === 'unknown' || JSON.stringify(pool) === JSON.stringify(theirs);
      });
      const old = own.outdated === true && JSON.stringify(own.pools) === before;
      const doubted = own.problems.some(({ code }) => code === 'half-told' || code === 'sums-differ');
      expect(unknown || old || doubted, `${where}: other figures, ${JSON.stringify(own)}`).toBe(true);
    }
  }
  return tried;
}

describe('a changed format', () => {
  it.each(['cross', 'children', 'second'])('of the description of %s', name => {
    const page = hear(simulated(), name);
    expect(check([page.subscribe(), page.markets()], page.account())).toBeGreaterThan(500);
  });

  it('of an answer to a request', () => {
    const page = hear(simulated(), 'children');
    const [, parent] = page.id.split('/');
    const url = `https://indexer.dydx.trade/v4/addresses/${page.name}/parentSubaccountNumber/${parent}`;
    expect(check([page.subscribe(), page.markets()], page.ask(url))).toBeGreaterThan(500);
  });

  it.each([
    ['adds', { symbol: 'BTC-USD', side: 'buy', size: '0.1', price: null }],
    ['closes', { symbol: 'AVAX-USD', side: 'sell', size: '900', price: null }],
    ['flips', { symbol: 'ETH-USD', side: 'buy', size: '12', price: null }],
  ] as const)('of a change: an order that %s', (_, order) => {
    const page = hear(simulated(), 'children');
    const before = [page.subscribe(), page.markets(), page.account()];
    expect(check(before, page.fill(order))).toBeGreaterThan(200);
  });

  it('of the list of markets, of prices', () => {
    const page = hear(simulated(), 'second');
    const list = page.markets();
    const body = JSON.parse(String(list.body));
    // What is held, and one that is not.
    const held = new Set(['BTC-USD', 'ETH-USD', 'XRP-USD', 'WIF-USD']);
    const { markets } = body.contents;
    body.contents.markets = Object.fromEntries(
      Object.entries(markets).filter(([ticker]) => held.has(ticker)),
    );
    expect(
      check([page.subscribe()], { ...list, body: JSON.stringify(body) }, [page.account()]),
    ).toBeGreaterThan(500);
  });

  it('keeps what was said before, calls it old, and is mended by the next description', () => {
    const made = simulated();
    const page = hear(made, 'cross');
    const state = [page.subscribe(), page.markets(), page.account()].reduce(reduce, initial);
    made.tick(1000);
    const told = page.fill({ symbol: 'ETH-USD', side: 'sell', size: '2', price: null });
    const renamed = { ...told, body: String(told.body).replaceAll('"size":', '"amount":') };
    const later = reduce(state, renamed);
    const [before] = accounts(state, NOW);
    const [after] = accounts(later, NOW);
    expect(after!.account.pools).toEqual(before!.account.pools);
    expect(after).toMatchObject({ outdated: true, accountAt: T0 });
    expect(after!.problems[0]).toMatchObject({
      code: 'format-changed',
      message: expect.stringContaining('size'),
    });
    made.tick(1000);
    const [mended] = accounts(reduce(later, page.account()), NOW);
    expect(mended).toMatchObject({ outdated: false, problems: [] });
  });
});
