/** Frames that overtake each other, come twice or over another connection end in the same account, or say so. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VenueMessage } from '../venue';
import { accounts } from './account';
import { needs } from './api';
import { hear, simulated } from './fake-page';
import { T0 } from './fake-venue';
import { reduce } from './reduce';
import { initial, type State } from './state';

const ORDERS = [
  { symbol: 'BTC-USD', side: 'buy', size: '0.1', price: null },
  { symbol: 'ETH-USD', side: 'buy', size: '12', price: null },
  { symbol: 'SOL-USD', side: 'sell', size: '40', price: null },
  { symbol: 'AVAX-USD', side: 'sell', size: '900', price: null },
  { symbol: 'BTC-USD', side: 'sell', size: '0.3', price: null },
  { symbol: 'JUP-USD', side: 'buy', size: '500', price: null, leverage: 2 },
] as const;

function session() {
  const made = simulated();
  const page = hear(made, 'children');
  const start = [page.subscribe(), page.markets()];
  const description = page.account();
  const changes = ORDERS.map(order => {
    made.tick(100);
    return page.fill(order);
  });
  return { made, page, start, description, changes };
}

const pools = (state: State) => accounts(state, T0 + 10_000)[0]!.account.pools;
const problems = (state: State) => accounts(state, T0 + 10_000)[0]!.problems.map(({ code }) => code);
const run = (list: VenueMessage[], from: State = initial) => list.reduce(reduce, from);

describe('the order of frames', () => {
  it('does not matter: any interleaving of a description and its later changes ends in the same account', () => {
    const { start, description, changes } = session();
    const straight = run([...start, description, ...changes]);
    expect(problems(straight)).toEqual([]);
    const all = [description, ...changes];
    fc.assert(
      fc.property(
        fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
        fc.array(fc.nat(all.length - 1), { maxLength: 6 }),
        (order, again) => {
          const state = run([...start, ...order, ...again.map(k => all[k]!)]);
          expect(pools(state)).toEqual(pools(straight));
          expect(problems(state)).toEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('of more changes than are kept apart ends in the same account too', () => {
    const { made, page, start, description } = session();
    const fresh = page.account();
    const many = Array.from({ length: 60 }, (_, k) => {
      made.tick(50);
      return page.fill({ symbol: 'ETH-USD', side: k % 2 ? 'sell' : 'buy', size: '0.5', price: null });
    });
    const state = run([...start, description, fresh, ...many]);
    expect(pools(state)).toEqual(pools(run([...start, page.account()])));
    expect(state.accounts[page.name]!.changes.length).toBeLessThanOrEqual(20);
    // The figures that were printed with the description are not held against what has become of it.
    expect(accounts(state, T0)[0]!.checked).toBeUndefined();
    expect(accounts(run([...start, description, ...many.slice(0, 5)]), T0)[0]!.checked!.pools).toEqual(
      accounts(run([...start, description]), T0)[0]!.checked!.pools,
    );
    // A late repetition of an early one changes nothing.
    expect(pools(run([many[0]!, fresh], state))).toEqual(pools(state));
  });

  it('keeps what an answer overtaken by a change would undo', () => {
    const { made, page, start, description } = session();
    const [, parent] = page.id.split('/');
    const url = `https://indexer.dydx.trade/v4/addresses/${page.name}/parentSubaccountNumber/${parent}`;
    const before = run([...start, page.account()]);
    const answer = page.ask(url);
    made.tick(400);
    const changed = run([page.fill({ symbol: 'BTC-USD', side: 'buy', size: '0.2', price: null })], before);
    const late = { ...answer, at: made.now() + 200 };
    expect(pools(run([late], changed))).toEqual(pools(changed));
    // Asked anew, it is taken.
    made.tick(5000);
    const again = run([page.ask(url)], changed);
    expect(pools(again).map(({ collateral }) => collateral)).toEqual(
      pools(changed).map(({ collateral }) => collateral),
    );
    expect(again.accounts[page.name]!.base!.connection).toBeNull();
    expect(description).toBeDefined();
  });
});

it('the list of orders replaces what the stream has told of them, also after the next change', () => {
  const { made, page, start } = session();
  const state = run([
    ...start,
    page.account(),
    page.fill({ symbol: 'SOL-USD', side: 'buy', size: '1', price: null }),
  ]);
  expect(pools(state).find(({ id }) => id === 'isolated:128')!.orders).toHaveLength(1);
  made.ledger.accounts.find(({ name }) => name === 'children')!.orders = [];
  made.tick(1000);
  const url = `https://indexer.dydx.trade/v4/orders/parentSubaccountNumber?address=${page.name}&parentSubaccountNumber=0`;
  const listed = run([page.ask(url)], state);
  expect(pools(listed).flatMap(({ orders }) => orders)).toEqual([]);
  const later = run([page.fill({ symbol: 'BTC-USD', side: 'buy', size: '0.01', price: null })], listed);
  expect(pools(later).flatMap(({ orders }) => orders)).toEqual([]);
});

describe('another connection', () => {
  it('is not believed before it has described the account, and the account is asked for', () => {
    const { made, start, description } = session();
    const page = hear(made, 'children', 'two');
    const state = run([...start, description]);
    made.tick(1000);
    const fresh = page.account();
    const change = page.fill({ symbol: 'BTC-USD', side: 'buy', size: '0.1', price: null });
    const early = run([change], state);
    const [reading] = accounts(early, made.now());
    expect(reading).toMatchObject({ outdated: true });
    expect(problems(early)).toEqual(['connection-changed']);
    expect(needs(early, made.now(), { address: null })[0]).toMatchObject({
      key: `dydx:account:${page.name}`,
      every: 2000,
    });
    const told = run([fresh], early);
    expect(problems(told)).toEqual([]);
    expect(pools(told)).toEqual(pools(run([...start, page.account()])));
  });

  it('forgets the changes of the one before', () => {
    const { made, start, description, changes } = session();
    const page = hear(made, 'children', 'two');
    const state = run([...start, description, ...changes]);
    const fresh = page.account();
    expect(pools(run([fresh, ...changes], state))).toEqual(pools(run([fresh], state)));
  });
});

it('a change that is told in part is shown with its doubt, and asked for again', () => {
  const { made, page, start } = session();
  const state = run([...start, page.account()]);
  const told = page.fill({ symbol: 'BTC-USD', side: 'buy', size: '0.1', price: null });
  const body = JSON.parse(String(told.body));
  for (const part of body.contents) delete part.assetPositions;
  const half = run([{ ...told, body: JSON.stringify(body) }], state);
  expect(problems(half)).toEqual(['half-told']);
  expect(needs(half, made.now(), { address: null })[0]).toMatchObject({ every: 2000 });
  expect(problems(run([page.account()], half))).toEqual([]);
});
