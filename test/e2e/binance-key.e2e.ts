/** What only a read-only key shows of Binance: COIN-M without its page, and Portfolio Margin asset by asset. */
import { expect, test } from 'vitest';
import { expectDistance, expectUsage, nearer } from './figures';
import { addKey, openKeys, unlock } from './keys-page';
import { eventually } from './poll';
import { openPopup, readPopup } from './popup';
import { inBothBrowsers, truthOf } from './stage';

inBothBrowsers('a key of Binance', { seed: 7 }, stage => {
  test('shows COIN-M and Portfolio Margin in the popup', async () => {
    const { browser, simulator } = stage();
    const page = await openKeys(browser);
    await unlock(page, 'a passphrase for the test', true);
    for (const account of ['coinm', 'portfolio']) {
      const { apiKey, apiSecret } = simulator.accounts.binance?.[account] ?? {};
      const { said } = await addKey(page, { venue: 'binance', key: apiKey ?? '', secret: apiSecret ?? '' });
      expect(said).toBe('This key can only read. It is kept.');
    }
    await page.close();

    const popup = await openPopup(browser);
    for (const [account, title] of [
      ['coinm', /COIN-M/],
      ['portfolio', /Portfolio Margin/],
    ] as const) {
      const { pools } = truthOf(simulator, 'binance', account);
      // The pool that has used most of its margin stands for the account.
      const [pool] = pools.toSorted((a, b) => (b.usage ?? 9) - (a.usage ?? 9));
      const found = await eventually(
        async () => (await readPopup(popup)).accounts.find(each => title.test(each.title)),
        each => /%/.test(each?.figures['all together'] ?? ''),
        { within: 30_000, what: `the figures of ${account}` },
      );
      expectDistance(found?.figures['all together'] ?? '', nearer(pool!.joint));
      expectUsage(found?.figures['margin used'] ?? '', pool!.usage ?? Number.NaN);
      expect(found?.notes.filter(note => /format|unreadable|refused/i.test(note))).toEqual([]);
    }
    await popup.close();
  });
});
