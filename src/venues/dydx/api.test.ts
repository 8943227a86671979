import { describe, expect, it } from 'vitest';
import { candles, needs } from './api';
import { hear, simulated } from './fake-page';
import { frame, heard, INDEXER, ME, T0 } from './fake-venue';
import { initial } from './state';

const PAGE = { address: null };
const urls = (list: ReturnType<typeof needs>) => list.map(({ url }) => url.slice(INDEXER.length));

describe('what is asked for', () => {
  it('is nothing without an account', () => {
    expect(needs(initial, T0, PAGE)).toEqual([]);
    expect(needs(initial, T0, { address: '0x0000000000000000000000000000000000000000' })).toEqual([]);
  });

  it('is what the page has not shown, and a fresh description now and then', () => {
    const made = simulated();
    const page = hear(made, 'children');
    expect(urls(needs(heard(page.subscribe()), T0, PAGE))).toEqual([
      `/addresses/${page.name}/parentSubaccountNumber/0`,
      '/perpetualMarkets',
      expect.stringMatching(/^\/orders\/parentSubaccountNumber\?address=dydx1/),
    ]);
    const state = heard(page.subscribe(), page.markets(), page.account());
    expect(needs(state, T0 + 10_000, PAGE)).toEqual([]);
    // The stream of prices is silent: what is held is asked for, one by one while it is little.
    expect(urls(needs(state, T0 + 25_000, PAGE))).toEqual(['/perpetualMarkets']);
    const { subscribe, markets, account } = hear(made, 'second');
    expect(urls(needs(heard(subscribe(), markets(), account()), T0 + 25_000, PAGE))).toEqual([
      '/perpetualMarkets?ticker=ETH-USD',
      '/perpetualMarkets?ticker=XRP-USD',
      '/perpetualMarkets?ticker=WIF-USD',
    ]);
    // Unsettled funding is in descriptions only.
    const alive = heard(state, { ...page.prices(), at: T0 + 300_000 });
    expect(urls(needs(alive, T0 + 300_000, PAGE))).toEqual([
      `/addresses/${page.name}/parentSubaccountNumber/0`,
    ]);
  });

  it('of a watched parent other than the first names it', () => {
    const [first] = needs(initial, T0, { address: `${ME}/7` });
    expect(first).toEqual({
      key: `dydx:account:${ME}/7`,
      url: `${INDEXER}/addresses/${ME}/parentSubaccountNumber/7`,
      method: 'GET',
      every: 5000,
    });
  });

  it('of a description that could not be read is that description', () => {
    const page = hear(simulated(), 'cross');
    const broken = JSON.parse(String(page.account().body));
    broken.message_id = 70;
    broken.contents.subaccount.childSubaccounts = {};
    const state = heard(page.subscribe(), page.markets(), page.account(), frame(broken));
    expect(urls(needs(state, T0 + 100, PAGE))).toEqual([`/addresses/${page.name}/parentSubaccountNumber/0`]);
  });
});

describe('hourly prices', () => {
  const HOUR = 3_600_000;

  it('are asked for by the market of a factor', () => {
    const page = hear(simulated(), 'cross');
    const state = heard(page.markets());
    const request = candles.request(state, 'ETH', T0, T0 + 5 * HOUR)!;
    expect(request.url).toBe(
      `${INDEXER}/candles/perpetualMarkets/ETH-USD?resolution=1HOUR&fromISO=2025-11-24T16%3A00%3A00.000Z&toISO=2025-11-24T21%3A00%3A00.000Z&limit=1000`,
    );
    expect(candles.request(state, 'TSLA', 0, 1)).toBeNull();
    expect(candles.ready!(initial)).toBe(false);
    expect(candles.ready!(state)).toBe(true);
  });

  it('come oldest first, once each, without the hour that is not over and without nothing', () => {
    const bar = (startedAt: string, close: string) => ({ startedAt, close, resolution: '1HOUR', open: '1' });
    const list = [
      bar('2025-11-24T16:00:00.000Z', '4'),
      bar('2025-11-24T15:00:00.000Z', '3'),
      bar('2025-11-24T14:00:00.000Z', '0'),
      bar('2025-11-24T13:00:00.000Z', '1'),
      bar('2025-11-24T13:00:00.000Z', '1'),
    ];
    const read = candles.read(JSON.stringify({ candles: list }), Date.parse('2025-11-24T16:30:00Z'));
    expect(read).toEqual([
      { at: Date.parse('2025-11-24T13:00:00Z'), close: '1' },
      { at: Date.parse('2025-11-24T15:00:00Z'), close: '3' },
    ]);
    expect(candles.read({ candles: [{ ...list[0], close: 4 }] }, T0)).toEqual({
      unreadable: 'candles.0.close',
    });
    expect(candles.read('<html>', T0)).toEqual({ unreadable: 'candles' });
  });

  it('of the simulator are read', () => {
    const made = simulated();
    const page = hear(made, 'cross');
    const request = candles.request(heard(page.markets()), 'BTC', T0 - 100 * HOUR, T0)!;
    const read = candles.read(page.ask(request.url).body, T0);
    expect(read).toHaveLength(100);
  });
});
