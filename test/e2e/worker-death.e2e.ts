/** The browser ends the background whenever it likes: in mid-crash too. Nothing is lost by it, and nothing said twice. */
import { expect, test } from 'vitest';
import { fall } from './fall';
import { expectDistance, expectUsage, nearer } from './figures';
import { crossingsAlone, keepNotices, notices } from './notices';
import { boxOf, openCard, readStrip } from './overlay';
import { eventually } from './poll';
import { openPopup, readPopup } from './popup';
import { inBothBrowsers, openTrading, poolTruth } from './stage';
import type { VenueName } from './trader';

/** Falls in parts of the crash, each with what it crosses. */
const crashes: [VenueName, string, string, [number, string][]][] = [
  [
    'hyperliquid',
    'unified',
    'BTC',
    [
      [0, 'joint'],
      [0.5, 'joint'],
      [0.8, 'usage'],
      [0.88, 'usage'],
    ],
  ],
  [
    'binance',
    'oneway',
    'BTCUSDT',
    [
      [0.16, 'joint'],
      [0.7, 'joint'],
      [1.08, 'usage'],
    ],
  ],
];

inBothBrowsers('the background dies', { seed: 7 }, stage => {
  test.each(crashes)(
    '%s, account %s: in a crash, at every crossing, no alert is lost or said twice',
    async (venue, account, symbol, steps) => {
      const { browser, simulator } = stage();
      const { killBackground } = browser.extension;
      await keepNotices(browser);
      await crossingsAlone(browser);
      fall(simulator, venue === 'hyperliquid' ? -0.5 : 0);
      const watcher = await browser.extension.open('src/pages/options/index.html');
      const tab = await openTrading(stage(), venue, account, symbol);
      const said: string[] = [];
      for (const [part, kind] of steps) {
        // Nobody listens while the price falls through the threshold.
        await killBackground();
        fall(simulator, part);
        said.push(kind);
        const ids = await eventually(
          () => notices(watcher, venue),
          shown => shown.length >= said.length,
          { what: `${said.length} notifications at ${part}` },
        );
        expect(ids.map(id => id.split(' ')[1])).toEqual(said);
        // It dies again with the notification just shown.
        await killBackground();
        await tab.page.bringToFront();
        const pool = poolTruth(simulator, venue, account, symbol);
        const usage = `${Math.ceil((pool.usage ?? Number.NaN) * 100)}%`;
        const strip = await eventually(
          () => readStrip(tab),
          read => read?.usage.now === usage && !/stale|unknown/.test(read.word),
          { what: `${usage} in the strip at ${part}` },
        );
        expectUsage(strip?.usage.now ?? '', pool.usage ?? Number.NaN);
        expectDistance(strip?.joint.now ?? '', nearer(pool.joint));
      }
      // Nothing follows late.
      await new Promise(resolve => setTimeout(resolve, 600));
      expect((await notices(watcher, venue)).length).toBe(said.length);
      await tab.close();
      await watcher.close();
    },
  );

  test('the overlay’s place and its open card are the same for the next tab', async () => {
    const { browser, simulator } = stage();
    fall(simulator, 0);
    const tab = await openTrading(stage(), 'hyperliquid', 'unified');
    const docked = await boxOf(tab, '.strip');
    if (docked === null) throw new Error('no strip');
    const { mouse } = tab.page;
    await mouse.move(docked.left + 40, docked.top + 12);
    await mouse.down();
    await mouse.move(docked.left - 160, docked.top + 52, { steps: 5 });
    await mouse.up();
    await openCard(tab);
    const moved = await eventually(
      async () => [await boxOf(tab, '.strip'), await boxOf(tab, '.card')],
      ([strip, card]) => strip != null && card != null && strip.left < docked.left - 100,
      { what: 'the strip moved and the card open' },
    );
    // The move is told when the pointer has rested.
    await new Promise(resolve => setTimeout(resolve, 600));
    await tab.close();
    await browser.extension.killBackground();
    const next = await openTrading(stage(), 'hyperliquid', 'unified');
    await eventually(
      async () => [await boxOf(next, '.strip'), await boxOf(next, '.card')],
      ([strip, card]) => strip?.left === moved[0]?.left && strip?.top === moved[0]?.top && card !== null,
      { what: `the strip at ${JSON.stringify(moved[0])} with its card` },
    );
    await next.close();
  });

  test('accounts whose pages are closed are still known, as old', async () => {
    const { browser } = stage();
    const tabs = [
      await openTrading(stage(), 'hyperliquid', 'unified'),
      await openTrading(stage(), 'binance', 'oneway'),
    ];
    const popup = await openPopup(browser);
    const titles = async () => (await readPopup(popup)).accounts.map(({ title }) => title).sort();
    const before = await eventually(titles, known => known.length >= 2, { what: 'two accounts' });
    for (const tab of tabs) await tab.close();
    // What is on disk may lag behind by ten seconds; what a page says is not lost with it.
    await browser.extension.killBackground();
    const { accounts } = await eventually(
      () => readPopup(popup),
      read => read.accounts.length === before.length && read.accounts.every(({ notes }) => notes.length > 0),
      { what: 'the accounts, marked as old' },
    );
    expect(accounts.map(({ title }) => title).sort()).toEqual(before);
    for (const { check, figures } of accounts) {
      expect(check).toContain('stale');
      expect(figures['margin used']).toMatch(/%/);
    }
    await popup.close();
  });
});
