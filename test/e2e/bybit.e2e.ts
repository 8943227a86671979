/** Bybit: from the traffic of its page to the strip, from the form to the answer, from a read-only key to the popup. */
import { expect, test } from 'vitest';
import { expectDistance, expectLive, expectStrip, expectUsage, nearer } from './figures';
import { comesTrue, expectForetold, settled } from './foretold';
import { addKey, openKeys, unlock } from './keys-page';
import { cardText, openCard, readStrip } from './overlay';
import { eventually } from './poll';
import { openPopup, readPopup } from './popup';
import { inBothBrowsers, openTrading, poolTruth, truthAfter, truthOf } from './stage';
import { chooseType, sizeField, submit, type } from './trader';

const seed = 7;

inBothBrowsers('Bybit', { seed }, stage => {
  test.each([
    ['cross', 'BTCUSDT'],
    ['borrow', 'BTCUSDT'],
    ['isolated', 'ETHUSDT'],
    ['hedge', 'BTCUSDT'],
    ['portfolio', 'BTCUSDT'],
  ])('account %s on %s: the figures are the simulator’s', async (account, symbol) => {
    const tab = await openTrading(stage(), 'bybit', account, symbol);
    const pool = poolTruth(stage().simulator, 'bybit', account, symbol);
    await expectLive(tab, () => pool);
    await tab.close();
  });

  test('the card sets each liquidation price beside the venue’s own', async () => {
    const tab = await openTrading(stage(), 'bybit', 'cross');
    await openCard(tab);
    const card = await eventually(
      () => cardText(tab),
      text => text?.includes('as the venue') ?? false,
      { what: 'the cross-check in the card' },
    );
    expect(card).not.toContain('differs');
    for (const { symbol } of poolTruth(stage().simulator, 'bybit', 'cross', 'BTCUSDT').positions) {
      expect(card).toContain(symbol);
    }
    await tab.close();
  });

  test('an order that is typed is foretold, and comes as foretold', async () => {
    const tab = await openTrading(stage(), 'bybit', 'cross');
    await chooseType(tab, 'Market');
    await type(tab, sizeField, '0.25');
    // Neither button is pending: both answers are shown.
    const strip = await settled(tab, 2);
    const order = { symbol: 'BTCUSDT', size: '0.25', price: null };
    for (const [k, side] of (['buy', 'sell'] as const).entries()) {
      const after = await truthAfter(seed, 'bybit', 'cross', { ...order, side });
      expectForetold(strip.joint.after[k]!, after);
    }
    await submit(tab, 'buy');
    await comesTrue(tab, strip.joint.after[0]!);
    await tab.close();
  });

  test('renamed fields are said, nothing passes for live, and the next lists put it right', async () => {
    const { simulator } = stage();
    const tab = await openTrading(stage(), 'bybit', 'seed', 'ETHUSDT');
    simulator.control.drift(true);
    const order = { symbol: 'ETHUSDT', side: 'buy' as const, size: '0.1', price: null };
    // The page may still be about to open its private stream.
    const strip = await eventually(
      () => {
        expect(simulator.exchanges.bybit!.order('seed', order).ok).toBe(true);
        return readStrip(tab);
      },
      read => /Format changed/i.test(read?.note ?? ''),
      { every: 1000, what: 'the change of format in words' },
    );
    expect(strip?.word).toBe('stale');
    simulator.control.drift(false);
    simulator.control.closeSockets();
    await eventually(
      () => readStrip(tab),
      read => !/Format changed/.test(read?.note ?? '') && read?.word !== 'stale',
      { within: 20_000, what: 'a strip that is live again' },
    );
    expectStrip(await readStrip(tab), poolTruth(simulator, 'bybit', 'seed', 'ETHUSDT'));
    await tab.close();
  });
});

inBothBrowsers('a key of Bybit', { seed }, stage => {
  test('shows the account in the popup without a tab; others are refused', async () => {
    const { browser, simulator } = stage();
    const account = simulator.accounts.bybit!.hedge!;
    const page = await openKeys(browser);
    await unlock(page, 'a passphrase for the test', true);
    const add = (what: string) =>
      addKey(page, { venue: 'bybit', key: account[`${what}Key`]!, secret: account[`${what}Secret`]! });
    expect((await add('trading')).said).toMatch(/trade/i);
    expect((await add('withdrawing')).said).toMatch(/withdraw/i);
    expect((await add('bound')).said).toMatch(/address/i);
    expect((await add('expired')).said).toMatch(/expired/i);
    expect((await add('api')).said).toBe('This key can only read. It is kept.');
    await page.close();
    const [pool] = truthOf(simulator, 'bybit', 'hedge').pools;
    const popup = await openPopup(browser);
    const found = await eventually(
      async () => (await readPopup(popup)).accounts.find(each => /^Bybit/.test(each.title)),
      each => /%/.test(each?.figures['all together'] ?? ''),
      { within: 30_000, what: 'the figures of the key’s account' },
    );
    expectDistance(found?.figures['all together'] ?? '', nearer(pool!.joint));
    expectUsage(found?.figures['margin used'] ?? '', pool!.usage ?? Number.NaN);
    await popup.close();
  });
});
