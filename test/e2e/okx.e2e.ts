/** OKX: from the traffic of its page to the strip, from the form to the answer, from a read-only key to the popup. */
import { expect, test } from 'vitest';
import type { Tab } from './browser';
import { expectDistance, expectLive, expectUsage, nearer, readPercent } from './figures';
import { comesTrue, expectForetold, expectForetoldUsage, settled } from './foretold';
import { addKey, openKeys, unlock } from './keys-page';
import { cardText, openCard, readStrip } from './overlay';
import { eventually } from './poll';
import { openPopup, readPopup } from './popup';
import { inBothBrowsers, openTrading, pageOf, poolTruth, truthAfter, truthOf } from './stage';
import { chooseType, goTo, priceField, sizeField, submit, type } from './trader';

const seed = 7;
const BTC = 'BTC-USDT-SWAP';

inBothBrowsers('OKX', { seed }, stage => {
  test.each([
    ['futures', BTC],
    ['futures', 'BTC-USD-SWAP'],
    ['hedge', BTC],
    ['isolated', 'SOL-USDT-SWAP'],
    ['multi', BTC],
    ['seed', 'ETH-USDT-SWAP'],
  ])('account %s on %s: the figures are the simulator’s', async (account, symbol) => {
    const tab = await openTrading(stage(), 'okx', account, symbol);
    await expectLive(tab, () => poolTruth(stage().simulator, 'okx', account, symbol));
    await tab.close();
  });

  test.each(['isolated', 'multi'])(
    'account %s: the card sets the venue’s own figures beside ours',
    async account => {
      const tab = await openTrading(stage(), 'okx', account);
      await openCard(tab);
      // What was printed before the account was known is not compared later; the market moves, and it prints again.
      const prices: Record<string, number> =
        account === 'multi' ? { BTC: 86_100, ETH: 2_830 } : { BTC: 85_900 };
      stage().simulator.control.setMarks(prices);
      const card = await eventually(
        () => cardText(tab),
        text => text?.includes('as the venue') ?? false,
        { what: 'the cross-check in the card' },
      );
      expect(card).not.toContain('differs');
      await tab.close();
    },
  );

  test('the strip follows the market, and a soft navigation to another contract’s pool', async () => {
    const { simulator } = stage();
    const tab = await openTrading(stage(), 'okx', 'futures');
    simulator.control.setMarks({ BTC: 84_100, ETH: 2760 });
    await expectLive(tab, () => poolTruth(simulator, 'okx', 'futures', BTC));
    await goTo(tab, 'BTC-USD-SWAP');
    await expectLive(tab, () => poolTruth(simulator, 'okx', 'futures', 'BTC-USD-SWAP'));
    await tab.close();
  });

  test('in the words of another locale', async () => {
    const tab = await stage().browser.open(
      `https://www.okx.com/zh-hans/trade-swap/btc-usdt-swap?account=futures`,
    );
    await expectLive(tab, () => poolTruth(stage().simulator, 'okx', 'futures', BTC));
    await tab.page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('[role=tab]')]
        .find(each => each.textContent === '市价委托')
        ?.click(),
    );
    await type(tab, sizeFieldIn('数量'), '0.1');
    await eventually(
      () => readStrip(tab),
      read => (read?.joint.after.length ?? 0) > 0,
      { what: 'figures after the order in a Chinese form' },
    );
    await tab.close();
  });
});

/** By its label, in whatever language. */
const sizeFieldIn = (label: string) => async (tab: Tab) => {
  const handle = await tab.page.evaluateHandle(
    wanted =>
      [...document.querySelectorAll('label')]
        .find(each => each.textContent === wanted)
        ?.parentElement?.querySelector('input') ?? null,
    label,
  );
  const found = handle.asElement();
  if (found === null) throw new Error(`no field ${label}`);
  return found as Awaited<ReturnType<typeof sizeField>>;
};

inBothBrowsers('OKX, the order being typed', { seed }, stage => {
  test('a market order in coins: foretold, and comes as foretold', async () => {
    const tab = await openTrading(stage(), 'okx', 'futures');
    await chooseType(tab, 'Market');
    await type(tab, sizeField, '0.4');
    // Both buttons are there: buying stands first, selling second.
    const strip = await settled(tab, 2);
    for (const [k, side] of (['buy', 'sell'] as const).entries()) {
      const order = { symbol: BTC, side, size: '0.4', price: null };
      const after = await truthAfter(seed, 'okx', 'futures', order);
      expectForetold(strip.joint.after[k]!, after);
      expectForetoldUsage(strip.usage.after[k]!, after);
    }
    const promised = strip.joint.after[0]!;
    await submit(tab, 'buy');
    await comesTrue(tab, promised);
    await tab.close();
  });

  test('a limit order for a contract that is not held', async () => {
    const symbol = 'LINK-USDT-SWAP';
    const tab = await openTrading(stage(), 'okx', 'seed', 'ETH-USDT-SWAP');
    await goTo(tab, symbol);
    await chooseType(tab, 'Limit');
    await type(tab, priceField, '12.5');
    await type(tab, sizeField, '1500');
    const strip = await settled(tab, 2);
    const order = { symbol, side: 'buy' as const, size: '1500', price: '12.5' };
    const after = await truthAfter(seed, 'okx', 'seed', order, 'ETH-USDT-SWAP');
    expectForetold(strip.joint.after[0]!, after);
    await tab.close();
  });
});

inBothBrowsers('OKX, what goes wrong', { seed }, stage => {
  test('where fields are renamed, the table on the screen serves in their place, and is called that', async () => {
    const { simulator, browser } = stage();
    simulator.control.drift(true);
    const tab = await browser.open(pageOf('okx', 'isolated', 'SOL-USDT-SWAP'));
    const strip = await eventually(
      () => readStrip(tab),
      read => /screen/i.test(read?.note ?? '') && /%|none/.test(read?.joint.now ?? ''),
      { within: 30_000, what: 'figures from the screen' },
    );
    // Rounded to the last digit of what stands there: within a percent of the truth.
    const truth = poolTruth(simulator, 'okx', 'isolated', 'SOL-USDT-SWAP');
    const { below, mark } = truth.positions[0]!;
    expect(Math.abs(readPercent(strip!.nearest.now) - (below! / mark - 1))).toBeLessThan(0.01);
    simulator.control.drift(false);
    await tab.close();
  });

  test('a read-only key shows the account in the popup without a tab; others are refused', async () => {
    const { browser, simulator } = stage();
    const account = simulator.accounts.okx!.hedge!;
    const page = await openKeys(browser);
    await unlock(page, 'a passphrase for the test', true);
    const add = (part: Record<string, string>) =>
      addKey(page, {
        venue: 'okx',
        key: account.apiKey!,
        secret: account.apiSecret!,
        passphrase: account.passphrase!,
        ...part,
      });
    const trading = {
      key: account.tradingApiKey!,
      secret: account.tradingApiSecret!,
      passphrase: account.tradingPassphrase!,
    };
    expect((await add(trading)).said).toMatch(/trade/i);
    expect((await add({ passphrase: 'another' })).said).toMatch(/passphrase/i);
    expect((await add({})).said).toBe('This key can only read. It is kept.');
    await page.close();
    const [pool] = truthOf(simulator, 'okx', 'hedge').pools;
    const popup = await openPopup(browser);
    const agrees = (figures: Record<string, string>) => {
      try {
        expectDistance(figures['all together'] ?? '', nearer(pool!.joint));
        expectUsage(figures['margin used'] ?? '', pool!.usage ?? Number.NaN);
        return true;
      } catch {
        return false;
      }
    };
    // The accounts of pages that were open before are still known: one of those listed is the key's.
    await eventually(
      () => readPopup(popup),
      ({ accounts }) => accounts.some(({ figures }) => agrees(figures)),
      { within: 40_000, what: 'the figures of the key’s account' },
    );
    await popup.close();
  });
});
