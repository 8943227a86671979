/** A private account is read by a key that can do nothing else, with no tab of the exchange open. */
import { expect, test } from 'vitest';
import { fall } from './fall';
import { expectDistance, expectUsage, nearer } from './figures';
import { addKey, fillKeys, openKeys, readKeys, unlock } from './keys-page';
import { eventually } from './poll';
import { openPopup, readPopup } from './popup';
import { inBothBrowsers, poolTruth, truthOf } from './stage';
import type { VenueName } from './trader';

const passphrase = 'a passphrase for the test';

/** An account with several positions under cross margin, and one of its symbols. */
const private_: { venue: VenueName; name: string; account: string; symbol: string }[] = [
  { venue: 'binance', name: 'Binance', account: 'oneway', symbol: 'BTCUSDT' },
  { venue: 'bybit', name: 'Bybit', account: 'cross', symbol: 'BTCUSDT' },
  { venue: 'okx', name: 'OKX', account: 'futures', symbol: 'BTC-USDT-SWAP' },
  { venue: 'deribit', name: 'Deribit', account: 'cross', symbol: 'BTC-PERPETUAL' },
];

inBothBrowsers('read-only keys', { seed: 7 }, stage => {
  test('the passphrase is asked for twice, and must have some length', async () => {
    const page = await openKeys(stage().browser);
    expect(
      await fillKeys(page, { Passphrase: passphrase, 'The same again': 'another' }, 'Set the passphrase'),
    ).toBe(false);
    await unlock(page, 'short', true);
    await eventually(
      () => readKeys(page),
      ({ said }) => said.includes('8 characters'),
      { what: 'the refusal of a short passphrase' },
    );
    await unlock(page, passphrase, true);
    await eventually(
      () => fillKeys(page, {}, 'Lock now').then(() => readKeys(page)),
      ({ said }) => said === 'The keys are locked.',
      { what: 'the vault' },
    );
    await page.close();
  });

  test.each(private_)(
    '$name: a key that may trade is refused, one that can only read shows the account',
    async ({ venue, name, account, symbol }) => {
      const { browser, simulator } = stage();
      const of = simulator.accounts[venue]?.[account] ?? {};
      const reads = { key: of.apiKey!, secret: of.apiSecret!, passphrase: of.passphrase };
      const trades = {
        key: (of.tradingApiKey ?? of.tradingKey)!,
        secret: (of.tradingApiSecret ?? of.tradingSecret)!,
        passphrase: of.tradingPassphrase,
      };
      const page = await openKeys(browser);
      await unlock(page, passphrase, false);

      const refused = await addKey(page, { venue, ...trades });
      expect(refused.said).toContain('may trade');
      expect(refused.list.filter(each => each.startsWith(name))).toEqual([]);

      const kept = await addKey(page, { venue, ...reads });
      expect(kept.said).toBe('This key can only read. It is kept.');
      expect(kept.list.filter(each => each.startsWith(name))).toHaveLength(1);
      expect(kept.typed).toBe('');
      const stored = await page.call(async () => {
        const { browser: own, chrome } = globalThis as unknown as Record<string, Extension | undefined>;
        const { local, session } = (own ?? chrome)!.storage;
        return JSON.stringify([await local.get(null), await session.get(null)]);
      });
      expect(stored).not.toContain(reads.secret);
      expect(stored).not.toContain(trades.key);

      const popup = await openPopup(browser);
      const shown = async () => (await readPopup(popup)).accounts.find(({ title }) => title.startsWith(name));
      fall(simulator, -0.02);
      const pool = () => poolTruth(simulator, venue, account, symbol);
      const found = await eventually(
        shown,
        read => {
          try {
            expectDistance(read?.figures['all together'] ?? '', nearer(pool().joint));
            expectUsage(read?.figures['margin used'] ?? '', pool().usage ?? Number.NaN);
            return true;
          } catch {
            return false;
          }
        },
        { within: 45_000, every: 500, what: `the figures of ${truthOf(simulator, venue, account).id}` },
      );
      expect(found?.notes.filter(note => /format|unreadable/i.test(note))).toEqual([]);

      await page.call(document => {
        const lock = [...document.querySelectorAll('button')].find(each => each.textContent === 'Lock now');
        lock?.click();
      });
      await eventually(
        () => readPopup(popup),
        ({ problems }) => problems.some(each => each.includes('locked')),
        { what: 'the word that the keys are locked' },
      );
      expect((await shown())?.notes.join(' ')).toMatch(/locked/);
      await popup.close();
      await page.close();
    },
  );
});

interface Extension {
  storage: Record<'local' | 'session', { get(keys: null): Promise<unknown> }>;
}
