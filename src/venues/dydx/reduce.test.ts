import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VenueMessage } from '../venue';
import { accounts } from './account';
import { hear, simulated } from './fake-page';
import { answer, frame, heard, INDEXER, ME, SOCKET, subscribe, T0 } from './fake-venue';
import { reduce } from './reduce';
import { initial, type State } from './state';

const page = hear(simulated(), 'children');
const good = heard(page.subscribe(), page.markets(), page.account());
const codes = (state: State, now = T0) => accounts(state, now)[0]!.problems.map(({ code }) => code);
const strip = (state: State) => ({ ...state, problems: {}, seq: 0 });

describe('messages that cannot be read', () => {
  it('leave the state as it was, with a problem that passes', () => {
    const whole = page.prices();
    const cut = { ...whole, body: String(whole.body).slice(0, 200) };
    const state = reduce(good, cut);
    expect(strip(state)).toEqual(strip(good));
    expect(codes(state)).toEqual(['unreadable']);
    expect(codes(state, T0 + 120_000)).toEqual([]);
  });

  it('are not read when they are larger than a megabyte', () => {
    const state = reduce(good, frame('x'.repeat(1_048_577)));
    expect(strip(state)).toEqual(strip(good));
    expect(codes(state)).toEqual(['oversized']);
  });

  it('are named by status when the venue refuses, until it answers again', () => {
    const path = `/addresses/${page.name}/parentSubaccountNumber/0`;
    const html = '<html>502 Bad Gateway</html>';
    const down = reduce(good, answer(path, html, { status: 502 }));
    expect(codes(down)).toEqual(['venue-error']);
    expect(codes(reduce(good, answer(path, 'x', { status: 429 })))).toEqual(['rate-limited']);
    expect(codes(reduce(down, page.ask(`${INDEXER}${path}`)))).toEqual([]);
    // A page for maintenance with a good status.
    expect(codes(reduce(good, answer(path, html)))).toEqual(['format-changed']);
  });

  it('of another venue, of other paths, of what the page says itself are not ours', () => {
    for (const message of [
      frame('{}', { url: 'wss://api.hyperliquid.xyz/ws' }),
      frame('{}', { url: 'no url' }),
      answer('/sparklines', { a: 1 }),
      answer('/orders', []),
      frame({ type: 'subscribe', channel: 'v4_markets' }, { direction: 'out' }),
      frame({ type: 'connected', connection_id: 'a', message_id: 0 }),
      frame({
        type: 'channel_data',
        channel: 'v4_orderbook',
        id: 'BTC-USD',
        connection_id: 'a',
        message_id: 9,
        contents: {},
      }),
      { ...frame('{}'), via: 'screen' as const, url: `${INDEXER}/addresses/x` },
    ])
      expect(reduce(good, message)).toBe(good);
  });

  it('never throw, whatever they are, and the state stays JSON', () => {
    const anything = fc.oneof(fc.jsonValue(), fc.string(), fc.constant(undefined));
    const channel = fc.constantFrom(
      'v4_parent_subaccounts',
      'v4_subaccounts',
      'v4_markets',
      'constructor',
      '__proto__',
    );
    const type = fc.constantFrom('subscribed', 'channel_data', 'channel_batch_data', 'error', 'toString');
    const id = fc.constantFrom(`${ME}/0`, `${ME}/128`, 'constructor', undefined, 7);
    const path = fc.constantFrom(
      `/addresses/${ME}/parentSubaccountNumber/0`,
      `/addresses/${ME}`,
      '/perpetualMarkets',
      `/orders?address=${ME}&subaccountNumber=0`,
      '/addresses/__proto__',
    );
    const message = fc.oneof(
      fc
        .tuple(channel, type, id, anything)
        .map(([c, t, i, contents]) =>
          frame({ type: t, channel: c, id: i, connection_id: 'z', message_id: 3, contents }),
        ),
      fc
        .tuple(path, anything, fc.constantFrom(200, 404, 500))
        .map(([p, body, status]) => answer(p, body, { status })),
      anything.map(
        (body): VenueMessage => ({ at: T0, via: 'websocket', url: SOCKET, direction: 'out', body }),
      ),
    );
    fc.assert(
      fc.property(fc.array(message, { maxLength: 5 }), list => {
        const state = list.reduce(reduce, good);
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
        const [mine] = accounts({ ...state, self: page.name }, T0);
        expect(mine!.account.pools.map(({ collateral }) => collateral)).toEqual(
          accounts(good, T0)[0]!.account.pools.map(({ collateral }) => collateral),
        );
      }),
      { numRuns: 400 },
    );
  });
});

describe('whose account the page shows', () => {
  it('is told by its subscription, and by what it hears without one', () => {
    expect(accounts(initial, T0)).toEqual([]);
    expect(accounts(heard(subscribe()), T0)[0]).toMatchObject({
      accountAt: null,
      account: { account: ME, pools: [] },
    });
    expect(codes(heard(subscribe()))).toEqual(['positions-missing']);
    expect(heard(page.account()).self).toBe(page.name);
  });

  it('changes with another one, and ends when it is left', () => {
    const other = reduce(good, subscribe());
    expect(accounts(other, T0).map(({ account }) => account.account)).toEqual([ME]);
    expect(accounts(reduce(good, subscribe(page.id, 'unsubscribe')), T0)).toEqual([]);
    // The one that was left before does not end the present one.
    expect(reduce(other, subscribe(page.id, 'unsubscribe')).self).toBe(ME);
  });

  it('keeps two parents of one address apart', () => {
    const second = hear(simulated(), 'second');
    const state = heard(good, second.subscribe(), second.account());
    expect(accounts(state, T0)[0]!.account.account).toBe(second.name);
    expect(second.name).toMatch(/\/1$/);
    expect(accounts(state, T0)[0]!.account.pools.map(({ id }) => id)).toEqual(['cross', 'isolated:129']);
    expect(accounts(state, T0)[0]!.label).toMatch(/^dydx1.{3}….{4}\/1$/);
  });
});

describe('by address', () => {
  const path = `/addresses/${page.name}/parentSubaccountNumber/0`;
  const asked = { via: 'api' as const };

  it('is watched once the public API has answered of it', () => {
    const state = heard(page.ask(`${INDEXER}${path}`));
    expect(accounts(state, T0).map(({ account }) => account.account)).toEqual([page.name]);
  });

  it('says when the venue knows no such account, and nothing of one that it has known', () => {
    const nobody = { errors: [{ msg: `No subaccounts found for address ${ME}` }] };
    const state = heard(
      answer(`/addresses/${ME}/parentSubaccountNumber/0`, nobody, { ...asked, status: 404 }),
    );
    expect(codes(state)).toEqual(['no-account']);
    const known = heard(page.ask(`${INDEXER}${path}`), answer(path, nobody, { ...asked, status: 404 }));
    expect(accounts(known, T0)[0]!.account.pools.length).toBe(3);
  });

  it('is not mistaken for another one', () => {
    const state = heard(good, {
      ...page.ask(`${INDEXER}${path}`),
      url: `${INDEXER}/addresses/${ME}/parentSubaccountNumber/0`,
    });
    expect(state.accounts[ME]).toBeUndefined();
    expect(Object.values(state.problems)[0]).toMatchObject({ code: 'format-changed', account: ME });
  });
});

it('sums that do not add up make every pool unknown, and name the place', () => {
  const body = JSON.parse(String(page.account().body));
  delete body.contents.subaccount.childSubaccounts[0].openPerpetualPositions['ETH-USD'];
  const state = heard(page.subscribe(), page.markets(), frame({ ...body, message_id: 900 }));
  const [reading] = accounts(state, T0);
  expect(reading!.problems).toContainEqual(
    expect.objectContaining({ code: 'sums-differ', path: 'childSubaccounts.0' }),
  );
  expect(reading!.account.pools.every(({ collateral }) => collateral[0]!.amount === null)).toBe(true);
  expect(reading!.checked).toBeUndefined();
});

it('prices that the stream does not repeat are as old as the stream', () => {
  const made = simulated();
  const { account, markets, subscribe: start, prices } = hear(made, 'cross');
  const state = heard(start(), markets(), account());
  made.tick(9000);
  const body = { type: 'channel_batch_data', connection_id: 'one', message_id: 50, channel: 'v4_markets' };
  const alive = reduce(
    state,
    frame({ ...body, contents: [{ trading: { 'BTC-USD': { openInterest: '5' } } }] }, { at: made.now() }),
  );
  expect(accounts(alive, made.now())[0]!.pricesAt).toBe(made.now());
  expect(alive.markets['BTC-USD']!.openInterest).toBe('5');
  expect(accounts(state, made.now())[0]!.pricesAt).toBe(T0);
  expect(reduce(state, prices()).prices['BTC-USD']!.at).toBe(made.now());
});

it('an oracle price of nothing is none', () => {
  const state = heard(
    good,
    frame({
      type: 'channel_data',
      connection_id: 'one',
      message_id: 60,
      channel: 'v4_markets',
      contents: {
        oraclePrices: {
          'BTC-USD': { oraclePrice: '0' },
          'ETH-USD': { oraclePrice: '1e3' },
          'NO-USD': { oraclePrice: '.5' },
        },
      },
    }),
  );
  expect(state.prices['BTC-USD']).toEqual(good.prices['BTC-USD']);
  expect(state.prices['ETH-USD']).toEqual(good.prices['ETH-USD']);
  expect(state.prices['NO-USD']!.px).toBe('0.5');
});
