import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VenueMessage } from '../venue';
import { accounts } from './account';
import { hear, simulated } from './fake-page';
import { API, answer, frame, heard, ME, META, SOCKET, subscribe, T0 } from './fake-venue';
import { reduce } from './reduce';
import { initial, type State } from './state';

const connected = subscribe({ type: 'activeAssetData', user: ME, coin: 'BTC' });
const pack = (value: unknown) => deflateRawSync(JSON.stringify(value)).toString('base64');
const codes = (state: State, now = T0) =>
  accounts(state, now)[0]!
    .problems.map(({ code }) => code)
    .filter(code => !code.startsWith('assumed'));

describe('messages that cannot be read', () => {
  const made = simulated();
  const page = hear(made, 'unified');
  const messages = [...page.start(), ...page.prices(), ...page.account()];
  const good = messages.reduce(reduce, initial);

  it('leave the state as it was, with a problem that passes', () => {
    const cut = { ...messages.at(-4)!, body: String(messages.at(-4)!.body).slice(0, 200) };
    const state = reduce(good, cut);
    expect({ ...state, problems: {}, seq: 0 }).toEqual({ ...good, seq: 0 });
    expect(codes(state)).toEqual(['unreadable']);
    expect(codes(state, T0 + 120_000)).toEqual([]);
  });

  it('are not read when they are larger than a megabyte', () => {
    const state = reduce(good, {
      ...messages.at(-4)!,
      body: `${messages.at(-4)!.body}${' '.repeat(1_048_576)}`,
    });
    expect({ ...state, problems: {}, seq: 0 }).toEqual({ ...good, seq: 0 });
    expect(codes(state)).toEqual(['oversized']);
  });

  it('are named by status when the venue refuses', () => {
    const request = { type: 'spotClearinghouseState', user: page.user };
    const html = '<html><body>502 Bad Gateway</body></html>';
    expect(codes(reduce(good, answer(request, html, { status: 502 })))).toEqual(['venue-error']);
    expect(codes(reduce(good, answer(request, 'null', { status: 429 })))).toEqual(['rate-limited']);
    const mended = reduce(
      reduce(good, answer(request, html, { status: 502 })),
      messages.find(({ request: r }) => (r as { type?: string })?.type === 'userAbstraction')!,
    );
    expect(codes(mended)).toEqual(['venue-error']);
    const body = good.users[page.user]!.spot!.value;
    expect(codes(reduce(mended, answer(request, body)))).toEqual([]);
  });

  it('of another user say nothing about this one', () => {
    const user = `0x${'c3'.repeat(20)}`;
    const state = reduce(good, frame('spotState', { user, spotState: { balances: 7 } }));
    expect(codes(state)).toEqual([]);
    expect(Object.values(state.problems)).toHaveLength(1);
    // And its readable messages do not end this user's trouble.
    const own = reduce(good, frame('spotState', { user: page.user, spotState: { balances: 7 } }));
    expect(codes(own)).toEqual(['format-changed']);
    expect(codes(reduce(own, frame('spotState', { user, spotState: { balances: [] } })))).toEqual([
      'format-changed',
    ]);
  });

  it('make the account outdated when they are newer than what is known of it, until one is read again', () => {
    const outdated = (state: State) => accounts(state, T0)[0]!.outdated;
    const { user } = page;
    const balances = good.users[user]!.spot!;
    const at = balances.at + 1000;
    expect(outdated(good)).toBe(false);
    const spot = reduce(good, frame('spotState', { user, spotState: { balances: 7 } }, { at }));
    expect(outdated(spot)).toBe(true);
    expect(accounts(spot, T0)[0]!.account).toEqual(accounts(good, T0)[0]!.account);
    const read = frame('spotState', { user, spotState: balances.value }, { at: at + 1000 });
    expect(outdated(reduce(spot, read))).toBe(false);
    const renamed = messages
      .filter(({ body }) => String(body).includes('"allDexsClearinghouseState"'))
      .map(each => ({ ...each, at, body: String(each.body).replaceAll('"szi"', '"signedSz"') }));
    expect(renamed.length).toBeGreaterThan(0);
    expect(outdated(renamed.reduce(reduce, good))).toBe(true);
    // Another source has told since, and prices are another matter.
    expect(
      outdated(reduce(good, frame('spotState', { user, spotState: { balances: 7 } }, { at: at - 5000 }))),
    ).toBe(false);
    expect(outdated(reduce(good, frame('activeAssetCtx', { coin: 'BTC', ctx: { markPx: 7 } }, { at })))).toBe(
      false,
    );
  });

  it('never throw, whatever they are, and the state stays JSON', () => {
    const json = fc.jsonValue();
    const anything = fc.oneof(json, fc.string(), fc.constant(undefined));
    const channel = fc.constantFrom(
      'webData2',
      'webData3',
      'allDexsClearinghouseState',
      'clearinghouseState',
      'spotState',
      'openOrders',
      'activeAssetData',
      'activeAssetCtx',
      'allDexsAssetCtxs',
      'fastAssetCtxs',
      'constructor',
      '__proto__',
    );
    const type = fc.constantFrom(
      'clearinghouseState',
      'spotClearinghouseState',
      'userAbstraction',
      'meta',
      'metaAndAssetCtxs',
      'allPerpMetas',
      'perpDexs',
      'frontendOpenOrders',
      'activeAssetData',
      'marginTable',
      'userRole',
      'toString',
    );
    const user = fc.constantFrom(ME, 'constructor', null, 7);
    const message = fc.oneof(
      fc.tuple(channel, anything).map(([c, data]) => frame(c, data)),
      fc
        .tuple(type, user, anything, fc.constantFrom('', 'xyz', 'constructor', '__proto__', 5))
        .map(([t, u, body, dex]) => answer({ type: t, user: u, dex, id: 56, coin: 'BTC' }, body)),
      anything.map(
        (body): VenueMessage => ({ at: T0, via: 'websocket', url: SOCKET, direction: 'out', body }),
      ),
      anything.map(
        (body): VenueMessage => ({ at: T0, via: 'fetch', url: API, direction: 'in', request: body, body }),
      ),
    );
    fc.assert(
      fc.property(fc.array(message, { maxLength: 5 }), list => {
        const state = list.reduce(reduce, good);
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
        expect(accounts(state, T0)[0]!.account.pools).toEqual(accounts(good, T0)[0]!.account.pools);
      }),
      { numRuns: 400 },
    );
  });
});

describe('the stream of changed marks', () => {
  it('is unpacked, and vouches for what it leaves out', () => {
    const first = heard(
      connected,
      frame('fastAssetCtxs', pack({ BTC: { markPx: '86000.0' }, ETH: { markPx: '2800.0' } })),
    );
    const later = reduce(first, frame('fastAssetCtxs', pack({ ETH: { midPx: null } }), { at: T0 + 9000 }));
    expect(later.marks).toEqual(first.marks);
    expect(later.fastAt).toBe(T0 + 9000);
  });

  it('is refused when it is no JSON, no base64, or a bomb', () => {
    for (const data of ['%%%', 'AAAA', 7, null, deflateRawSync('{"BTC"').toString('base64')]) {
      const state = heard(frame('fastAssetCtxs', data));
      expect(Object.values(state.problems).map(({ code }) => code)).toEqual(['format-changed']);
      expect(state.marks).toEqual({});
    }
    // Blanks pack to a thousandth: 300 kB of base64 that would be 200 MB, and 60 kB that would be 40 MB.
    for (const size of [200_000_000, 40_000_000]) {
      const bomb = deflateRawSync(Buffer.alloc(size, ' ')).toString('base64');
      const before = process.memoryUsage().arrayBuffers;
      expect(Object.keys(heard(frame('fastAssetCtxs', bomb)).problems)).toHaveLength(1);
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
    }
  });
});

describe('prices by their place in the list', () => {
  const ctxs = META.universe.map((_, k) => ({ markPx: `${k + 1}.5` }));

  it('stay beside their names when some are delisted', () => {
    const meta = structuredClone(META);
    Object.assign(meta.universe[1]!, { isDelisted: true });
    const state = heard(answer({ type: 'metaAndAssetCtxs' }, [meta, ctxs]));
    expect(state.marks.SOL!.px).toBe('3.5');
  });

  it('are refused when there are fewer than names', () => {
    const state = heard(
      answer({ type: 'meta' }, META),
      frame('allDexsAssetCtxs', { ctxs: [['', ctxs.slice(1)]] }),
    );
    expect(state.marks).toEqual({});
    expect(Object.values(state.problems)[0]).toMatchObject({
      code: 'format-changed',
      path: 'allDexsAssetCtxs.ctxs.main',
    });
  });

  it('are read as far as the names go when something was listed since, and the list is asked for again', () => {
    const more = [...ctxs, { markPx: '99.0' }];
    const state = heard(answer({ type: 'meta' }, META), frame('allDexsAssetCtxs', { ctxs: [['', more]] }));
    expect(state.marks.SOL!.px).toBe('3.5');
    expect(state.markets['']!.outgrown).toBe(true);
  });

  it('mean nothing before the list of names is known', () => {
    expect(heard(frame('allDexsAssetCtxs', { ctxs: [['', ctxs]] })).marks).toEqual({});
  });

  it('of 0, null or spot markets are none', () => {
    const zero = ctxs.map((ctx, k) => (k === 0 ? { markPx: '0.0' } : k === 1 ? { markPx: null } : ctx));
    const state = heard(
      answer({ type: 'metaAndAssetCtxs' }, [META, zero]),
      frame('activeAssetCtx', { coin: '@107', ctx: { markPx: '92.9' } }),
      frame('activeAssetCtx', { coin: 'PURR/USDC', ctx: { markPx: '0.1' } }),
    );
    expect(Object.keys(state.marks)).toHaveLength(META.universe.length - 2);
  });
});

describe('the order of messages', () => {
  it('does not matter as long as each channel stays in order', () => {
    const made = simulated();
    const page = hear(made, 'hip3');
    const channels = [...page.start().slice(2), ...page.account()].map(message => [message]);
    made.tick(1000);
    made.market.setMarks({ BTC: 85_100, TSLA: 417.3 });
    for (const [k, message] of page.account().entries()) channels[page.start().length - 2 + k]!.push(message);
    const run = (order: number[]) => {
      const next = channels.map(() => 0);
      let state = page.start().slice(0, 2).reduce(reduce, initial);
      for (const k of order) {
        const message = channels[k]![next[k]!++];
        if (message) state = reduce(state, message);
      }
      return accounts(state, made.now())[0]!;
    };
    const slots = channels.flatMap((list, k) => list.map(() => k));
    const straight = run(slots);
    expect(straight.account.pools[0]!.positions.length).toBeGreaterThan(1);
    fc.assert(
      fc.property(fc.shuffledSubarray(slots, { minLength: slots.length, maxLength: slots.length }), order => {
        const { account, mode, checked } = run(order);
        const figures = (pools: typeof account.pools) =>
          pools.map(pool => ({
            ...pool,
            positions: pool.positions.map(({ reported: _, ...rest }) => rest),
            reported: 0,
          }));
        expect(mode).toBe(straight.mode);
        expect(figures((checked ?? account).pools)).toEqual(
          figures((straight.checked ?? straight.account).pools),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('keeps the newer of two snapshots by the venue’s clock', () => {
    const made = simulated();
    const page = hear(made, 'standard');
    const early = page.account();
    made.tick(3000);
    made.market.setMarks({ BTC: 80_000 });
    const late = page.account();
    const state = [...page.start(), ...late, ...early].reduce(reduce, initial);
    const right = [...page.start(), ...early, ...late].reduce(reduce, initial);
    expect(accounts(state, made.now())[0]!.account.pools[0]!.collateral).toEqual(
      accounts(right, made.now())[0]!.account.pools[0]!.collateral,
    );
    expect(state.users[page.user]!.perps['']!.value.time).toBe(T0 + 3000);
  });

  it('does not mind a clock that jumps back by an hour', () => {
    const made = simulated();
    const page = hear(made, 'standard');
    const before = [...page.start(), ...page.account()].reduce(reduce, initial);
    made.market.setMarks({ BTC: 80_000 });
    const state = page.prices().reduce((s, message) => reduce(s, { ...message, at: T0 - 3_600_000 }), before);
    const mark = accounts(state, T0 - 3_600_000)[0]!.account.pools[0]!.positions[0]!.markPrice;
    expect(mark).toBe('80000.0');
  });
});
