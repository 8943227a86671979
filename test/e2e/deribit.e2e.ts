/** Deribit: from the traffic of its page to the strip, from the form to the answer, from a read-only key to the popup. */
import { expect, test } from 'vitest';
import { expectDistance, expectStrip, expectUsage, nearer } from './figures';
import { comesTrue, expectForetold, expectForetoldUsage, settled } from './foretold';
import { addKey, openKeys, unlock } from './keys-page';
import { cardText, openCard, readStrip } from './overlay';
import { eventually } from './poll';
import { openPopup, readPopup } from './popup';
import { inBothBrowsers, openTrading, pageOf, poolTruth, truthAfter, truthOf } from './stage';
import { choose, chooseType, goTo, priceField, sizeField, submit, type } from './trader';

const seed = 7;

inBothBrowsers('Deribit', { seed }, stage => {
  test.each([
    ['segregated', 'ETH-PERPETUAL'],
    ['cross', 'BTC-PERPETUAL'],
    ['seed', 'ETH_USDC-PERPETUAL'],
  ])('account %s on %s: the figures are the simulator’s', async (account, symbol) => {
    const tab = await openTrading(stage(), 'deribit', account, symbol);
    const pool = poolTruth(stage().simulator, 'deribit', account, symbol);
    await eventually(
      async () => {
        try {
          expectStrip(await readStrip(tab), pool);
          return true;
        } catch {
          return false;
        }
      },
      done => done,
      { what: `the figures of ${account}` },
    );
    expectStrip(await readStrip(tab), pool);
    await tab.close();
  });

  test('a perpetual and a dated future move together: both are as far', async () => {
    const tab = await openTrading(stage(), 'deribit', 'segregated');
    const pool = poolTruth(stage().simulator, 'deribit', 'segregated', 'BTC-PERPETUAL');
    const strip = await readStrip(tab);
    expectDistance(strip?.joint.now ?? '', nearer(pool.joint));
    expectUsage(strip?.usage.now ?? '', pool.usage ?? Number.NaN);
    const [perpetual, dated] = pool.positions;
    const distance = perpetual!.below! / perpetual!.mark - 1;
    expect(dated!.below! / dated!.mark - 1).toBeCloseTo(distance, 9);
    expectDistance(strip?.nearest.now ?? '', distance);
    expect(strip?.nearest.now).toMatch(/BTC-/);
    await tab.close();
  });

  test('portfolio margin: the venue’s own maintenance, and an estimate is called one', async () => {
    const tab = await openTrading(stage(), 'deribit', 'portfolio');
    const pool = poolTruth(stage().simulator, 'deribit', 'portfolio', 'BTC-PERPETUAL');
    expectUsage((await readStrip(tab))?.usage.now ?? '', pool.usage ?? Number.NaN);
    await openCard(tab);
    await eventually(
      () => cardText(tab),
      text => /Portfolio margin/.test(text ?? ''),
      { what: 'the reason of the estimate in the card' },
    );
    await tab.close();
  });

  test('the card sets each liquidation price beside the venue’s own', async () => {
    const tab = await openTrading(stage(), 'deribit', 'segregated');
    await openCard(tab);
    const card = await eventually(
      () => cardText(tab),
      text => text?.includes('as the venue') ?? false,
      { what: 'the cross-check in the card' },
    );
    expect(card).not.toContain('differs');
    for (const { symbol } of poolTruth(stage().simulator, 'deribit', 'segregated', 'BTC-PERPETUAL')
      .positions) {
      expect(card).toContain(symbol);
    }
    await tab.close();
  });

  test('another account of the login: its own figures, and those of the former are from before', async () => {
    const { simulator, browser } = stage();
    const tab = await openTrading(stage(), 'deribit', 'segregated');
    await choose(tab, /^segregated/, /^portfolio$/);
    const pool = poolTruth(simulator, 'deribit', 'portfolio', 'BTC-PERPETUAL');
    await eventually(
      async () => {
        try {
          expectUsage((await readStrip(tab))?.usage.now ?? '', pool.usage ?? Number.NaN);
          return true;
        } catch {
          return false;
        }
      },
      done => done,
      { what: 'the figures of the other account' },
    );
    const popup = await openPopup(browser);
    const { accounts } = await eventually(
      () => readPopup(popup),
      read => read.accounts.some(each => /subaccount/.test(each.title)),
      { what: 'both accounts in the popup' },
    );
    const former = accounts.find(each => /segregated_sm/.test(each.title));
    expect(former?.notes.join()).toContain('The page has turned to another account');
    await popup.close();
    await tab.close();
  });

  test('the strip follows the market, and a soft navigation to another contract’s pool', async () => {
    const { simulator } = stage();
    const tab = await openTrading(stage(), 'deribit', 'segregated');
    simulator.control.setMarks({ BTC: 84_100, ETH: 2760 });
    const agrees = (symbol: string) =>
      eventually(
        async () => {
          try {
            expectStrip(await readStrip(tab), poolTruth(simulator, 'deribit', 'segregated', symbol));
            return true;
          } catch {
            return false;
          }
        },
        done => done,
        { what: `the figures of ${symbol}` },
      );
    await agrees('BTC-PERPETUAL');
    await goTo(tab, 'ETH-PERPETUAL');
    await chooseType(tab, 'Market');
    await type(tab, sizeField, '5000');
    await agrees('ETH-PERPETUAL');
    await tab.close();
  });
});

inBothBrowsers('Deribit, the order being typed', { seed }, stage => {
  test('in dollars of an inverse contract: foretold, and comes as foretold', async () => {
    const tab = await openTrading(stage(), 'deribit', 'segregated');
    await chooseType(tab, 'Market');
    await type(tab, sizeField, '90000');
    // Both buttons are there: buying stands first, selling second.
    const strip = await settled(tab, 2);
    const mark = poolTruth(stage().simulator, 'deribit', 'segregated', 'BTC-PERPETUAL').positions[0]!.mark;
    for (const [k, side] of (['buy', 'sell'] as const).entries()) {
      // The mirror cuts coins to whole contracts of ten dollars: a little more than the dollars that were typed.
      const order = { symbol: 'BTC-PERPETUAL', side, size: String((90_000 + 1) / mark), price: null };
      const after = await truthAfter(seed, 'deribit', 'segregated', order);
      expectForetold(strip.joint.after[k]!, after);
      expectForetoldUsage(strip.usage.after[k]!, after);
    }
    const promised = strip.joint.after[1]!;
    await submit(tab, 'sell');
    await comesTrue(tab, promised);
    await tab.close();
  });

  test('a limit order in coins of a linear contract', async () => {
    const symbol = 'ETH_USDC-PERPETUAL';
    const tab = await openTrading(stage(), 'deribit', 'seed', symbol);
    await chooseType(tab, 'Limit');
    await type(tab, priceField, '2800');
    await type(tab, sizeField, '20');
    const strip = await settled(tab, 2);
    const after = await truthAfter(seed, 'deribit', 'seed', {
      symbol,
      side: 'buy',
      size: '20',
      price: '2800',
    });
    expectForetold(strip.joint.after[0]!, after);
    await tab.close();
  });
});

inBothBrowsers('Deribit, what goes wrong', { seed }, stage => {
  test('renamed fields are said, and nothing is shown as live', async () => {
    const { simulator, browser } = stage();
    simulator.control.drift(true);
    const tab = await browser.open(pageOf('deribit', 'segregated'));
    const popup = await openPopup(browser);
    const notes = await eventually(
      async () => (await readPopup(popup)).accounts.flatMap(each => each.notes).join('\n'),
      text => /Format changed/.test(text),
      { within: 30_000, what: 'the change of format in words' },
    );
    expect(notes).toMatch(/Deribit/);
    simulator.control.drift(false);
    await popup.close();
    await tab.close();
  });

  test('a read-only key shows the account in the popup without a tab; one that may trade is refused', async () => {
    const { browser, simulator } = stage();
    const account = simulator.accounts.deribit!.cross!;
    const page = await openKeys(browser);
    await unlock(page, 'a passphrase for the test', true);
    const add = (what: 'api' | 'tradingApi') =>
      addKey(page, { venue: 'deribit', key: account[`${what}Key`]!, secret: account[`${what}Secret`]! });
    expect((await add('tradingApi')).said).toMatch(/trade/i);
    expect((await add('api')).said).toBe('This key can only read. It is kept.');
    await page.close();
    const [pool] = truthOf(simulator, 'deribit', 'cross').pools;
    const popup = await openPopup(browser);
    const found = await eventually(
      async () => (await readPopup(popup)).accounts.find(each => /cross_sm/.test(each.title)),
      each => /%/.test(each?.figures['all together'] ?? ''),
      { within: 30_000, what: 'the figures of the key’s account' },
    );
    expectDistance(found?.figures['all together'] ?? '', nearer(pool!.joint));
    expectUsage(found?.figures['margin used'] ?? '', pool!.usage ?? Number.NaN);
    await popup.close();
  });
});
