/** An address of a venue that anyone may read is watched with no tab of the exchange open. */
import { expect, test } from 'vitest';
import { fall } from './fall';
import { expectDistance, expectUsage, nearer } from './figures';
import { keepNotices, notices } from './notices';
import { eventually } from './poll';
import { openPopup, readPopup, watchAddress, watchAnswer } from './popup';
import { inBothBrowsers, poolTruth } from './stage';

inBothBrowsers('an address without a tab', { seed: 7 }, stage => {
  test('what is no address is refused in words, and nothing is watched', async () => {
    const popup = await openPopup(stage().browser);
    const hint = await eventually(
      () => watchAnswer(popup),
      text => text !== '',
      { what: 'the popup' },
    );
    await watchAddress(popup, '0x1234');
    await eventually(
      () => watchAnswer(popup),
      text => text !== hint && text !== '',
      { what: 'a refusal' },
    );
    expect((await readPopup(popup)).accounts).toEqual([]);
    await popup.close();
  });

  test('its figures are the simulator’s, a fall is notified, and it can be forgotten', async () => {
    const { browser, simulator } = stage();
    await keepNotices(browser);
    fall(simulator, -0.5);
    const address = simulator.accounts.hyperliquid?.unified?.address ?? '';
    expect(address).toMatch(/^0x[0-9a-f]{40}$/);
    const popup = await openPopup(browser);
    await watchAddress(popup, address);
    const { accounts } = await eventually(
      () => readPopup(popup),
      ({ accounts: [account] }) => /%/.test(account?.figures['all together'] ?? ''),
      { what: 'the figures of the address' },
    );
    const pool = poolTruth(simulator, 'hyperliquid', 'unified', 'BTC');
    expectDistance(accounts[0]?.figures['all together'] ?? '', nearer(pool.joint));
    expectUsage(accounts[0]?.figures['margin used'] ?? '', pool.usage ?? Number.NaN);
    expect(accounts[0]?.watched).toBe(true);

    fall(simulator, 0.5);
    const said = await eventually(
      () => notices(popup, 'hyperliquid'),
      ids => ids.length > 0,
      { within: 50_000, every: 500, what: 'a notification without a tab' },
    );
    expect(said[0]).toContain('joint');

    await popup.call(document => document.querySelector<HTMLElement>('.account .link')?.click());
    await eventually(
      () => readPopup(popup),
      read => read.accounts.length === 0,
      { what: 'an empty popup' },
    );
    await popup.close();
  });
});
