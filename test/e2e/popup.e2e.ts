/** The popup: every account of every venue, the switches, and a store that was spoilt. */
import { expect, test } from 'vitest';
import { changeSettings } from './ask-background';
import { expectDistance, expectUsage, nearer } from './figures';
import { readStrip } from './overlay';
import { eventually } from './poll';
import { openPopup, readPopup, switchSite } from './popup';
import { inBothBrowsers, openTrading, poolTruth } from './stage';
import type { VenueName } from './trader';

const accounts: [VenueName, string, string, string][] = [
  ['hyperliquid', 'unified', 'BTC', 'Hyperliquid'],
  ['binance', 'oneway', 'BTCUSDT', 'Binance'],
];

inBothBrowsers('the popup', { seed: 7 }, stage => {
  test('shows the accounts of both venues with the simulator’s figures, as the venue has them', async () => {
    const { browser, simulator } = stage();
    const tabs = [];
    for (const [venue, account] of accounts) tabs.push(await openTrading(stage(), venue, account));
    const popup = await openPopup(browser);
    const read = await eventually(
      () => readPopup(popup),
      shown =>
        shown.accounts.length === accounts.length &&
        shown.accounts.every(
          ({ figures, check }) => /%/.test(figures['all together'] ?? '') && /✓/.test(check),
        ),
      { what: 'two accounts with figures that agree with their venues' },
    );
    for (const [venue, account, symbol, name] of accounts) {
      const shown = read.accounts.find(({ title }) => title.startsWith(name));
      const pool = poolTruth(simulator, venue, account, symbol);
      expectDistance(shown?.figures['all together'] ?? '', nearer(pool.joint));
      expectUsage(shown?.figures['margin used'] ?? '', pool.usage ?? Number.NaN);
    }
    await popup.close();
    for (const tab of tabs) await tab.close();
  });

  test('a switch takes the strip away from its venue’s pages, and brings it back', async () => {
    const { browser } = stage();
    const tab = await openTrading(stage(), 'hyperliquid', 'unified');
    const popup = await openPopup(browser);
    await eventually(
      () => readPopup(popup),
      read => read.accounts.length > 0,
      { what: 'the popup' },
    );
    await switchSite(popup, 'Hyperliquid');
    await tab.page.bringToFront();
    await eventually(
      () => readStrip(tab),
      strip => strip === null,
      { what: 'no strip' },
    );
    await switchSite(popup, 'Hyperliquid');
    await tab.page.bringToFront();
    await eventually(
      () => readStrip(tab),
      strip => strip?.joint.now.includes('%') ?? false,
      { what: 'the strip again' },
    );
    await popup.close();
    await tab.close();
  });

  test('another threshold changes the word at once', async () => {
    const { browser } = stage();
    const tab = await openTrading(stage(), 'binance', 'hedge');
    expect((await readStrip(tab))?.word).toBe('safe');
    await changeSettings(browser, settings => ({ ...settings, joint: { warn: 0.9, danger: 0.1 } }));
    await tab.page.bringToFront();
    await eventually(
      () => readStrip(tab),
      strip => strip?.word === 'close',
      { what: 'the word of the new threshold' },
    );
    await changeSettings(browser, settings => ({ ...settings, joint: { warn: 0.15, danger: 0.08 } }));
    await tab.close();
  });

  test('a settings store that was spoilt falls back to the last good copy, and says so', async () => {
    const { browser } = stage();
    await changeSettings(browser, settings => ({ ...settings, coolDownMinutes: 33 }));
    const page = await browser.extension.open('src/pages/options/index.html');
    await page.call(async () => {
      const scope = globalThis as unknown as Record<string, Extension | undefined>;
      const { local } = (scope.browser ?? scope.chrome)?.storage ?? { local: null };
      await local?.set({ settings: '{"version":1,"usage":' });
    });
    await page.close();
    await browser.extension.killBackground();
    const popup = await openPopup(browser);
    await eventually(
      () => readPopup(popup),
      ({ problems }) => problems.some(text => /settings/i.test(text)),
      { what: 'a word about the settings' },
    );
    await changeSettings(browser, settings => {
      expect(settings.coolDownMinutes).toBe(33);
      return settings;
    });
    await popup.close();
  });
});

interface Extension {
  storage: { local: { set(values: object): Promise<void> } };
}
