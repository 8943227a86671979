/** dYdX v4: from its page to the strip, from its form to the foretold figures, by address without any page. */
import { expect, test } from 'vitest';
import { expectDistance, expectLive, expectStrip, expectUsage, nearer } from './figures';
import { comesTrue, expectForetold, expectForetoldUsage, settled } from './foretold';
import { readStrip } from './overlay';
import { eventually } from './poll';
import { openPopup, readPopup, watchAddress } from './popup';
import { inBothBrowsers, openTrading, poolTruth, truthAfter } from './stage';
import { chooseSide, chooseType, goTo, sizeField, submit, type } from './trader';

const seed = 7;

inBothBrowsers('dYdX, page to strip', { seed }, stage => {
  test.each([
    ['cross', 'BTC-USD'],
    ['children', 'ETH-USD'],
    ['children', 'SOL-USD'],
    ['second', 'WIF-USD'],
    ['seed', 'ETH-USD'],
  ])('account %s on %s: the figures are the simulator’s', async (account, symbol) => {
    const tab = await openTrading(stage(), 'dydx', account, symbol);
    expectStrip(await readStrip(tab), poolTruth(stage().simulator, 'dydx', account, symbol));
    await tab.close();
  });

  test('the strip follows the oracle price and a soft navigation into another subaccount', async () => {
    const { simulator } = stage();
    const tab = await openTrading(stage(), 'dydx', 'children', 'BTC-USD');
    simulator.control.setMarks({ BTC: 84_100, SOL: 128.4 });
    const agrees = (symbol: string) =>
      eventually(
        async () => {
          try {
            expectStrip(await readStrip(tab), poolTruth(simulator, 'dydx', 'children', symbol));
            return true;
          } catch {
            return false;
          }
        },
        done => done,
        { what: `the figures of ${symbol}` },
      );
    await agrees('BTC-USD');
    await goTo(tab, 'SOL');
    await agrees('SOL-USD');
    await tab.close();
  });
});

inBothBrowsers('dYdX, the order being typed', { seed }, stage => {
  test.each([
    ['buy', '0.2', 'adds'],
    ['sell', '0.8', 'reduces'],
    ['sell', '4', 'flips'],
  ] as const)('to %s %s, which %s, is foretold', async (side, size, _) => {
    const tab = await openTrading(stage(), 'dydx', 'cross');
    await chooseType(tab, 'Market');
    await chooseSide(tab, side);
    await type(tab, sizeField, size);
    const after = await truthAfter(
      seed,
      'dydx',
      'cross',
      { symbol: 'BTC-USD', side, size, price: null },
      'ETH-USD',
    );
    const strip = await settled(tab, 1);
    expectForetold(strip.joint.after[0]!, after);
    expectForetoldUsage(strip.usage.after[0]!, after);
    await tab.close();
  });

  test('what was foretold is what comes when the button is pressed', async () => {
    const tab = await openTrading(stage(), 'dydx', 'cross');
    await chooseType(tab, 'Market');
    await chooseSide(tab, 'buy');
    await type(tab, sizeField, '0.15');
    const promised = await settled(tab, 1);
    await submit(tab, 'buy');
    const strip = await comesTrue(tab, promised.joint.after[0]!);
    expectStrip(strip, poolTruth(stage().simulator, 'dydx', 'cross', 'BTC-USD'));
    await tab.close();
  });
});

inBothBrowsers('dYdX, a bad day', { seed }, stage => {
  test('a silent stream is helped out by the public indexer; without both the strip is stale; then all is well', async () => {
    const { simulator } = stage();
    const { control } = simulator;
    const tab = await openTrading(stage(), 'dydx', 'cross');
    const truth = () => poolTruth(simulator, 'dydx', 'cross', 'BTC-USD');
    control.pauseFeed(true);
    control.setMark('BTC', 85_150);
    await expectLive(tab, truth, 60_000);
    control.answer(503);
    await eventually(
      () => readStrip(tab),
      strip => strip?.word === 'stale',
      { within: 60_000, every: 500, what: 'a strip that is stale' },
    );
    control.answer(null);
    control.pauseFeed(false);
    control.setMark('BTC', 85_600);
    await expectLive(tab, truth, 30_000);
    // An order that filled while no socket was open is in the description of the next one.
    control.closeSockets();
    const order = { symbol: 'BTC-USD', side: 'buy' as const, size: '0.1', price: null };
    expect(simulator.exchanges.dydx!.order('cross', order).ok).toBe(true);
    await expectLive(tab, truth, 30_000);
    await tab.close();
  });

  test('a renamed field is named, and the figures are as of the last message that was read', async () => {
    const { simulator } = stage();
    const tab = await openTrading(stage(), 'dydx', 'children');
    const before = await readStrip(tab);
    simulator.control.drift(true);
    const order = { symbol: 'BTC-USD', side: 'buy' as const, size: '0.05', price: null };
    expect(simulator.exchanges.dydx!.order('children', order).ok).toBe(true);
    const strip = await eventually(
      () => readStrip(tab),
      read => read?.note?.includes('size') ?? false,
      { what: 'the name of the field' },
    );
    expect(strip?.word).toBe('stale');
    expect(strip?.usage.now).toBe(before?.usage.now);
    simulator.control.drift(false);
    await expectLive(tab, () => poolTruth(simulator, 'dydx', 'children', 'BTC-USD'), 30_000);
    await tab.close();
  });
});

inBothBrowsers('dYdX, an address without a tab', { seed }, stage => {
  test('its figures are the simulator’s', async () => {
    const { browser, simulator } = stage();
    const popup = await openPopup(browser);
    await watchAddress(popup, simulator.accounts.dydx!.cross!.address!);
    const { accounts } = await eventually(
      () => readPopup(popup),
      ({ accounts: [account] }) => /%/.test(account?.figures['all together'] ?? ''),
      { what: 'the figures of the address' },
    );
    const pool = poolTruth(simulator, 'dydx', 'cross', 'BTC-USD');
    expectDistance(accounts[0]?.figures['all together'] ?? '', nearer(pool.joint));
    expectUsage(accounts[0]?.figures['margin used'] ?? '', pool.usage ?? Number.NaN);
    expect(accounts[0]?.watched).toBe(true);
    await popup.close();
  });
});
