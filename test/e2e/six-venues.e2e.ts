/** All venues at once: six pages in one browser, each with its own strip, and the popup over all of them. */
import { expect, test } from 'vitest';
import { changeSettings } from './ask-background';
import { expectDistance, expectUsage, nearer } from './figures';
import { readStrip } from './overlay';
import { eventually } from './poll';
import { openPopup, readPopup } from './popup';
import { inBothBrowsers, openTrading, poolTruth } from './stage';
import type { VenueName } from './trader';

const desks: { venue: VenueName; name: string; account: string; symbol: string }[] = [
  { venue: 'hyperliquid', name: 'Hyperliquid', account: 'unified', symbol: 'BTC' },
  { venue: 'binance', name: 'Binance', account: 'oneway', symbol: 'BTCUSDT' },
  { venue: 'bybit', name: 'Bybit', account: 'cross', symbol: 'BTCUSDT' },
  { venue: 'okx', name: 'OKX', account: 'futures', symbol: 'BTC-USDT-SWAP' },
  { venue: 'dydx', name: 'dYdX', account: 'cross', symbol: 'BTC-USD' },
  { venue: 'deribit', name: 'Deribit', account: 'segregated', symbol: 'BTC-PERPETUAL' },
];

inBothBrowsers('six venues at once', { seed: 7 }, stage => {
  test('every strip has its own account’s figures, and the popup has all six', async () => {
    const { browser, simulator } = stage();
    // Pages in the background are slowed down by the browser: their prices may be a little older.
    await changeSettings(browser, settings => ({
      ...settings,
      staleAfterSeconds: Object.fromEntries(
        Object.keys(settings.staleAfterSeconds).map(venue => [venue, 300]),
      ) as typeof settings.staleAfterSeconds,
    }));
    for (const { venue, name, account, symbol } of desks) {
      const tab = await openTrading(stage(), venue, account);
      const pool = poolTruth(simulator, venue, account, symbol);
      const agrees = (strip: Awaited<ReturnType<typeof readStrip>>) => {
        try {
          expectDistance(strip?.joint.now ?? '', nearer(pool.joint));
          expectUsage(strip?.usage.now ?? '', pool.usage ?? Number.NaN);
          return /^(?:safe|close|danger)$/.test(strip?.word ?? '');
        } catch {
          return false;
        }
      };
      await eventually(() => readStrip(tab), agrees, { what: `live figures of ${name}` });
    }
    const popup = await openPopup(browser);
    const { accounts } = await eventually(
      () => readPopup(popup),
      read => desks.every(({ name }) => read.accounts.some(({ title }) => title.startsWith(name))),
      { what: 'six accounts in the popup' },
    );
    for (const { venue, name, account } of desks) {
      const shown = accounts.find(({ title }) => title.startsWith(name));
      const worst = simulator
        .truth(venue, account)
        .flatMap(({ pools }) => pools)
        .toSorted((a, b) => (b.usage ?? 9) - (a.usage ?? 9))[0];
      expect(shown?.figures['margin used'], name).toMatch(/%/);
      expectUsage(shown?.figures['margin used'] ?? '', worst?.usage ?? Number.NaN);
    }
    await popup.close();
  });
});
