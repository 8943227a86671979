/**
 * Every field of every message, in turn dropped, renamed and given another type: the figures that come out are
 * the same, unknown, or come with a problem that names what has changed. Never other figures.
 */
import { describe, expect, it } from 'vitest';
import { assess } from '../../engine/assess';
import { drifts, type Json, mutations } from '../shared/fake-drift';
import type { VenueMessage } from '../venue';
import { accounts } from './account';
import { hear, simulated } from './fake-page';
import { answer, subscribe, T0 } from './fake-venue';
import { reduce } from './reduce';
import { initial, type State } from './state';

const NOW = T0 + 5000;

/** What a trader sees of the account: figures and whether they are known. */
function figures(state: State) {
  return accounts(state, NOW).map(({ account, mode, problems, accountAt }) => ({
    mode,
    accountAt,
    problems: problems.filter(({ code }) => !code.startsWith('assumed')),
    pools: assess(account).pools.map(({ id, equity, maintenanceMargin, state, positions }) => ({
      id,
      equity,
      maintenanceMargin,
      state,
      positions: positions.map(({ symbol, value, printedLiquidationPrice, liquidation }) => ({
        symbol,
        value,
        printedLiquidationPrice,
        liquidation,
      })),
    })),
  }));
}

/** The document that carries the fields: of a frame the whole of it, of an answer its body. */
function documentOf(message: VenueMessage): Json {
  return JSON.parse(String(message.body)) as Json;
}

function check(before: VenueMessage[], message: VenueMessage, rest: VenueMessage[] = []) {
  const document = documentOf(message);
  const start = before.reduce(reduce, initial);
  const run = (body: string) => [{ ...message, body }, ...rest].reduce(reduce, start);
  const right = figures(run(JSON.stringify(document)));
  expect(right).toHaveLength(1);
  let tried = 0;
  for (const { where, text } of drifts(document, mutations, { rows: 2 })) {
    tried++;
    const state = run(text);
    const named = Object.values(state.problems).some(({ code }) => code === 'format-changed');
    const seen = figures(state);
    if (seen.length === 0) continue;
    const [own] = seen;
    for (const pool of right[0]!.pools) {
      const mine = own!.pools.find(({ id }) => id === pool.id);
      // A pool may be missing or unknown; one that is known has the right figures.
      if (!mine || mine.state === 'unknown') {
        expect(named || own!.problems.length > 0, `${where}: silence about ${pool.id}`).toBe(true);
        continue;
      }
      if (own!.problems.some(({ code }) => code === 'sums-differ')) continue;
      expect(mine, where).toEqual(pool);
    }
    // No pool that was not there before, unless it is unknown.
    for (const pool of own!.pools) {
      if (!right[0]!.pools.some(({ id }) => id === pool.id)) expect(pool.state, where).toBe('unknown');
    }
  }
  return tried;
}

const made = simulated();
const of = (name: string) => {
  const { start, account, prices } = hear(made, name);
  return { start: start(), account: account(), prices: prices() };
};
const only = (messages: VenueMessage[], channel: string, user: string) =>
  messages.find(
    ({ body }) => String(body).includes(`"channel":"${channel}"`) && String(body).includes(user),
  )!;

describe('a changed format', () => {
  it.each([
    ['standard', 'allDexsClearinghouseState'],
    ['isolated', 'allDexsClearinghouseState'],
    ['unified', 'allDexsClearinghouseState'],
    ['hip3', 'allDexsClearinghouseState'],
    ['unified', 'spotState'],
    ['hip3', 'spotState'],
    ['unified', 'openOrders'],
    ['unified', 'webData3'],
    ['unified', 'activeAssetData'],
  ])('of %s: %s', (name, channel) => {
    const { start, account } = of(name);
    const changing = only(account, channel, made.ledger.named(name)!.address);
    const others = account.filter(message => message !== changing);
    expect(check([...start, ...others], changing)).toBeGreaterThan(20);
  });

  it('of the margin tables and the mode', () => {
    const { start, account } = of('unified');
    for (const type of ['allPerpMetas', 'metaAndAssetCtxs']) {
      const changing = start.find(
        ({ request }) => (request as { type?: string } | undefined)?.type === type,
      )!;
      const tables = start.filter(message => message !== changing);
      // Without the other list, which would make up for it.
      const before = type === 'allPerpMetas' ? tables.filter(({ request }) => !isContexts(request)) : [];
      expect(
        check(before, changing, [...tables.filter(({ request }) => !isContexts(request)), ...account]),
      ).toBeGreaterThan(100);
    }
  });

  it('keeps what was said before, and its age', () => {
    const { start, account } = of('standard');
    const changing = only(account, 'allDexsClearinghouseState', made.ledger.named('standard')!.address);
    const state = [...start, ...account].reduce(reduce, initial);
    const [before] = accounts(state, NOW);
    const text = String(changing.body).replaceAll('"szi"', '"size"');
    const later = reduce(state, { ...changing, body: text, at: T0 + 60_000 });
    const [after] = accounts(later, NOW);
    expect(after!.account.pools).toEqual(before!.account.pools);
    expect(after!.accountAt).toBe(T0);
    expect(after!.problems.find(({ code }) => code === 'format-changed')).toMatchObject({
      path: expect.stringMatching(/^allDexsClearinghouseState\.clearinghouseStates\.0\.1\..*szi$/),
      message: expect.stringContaining('szi'),
    });
    // The first readable message ends it.
    const [mended] = accounts(reduce(later, { ...changing, at: T0 + 61_000 }), NOW);
    expect(mended!.problems).toEqual([]);
  });

  it('of the older stream that carries everything at once', () => {
    const page = hear(made, 'standard');
    const [message] = page.old();
    const { user } = page;
    const connected = subscribe({ type: 'activeAssetData', user, coin: 'BTC' });
    const mode = answer({ type: 'userAbstraction', user }, '"default"');
    expect(check([connected, mode], message!)).toBeGreaterThan(300);
  });
});

function isContexts(request: unknown): boolean {
  return (request as { type?: string } | undefined)?.type === 'metaAndAssetCtxs';
}
